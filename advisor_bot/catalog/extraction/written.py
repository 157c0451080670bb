"""What extractors read: a document as its author divided it, each part citable."""

from collections.abc import Callable
from dataclasses import dataclass

from advisor_bot.catalog.facts import Source
from advisor_bot.catalog.readers.reading import Material, Problem, Reading


@dataclass(frozen=True)
class Part:
    """The text under one heading, or of one page or slide. ``level`` is the heading's, 1 the highest;
    0 where there is none. ``place`` is what a citation calls it."""

    heading: str
    level: int
    place: str
    text: str


@dataclass(frozen=True)
class Written:
    """A whole document; ``program`` and ``provider`` are what the person who imports it said of it."""

    material: Material
    title: str
    parts: tuple[Part, ...]
    program: str | None = None
    provider: str | None = None

    def source(self, part: Part) -> Source:
        return self.material.source(part.place or None)

    def problem(self, place: str, reason: str) -> Problem:
        return self.material.problem(place or "document", reason)

    def doubt(self, place: str, reason: str) -> Problem:
        return self.material.doubt(place or "document", reason)


Extractor = Callable[[Written], Reading]
"""Reads providers and programs out of a document. Never raises for what the document says."""
