"""What a reading brought."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from advisor_bot.catalog.facts import Document, Program
from advisor_bot.catalog.readers.reading import Problem

MOST_PROBLEMS = 500
MOST_ENTRIES = 200
EXAMPLES = 5

Progress = Callable[[int], None]
"""Called with how many documents have been read."""
What = Literal["added", "joined", "changed", "dropped"]


@dataclass(frozen=True)
class Entry:
    """One document that a reading touched."""

    what: What
    kind: str
    id: str


@dataclass
class ImportReport:
    """What one reading brought, counted in documents of its origin.

    ``added`` are new to the catalog, ``joined`` were known from elsewhere and now have one more source;
    ``kept`` are no longer in the reading, but were not dropped because something in it was refused. The
    first problems are told in full; ``refused`` and ``doubts`` count them all.
    """

    origin: str
    added: int = 0
    joined: int = 0
    changed: int = 0
    dropped: int = 0
    unchanged: int = 0
    kept: int = 0
    refused: int = 0
    doubts: int = 0
    """Values that were left out of records that were read."""
    problems: list[Problem] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    """The first documents that were touched."""
    examples: list[Program] = field(default_factory=list)
    """The first programs that were read, as they were read."""
    programs: int = 0
    """How many programs were read."""
    facts: int = 0
    """How many facts they state."""

    def take(self, item: Document | Problem) -> None:
        """Counts what a reader gave."""
        if isinstance(item, Problem):
            self.refused += item.refused
            self.doubts += not item.refused
            if len(self.problems) < MOST_PROBLEMS:
                self.problems.append(item)
        elif isinstance(item, Program):
            self.programs += 1
            self.facts += sum(
                getattr(item.facts, name).is_stated for name in item.facts.model_fields_set
            )
            if len(self.examples) < EXAMPLES:
                self.examples.append(item)

    def note(self, what: What, kind: str, id_: str) -> None:
        if len(self.entries) < MOST_ENTRIES:
            self.entries.append(Entry(what, kind, id_))

    @property
    def is_empty(self) -> bool:
        """Whether the catalog is as it was before."""
        return not (self.added or self.joined or self.changed or self.dropped)
