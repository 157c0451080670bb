"""What one record of a file says: facts that cite it, sections, and what in it is doubtful."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from advisor_bot.catalog.facts import Fact, Section, Source, Status
from advisor_bot.catalog.readers.reading import Material, Problem

LONGEST_SECTION = 20_000

T = TypeVar("T")


@dataclass(frozen=True)
class Claims:
    """Makes facts and sections of one record, all with the same source, and gathers the problems."""

    material: Material
    place: str
    source: Source
    problems: list[Problem] = field(default_factory=list)

    def fact(
        self,
        value: T | None,
        *,
        note: str | None = None,
        quote: str | None = None,
        valid_until: date | None = None,
    ) -> Fact[T]:
        """``value`` as the issuer's claim; the fact that nobody looked for if there is none."""
        if not value:
            return Fact()
        return Fact(
            value=value,
            status=Status.ISSUER_CLAIMED,
            source=self.source,
            note=note or None,
            quote=quote or None,
            valid_until=valid_until,
        )

    def doubt(self, field_name: str, reason: str) -> None:
        """Something that was not taken, because it is not certain what it means."""
        self.problems.append(self.material.doubt(f"{self.place}, {field_name}", reason))

    def sections(self, *headed: tuple[str, str]) -> tuple[Section, ...]:
        """A section for each (heading, text) that has text; what is too long is cut, and said."""
        return tuple(self._section(heading, text) for heading, text in headed if text.strip())

    def _section(self, heading: str, text: str) -> Section:
        if len(text) > LONGEST_SECTION:
            self.doubt(
                heading or "description",
                f"has more than {LONGEST_SECTION:,} characters; the rest was left out",
            )
            text = text[: LONGEST_SECTION - 1].rstrip() + "…"
        return Section(heading=heading, text=text, source=self.source)
