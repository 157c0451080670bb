"""Everything found of one question → one fact, or none where the document contradicts itself."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from advisor_bot.catalog.extraction.found import IDENTIFIED, Found
from advisor_bot.catalog.facts import Credit, Fact, Price, Source, Status, Workload
from advisor_bot.catalog.readers.values import is_dollar_assumed

BETWEEN_QUOTES = " […] "
_MOST = 20
"""A program with more prices or prerequisites than this is several programs, or no document of one."""


class Contradiction(Exception):
    """The document says two things that cannot both hold."""


def combined(found: Sequence[Found], source: Callable[[str], Source]) -> Fact[Any]:
    """The one fact that ``found``, all of one question, add up to, which may be none; ``source`` makes a
    place citable. Raises Contradiction."""
    value, bearers = _COMBINERS.get(found[0].fact, _the_same)(found)
    if value is None or value == ():
        return Fact()
    quotes = dict.fromkeys(item.quote for item in bearers)
    places = dict.fromkeys(item.part.place for item in bearers)
    assumed = found[0].fact == "cost" and any(map(is_dollar_assumed, quotes))
    return Fact(
        value=value,
        status=Status.ISSUER_CLAIMED,
        source=source("; ".join(place for place in places if place)),
        quote=BETWEEN_QUOTES.join(quotes),
        note="“$” is taken for US dollars." if assumed else None,
    )


_Combined = tuple[Any, Sequence[Found]]


def _the_same(found: Sequence[Found]) -> _Combined:
    if any(item.value != found[0].value for item in found):
        raise Contradiction
    return found[0].value, found[:1]


def _cost(found: Sequence[Found]) -> _Combined:
    prices: dict[Price, Found] = {}
    for item in found:
        for price in item.value:
            prices.setdefault(price, item)
    if len(prices) > _MOST:
        raise Contradiction
    for one, other in combinations(prices, 2):
        if (one.covers, one.per, one.condition) == (other.covers, other.per, other.condition):
            raise Contradiction
        if (
            one.covers == other.covers
            and 0 in (one.amount, other.amount)
            and not (one.condition or other.condition)
        ):
            raise Contradiction
    return tuple(prices), list(prices.values())


def _workload(found: Sequence[Found]) -> _Combined:
    """The fullest of the statements, where none says otherwise, with the hours a week that stand apart
    from it ("Duration: 10 weeks", "Effort: 3 hours per week")."""
    spans = [item for item in found if isinstance(item.value, Workload)]
    weekly = [item for item in found if isinstance(item.value, float)]
    if not spans:
        return None, ()
    fullest = max(spans, key=lambda item: len(_stated(item.value)))
    full = _stated(fullest.value)
    for item in spans:
        if any(full.get(name, value) != value for name, value in _stated(item.value).items()):
            raise Contradiction
    if len({item.value for item in weekly} | {full.get("hours_per_week", 0)} - {0}) > 1:
        raise Contradiction
    if not weekly or fullest.value.hours_per_week:
        return fullest.value, [fullest]
    update = {"hours_per_week": weekly[0].value}
    return fullest.value.model_copy(update=update), [fullest, weekly[0]]


def _stated(workload: Workload) -> dict[str, float]:
    return workload.model_dump(exclude_none=True)


def _methods(found: Sequence[Found]) -> _Combined:
    named = [item for item in found if not item.denied]
    denied = {method for item in found if item.denied for method in item.value}
    methods = dict.fromkeys(method for item in named for method in item.value)
    if denied & set(methods) or ("none" in methods and len(methods) > 1):
        raise Contradiction
    first = {method: item for item in reversed(named) for method in item.value}
    return tuple(methods), [first[method] for method in methods]


def _standard(found: Sequence[Found]) -> _Combined:
    marked = [item for item in found if item.value.pass_mark]
    marks = {item.value.pass_mark.replace(" ", "") for item in marked}
    if len(marks) > 1:
        raise Contradiction
    best = (marked or found)[0]
    return best.value, [best]


def _proctoring(found: Sequence[Found]) -> _Combined:
    watched = [item for item in found if item.value != IDENTIFIED]
    identified = [item for item in found if item.value == IDENTIFIED]
    values = {item.value for item in watched}
    if not watched:
        return None, ()
    if "none" in values:
        if len(values) > 1 or identified:
            raise Contradiction
        return "none", watched[:1]
    best = next((item for item in watched if item.value == "supervised with ID"), None)
    if best:
        return best.value, [best]
    if identified:
        return "supervised with ID", [watched[0], identified[0]]
    return "supervised", watched[:1]


def _validity(found: Sequence[Found]) -> _Combined:
    if len({(item.value.expires, item.value.months) for item in found}) > 1:
        raise Contradiction
    best = next((item for item in found if item.value.renewal), found[0])
    return best.value, [best]


def _credit(found: Sequence[Found]) -> _Combined:
    credits: dict[Credit, Found] = {}
    for item in found:
        for credit in item.value:
            credits.setdefault(credit, item)
    if len({credit.system for credit in credits}) < len(credits):
        raise Contradiction
    return tuple(credits), list(credits.values())


def _texts(found: Sequence[Found]) -> _Combined:
    texts = dict.fromkeys(text for item in found for text in item.value)
    if ("none" in texts and len(texts) > 1) or len(texts) > _MOST:
        raise Contradiction
    return tuple(texts), found


_COMBINERS: dict[str, Callable[[Sequence[Found]], _Combined]] = {
    "cost": _cost,
    "workload": _workload,
    "assessment_type": _methods,
    "assessment_standard": _standard,
    "proctoring": _proctoring,
    "validity": _validity,
    "external_credit": _credit,
    "prerequisites": _texts,
    "learning_outcomes": _texts,
    "skills": _texts,
}
