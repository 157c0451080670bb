"""Has a language model find the facts of a document, and records only what the document bears out."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from advisor_bot.catalog.extraction import patterns, recording
from advisor_bot.catalog.extraction.checking import KINDS, NOT_QUOTED, Refused, checked
from advisor_bot.catalog.extraction.found import Found
from advisor_bot.catalog.extraction.subjects import Subject
from advisor_bot.catalog.extraction.written import Part, Written
from advisor_bot.catalog.readers.reading import Problem, Reading
from advisor_bot.errors import ModelError

PROMPT = "extract"
PROMPT_VARIABLES = frozenset({"title", "document"})
CHARACTERS_AT_ONCE = 6_000
MOST_REQUESTS = 50
"""A document of more pieces is read so far and no further; it says so."""


class StructuredChat(Protocol):
    """A language model that answers in JSON."""

    @property
    def name(self) -> str: ...

    def structured(self, prompt: str, schema: dict[str, Any]) -> str:
        """The reply, held to ``schema`` where the model's server can. Raises ModelError. Blocks."""
        ...


class _Claim(BaseModel):
    model_config = ConfigDict(extra="ignore")

    fact: str
    value: str
    quote: str


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "facts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "fact": {"type": "string", "enum": list(KINDS)},
                    "value": {"type": "string"},
                    "quote": {"type": "string"},
                },
                "required": ["fact", "value", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["facts"],
    "additionalProperties": False,
}


class ModelExtractor:
    """``extract`` is an ``Extractor``. ``fill`` puts the values of PROMPT_VARIABLES into the prompt."""

    def __init__(self, chat: StructuredChat, fill: Callable[[Mapping[str, str]], str]) -> None:
        self._chat = chat
        self._fill = fill

    def extract(self, written: Written) -> Reading:
        """The programs of a document, with the facts that the model found and the document says in the
        words the model quotes. If the model fails, the patterns find them, and a problem says so."""
        return recording.programs(written, lambda subject: self._find(written, subject))

    def _find(self, written: Written, subject: Subject) -> Iterator[Found | Problem]:
        found, refused = list[Found](), Counter[str]()
        pieces = list(_pieces(subject.parts))
        try:
            for piece in pieces[:MOST_REQUESTS]:
                for claim in self._claims(subject.title, piece):
                    try:
                        found.append(_borne_out(claim, piece, subject))
                    except Refused as refusal:
                        refused[str(refusal)] += 1
        except ModelError as error:
            yield written.problem("document", f"{error} Its facts were found by patterns instead.")
            yield from patterns.find(subject)
            return
        yield from found
        if refused:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in refused.most_common())
            yield written.doubt(
                subject.title,
                f"{refused.total()} of {refused.total() + len(found)} facts that the language model named "
                f"were refused: {reasons}",
            )
        if len(pieces) > MOST_REQUESTS:
            yield written.doubt(
                pieces[MOST_REQUESTS][0].place,
                "from here on the document was too long for the language model to look for facts",
            )

    def _claims(self, title: str, piece: Sequence[Part]) -> list[_Claim]:
        """Raises ModelError also for a reply that is not what was asked for."""
        text = "\n\n".join(f"{part.heading}\n{part.text}" for part in piece)
        fenced = text.replace("</document", "‹/document")
        prompt = self._fill({"title": " ".join(title.split())[:200], "document": fenced})
        reply = self._chat.structured(prompt, SCHEMA)
        try:
            listed = json.loads(reply[reply.index("{") : reply.rindex("}") + 1])["facts"]
            return [_Claim.model_validate(claim) for claim in listed]
        except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
            raise ModelError(
                "The language model did not answer in the form asked for.", kind="unreadable"
            ) from error


def _borne_out(claim: _Claim, piece: Sequence[Part], subject: Subject) -> Found:
    """The claim, checked against the first part that has its words. Raises Refused."""
    if claim.fact not in KINDS or not claim.value.strip():
        raise Refused(NOT_QUOTED)
    for part in piece:
        try:
            value = claim.value.strip()
            provider = subject.provider or value
            return checked(claim.fact, value, claim.quote, part, subject.title, provider)
        except Refused as refusal:
            if str(refusal) != NOT_QUOTED:
                raise
    raise Refused(NOT_QUOTED)


def _pieces(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """The parts in groups that a small model can take in; a long part is cut between lines."""
    group, size = list[Part](), 0
    for part in parts:
        for text in _cut(part.text):
            if group and size + len(text) > CHARACTERS_AT_ONCE:
                yield group
                group, size = [], 0
            group.append(Part(part.heading, part.level, part.place, text))
            size += len(text) + len(part.heading)
    if group:
        yield group


def _cut(text: str) -> Iterator[str]:
    while len(text) > CHARACTERS_AT_ONCE:
        end = text.rfind("\n", 1, CHARACTERS_AT_ONCE)
        end = end if end > 0 else CHARACTERS_AT_ONCE
        yield text[:end]
        text = text[end:].lstrip("\n")
    if text.strip():
        yield text
