from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor_bot.catalog.facts import (
    Accreditation,
    AssessmentStandard,
    Credit,
    Fact,
    Price,
    ProgramFacts,
    ProviderFacts,
    Validity,
    Workload,
)
from advisor_bot.catalog.wording import FACT_NAMES, day, describe, in_words, issuer, money
from tests.building import provider, stated

USD: dict[str, Any] = {"currency": "USD"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("beginner", "beginner"),
        (("quiz", "project"), "quiz; project"),
        ((), "none"),
        (3, "3"),
        (Price(amount=Decimal(0), **USD), "free"),
        (Price(amount=Decimal(0), covers="exam", **USD), "free for the exam"),
        (Price(amount=Decimal(1350), **USD), "USD 1,350"),
        (Price(amount=Decimal("7.5"), per="month", **USD), "USD 7.50 a month"),
        (
            Price(amount=Decimal(39), up_to=Decimal(49), per="month", condition="US", **USD),
            "USD 39 to 49 a month (US)",
        ),
        (
            Price(amount=Decimal(50), per="year", covers="membership", **USD),
            "USD 50 a year for membership",
        ),
        (
            Price(amount=Decimal(10), covers="course of several", **USD),
            "USD 10 for each course",
        ),
        (Workload(hours=1), "1 hour"),
        (Workload(hours=7, hours_max=11), "7 to 11 hours"),
        (Workload(weeks=3, hours=5), "3 weeks, 5 hours"),
        (Workload(weeks=26, hours_per_week=10), "6 months at 10 hours a week"),
        (AssessmentStandard(text="A rubric."), "A rubric"),
        (
            AssessmentStandard(text="An outline", pass_mark="80 %"),
            "An outline (pass mark: 80 %)",
        ),
        (Accreditation(body="ANAB", scope="program"), "ANAB, for the program"),
        (
            Accreditation(
                body="IACET", scope="provider", standard="2018-1", until=date(2027, 3, 1)
            ),
            "IACET, for the provider, to 2018-1, until 1 March 2027",
        ),
        (Credit(system="ACE", amount=12, level="lower division"), "ACE 12 (lower division)"),
        (
            Credit(system="other", detail="counts at X", window_to=date(2027, 1, 2)),
            "credit, counts at X, for completions until 2 January 2027",
        ),
        (Validity(expires=False), "does not expire"),
        (Validity(expires=True, months=12), "valid for 1 year"),
        (
            Validity(expires=True, months=36, renewal="60 PDUs"),
            "valid for 3 years; renewal: 60 PDUs",
        ),
        (Validity(expires=True, months=18), "valid for 18 months"),
    ],
)
def test_each_kind_of_value_in_plain_words(value: object, words: str) -> None:
    assert describe(value) == words


def test_days_and_money() -> None:
    assert day(date(2026, 3, 1)) == "1 March 2026"
    assert money(Decimal("1234.5"), "EUR") == "EUR 1,234.50"
    assert money(Decimal(1234), "EUR") == "EUR 1,234"


def test_every_fact_has_a_name_for_people() -> None:
    assert set(ProgramFacts.model_fields) | set(ProviderFacts.model_fields) == set(FACT_NAMES)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"kind": "non-profit", "country": "US"}, "Academy (US, non-profit)"),
        ({"kind": None, "country": "US"}, "Academy (US)"),
        ({"kind": "company", "country": None}, "Academy (company)"),
        ({"kind": None, "country": None}, "Academy"),
    ],
)
def test_an_issuer_is_introduced_as_far_as_it_is_known(known: dict[str, Any], words: str) -> None:
    assert issuer(provider("academy", **known)) == words


def test_a_fact_in_words_says_who_disagrees() -> None:
    plain = Fact[Any].model_validate(stated("A rubric. "))
    assert in_words(plain) == "A rubric"
    note = "The page: exam \u00b7 a file: quiz."
    disputed = Fact[Any].model_validate(stated("exam", "conflicting", note=note))
    assert in_words(disputed) == "exam (sources disagree: The page: exam \u00b7 a file: quiz)"
