"""A row of any table, whatever file it comes from."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

NOTHING_REFUSED: Mapping[int, str] = MappingProxyType({})


class Row(NamedTuple):
    """The cells of a row as text; ``refused`` says of some, by position, why they were not read.

    ``number`` is the one that a spreadsheet shows: the first row of the sheet is 1."""

    number: int
    cells: Sequence[str]
    refused: Mapping[int, str] = NOTHING_REFUSED

    @property
    def is_blank(self) -> bool:
        return not self.refused and not any(cell and not cell.isspace() for cell in self.cells)


class UnreadableTableError(Exception):
    """The table cannot be read (any further); the message tells a person why and what to do."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason
