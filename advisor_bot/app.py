"""The composition root: the only place where parts are wired together."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Engine

from advisor_bot.advice import conversation
from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.brief import Composer
from advisor_bot.advice.composing.extractive import ExtractiveComposer
from advisor_bot.advice.composing.model import PROMPT_VARIABLES, ModelComposer
from advisor_bot.advice.knowledge import LiveKnowledge
from advisor_bot.advice.prompts import load_prompt
from advisor_bot.catalog.sync import SyncReport, sync_folder
from advisor_bot.config import Settings, executor_name
from advisor_bot.errors import SettingsError
from advisor_bot.jobs import Jobs
from advisor_bot.retrieval.embedding import Embedder, LocalEmbedder
from advisor_bot.retrieval.passages import passages_of
from advisor_bot.retrieval.vectors import IndexChanges, Progress, Vectors
from advisor_bot.slack import replies
from advisor_bot.slack.admission import Admission
from advisor_bot.slack.answering import Stops, answering
from advisor_bot.slack.app import AsyncApp, make_app, make_client
from advisor_bot.slack.connection import identify, socket_mode
from advisor_bot.storage import migrate, open_engine

if TYPE_CHECKING:
    from advisor_bot.language_models.chat import OpenAIChat

log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """What every mouth of the bot speaks through."""

    engine: Engine
    vectors: Vectors
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
    knowledge = LiveKnowledge(engine, vectors)
    fallback = ExtractiveComposer()
    advisor = Advisor(
        knowledge=knowledge,
        composer=make_composer(settings) or fallback,
        fallback=fallback,
        today=lambda: datetime.now(UTC).date(),
    )
    try:
        yield Services(engine, vectors, knowledge, advisor)
    finally:
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


def _openai_key(settings: Settings) -> str | None:
    return settings.openai_api_key.get_secret_value() if settings.openai_api_key else None


def sync_knowledge(
    settings: Settings, services: Services, *, progress: Progress | None = None
) -> tuple[SyncReport, IndexChanges]:
    """Files → catalog → index, only what changed."""
    report = sync_folder(settings.knowledge_dir, services.engine)
    changes = services.vectors.sync(passages_of(report.catalog), progress=progress)
    services.knowledge()
    return report, changes


@dataclass(frozen=True)
class Bot:
    """The bot in Slack: the app that listens, and the durable work behind it."""

    app: AsyncApp
    jobs: Jobs


@asynccontextmanager
async def running_bot(
    settings: Settings, services: Services, *, role: str, signing_secret: str | None = None
) -> AsyncIterator[Bot]:
    """The bot with its durable work under way, unfinished answers first. ``role`` names the process."""
    if settings.slack_bot_token is None:
        raise SettingsError(
            "Set SLACK_BOT_TOKEN, or try the bot without Slack: `advisor-bot demo`."
        )
    client = make_client(
        token=settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
    )
    me = await identify(client)
    stops = Stops()
    jobs = Jobs(database_url=settings.jobs_database, executor=executor_name(settings, role))
    jobs.register_answering(
        answering(
            client=client,
            engine=services.engine,
            advisor=services.advisor,
            admission=Admission(
                guests=settings.answer_guests,
                other_organisations=settings.answer_other_organisations,
            ),
            stops=stops,
            bot_user=me.user_id,
        )
    )

    async def forget(older_than: timedelta) -> int:
        turns = await asyncio.to_thread(conversation.forget, services.engine, older_than=older_than)
        return turns + await asyncio.to_thread(
            replies.forget, services.engine, older_than=older_than
        )

    jobs.register_purge(forget, older_than=timedelta(days=settings.retention_days))
    app = make_app(
        client=client,
        signing_secret=signing_secret,
        ask=jobs.ask,
        engine=services.engine,
        stops=stops,
    )
    await jobs.launch()
    log.info("bot_ready", role=role, team=me.team_id)
    try:
        yield Bot(app, jobs)
    finally:
        await jobs.stop()


@asynccontextmanager
async def connected(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """The bot's Socket Mode connection."""
    if settings.slack_app_token is None:
        raise SettingsError(
            "Set SLACK_APP_TOKEN (an app-level token with connections:write) for Socket Mode, "
            "or serve over HTTP: `advisor-bot serve --http`."
        )
    async with socket_mode(bot.app, settings.slack_app_token.get_secret_value()):
        yield
