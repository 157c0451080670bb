"""When a badge is good: not before it starts, not after it ends."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from advisor_bot.badges.verification.results import Aspect, Check, Refuted, failed, passed


def parse_date(value: Any) -> datetime:
    """A moment from ISO 8601 or, as in tokens and old badges, seconds since 1970.

    A time without a zone counts as UTC. :class:`Refuted` when it is no date.
    """
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value.strip())
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Refuted("A date in the badge is not a proper date.") from error
    raise Refuted("A date in the badge is not a proper date.")


def check_dates(starts: Iterable[Any], ends: Iterable[Any], at: datetime) -> Check:
    """Whether ``at`` lies between all starts and all ends that are given (``None`` is skipped)."""
    try:
        start = max((parse_date(value) for value in starts if value is not None), default=None)
        end = min((parse_date(value) for value in ends if value is not None), default=None)
    except Refuted as error:
        return failed(Aspect.DATES, str(error))
    if end is not None and end <= at:
        return failed(Aspect.DATES, f"It expired on {end:%Y-%m-%d}.")
    if start is not None and start > at:
        return failed(Aspect.DATES, f"It is not valid before {start:%Y-%m-%d}.")
    if start is not None and end is not None and start >= end:
        return failed(Aspect.DATES, "It ends before it begins.")
    until = f"it expires on {end:%Y-%m-%d}" if end else "it does not expire"
    return passed(Aspect.DATES, f"It is in date; {until}.")


def known_date(value: Any) -> datetime | None:
    """The moment, or nothing where there is none to be read."""
    try:
        return None if value is None else parse_date(value)
    except Refuted:
        return None
