"""What is asked, and what comes of it: ``ceterms:ConditionProfile`` and its credit values."""

import re
from collections.abc import Iterator

from advisor_bot.catalog.facts import Credit, Fact, Section
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.graph import Resource
from advisor_bot.catalog.readers.ctdl.terms import (
    concepts,
    member,
    number,
    phrase,
    prose,
    shortened,
    text,
    texts,
)
from advisor_bot.catalog.readers.json_ld import Node, nodes, plain, unique

_TARGETS = {
    "targetCredential": "credential",
    "targetAssessment": "assessment",
    "targetLearningOpportunity": "learning opportunity",
}
_HEADINGS = {
    "requires": "Requirements",
    "entryCondition": "Requirements for entry",
    "corequisite": "To be done alongside",
    "recommends": "Recommended",
    "renewal": "Renewal",
    "advancedStandingFrom": "Shorter with",
    "preparationFrom": "Prepared for by",
    "isPreparationFor": "Prepares for",
    "isRecommendedFor": "Recommended for",
    "isRequiredFor": "Required for",
    "isAdvancedStandingFor": "Advanced standing for",
}
_SYSTEMS = {"SemesterHour": "semester hours", "ContinuingEducationUnit": "CEU"}


def required_parts(about: About) -> tuple[list[Resource], list[Resource]]:
    """The assessments and the learning opportunities that a resource requires itself; alternatives
    (``ceterms:alternativeCondition``) are told in words only."""
    assessments: list[Resource] = []
    learning: list[Resource] = []
    for profile in about.profiles("requires"):
        for term in ("targetAssessment", "targetLearningOpportunity"):
            for part in about.resources(member(profile, term)):
                kind = part.kind
                assessments += [part] if kind == "assessment" else []
                learning += [part] if kind == "learning" else []
    return assessments, learning


def prerequisites(about: About) -> Fact[tuple[str, ...]]:
    """What a learner has to have or do (``ceterms:requires``, ``entryCondition``). A required course
    or assessment is a part of the program rather than a prerequisite."""
    entries: list[str | None] = []
    for profile in about.profiles("requires"):
        asked = list(_asked(about, profile))
        entries += asked or ([] if _has_target(profile) else [text(member(profile, "description"))])
    for profile in about.profiles("entryCondition"):
        entries += [*_asked(about, profile), text(member(profile, "description"))]
    return about.fact(tuple(shortened(entry, 1000) for entry in unique(entries)))


def _has_target(profile: Node) -> bool:
    return any(member(profile, term) for term in (*_TARGETS, "targetCompetency"))


def _asked(about: About, profile: Node) -> Iterator[str]:
    yield from texts(member(profile, "condition"))
    yield from texts(member(profile, "experience"))
    years, age = (number(member(profile, term)) for term in ("yearsOfExperience", "minimumAge"))
    if years:
        yield f"{plain(years)} years of experience" if years != 1 else "1 year of experience"
    if age:
        yield f"At least {plain(age)} years old"
    yield from (said for said in texts(member(profile, "submissionOf")) if "://" not in said)
    yield from texts(member(profile, "submissionOfDescription"))
    yield from about.names(member(profile, "targetCredential"))
    yield from (credit_in_words(each) for each in nodes(member(profile, "creditValue")))


def sections(about: About) -> list[Section]:
    """The condition profiles in their own words, a section for each property."""
    found: list[Section] = []
    for term, heading in _HEADINGS.items():
        told = [_told(about, profile) for profile in about.profiles(term)]
        found += about.section(heading, told)
    return found


def _told(about: About, profile: Node, *, alternatives: bool = True) -> str:
    lines = [
        text(member(profile, "name")),
        prose(member(profile, "description")),
        *(f"- {said}" for said in _asked(about, profile)),
    ]
    for term, kind in _TARGETS.items():
        if term != "targetCredential":
            lines += [f"- {name} ({kind})" for name in about.names(member(profile, term))]
    competencies = concepts(member(profile, "targetCompetency"))
    lines += [f"- {competency.name}" for competency in competencies if competency.name]
    if alternatives:
        for other in nodes(member(profile, "alternativeCondition")):
            lines.append("Or: " + _told(about, other, alternatives=False))
    return "\n".join(unique(lines))


def credits_for(about: About) -> Fact[tuple[Credit, ...]]:
    """The credit that completion earns: ``ceterms:creditValue`` of the resource itself, and of what
    it gives advanced standing for. Credit within ``requires`` is asked, not given."""
    found = [_credit(profile, None) for profile in about.profiles("creditValue")]
    if number(member(about.node, "creditUnitValue")):
        found.append(_credit(about.node, None))
    for profile in about.profiles("isAdvancedStandingFor"):
        toward = ", ".join(about.names(member(profile, "targetCredential")))
        found += [_credit(each, toward) for each in nodes(member(profile, "creditValue"))]
    return about.fact(tuple(dict.fromkeys(credit for credit in found if credit)))


def _credit(profile: Node, toward: str | None) -> Credit | None:
    """A ``schema:ValueProfile``: value, unit (``ceterms:CreditUnit``), level, description."""
    value = number(member(profile, "value")) or number(member(profile, "creditUnitValue"))
    unit = next(iter(concepts(member(profile, "creditUnitType"))), None)
    said = text(member(profile, "description")) or text(
        member(profile, "creditUnitTypeDescription")
    )
    system = _SYSTEMS.get(unit.code, "other") if unit else "other"
    low, high = (number(member(profile, term)) for term in ("minValue", "maxValue"))
    between = f"{plain(low)} to {plain(high)}" if low is not None and high is not None else None
    if (value is None or value <= 0) and not between and not said:
        return None
    level = next(iter(concepts(member(profile, "creditLevelType"))), None)
    unit_name = unit.name if unit and system == "other" else None
    detail = "; ".join(unique([unit_name, between, said, f"toward {toward}" if toward else None]))
    return Credit.model_validate(
        {
            "system": system,
            "amount": float(value) if value is not None and value > 0 else None,
            "level": level.name if level else None,
            "detail": shortened(detail, 500) or None,
        }
    )


def credit_in_words(profile: Node) -> str:
    """``10 credits (Semester hour)``"""
    value = number(member(profile, "value"))
    units = [each.name for each in concepts(member(profile, "creditUnitType"))]
    low, high = (number(member(profile, term)) for term in ("minValue", "maxValue"))
    amount = plain(value) if value is not None else ""
    if not amount and low is not None and high is not None:
        amount = f"{plain(low)} to {plain(high)}"
    said = text(member(profile, "description"))
    counted = f"{amount} credits" + (f" ({', '.join(units)})" if units else "") if amount else None
    return ": ".join(unique([counted, said]))


def stackable(about: About) -> Fact[tuple[str, ...]]:
    """What it counts toward: ``isAdvancedStandingFor``, ``isRequiredFor``, ``isPartOf`` and the
    ``hasPart`` of the whole. To prepare for something is not to count toward it."""
    names: list[str | None] = []
    for term in ("isAdvancedStandingFor", "isRequiredFor"):
        for profile in about.profiles(term):
            for target in _TARGETS:
                names += about.names(member(profile, target))
    wholes = (about.graph.find(key, "") for key in about.graph.targets(about.resource, "whole"))
    names += [whole.name for whole in wholes if whole and whole.key != about.resource.key]
    names += about.names(member(about.node, "isPartOf"))
    return about.fact(unique(names))


def competencies(about: About) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Skills and learning outcomes: what ``ceterms:teaches``, ``assesses`` and ``targetCompetency``
    align to. A short name is a skill, a statement is an outcome; occupations are neither."""
    values = [member(about.node, term) for term in ("teaches", "assesses", "targetCompetency")]
    values += [member(profile, "targetCompetency") for profile in about.profiles("requires")]
    found = unique(each.name for value in values for each in concepts(value))
    is_short = re.compile(r"[^.]{1,60}")
    short = tuple(name for name in found if is_short.fullmatch(name) and len(name.split()) <= 6)
    return short, tuple(name for name in found if name not in short)


def kind_in_words(about: About) -> str:
    """The resource's classes in words: "Bachelor degree"."""
    classes = about.node.get("@type")
    named = classes if isinstance(classes, list) else [classes]
    return ", ".join(phrase(str(each).split(":")[-1]) for each in named if each)
