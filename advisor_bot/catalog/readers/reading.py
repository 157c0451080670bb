"""What every reader takes and gives: a file with what to cite for it → documents and problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor_bot.catalog.facts import Document, Source


@dataclass(frozen=True)
class Problem:
    """What is wrong in one place of one file, in words its author can act on.

    ``field`` says where: a field's name, "row 12, column Cost", a node's id, "page 3". ``refused``:
    something whole could not be used, a record or the rest of the file; otherwise only a value is
    missing from what was read.
    """

    file: str
    field: str
    reason: str
    refused: bool = True

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.reason}"


Reading = Iterator[Document | Problem]
"""What a reader yields, in the order of the file: every provider before the first program that names
it. Ids are the file's own; the import gives them their place in the catalog."""


@dataclass(frozen=True)
class Material:
    """A file to be read: where it lies, what people call it, where it was fetched, and when."""

    path: Path
    name: str
    read_on: date
    url: str | None = None
    origin: str | None = None
    """The import that this reading belongs to, where there is one."""

    def source(self, place: str | None = None) -> Source:
        """What a fact that stands in ``place`` of this file cites."""
        return Source(
            url=self.url,
            title=self.name,
            place=place,
            checked_on=self.read_on,
            origin=self.origin,
        )

    def problem(self, place: str, reason: str) -> Problem:
        """A record, or the rest of the file, that could not be used."""
        return Problem(self.name, place, reason)

    def doubt(self, place: str, reason: str) -> Problem:
        """A value that was left out of a record that is used."""
        return Problem(self.name, place, reason, refused=False)
