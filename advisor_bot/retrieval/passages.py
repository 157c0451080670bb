"""The catalog → passages: pieces of text short enough to embed, each with its document and source.

A passage's id is made from its content, so two states of the catalog differ by a set difference.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from advisor_bot.catalog.facts import (
    Catalog,
    Fact,
    Page,
    Program,
    ProgramFacts,
    Provider,
    ProviderFacts,
    Section,
    Source,
    Status,
)
from advisor_bot.catalog.wording import FACT_NAMES, describe

Kind = Literal["program", "provider", "concept", "policy"]

FORMAT = 1
"""Raise it when passages change for the same catalog: an index then asks to be rebuilt."""

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
    document_id: str
    kind: Kind
    provider: str | None
    title: str
    section: str
    text: str
    source: Source | None
    aliases: tuple[str, ...] = ()
    """The document's other names; the word index counts them as much as its title."""

    @property
    def in_context(self) -> str:
        """What is embedded and indexed: a section alone would not say which program it is about."""
        if self.text.startswith(self.title):
            return self.text
        return ". ".join(part for part in (self.title, self.section, self.text) if part)


def passages_of(catalog: Catalog) -> list[Passage]:
    """Every passage of every document, each once, in the catalog's order."""
    found = [
        *(passage for item in catalog.programs.values() for passage in _of_program(item, catalog)),
        *(passage for item in catalog.providers.values() for passage in _of_provider(item)),
        *(passage for page in catalog.pages.values() for passage in _of_page(page)),
    ]
    return list({passage.id: passage for passage in found}.values())


@dataclass(frozen=True)
class _Document:
    """What the passages of one document have in common."""

    id: str
    kind: Kind
    title: str
    provider: str | None = None
    aliases: tuple[str, ...] = ()

    def passages(self, section: str, text: str, source: Source | None) -> Iterator[Passage]:
        for piece in pieces(text):
            yield self._passage(section, piece, source)

    def _passage(self, section: str, text: str, source: Source | None) -> Passage:
        cited = source.model_dump(mode="json") if source else None
        content = [FORMAT, self.provider, self.title, self.aliases, section, text, cited]
        digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]
        return Passage(
            id=f"{self.kind}:{self.id}#{digest}",
            document_id=self.id,
            kind=self.kind,
            provider=self.provider,
            title=self.title,
            section=section,
            text=text,
            source=source,
            aliases=self.aliases,
        )


def _of_program(program: Program, catalog: Catalog) -> Iterator[Passage]:
    document = _Document(program.id, "program", program.title, program.provider, program.aliases)
    source = _first_source(program.sections) or program.facts.skills.source
    yield from document.passages("Overview", _program_overview(program, catalog), source)
    yield from _of_facts(document, program.facts, PROGRAM_FACTS)
    yield from _of_sections(document, program.sections)


def _of_provider(provider: Provider) -> Iterator[Passage]:
    document = _Document(provider.id, "provider", provider.name, provider.id, provider.aliases)
    overview = _sentences(
        provider.name,
        _labelled("Also called", provider.aliases),
        f"{provider.name} is a provider of credentials: {provider.kind}",
    )
    yield from document.passages("Overview", overview, _first_source(provider.sections))
    yield from _of_facts(document, provider.facts, PROVIDER_FACTS)
    yield from _of_sections(document, provider.sections)


def _of_page(page: Page) -> Iterator[Passage]:
    document = _Document(page.id, page.kind, page.title)
    if page.answers:
        yield from document.passages(
            "Questions answered here", " ".join(page.answers), _first_source(page.sections)
        )
    yield from _of_sections(document, page.sections)


def _program_overview(program: Program, catalog: Catalog) -> str:
    facts = program.facts
    platform = catalog.providers.get(program.offered_on) if program.offered_on else None
    return _sentences(
        program.title,
        _labelled("Also called", program.aliases),
        f"Offered by {catalog.provider_of(program).name}"
        + (f" on {platform.name}" if platform else ""),
        _labelled("Field", program.fields),
        f"Level: {describe(facts.level.value)}" if facts.level.is_stated else "",
        f"Type: {facts.credential_type.value}" if facts.credential_type.is_stated else "",
        _labelled("Skills", facts.skills.value or ()),
        "" if program.status == "active" else f"Status: {program.status}",
    )


def _of_sections(document: _Document, sections: Sequence[Section]) -> Iterator[Passage]:
    for section in sections:
        yield from document.passages(section.heading, section.text, section.source)


def _of_facts(
    document: _Document, facts: ProgramFacts | ProviderFacts, topics: Mapping[str, tuple[str, ...]]
) -> Iterator[Passage]:
    """Stated facts only: "proctoring: not stated" would be found by who looks for proctoring."""
    for topic, names in topics.items():
        by_source: dict[Source | None, list[str]] = {}
        for name in names:
            fact: Fact[Any] = getattr(facts, name)
            if fact.is_stated:
                by_source.setdefault(fact.source, []).append(_fact_sentence(name, fact))
        for source, sentences in by_source.items():
            yield from document.passages(topic, _sentences(*sentences), source)


def _fact_sentence(name: str, fact: Fact[Any]) -> str:
    label = FACT_NAMES[name] + (f" ({ALSO_ASKED_AS[name]})" if name in ALSO_ASKED_AS else "")
    note = f". Note: {fact.note}" if fact.note else ""
    return f"{label}: {describe(fact.value)}{HOW_SURE.get(fact.status, '')}{note}"


def _first_source(sections: Sequence[Section]) -> Source | None:
    return next((section.source for section in sections if section.source), None)


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
