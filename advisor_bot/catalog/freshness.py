"""How old a fact is, and whether a reader must be told."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from advisor_bot.catalog.facts import Fact
from advisor_bot.catalog.wording import day

DAYS_A_MONTH = 365.25 / 12


def is_stale(fact: Fact[Any], today: date, stale_after: timedelta) -> bool:
    """Whether a stated fact is past its ``valid_until``, or was checked longer ago than ``stale_after``."""
    return _is_over(fact, today) or _is_old(fact, today, stale_after)


def age_in_words(checked_on: date, today: date) -> str:
    """ "14 months ago": days up to two weeks, weeks up to two months, months up to two years."""
    days = (today - checked_on).days
    if days <= 0:
        return "today"
    months = round(days / DAYS_A_MONTH)
    for count, unit, most in ((days, "day", 14), (days // 7, "week", 8), (months, "month", 24)):
        if count < most:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return f"{round(days / 365.25)} years ago"


@dataclass(frozen=True)
class Freshness:
    """The day an answer is given, and the age from which a fact is marked in it."""

    today: date
    stale_after: timedelta

    def remark(self, *facts: Fact[Any]) -> str:
        """What must be said of the age of these facts: "checked 14 months ago", "out of date since
        1 May 2026", both, or nothing; of several the oldest speaks."""
        ends = [end for fact in facts if (end := fact.valid_until) and _is_over(fact, self.today)]
        checks = [
            checked
            for fact in facts
            if (checked := fact.checked_on) and _is_old(fact, self.today, self.stale_after)
        ]
        said = [f"out of date since {day(min(ends))}"] if ends else []
        said += [f"checked {age_in_words(min(checks), self.today)}"] if checks else []
        return ", ".join(said)


def _is_over(fact: Fact[Any], today: date) -> bool:
    return fact.is_stated and fact.valid_until is not None and fact.valid_until < today


def _is_old(fact: Fact[Any], today: date, stale_after: timedelta) -> bool:
    checked = fact.checked_on
    return fact.is_stated and checked is not None and today - checked > stale_after
