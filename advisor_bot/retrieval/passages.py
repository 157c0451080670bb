"""A document → passages: pieces of text short enough to embed, each of which says whose it is.

A passage's id is made from what is embedded and indexed, so that two states of a document differ by a
set difference, and a page that was only read again has the same passages as before.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from advisor_bot.catalog.facts import (
    Document,
    Fact,
    Page,
    Program,
    ProgramFacts,
    Provider,
    ProviderFacts,
    Section,
    Status,
)
from advisor_bot.catalog.store import Catalog, Key, key_of
from advisor_bot.catalog.tables import DocumentKind
from advisor_bot.catalog.wording import FACT_NAMES, describe

Kind = DocumentKind

FORMAT = 2
"""Raise it when passages change for the same document: an index then asks to be rebuilt."""

OVERVIEW = "Overview"
"""The section that says what a program or a provider is called and is about."""

PROGRAM_FACTS = {
    "Facts: cost and time": ("cost", "workload", "prerequisites", "participation_mode"),
    "Facts: assessment": (
        "credential_type",
        "rigor",
        "learning_outcomes",
        "assessment_type",
        "assessment_standard",
        "proctoring",
        "verification",
    ),
    "Facts: recognition": (
        "accreditation",
        "external_credit",
        "recognised_by",
        "employer_evidence",
        "stackable_into",
        "validity",
        "last_reviewed",
    ),
}
PROVIDER_FACTS = {
    "Facts: recognition": (
        "accreditation",
        "recognised_by",
        "track_record",
        "quality_assurance",
        "verification",
    )
}
ALSO_ASKED_AS = {
    "cost": "price",
    "workload": "duration",
    "proctoring": "proctoring",
    "validity": "expiry",
    "external_credit": "college credit",
    "stackable_into": "stackable",
}
HOW_SURE = {
    Status.VERIFIED: "",
    Status.ISSUER_CLAIMED: " (as the issuer says)",
    Status.CONFLICTING: " (sources conflict)",
}


@dataclass(frozen=True)
class Passage:
    """A piece of a document: what is embedded, searched and shown as evidence."""

    id: str
    """``kind:document#digest``"""
    document_id: str
    kind: Kind
    title: str
    section: str
    text: str
    aliases: tuple[str, ...] = ()
    """The document's other names; the word index counts them as much as its title."""

    @property
    def document(self) -> Key:
        return self.kind, self.document_id

    @property
    def in_context(self) -> str:
        """What is embedded and indexed: a section alone would not say which program it is about."""
        if self.text.startswith(self.title):
            return self.text
        return ". ".join(part for part in (self.title, self.section, self.text) if part)


def key_text(key: Key) -> str:
    """A document's kind and id as one text, ``program:numbers``; ``parsed_key`` undoes it."""
    return f"{key[0]}:{key[1]}"


def parsed_key(text: str) -> Key:
    kind, _, id_ = text.partition(":")
    return cast(Kind, kind), id_


def document_of(passage_id: str) -> Key:
    """Whose passage it is."""
    return parsed_key(passage_id.rpartition("#")[0])


def passages_of(document: Document, providers: Mapping[str, str]) -> list[Passage]:
    """Every passage of ``document``, each once, in its order. ``providers`` has the names of a
    program's provider and platform by id."""
    match document:
        case Program():
            found = _of_program(document, providers)
        case Provider():
            found = _of_provider(document)
        case Page():
            found = _of_page(document)
    return list({passage.id: passage for passage in found}.values())


def passages_by_document(
    documents: Sequence[Document], catalog: Catalog
) -> dict[Key, list[Passage]]:
    """The passages of each of ``documents``, which are ``catalog``'s."""
    ids = {
        id_
        for document in documents
        if isinstance(document, Program)
        for id_ in (document.provider, document.offered_on)
        if id_
    }
    names = {provider.id: provider.name for provider in catalog.providers(ids)}
    return {key_of(document): passages_of(document, names) for document in documents}


@dataclass(frozen=True)
class _Naming:
    """What the passages of one document have in common."""

    id: str
    kind: Kind
    title: str
    aliases: tuple[str, ...] = ()

    def passages(self, section: str, text: str) -> Iterator[Passage]:
        for piece in pieces(text):
            content = [FORMAT, self.title, self.aliases, section, piece]
            digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
            yield Passage(
                id=f"{self.kind}:{self.id}#{digest}",
                document_id=self.id,
                kind=self.kind,
                title=self.title,
                section=section,
                text=piece,
                aliases=self.aliases,
            )


def _of_program(program: Program, providers: Mapping[str, str]) -> Iterator[Passage]:
    naming = _Naming(program.id, "program", program.title, program.aliases)
    overview = _program_overview(program, providers)
    facts = _of_facts(program.facts, PROGRAM_FACTS)
    together = _sentences(overview, *facts.values())
    # Of an imported row all that is known is short: one passage finds it as well as four.
    if weight(together) <= MOST:
        overview, facts = together, {}
    yield from naming.passages(OVERVIEW, overview)
    for topic, text in facts.items():
        yield from naming.passages(topic, text)
    yield from _of_sections(naming, program.sections)


def _of_provider(provider: Provider) -> Iterator[Passage]:
    naming = _Naming(provider.id, "provider", provider.name, provider.aliases)
    overview = _sentences(
        provider.name,
        _labelled("Also called", provider.aliases),
        f"{provider.name} is a provider of credentials"
        + (f": {provider.kind}" if provider.kind else ""),
    )
    yield from naming.passages(OVERVIEW, overview)
    for topic, text in _of_facts(provider.facts, PROVIDER_FACTS).items():
        yield from naming.passages(topic, text)
    yield from _of_sections(naming, provider.sections)


def _of_page(page: Page) -> Iterator[Passage]:
    naming = _Naming(page.id, page.kind, page.title)
    yield from naming.passages("Questions answered here", " ".join(page.answers))
    yield from _of_sections(naming, page.sections)


def _program_overview(program: Program, providers: Mapping[str, str]) -> str:
    facts = program.facts
    platform = providers.get(program.offered_on) if program.offered_on else None
    return _sentences(
        program.title,
        _labelled("Also called", program.aliases),
        f"Offered by {providers.get(program.provider, program.provider)}"
        + (f" on {platform}" if platform else ""),
        _labelled("Field", program.fields),
        f"Level: {describe(facts.level.value)}" if facts.level.is_stated else "",
        f"Type: {facts.credential_type.value}" if facts.credential_type.is_stated else "",
        _labelled("Skills", facts.skills.value or ()),
        "" if program.status == "active" else f"Status: {program.status}",
    )


def _of_sections(naming: _Naming, sections: Sequence[Section]) -> Iterator[Passage]:
    for section in sections:
        yield from naming.passages(section.heading, section.text)


def _of_facts(
    facts: ProgramFacts | ProviderFacts, topics: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    """Each topic's facts. Stated ones only: "proctoring: not stated" would be found by who looks for
    proctoring."""
    stated = {
        topic: [
            _fact_sentence(name, fact) for name in names if (fact := getattr(facts, name)).is_stated
        ]
        for topic, names in topics.items()
    }
    return {topic: _sentences(*found) for topic, found in stated.items() if found}


def _fact_sentence(name: str, fact: Fact[Any]) -> str:
    label = FACT_NAMES[name] + (f" ({ALSO_ASKED_AS[name]})" if name in ALSO_ASKED_AS else "")
    note = f". Note: {fact.note}" if fact.note else ""
    return f"{label}: {describe(fact.value)}{HOW_SURE.get(fact.status, '')}{note}"


def _labelled(label: str, values: Iterable[str]) -> str:
    joined = ", ".join(values)
    return f"{label}: {joined}" if joined else ""


def _sentences(*parts: str) -> str:
    return " ".join(
        part if part.endswith((".", "!", "?")) else f"{part}." for part in parts if part
    )


MOST = 200
"""Words and marks in one passage: with its title, that fits the 256 tokens the model reads."""
_PART = re.compile(r"[^\W_]+|[^\w\s]|_")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def pieces(text: str, most: int = MOST) -> Iterator[str]:
    """``text`` cut on borders of sentences into pieces of at most ``most`` words and marks.

    Only a sentence that is longer by itself is cut at a space.
    """
    piece, size = "", 0
    for separator, part in _parts(text, most):
        length = weight(part)
        if piece and size + length > most:
            yield piece
            piece, size = "", 0
        piece, size = (f"{piece}{separator}{part}" if piece else part), size + length
    if piece:
        yield piece


def weight(text: str) -> int:
    """About how many tokens a model makes of a text: a long word is several."""
    return sum(1 + (len(part) - 1) // 9 for part in _PART.findall(text))


def _parts(text: str, most: int) -> Iterator[tuple[str, str]]:
    """Sentences (or, of an overlong one, words), each with what stood before it."""
    for line in filter(None, (line.strip() for line in text.splitlines())):
        separator = "\n"
        for sentence in _SENTENCE_END.split(line):
            for part in [sentence] if weight(sentence) <= most else sentence.split():
                yield separator, part
                separator = " "
