"""One row as its mapping reads it: what each target says, and where that stands."""

import re
from collections.abc import Sequence

from advisor_bot.catalog.facts import Source
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.tables.guessing import unit_in
from advisor_bot.catalog.readers.tables.mapping import Mapping
from advisor_bot.catalog.readers.tables.rows import Row
from advisor_bot.catalog.readers.values import is_blank

LONGEST_CELL = 1_000_000
_NUMBERS_ONLY = re.compile(r"[\d\s.,–-]{1,20}")
_FORMULA = re.compile(r"=\s*[-+@(A-Za-z\"\d]")


class Columns:
    """Where a table's mapping finds each target: in a column, or in a constant."""

    def __init__(self, material: Material, mapping: Mapping, headers: Sequence[str]) -> None:
        self.material = material
        self.headers = mapping.columns()
        self.constants: dict[str, str] = mapping.constants.model_dump(exclude_none=True)
        self.constants.pop("accreditation_scope", None)
        self.accreditation_scope = mapping.constants.accreditation_scope
        self.mapping_source = material.source("the mapping of its columns")
        self._at = {target: headers.index(header) for target, header in self.headers.items()}
        self._units = {target: _unit(target, header) for target, header in self.headers.items()}

    def read(self, row: Row) -> "StatedRow":
        """What the row states; cells that cannot be read are among its problems."""
        stated = StatedRow(row.number, self.material.source(f"row {row.number}"))
        for target, at in self._at.items():
            text = row.cells[at]
            reason = row.refused.get(at) or _unreadable(text)
            if reason:
                place = f"row {row.number}, column {self.headers[target]}"
                stated.problems.append(self.material.doubt(place, reason))
            elif text and not is_blank(text):
                stated.cells[target] = text
        return stated

    def text(self, row: "StatedRow", target: str) -> str:
        """What the row, otherwise the mapping says of the target; "" where neither does."""
        return row.cells.get(target) or self.constants.get(target, "")

    def source(self, row: "StatedRow", target: str) -> Source:
        """Where that stands."""
        return row.source if target in row.cells else self.mapping_source

    def name(self, target: str) -> str:
        """What the table calls the target."""
        return self.headers.get(target, target)

    def unit(self, target: str, text: str) -> str | None:
        """What the header of the target's column adds to the text of a cell: to a bare number the unit
        that it counts in, to a price what it is for."""
        unit = self._units.get(target)
        return unit if unit and (target == "cost" or _NUMBERS_ONLY.fullmatch(text)) else None


def _unit(target: str, header: str) -> str | None:
    if target in ("workload", "validity", "cost"):
        return unit_in(header)
    system = re.search(r"\b(?:ECTS|CEU|CPD)", header, re.IGNORECASE) if target == "credit" else None
    return system[0] if system else None


class StatedRow:
    """The cells of one row by target, without blank ones, and what came up while they were read."""

    __slots__ = ("cells", "number", "problems", "remarks", "source")

    def __init__(self, number: int, source: Source) -> None:
        self.number = number
        self.source = source
        self.cells: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        """What the row says in a form that no fact has."""

    def tell(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problems.append(problem)


def _unreadable(text: str) -> str | None:
    if text.startswith("=") and _FORMULA.match(text):
        return "holds a formula and no value; replace it by its result"
    if len(text) > LONGEST_CELL:
        return f"is longer than {LONGEST_CELL:,} characters and was left out"
    return None
