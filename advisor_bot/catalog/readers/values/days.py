"""Days as people write them → ``date``, or nothing where one is in doubt."""

import re
from datetime import date

_MONTH_NAMES = """
jan january januar januari jänner enero janvier
feb february februar februari febrero février
mar march märz mär maart marzo mars
apr april abril avril
may mai mei mayo
jun june juni junio juin
jul july juli julio juillet
aug august augustus agosto août
sep sept september septiembre septembre
oct october okt oktober octubre octobre
nov november noviembre novembre
dec december dez dezember diciembre décembre
"""
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}
_YEAR_FIRST = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}\S*(?: ?\S{1,6})?)?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,\s+(?=\S+\s+\S)")
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+(?:of|de)|-)?\s*([^\W\d_]{3,10})\.?,?(?:\s+de|-)?\s*(\d{4})",
    re.I,
)
_MONTH_DAY = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.I)


def day_in(text: str) -> date | None:
    """The one day that the text is: ISO 8601, "12 March 2025", "March 12, 2025", "12.03.2025".

    With dots the day comes first. With slashes or hyphens before a year both orders are in use: "25/03/2025"
    can only be read one way, "03/04/2025" is ``None``."""
    text = text.strip()
    if not 8 <= len(text) <= 40:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _date(match[1], match[3], match[4])
    if match := _YEAR_LAST.fullmatch(text):
        first, mark, second, year = match.groups()
        return _date(year, second, first) if mark == "." else _either_order(first, second, year)
    text = _WEEKDAY.sub("", text)
    if match := _DAY_MONTH.fullmatch(text):
        return _date(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _date(match[3], _month(match[1]), match[2])
    return None


def _month(name: str) -> str:
    return str(_MONTHS.get(name.lower(), 0))


def _either_order(first: str, second: str, year: str) -> date | None:
    readings = {_date(year, second, first), _date(year, first, second)} - {None}
    return readings.pop() if len(readings) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
