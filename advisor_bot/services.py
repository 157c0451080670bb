"""What every mouth of the bot stands on: database, indexes, models, the adviser; wired from settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.brief import Composer
from advisor_bot.advice.composing.extractive import ExtractiveComposer
from advisor_bot.advice.composing.model import PROMPT_VARIABLES, ModelComposer
from advisor_bot.advice.knowledge import LiveKnowledge
from advisor_bot.advice.prompts import load_prompt
from advisor_bot.catalog.extraction.model import PROMPT as EXTRACTION_PROMPT
from advisor_bot.catalog.extraction.model import PROMPT_VARIABLES as EXTRACTION_VARIABLES
from advisor_bot.catalog.extraction.model import ModelExtractor
from advisor_bot.config import Settings
from advisor_bot.retrieval.embedding import Embedder, LocalEmbedder
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import Words
from advisor_bot.storage import migrate, open_engine

if TYPE_CHECKING:
    from advisor_bot.language_models.chat import OpenAIChat


@dataclass(frozen=True)
class Services:
    """What every mouth of the bot speaks through."""

    engine: Engine
    vectors: Vectors
    words: Words
    knowledge: LiveKnowledge
    advisor: Advisor


@contextmanager
def open_services(settings: Settings, *, rebuild: bool = False) -> Iterator[Services]:
    """Database, index and adviser. ``rebuild`` throws the vector index away first."""
    engine = open_engine(settings.database)
    migrate(engine)
    vectors = Vectors.open(
        make_embedder(settings),
        folder=None if settings.chroma_url else settings.data_dir / "chroma",
        url=settings.chroma_url,
        token=settings.chroma_token.get_secret_value() if settings.chroma_token else None,
        rebuild=rebuild,
    )
    words = Words(settings.data_dir / "words")
    knowledge = LiveKnowledge(engine, vectors, words)
    fallback = ExtractiveComposer()
    advisor = Advisor(
        knowledge=knowledge,
        composer=make_composer(settings) or fallback,
        fallback=fallback,
        today=today,
        stale_after=settings.stale_after,
    )
    try:
        yield Services(engine, vectors, words, knowledge, advisor)
    finally:
        knowledge.close()
        vectors.close()
        engine.dispose()


def make_embedder(settings: Settings) -> Embedder:
    if settings.embeddings == "local":
        return LocalEmbedder()
    from advisor_bot.language_models.embeddings import OpenAIEmbedder

    return OpenAIEmbedder(
        model=settings.openai_embedding_model,
        api_key=_openai_key(settings),
        base_url=settings.openai_base_url,
        timeout=settings.openai_timeout,
    )


def make_composer(settings: Settings) -> Composer | None:
    """The language model's composer, or ``None`` where no model is configured."""
    prompt = load_prompt(settings.prompts_dir, "answer", PROMPT_VARIABLES)
    chat = make_chat(settings)
    if chat is None:
        return None
    return ModelComposer(chat, prompt, max_input_tokens=settings.openai_max_input_tokens)


def make_chat(settings: Settings) -> "OpenAIChat | None":
    """The configured language model. OpenAI's SDK takes half a second to load, so that whoever does
    not use it does not wait for it."""
    if not settings.has_model:
        return None
    from advisor_bot.language_models.chat import OpenAIChat

    return OpenAIChat(
        model=settings.openai_model,
        api_key=_openai_key(settings),
        base_url=settings.openai_base_url,
        timeout=settings.openai_timeout,
        max_retries=settings.openai_max_retries,
        max_output_tokens=settings.openai_max_output_tokens,
    )


def make_extractor(settings: Settings) -> ModelExtractor | None:
    """What finds facts in documents by the language model; ``None`` where none is configured: patterns
    do then."""
    chat = make_chat(settings)
    if chat is None:
        return None
    prompt = load_prompt(settings.prompts_dir, EXTRACTION_PROMPT, EXTRACTION_VARIABLES)
    return ModelExtractor(chat, prompt.fill)


def _openai_key(settings: Settings) -> str | None:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else None


def today() -> date:
    return datetime.now(UTC).date()
