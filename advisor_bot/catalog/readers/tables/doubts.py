"""What was not understood, told once a value, so that a column of 100,000 rows does not say it each time."""

from advisor_bot.catalog.readers.reading import Material, Problem

_TOLD_A_COLUMN = 25
_SHOWN = 100


class Doubts:
    """Remembers what was told of each column of one file."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._told: dict[str, set[str]] = {}

    def about(self, row: int, header: str, text: str, expected: str) -> Problem | None:
        """The problem that ``text`` is not what is expected, unless the column's reader knows it by now."""
        told = self._told.setdefault(header, set())
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        if shown in told or len(told) > _TOLD_A_COLUMN:
            return None
        told.add(shown)
        place = f"row {row}, column {header}"
        if len(told) > _TOLD_A_COLUMN:
            return self._material.doubt(
                place, "more values of this column are not understood; they are not listed"
            )
        return self._material.doubt(
            place,
            f"'{shown}' is not {expected}; no fact was made of it (further rows that say so are not listed)",
        )

    def once(self, row: int, header: str, reason: str) -> Problem | None:
        """The problem, if it was not told of the column before."""
        told = self._told.setdefault(header, set())
        if reason in told:
            return None
        told.add(reason)
        return self._material.doubt(f"row {row}, column {header}", reason)
