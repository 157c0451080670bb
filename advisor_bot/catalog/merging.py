"""What several records say of one program or provider → one document.

Records come in the order of their weight, the weightiest first. Facts stand side by side: the first is
shown, the others are kept ``beside`` it with their sources; where they cannot both be true the fact is
"conflicting". A person's correction settles a fact.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from advisor_bot.catalog.facts import (
    Credit,
    Document,
    Fact,
    Frozen,
    Page,
    Price,
    Program,
    ProgramFacts,
    Provider,
    ProviderFacts,
    Section,
    Status,
    Text,
    Validity,
    WebAddress,
    Workload,
)
from advisor_bot.catalog.fields import fields_of
from advisor_bot.catalog.wording import describe

Facts = TypeVar("Facts", ProgramFacts, ProviderFacts)


class Correction(Frozen):
    """What a person set right about one program: only what is given counts, and it counts most."""

    title: Text | None = None
    webpage: WebAddress | None = None
    facts: ProgramFacts = ProgramFacts()


def merged(records: Sequence[Document], correction: Correction | None = None) -> Document:
    """One document with the id of the first of ``records``, all of the same kind."""
    first = records[0]
    match first:
        case Program():
            return _program([one for one in records if isinstance(one, Program)], correction)
        case Provider():
            return _provider([one for one in records if isinstance(one, Provider)])
        case Page():
            return first


def disagree(one: ProgramFacts, other: ProgramFacts) -> bool:
    """Whether what is stated in both cannot all be true of one program."""
    for name, contradicts in CONTRADICTS.items():
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine.is_stated and theirs.is_stated and contradicts(mine.value, theirs.value):
            return True
    return False


def _program(records: Sequence[Program], correction: Correction | None) -> Program:
    first = records[0]
    facts = _facts(ProgramFacts, [one.facts for one in records])
    title, webpage = first.title, _first(one.webpage for one in records)
    if correction:
        facts = _corrected(facts, correction.facts)
        title, webpage = correction.title or title, correction.webpage or webpage
    return first.model_copy(
        update={
            "title": title,
            "aliases": _others(title, [[one.title, *one.aliases] for one in records]),
            "identifiers": _all(one.identifiers for one in records),
            "offered_on": _first(one.offered_on for one in records),
            "fields": _first(one.fields for one in records)
            or fields_of(title, facts.skills.value or ()),
            "languages": _first(one.languages for one in records) or (),
            "version": _first(one.version for one in records),
            "webpage": webpage,
            "facts": facts,
            "sections": _sections([one.sections for one in records]),
        }
    )


def _provider(records: Sequence[Provider]) -> Provider:
    # Who is known by an identifier alone bears it as a name until somebody knows better.
    named = [one for one in records if not _is_placeholder(one)] or records
    name = named[0].name
    return records[0].model_copy(
        update={
            "name": name,
            "aliases": _others(name, [[one.name, *one.aliases] for one in named]),
            "identifiers": _all(one.identifiers for one in records),
            "kind": _first(one.kind for one in records),
            "country": _first(one.country for one in records),
            "webpage": _first(one.webpage for one in records),
            "facts": _facts(ProviderFacts, [one.facts for one in records]),
            "sections": _sections([one.sections for one in records]),
        }
    )


def _is_placeholder(provider: Provider) -> bool:
    """Whether a provider's name holds its own identifier: ``Organization ce-a588a18b-…``."""
    return any(
        tail in provider.name for one in provider.identifiers if (tail := one.rpartition("/")[2])
    )


def _facts(model: type[Facts], records: Sequence[Facts]) -> Facts:
    if len(records) == 1:
        return records[0]
    return model(
        **{
            name: _fact(name, [getattr(one, name) for one in records])
            for name in model.model_fields
        }
    )


def _fact(name: str, said: Sequence[Fact[Any]]) -> Fact[Any]:
    stated = [fact for fact in said if fact.is_stated]
    if not stated:
        return next((fact for fact in said if fact.source), said[0])
    first, *others = stated
    beside = tuple(one.model_copy(update={"beside": ()}) for one in others)
    contradicts = CONTRADICTS.get(name)
    against = [one for one in beside if contradicts and contradicts(first.value, one.value)]
    if not against:
        return first.model_copy(update={"beside": (*first.beside, *beside)}) if beside else first
    return first.model_copy(
        update={
            "status": Status.CONFLICTING,
            "note": " · ".join(_who_says_what(one) for one in (first, *against)),
            "beside": (*first.beside, *beside),
        }
    )


def _who_says_what(fact: Fact[Any]) -> str:
    said = describe(fact.value).rstrip(". ")
    return f"{fact.source.full_title}: {said}" if fact.source else said


def _corrected(facts: ProgramFacts, correction: ProgramFacts) -> ProgramFacts:
    settled: dict[str, Fact[Any]] = {}
    for name in ProgramFacts.model_fields:
        right: Fact[Any] = getattr(correction, name)
        if right.source is None:
            continue
        was: Fact[Any] = getattr(facts, name)
        alone = was.model_copy(update={"beside": ()})
        if alone.status is Status.CONFLICTING:
            alone = alone.model_copy(update={"status": Status.ISSUER_CLAIMED, "note": None})
        settled[name] = right.model_copy(
            update={"beside": (alone, *was.beside) if was.is_stated else ()}
        )
    return facts.model_copy(update=settled)


def _sections(records: Sequence[tuple[Section, ...]]) -> tuple[Section, ...]:
    """The first record's sections, then what others say in other words."""
    kept: list[Section] = []
    for place, sections in enumerate(records):
        for section in sections:
            if any(section.text == one.text for one in kept):
                continue
            if place and not section.heading and section.source:
                heading = f"As {section.source.full_title} describes it"
                kept.append(section.model_copy(update={"heading": heading}))
            else:
                kept.append(section)
    return tuple(kept)


def _others(name: str, names: Iterable[Iterable[str]]) -> tuple[str, ...]:
    known = {name.casefold(): name}
    for one in (one for record in names for one in record):
        known.setdefault(one.casefold(), one)
    return tuple(list(known.values())[1:])


def _all(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for record in values for one in record))


Value = TypeVar("Value")


def _first(values: Iterable[Value]) -> Value | None:
    return next((value for value in values if value), None)


def _prices(one: tuple[Price, ...], other: tuple[Price, ...]) -> bool:
    """Two prices of the same thing under the same condition, in one currency, that differ."""

    def by_subject(prices: tuple[Price, ...]) -> dict[tuple[str, ...], Price]:
        return {(p.covers, p.per, p.currency, p.condition or ""): p for p in prices}

    mine, theirs = by_subject(one), by_subject(other)
    return any(
        not _meet(float(mine[s].amount), mine[s].up_to, float(theirs[s].amount), theirs[s].up_to)
        for s in mine.keys() & theirs.keys()
    )


def _workloads(one: Workload, other: Workload) -> bool:
    spans = (
        (one.hours, one.hours_max, other.hours, other.hours_max),
        (one.weeks, one.weeks_max, other.weeks, other.weeks_max),
    )
    return any(a is not None and c is not None and not _meet(a, b, c, d) for a, b, c, d in spans)


def _meet(low: float, high: object, other_low: float, other_high: object) -> bool:
    """Whether two spans, whose upper ends may be open, have something in common."""
    top = float(str(high)) if high is not None else low
    other_top = float(str(other_high)) if other_high is not None else other_low
    return low <= other_top and other_low <= top


def _methods(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one says that there is nothing where the other names something, or they share nothing."""
    return not set(one) & set(other)


def _credits(one: tuple[Credit, ...], other: tuple[Credit, ...]) -> bool:
    amounts = {credit.system: credit.amount for credit in one if credit.amount}
    return any(
        amounts.get(credit.system, credit.amount) != credit.amount
        for credit in other
        if credit.amount
    )


def _validities(one: Validity, other: Validity) -> bool:
    return (one.expires, one.months) != (other.expires, other.months)


def _unequal(one: object, other: object) -> bool:
    return one != other


CONTRADICTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "credential_type": _unequal,
    "rigor": _unequal,
    "level": _unequal,
    "proctoring": _unequal,
    "cost": _prices,
    "workload": _workloads,
    "assessment_type": _methods,
    "participation_mode": _methods,
    "external_credit": _credits,
    "validity": _validities,
}
"""When two values of a fact cannot both be true. Lists such as skills only add to each other."""
