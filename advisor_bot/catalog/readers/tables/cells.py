"""The text of a cell → the value of a fact, for every target that becomes one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from advisor_bot.catalog.facts import (
    AssessmentMethod,
    CredentialType,
    Credit,
    Fact,
    Level,
    ParticipationMode,
    Proctoring,
    Text,
    Texts,
    Validity,
    Workload,
)
from advisor_bot.catalog.readers.values import (
    assessment_in,
    credential_type_in,
    day_in,
    iso_duration,
    level_in,
    one_line,
    participation_in,
    proctoring_in,
    texts_in,
    workload_in,
)
from advisor_bot.catalog.wording import day

_REMEMBERED = 4096
_SHORT = 300
_REVIEWS = re.compile(
    r"\(?[\d.,]+\s*[kKmM]?\+?\s*(?:reviews?|ratings?|bewertungen|reseñas|avis)\)?", re.I
)
_CREDIT = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(ECTS|CEUs?|CPD|ACE)(?:\s+(?:credits?|points?|punkte|hours?))?",
    re.I,
)
_FOR_GOOD = re.compile(
    r"(?:does not expire|never expires?|no expir\w+|lifetime|unlimited|unbegrenzt|läuft nicht ab|no caduca|"
    r"sin caducidad|permanent)\.?",
    re.I,
)
_HOLDS = re.compile(
    r"(?:valid for\s+)?(\d{1,3})\s*(months?|monate?|meses|mois|years?|jahre?|años?|ans?)\.?", re.I
)
_MONTH_OR_YEAR = re.compile(r"(?:[^\W\d_]{3,10}\.?\s+)?(?:19|20)\d{2}")

T = TypeVar("T")


@dataclass(frozen=True)
class FactTarget:
    """How the cells of one target are read: into which fact, and what they have to name."""

    fact: str
    kind: type[Fact[Any]]
    parse: Callable[[str], Any]
    expected: str
    is_list: bool = False


def _remembered(parse: Callable[[str], T]) -> Callable[[str], T]:
    """The same few words stand in most rows; each is read once. Long cells are not kept."""
    kept = lru_cache(maxsize=_REMEMBERED)(parse)
    return lambda text: kept(text) if len(text) <= _SHORT else parse(text)


def skills_in(text: str) -> Texts | None:
    """The entries of a list of skills; counts of reviews, which scrapers leave there, are none."""
    return tuple(skill for skill in texts_in(text) if not _REVIEWS.fullmatch(skill)) or None


def credits_in(text: str) -> tuple[Credit, ...] | None:
    """An amount in a named system: "3 ECTS", "1.2 CEUs"."""
    found = _CREDIT.fullmatch(one_line(text))
    if found is None:
        return None
    amount = float(found[1].replace(",", "."))
    system = found[2].upper().removesuffix("S") if found[2].upper() == "CEUS" else found[2].upper()
    match system:
        case "ECTS" | "CEU" | "CPD" | "ACE" if amount > 0:
            return (Credit(system=system, amount=amount),)
    return None


def validity_in(text: str) -> Validity | None:
    """How long the credential holds: "3 years", "36 months", "does not expire"."""
    text = one_line(text)
    if _FOR_GOOD.fullmatch(text):
        return Validity(expires=False)
    found = _HOLDS.fullmatch(text)
    if found is None or int(found[1]) == 0:
        return None
    months = found[2][0].lower() == "m"
    return Validity(expires=True, months=int(found[1]) * (1 if months else 12))


def review_in(text: str) -> str | None:
    """The day of the last review in words; a month or a year alone stays as it is."""
    text = one_line(text)
    found: date | None = day_in(text)
    if found is not None:
        return day(found)
    return text if _MONTH_OR_YEAR.fullmatch(text) else None


def _texts(text: str) -> Texts | None:
    return texts_in(text) or None


FACT_TARGETS: dict[str, FactTarget] = {
    "skills": FactTarget("skills", Fact[Texts], _remembered(skills_in), "a list of skills", True),
    "level": FactTarget(
        "level",
        Fact[Level],
        _remembered(level_in),
        "a level (beginner, intermediate, advanced, all levels)",
    ),
    "credential_type": FactTarget(
        "credential_type",
        Fact[CredentialType],
        _remembered(credential_type_in),
        "a type of credential that is known",
    ),
    "workload": FactTarget(
        "workload",
        Fact[Workload],
        _remembered(lambda text: workload_in(text) or iso_duration(text)),
        "a duration that leaves no doubt, such as '10 weeks'",
    ),
    "assessment": FactTarget(
        "assessment_type",
        Fact[tuple[AssessmentMethod, ...]],
        _remembered(lambda text: assessment_in(text) or None),
        "a method of assessment (quiz, exam, project …)",
    ),
    "proctoring": FactTarget(
        "proctoring",
        Fact[Proctoring],
        _remembered(proctoring_in),
        "a yes, a no or a kind of supervision",
    ),
    "participation": FactTarget(
        "participation_mode",
        Fact[tuple[ParticipationMode, ...]],
        _remembered(lambda text: participation_in(text) or None),
        "a way to take part (online, on site, blended)",
    ),
    "prerequisites": FactTarget("prerequisites", Fact[Texts], _remembered(_texts), "a list", True),
    "learning_outcomes": FactTarget(
        "learning_outcomes", Fact[Texts], _remembered(_texts), "a list", True
    ),
    "credit": FactTarget(
        "external_credit",
        Fact[tuple[Credit, ...]],
        _remembered(credits_in),
        "an amount in a named system, such as '3 ECTS'",
    ),
    "validity": FactTarget(
        "validity", Fact[Validity], _remembered(validity_in), "how long it holds, such as '3 years'"
    ),
    "stackable_into": FactTarget(
        "stackable_into", Fact[Texts], _remembered(_texts), "a list", True
    ),
    "last_reviewed": FactTarget(
        "last_reviewed",
        Fact[Text],
        _remembered(review_in),
        "a day that leaves no doubt, such as 2025-03-12",
    ),
}
