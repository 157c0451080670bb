"""Durations as people write them → ``Workload``, or nothing where one is in doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor_bot.catalog.facts import Workload
from advisor_bot.catalog.readers.values.text import one_line

LONGEST_TEXT = 200
_WEEKS_A_MONTH = 52 / 12
_HOURS = {"minute": 1 / 60, "hour": 1.0}
_WEEKS = {"week": 1.0, "month": _WEEKS_A_MONTH, "year": 52.0}

_UNITS = {
    "minute": "minutes?|mins?|minuten?|minutos?",
    "hour": "hours?|hrs?|h|stunden?|std|horas?|heures?|uren|uur",
    "day": "days?|tage?n?|d[ií]as?|jours?|dagen|dag",
    "week": "weeks?|wks?|wochen?|semanas?|semaines?|weken",
    "month": "months?|mos?|monate?n?|mes|meses|mois|maanden|maand",
    "year": "years?|yrs?|jahre?n?|años?|ans?|jaar",
}
_NUMBERS = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),
        range(1, 13),
        strict=True,
    )
)
_NUMBER = r"\d{1,2},\d{3}|\d{1,5}(?:[.,]\d{1,2})?|" + "|".join(_NUMBERS)
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS.items())
_QUANTITY = re.compile(
    rf"(?<![\w.,/-])(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to|bis|a|à)\s*(?P<high>{_NUMBER}))?[\s-]*"
    rf"(?:{_UNIT})(?![^\W_])\.?",
    re.IGNORECASE,
)
_A_WEEK = re.compile(
    r"\s*(?:of\s+(?:study|work|effort))?\s*(?:/|per|a|each|every|pro|in\s+der|por|par)\s*"
    r"(?:week|wk|woche|semana|semaine)\b|\s*weekly\b|\s*wöchentlich\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\b(?:about|approx|approximately|approximate|circa|ca|around|roughly|estimated|ungefähr|etwa|aprox|environ|"
    r"to|complete|finish|in|total|of|study|studies|work|workload|effort|content|material|video|learning|"
    r"course|courses?|program|programme|duration|dauer|kurs|online|self[- ]?paced|at|over|for|für|"
    r"and|und|y|et|full[- ]?time|part[- ]?time|vollzeit|teilzeit|the|your|own|pace|length|time|commitment|"
    r"contact|instruction|lectures?|training|time|needed|required|with|suggested|flexible|schedule|berufsbegleitend|"
    r"it|takes|from)\b",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:-|–|—|to|bis|a|à)\s*", re.IGNORECASE)
_CARRY = re.compile(r"[\s,]*(?:and|und|y|et)?[\s,]*", re.IGNORECASE)


@dataclass(frozen=True)
class _Quantity:
    low: float
    high: float | None
    unit: str
    start: int
    end: int


def workload_in(text: str) -> Workload | None:
    """The one workload that the text states: "3 - 6 Months", "10 weeks, 4 hours a week", "40 hrs".

    ``None`` where two statements disagree, where it says "less than" or "up to", or holds a word that
    may give the figures another meaning ("access for 12 months"). A month is 52/12 weeks; up to five
    days are days of work, five to a week; more are days of the calendar if they make whole weeks or at
    least four of them, else in doubt."""
    if len(text) > LONGEST_TEXT:
        return None
    text = one_line(text)
    parts: dict[str, tuple[float, float | None]] = {}
    rest, at = "", 0
    for quantity in _joined(text, [_quantity(match) for match in _QUANTITY.finditer(text)]):
        weekly = _A_WEEK.match(text, quantity.end) if quantity.unit == "hour" else None
        if parts and not weekly and _TO.fullmatch(text[at : quantity.start]):
            return None
        rest += text[at : quantity.start] + " "
        at = weekly.end() if weekly else quantity.end
        name, low, high = ("a week", quantity.low, quantity.high) if weekly else _measure(quantity)
        if parts.setdefault(name, (low, high)) != (low, high):
            return None
    if re.search(r"[\w+<>≤≥%$€£]", _FILLER.sub(" ", rest + text[at:])):
        return None
    return _workload(parts)


def _workload(parts: dict[str, tuple[float, float | None]]) -> Workload | None:
    hours, hours_max = parts.get("hours", (None, None))
    weeks, weeks_max = parts.get("weeks", (None, None))
    weekly, weekly_max = parts.get("a week", (None, None))
    stated = [part for part in (hours, weeks) if part is not None]
    in_order = all(high is None or high > low for low, high in parts.values())
    if not stated or "doubt" in parts or not in_order or min(low for low, _ in parts.values()) <= 0:
        return None
    if weekly is not None and weekly > 168:
        return None
    return Workload(
        hours=hours,
        hours_max=hours_max,
        weeks=weeks,
        weeks_max=weeks_max,
        # A range of hours a week has no place of its own; either end alone would say too much.
        hours_per_week=weekly if weekly_max is None else None,
    )


def _quantity(match: re.Match[str]) -> _Quantity:
    unit = next(unit for unit in _UNITS if match[unit])
    high = _number(match["high"]) if match["high"] else None
    return _Quantity(_number(match["low"]), high, unit, match.start(), match.end())


def _number(text: str) -> float:
    if re.fullmatch(r"\d{1,2},\d{3}", text):
        return float(text.replace(",", ""))
    return float(_NUMBERS.get(text.lower()) or text.replace(",", "."))


def _joined(text: str, quantities: list[_Quantity]) -> Iterator[_Quantity]:
    """ "1 hour 30 minutes" and "2 years 6 months" are one quantity each."""
    last: _Quantity | None = None
    for quantity in quantities:
        if last is not None and _continues(text, last, quantity):
            last = _added(last, quantity)
            continue
        if last is not None:
            yield last
        last = quantity
    if last is not None:
        yield last


def _continues(text: str, last: _Quantity, quantity: _Quantity) -> bool:
    pairs = {("hour", "minute"), ("year", "month"), ("month", "week")}
    single = last.high is None and quantity.high is None
    between = text[last.end : quantity.start]
    return single and (last.unit, quantity.unit) in pairs and _CARRY.fullmatch(between) is not None


def _added(last: _Quantity, quantity: _Quantity) -> _Quantity:
    scale = _HOURS if last.unit == "hour" else _WEEKS
    unit = "hour" if last.unit == "hour" else "week"
    total = last.low * scale[last.unit] + quantity.low * scale[quantity.unit]
    return _Quantity(total, None, unit, last.start, quantity.end)


def _measure(quantity: _Quantity) -> tuple[str, float, float | None]:
    if quantity.unit == "day":
        ends = [quantity.low] if quantity.high is None else [quantity.low, quantity.high]
        spans = [span for span in map(_weeks_of_days, ends) if span is not None]
        if len(spans) != len(ends):
            return "doubt", quantity.low, quantity.high
        return "weeks", spans[0], spans[1] if len(spans) > 1 else None
    kind, scale = ("hours", _HOURS) if quantity.unit in _HOURS else ("weeks", _WEEKS)
    factor = scale[quantity.unit]
    high = None if quantity.high is None else round(quantity.high * factor, 2)
    return kind, _rounded(quantity.low * factor), high if high is None else _rounded(high)


def _rounded(number: float) -> float:
    return round(number, 1) if number >= 1 else round(number, 2)


def _weeks_of_days(days: float) -> float | None:
    if days <= 5:
        return days / 5
    return _rounded(days / 7) if days % 7 == 0 or days >= 28 else None


_ISO = re.compile(
    r"P(?:(\d{1,4}(?:\.\d+)?)Y)?(?:(\d{1,4}(?:\.\d+)?)M)?(?:(\d{1,4}(?:\.\d+)?)W)?(?:(\d{1,5}(?:\.\d+)?)D)?"
    r"(?:T(?:(\d{1,6}(?:\.\d+)?)H)?(?:(\d{1,6}(?:\.\d+)?)M)?(?:\d+(?:\.\d+)?S)?)?"
)


def iso_duration(text: str) -> Workload | None:
    """The workload of an ISO 8601 duration: "P6M", "PT40H", "P1Y2M". Days count as in ``workload_in``."""
    match = _ISO.fullmatch(text.strip().upper()) if len(text) <= LONGEST_TEXT else None
    if match is None:
        return None
    years, months, weeks, days, hours, minutes = (float(part or 0) for part in match.groups())
    day_weeks = _weeks_of_days(days)
    if day_weeks is None:
        return None
    span = _rounded(years * 52 + months * _WEEKS_A_MONTH + weeks + day_weeks)
    effort = _rounded(hours + minutes / 60)
    if span <= 0 and effort <= 0:
        return None
    return Workload(weeks=span if span > 0 else None, hours=effort if effort > 0 else None)
