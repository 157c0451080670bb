"""How long a course takes, and its credential holds (schema.org: Duration, Schedule)."""

import re

from advisor_bot.catalog.facts import Fact, Validity, Workload
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import Node, local, nodes, number, text
from advisor_bot.catalog.readers.values import iso_duration, workload_in

_WEEKLY = re.compile(
    r"(\d{1,2}(?:\.\d{1,2})?)\s*(?:hours?|hrs?|h)\s*(?:per|a|each|every|/)\s*week", re.IGNORECASE
)
_YEARS_AND_MONTHS = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?", re.IGNORECASE)
_WEEKS = {
    "daily": 1 / 7,
    "weekly": 1.0,
    "monthly": 52 / 12,
    "p1d": 1 / 7,
    "p1w": 1.0,
    "p1m": 52 / 12,
}
_MOST_REPEATS = 1000
_TERMS = ("timeRequired", "timeToComplete", "duration")
_RANGES = ("-", "–", "—", "to", "or", "than")


def workload(node: Node, instances: list[Node], claims: Claims) -> Fact[Workload]:
    """By what the course says of itself; else by its instances, if they agree. Plain hours of an
    instance are not put beside the course's weeks: they may be a week's hours or all."""
    stated = next(filter(None, (text(node.get(term)) for term in _TERMS)), "")
    whole = _span(stated)
    weekly = {hours for each in instances if (hours := _hours_a_week(each))}
    if whole:
        if whole.hours is None and whole.hours_per_week is None and len(weekly) == 1:
            whole = whole.model_copy(update={"hours_per_week": weekly.pop()})
        return claims.fact(whole, quote=stated)
    known = {found: each for each in instances if (found := _of_instance(each))}
    if len(known) > 1:
        claims.doubt("hasCourseInstance", "differ in how long they take; kept as words")
    if len(known) != 1:
        return Fact()
    [(only, instance)] = known.items()
    return claims.fact(only, quote=text(instance.get("courseWorkload")))


def validity(credential: Node, claims: Claims) -> Fact[Validity]:
    """``validFor``, in whole years and months."""
    stated = text(credential.get("validFor")) or ""
    match = _YEARS_AND_MONTHS.fullmatch(stated)
    months = int(match[1] or 0) * 12 + int(match[2] or 0) if match else 0
    if not months:
        if stated:
            claims.doubt("validFor", f"is no number of years or months: '{stated[:100]}'")
        return Fact()
    return claims.fact(Validity(expires=True, months=months), quote=stated)


def _span(stated: str) -> Workload | None:
    return iso_duration(stated) or workload_in(stated)


def _of_instance(instance: Node) -> Workload | None:
    """``courseWorkload`` as a duration is the work in all: so Google's guide, "Course info", which
    most sites follow. Else the schedule, or the instance's own duration."""
    for term in ("courseWorkload", "duration", "timeRequired"):
        if found := _span(text(instance.get(term)) or ""):
            return found
    scheduled = (_scheduled(each) for each in nodes(instance.get("courseSchedule")))
    return next(filter(None, scheduled), None)


def _hours_a_week(instance: Node) -> float | None:
    said = text(instance.get("courseWorkload")) or ""
    weekly = _WEEKLY.search(said) if len(said) <= 100 else None
    if (
        weekly
        and len(_WEEKLY.findall(said)) == 1
        and not said[: weekly.start()].rstrip().endswith(_RANGES)
    ):
        return float(weekly[1]) or None
    scheduled = _of_instance(instance)
    return scheduled.hours_per_week if scheduled else None


def _scheduled(schedule: Node) -> Workload | None:
    """``repeatCount`` times ``duration``, once each ``repeatFrequency``: "PT3H", weekly, 4 times."""
    each = iso_duration(text(schedule.get("duration")) or "")
    weeks_each = _WEEKS.get(local(text(schedule.get("repeatFrequency")) or "").lower())
    count = number(schedule.get("repeatCount"))
    if weeks_each is None or count is None or not 0 < count <= _MOST_REPEATS:
        return None
    weeks = round(float(count) * weeks_each, 1)
    if weeks <= 0:
        return None
    if each is None or each.hours is None:
        return Workload(weeks=weeks)
    if weeks_each == 1:
        return Workload(weeks=weeks, hours_per_week=each.hours)
    return Workload(weeks=weeks, hours=round(float(count) * each.hours, 1))
