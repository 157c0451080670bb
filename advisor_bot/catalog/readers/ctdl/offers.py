"""What it costs, how long it takes, how long it holds: ``ceterms:CostProfile``, ``DurationProfile``,
``renewalFrequency`` (credreg.net/ctdl/terms)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from advisor_bot.catalog.facts import Fact, Price, Section, Validity, Workload
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.terms import (
    concepts,
    member,
    number,
    prose,
    shortened,
    text,
    texts,
)
from advisor_bot.catalog.readers.json_ld import Node, listed, plain, unique, web_address
from advisor_bot.catalog.readers.values import iso_duration, one_line

_MAIN = ("Tuition", "")
_WHOLE = "AggregateCost"
_COVERS: dict[str, Literal["exam", "renewal"]] = {
    "StandaloneAssessment": "exam",
    "RenewalFee": "renewal",
}
_MONTHLY = re.compile(r"\bmonthly\b|\b(?:per|every|each|a)\s+month\b", re.IGNORECASE)
_YEARLY = re.compile(
    r"\b(?:yearly|annual|annually)\b|\b(?:per|every|each|a)\s+year\b", re.IGNORECASE
)
_REPEATED = re.compile(r"\b(?:per|every|each)\b|\b(?:week|quarter|bi)\w*ly\b", re.IGNORECASE)
_IN_PARTS = re.compile(r"instal|payments|\bsplit\b", re.IGNORECASE)
_ISO_MONTHS = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?", re.IGNORECASE)


@dataclass(frozen=True)
class _Offer:
    """One ``ceterms:CostProfile``."""

    kind: str
    kind_name: str
    amount: Decimal
    currency: str
    per: Literal["once", "month", "year"]
    label: str
    condition: str


def cost(about: About) -> tuple[Fact[tuple[Price, ...]], list[Section]]:
    """What a learner pays (``ceterms:estimatedCost`` and the cost manifests of ``commonCosts``).

    A total over all prices is made elsewhere from those without a condition, so a fee beside the
    tuition carries its kind as a condition, and fees without a tuition are told in words only."""
    profiles = list(_cost_profiles(about))
    offers = [offer for profile in profiles if (offer := _offer(about, profile))]
    whole = [offer for offer in offers if offer.kind == _WHOLE]
    main = whole or [offer for offer in offers if offer.kind in _MAIN]
    prices = tuple(
        _price(offer, is_main=offer in main, alone=len(main) == 1)
        for offer in offers
        if main or offer.kind in _COVERS
    )
    patterns = [_labelled(profile, "paymentPattern") for profile in profiles]
    ends = [end for profile in profiles if (end := about.day(profile, "endDate"))]
    note = shortened("; ".join(unique(patterns)), 1000)
    fact = about.fact(prices, note=note, valid_until=min(ends, default=None))
    return fact, about.section("Cost", [_in_words(profile) for profile in profiles])


def _cost_profiles(about: About) -> Iterator[Node]:
    yield from about.profiles("estimatedCost")
    for manifest in about.profiles("commonCosts"):
        yield from (
            each for each in listed(member(manifest, "estimatedCost")) if isinstance(each, dict)
        )


def _offer(about: About, profile: Node) -> _Offer | None:
    stated = member(profile, "price")
    if stated is None:
        return None
    amount = number(stated)
    if amount is None or amount < 0:
        about.problem(f"price: '{str(stated)[:40]}' is not an amount")
        return None
    currency = (text(member(profile, "currency")) or "").upper()
    if not re.fullmatch(r"[A-Z]{3}", currency):
        given = f"'{currency[:20]}' is no ISO 4217 code" if currency else "there is none"
        about.problem(f"currency: {given}; the price of {plain(amount)} was left out")
        return None
    per = _per(text(member(profile, "paymentPattern")) or "")
    if per is None:
        return None
    kind = next(iter(concepts(member(profile, "directCostType"))), None)
    who = [
        each.name
        for term in ("audienceType", "residencyType")
        for each in concepts(member(profile, term))
    ]
    return _Offer(
        kind=kind.code if kind else "",
        kind_name=kind.name if kind else "",
        amount=amount,
        currency=currency,
        per=per,
        label=text(member(profile, "name")) or text(member(profile, "description")) or "",
        condition="; ".join(unique([*who, *texts(member(profile, "condition"))])),
    )


def _per(pattern: str) -> Literal["once", "month", "year"] | None:
    """How often the price is paid (``ceterms:paymentPattern``); none for what we have no word for."""
    if _IN_PARTS.search(pattern):
        return None
    if _MONTHLY.search(pattern):
        return "month"
    if _YEARLY.search(pattern):
        return "year"
    return None if _REPEATED.search(pattern) else "once"


def _price(offer: _Offer, *, is_main: bool, alone: bool) -> Price:
    condition = offer.condition
    if offer.kind not in _COVERS and not is_main:
        condition = "; ".join(unique([offer.kind_name, condition]))
    elif is_main and not alone and not condition:
        condition = offer.label
    return Price(
        amount=offer.amount,
        currency=offer.currency,
        per=offer.per,
        covers=_COVERS.get(offer.kind, "program"),
        condition=shortened(condition, 300) or None,
    )


def _labelled(profile: Node, term: str) -> str | None:
    said = text(member(profile, term))
    kind = next(iter(concepts(member(profile, "directCostType"))), None)
    return f"{kind.name}: {said}" if said and kind else said


def _in_words(profile: Node) -> str:
    """A cost profile as a line, with what has no place in a price."""
    amount = number(member(profile, "price"))
    currency = text(member(profile, "currency")) or "(currency not stated)"
    kind = next((each.name for each in concepts(member(profile, "directCostType"))), None)
    parts = unique(
        [
            f"{currency} {plain(amount)}" if amount is not None else None,
            text(member(profile, "paymentPattern")),
            *texts(member(profile, "condition")),
            text(member(profile, "name")),
            text(member(profile, "description")),
            web_address(member(profile, "costDetails")),
        ]
    )
    return (f"{kind}: " if kind and parts else "") + ". ".join(part.rstrip(".") for part in parts)


def workload(about: About) -> tuple[Fact[Workload], list[Section]]:
    """How long it takes (``ceterms:estimatedDuration``). Weeks of one profile and hours of another go
    together; two different spans are alternatives, told in words only."""
    profiles = about.profiles("estimatedDuration")
    spans = [span for profile in profiles for span in _spans(about, profile)]
    weeks = {(span.weeks, span.weeks_max) for span in spans if span.weeks is not None}
    hours = {(span.hours, span.hours_max) for span in spans if span.hours is not None}
    words = unique(text(member(profile, "description")) for profile in profiles)
    value = None
    if (weeks or hours) and len(weeks) <= 1 and len(hours) <= 1:
        low, high = next(iter(weeks), (None, None))
        short, long = next(iter(hours), (None, None))
        value = Workload(weeks=low, weeks_max=high, hours=short, hours_max=long)
    elif spans:
        words = (*words, *(_duration_in_words(profile) for profile in profiles))
    return about.fact(value, note=shortened("; ".join(words), 1000) if value else None), (
        [] if value else about.section("Duration", words)
    )


def _spans(about: About, profile: Node) -> Iterator[Workload]:
    for term in ("exactDuration", "timeRequired"):
        if (stated := text(member(profile, term))) and (span := _span(about, term, stated)):
            yield span
    low = text(member(profile, "minimumDuration"))
    high = text(member(profile, "maximumDuration"))
    if low and high:
        yield from _range(about, low, high)


def _span(about: About, term: str, stated: str) -> Workload | None:
    span = iso_duration(stated)
    if span is None and re.search(r"[1-9]", stated):
        about.problem(f"{term}: '{stated[:40]}' is not an ISO 8601 duration that can be told")
    return span


def _range(about: About, low: str, high: str) -> Iterator[Workload]:
    least, most = _span(about, "minimumDuration", low), _span(about, "maximumDuration", high)
    if not least or not most:
        return
    if least == most:
        yield least
    elif (
        least.weeks and most.weeks and least.weeks < most.weeks and not (least.hours or most.hours)
    ):
        yield Workload(weeks=least.weeks, weeks_max=most.weeks)
    elif (
        least.hours and most.hours and least.hours < most.hours and not (least.weeks or most.weeks)
    ):
        yield Workload(hours=least.hours, hours_max=most.hours)
    else:
        about.problem(f"a duration from {low[:20]} to {high[:20]} cannot be told")


def _duration_in_words(profile: Node) -> str:
    terms = ("exactDuration", "minimumDuration", "maximumDuration", "timeRequired")
    stated = [(term, text(member(profile, term))) for term in terms]
    return ", ".join(f"{term.removesuffix('Duration')} {said}" for term, said in stated if said)


def validity(about: About) -> Fact[Validity]:
    """How long the credential holds: ``ceterms:renewalFrequency``, "frequency with which the
    credential needs to be renewed". ``expirationDate`` is not it: that is when the offer ends."""
    stated = about.text("renewalFrequency")
    found = _ISO_MONTHS.fullmatch(stated) if stated else None
    months = int(found[1] or 0) * 12 + int(found[2] or 0) if found else 0
    if stated and not months:
        about.problem(f"renewalFrequency: '{stated[:40]}' is not a number of years or months")
    if not months:
        return Fact[Validity]()
    renewal = "; ".join(
        unique(
            one_line(prose(member(profile, term)))
            for profile in about.profiles("renewal")
            for term in ("description", "condition")
        )
    )
    return about.fact(
        Validity(expires=True, months=months, renewal=shortened(renewal, 500) or None)
    )


def only(found: Sequence[Fact[Workload]]) -> Fact[Workload]:
    """The workload of the one part that states one; several are not added up, for they may be
    alternatives or overlap."""
    stated = [fact for fact in found if fact.is_stated]
    return stated[0] if len(stated) == 1 else Fact[Workload]()
