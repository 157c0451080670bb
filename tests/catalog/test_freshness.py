"""When a fact is old, and how that is said."""

from datetime import date, timedelta
from typing import Any

import pytest

from advisor_bot.catalog.facts import Fact, Source, Status
from advisor_bot.catalog.freshness import Freshness, age_in_words, is_stale

TODAY = date(2026, 11, 23)
YEAR = timedelta(days=365)


def fact(checked_on: date = TODAY, **more: Any) -> Fact[str]:
    source = Source(url="https://example.org", title="Page", checked_on=checked_on)
    return Fact[str](value="yes", status=Status.VERIFIED, source=source, **more)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "today"),
        (0, "today"),
        (1, "1 day ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (55, "7 weeks ago"),
        (60, "2 months ago"),
        (426, "14 months ago"),
        (716, "2 years ago"),
        (3 * 365, "3 years ago"),
    ],
)
def test_an_age_is_said_as_people_say_it(days: int, words: str) -> None:
    assert age_in_words(TODAY - timedelta(days=days), TODAY) == words


def test_a_fact_is_stale_from_the_day_after() -> None:
    assert not is_stale(fact(TODAY - YEAR), TODAY, YEAR)
    assert is_stale(fact(TODAY - YEAR - timedelta(days=1)), TODAY, YEAR)
    assert not is_stale(fact(valid_until=TODAY), TODAY, YEAR)
    assert is_stale(fact(valid_until=TODAY - timedelta(days=1)), TODAY, YEAR)


def test_what_is_not_stated_does_not_age() -> None:
    looked_for = Fact[str](source=fact(date(2020, 1, 1)).source)
    assert not is_stale(looked_for, TODAY, YEAR)
    assert not is_stale(Fact[str](), TODAY, YEAR)
    assert Freshness(TODAY, YEAR).remark(looked_for, Fact[str]()) == ""


def test_of_several_facts_the_oldest_speaks() -> None:
    fresh = Freshness(TODAY, YEAR)
    assert fresh.remark(fact()) == ""
    assert fresh.remark(fact(date(2025, 9, 23)), fact(date(2024, 10, 1))) == "checked 2 years ago"
    ended = fact(date(2025, 9, 23), valid_until=date(2026, 5, 1))
    assert fresh.remark(ended) == "out of date since 1 May 2026, checked 14 months ago"
