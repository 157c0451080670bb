"""The facts of one row: every cell that says one without doubt."""

from functools import lru_cache
from typing import Any

from advisor_bot.catalog.facts import Accreditation, Fact, Price, ProgramFacts, Source, Status
from advisor_bot.catalog.readers.tables.cells import FACT_TARGETS, FactTarget
from advisor_bot.catalog.readers.tables.doubts import Doubts
from advisor_bot.catalog.readers.tables.stated import Columns, StatedRow
from advisor_bot.catalog.readers.values import (
    currency_of,
    day_in,
    is_dollar_assumed,
    one_line,
    prices_in,
)
from advisor_bot.catalog.wording import day

_QUOTED = 300
_MOST_ENTRIES = 500
_YES = frozenset("yes y true ja sí si oui 1 x".split())
_NO = frozenset("no n false nein non 0".split())
_remembered_prices = lru_cache(maxsize=4096)(prices_in)


def _claimed(reading: FactTarget, value: object, text: str, source: Source) -> Fact[Any]:
    quote = None if reading.is_list else one_line(text)[:_QUOTED]
    return reading.kind(value=value, status=Status.ISSUER_CLAIMED, source=source, quote=quote)


class RowFacts:
    """Reads the facts of each row of one table."""

    def __init__(self, columns: Columns, doubts: Doubts) -> None:
        self._columns = columns
        self._doubts = doubts
        self._constant_facts: dict[str, Fact[Any] | None] = {}
        fed = {*columns.headers, *columns.constants}
        self._readings = [item for item in FACT_TARGETS.items() if item[0] in fed]

    def of(self, row: StatedRow) -> ProgramFacts:
        """The facts that the row states; what is not understood is among its problems and remarks."""
        facts: dict[str, Fact[Any]] = {}
        for target, reading in self._readings:
            fact = self._fact(row, target, reading)
            if fact is not None:
                facts[reading.fact] = fact
        for name, other in (("cost", self._cost(row)), ("accreditation", self._accreditation(row))):
            if other is not None:
                facts[name] = other
        self._start(row)
        return ProgramFacts(**facts)

    def _fact(self, row: StatedRow, target: str, reading: FactTarget) -> Fact[Any] | None:
        text = row.cells.get(target)
        if text is None:
            return self._constant_fact(row, target, reading)
        unit = self._columns.unit(target, text)
        value = reading.parse(f"{text.strip()} {unit}" if unit else text)
        if value is None:
            if not reading.is_list:
                self._leave(row, target, text, reading.expected)
            return None
        if reading.is_list and len(value) > _MOST_ENTRIES:
            name = self._columns.name(target)
            reason = f"lists more than {_MOST_ENTRIES} entries; the others were left out"
            row.tell(self._doubts.once(row.number, name, reason))
            value = value[:_MOST_ENTRIES]
        fact = _claimed(reading, value, text, row.source)
        if unit:
            return fact.model_copy(update={"note": f"in the column {self._columns.name(target)}"})
        return fact

    def _constant_fact(self, row: StatedRow, target: str, reading: FactTarget) -> Fact[Any] | None:
        """What the mapping says of every row: the same fact each time."""
        text = self._columns.constants.get(target)
        if text is None:
            return None
        if target not in self._constant_facts:
            value = reading.parse(text)
            source = self._columns.mapping_source
            fact = None if value is None else _claimed(reading, value, text, source)
            self._constant_facts[target] = fact
            if fact is None:
                reason = f"'{text[:_QUOTED]}' is not {reading.expected}; no fact was made of it"
                row.tell(self._columns.material.doubt(f"mapping, constants: {target}", reason))
        return self._constant_facts[target]

    def _leave(self, row: StatedRow, target: str, text: str, expected: str) -> None:
        """A cell that is no fact: its words are kept as a remark."""
        name = self._columns.name(target)
        said = one_line(text)[:_QUOTED]
        if target == "credit" and said.lower() in _YES | _NO:
            # Whose credit, and how much of it, a plain yes does not say.
            row.remarks += (
                ["Eligible for credit (as the file says)"] if said.lower() in _YES else []
            )
            return
        row.remarks.append(f"{name}: {said}")
        row.tell(self._doubts.about(row.number, name, said, expected))

    def _cost(self, row: StatedRow) -> Fact[Any] | None:
        text = one_line(self._columns.text(row, "cost"))
        if not text:
            return None
        unit = self._columns.unit("cost", text) or ""
        currency = self._currency(row) or currency_of(unit)
        # What the header adds to each price: "per month", "for members". A currency is known by now.
        full = text if currency_of(unit) or unit == "$" else f"{text} {unit}".strip()
        prices = _remembered_prices(full, currency=currency) if len(full) <= _QUOTED else ()
        if not prices:
            self._leave(row, "cost", text, "a price whose amount and currency are certain")
            return None
        assumed = is_dollar_assumed(full, currency=currency)
        return Fact[tuple[Price, ...]](
            value=prices,
            status=Status.ISSUER_CLAIMED,
            source=self._columns.source(row, "cost"),
            quote=text,
            note="'$' is read as US dollars" if assumed else None,
        )

    def _currency(self, row: StatedRow) -> str | None:
        text = one_line(self._columns.text(row, "currency")[:_QUOTED])
        code = currency_of(text)
        if text and code is None:
            name = self._columns.name("currency")
            row.tell(self._doubts.about(row.number, name, text, "a currency's code, such as EUR"))
        return code

    def _accreditation(self, row: StatedRow) -> Fact[Any] | None:
        text = one_line(self._columns.text(row, "accreditation"))[:_QUOTED]
        if not text:
            return None
        scope = self._columns.accreditation_scope
        if scope is None:
            name = self._columns.name("accreditation")
            row.remarks.append(f"{name}: {text}")
            reason = (
                "does not say whether the program or its provider is accredited; write "
                "accreditation_scope: program (or provider) below constants: in the mapping, if one "
                "holds for all rows"
            )
            row.tell(self._doubts.once(row.number, name, reason))
            return None
        return Fact[tuple[Accreditation, ...]](
            value=(Accreditation(body=text, scope=scope),),
            status=Status.ISSUER_CLAIMED,
            source=self._columns.source(row, "accreditation"),
            quote=text,
        )

    def _start(self, row: StatedRow) -> None:
        text = one_line(row.cells.get("start", ""))[:_QUOTED]
        if text:
            found = day_in(text)
            row.remarks.append(f"{self._columns.name('start')}: {day(found) if found else text}")
