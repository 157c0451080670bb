"""What a composer gets to write from: the question, the programs, the evidence, the numbers."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from advisor_bot.advice.checklist import Checklist
from advisor_bot.advice.conversation import Turn
from advisor_bot.advice.events import CitedSource
from advisor_bot.advice.question import Question
from advisor_bot.advice.selection import Candidate, Selection
from advisor_bot.catalog.facts import Fact, Page, Provider, Section, Source
from advisor_bot.catalog.freshness import Freshness


@dataclass(frozen=True)
class Excerpt:
    """Sections of a page about a subject, the ones that answer the question, in their order."""

    page: Page
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Brief:
    """Everything an answer may rest on. What is not in here may not be said."""

    question: Question
    selection: Selection
    freshness: Freshness
    checklists: tuple[Checklist, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    issuer: Provider | None = None
    """The provider that the question is about, where it names one and no program."""
    turns: tuple[Turn, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.selection.candidates


@dataclass
class Citations:
    """Gives each cited source its number, in the order in which the text first cites it."""

    freshness: Freshness
    _numbers: dict[tuple[str | None, ...], CitedSource] = field(default_factory=dict)

    def mark(self, *sources: Source | None) -> str:
        """The marks to put behind a sentence: `` [1] [2]``, or nothing without a source."""
        marks = ""
        for source in dict.fromkeys(source for source in sources if source):
            # One page is one source, whatever its place in it; of a file each place is.
            key = (source.url,) if source.url else (source.title, source.place)
            cited = self._numbers.setdefault(key, CitedSource(len(self._numbers) + 1, source))
            marks += f" [{cited.number}]"
        return marks

    def cite(self, *facts: Fact[Any]) -> str:
        """The marks of what states these facts, of both sides where they disagree, and what must be said
        of their age."""
        remark = self.freshness.remark(*facts)
        marks = self.mark(*(source for fact in facts for source in fact.sources))
        return f"{marks} *({remark})*" if remark else marks

    @property
    def cited(self) -> tuple[CitedSource, ...]:
        return tuple(self._numbers.values())


class Composer(Protocol):
    """Writes the text of an answer."""

    @property
    def name(self) -> str: ...

    def compose(self, brief: Brief, citations: Citations) -> AsyncIterator[str]:
        """Yields Markdown in pieces that are final; cites through ``citations``.

        Raises ModelError when it cannot go on; what it has yielded until then stands.
        """
        ...
