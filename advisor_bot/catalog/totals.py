"""What a program costs and takes in all, as far as that can be told from what is stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor_bot.catalog.facts import Price, Program
from advisor_bot.catalog.wording import money

WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True)
class Total:
    """What a learner pays in all, as far as prices are stated; ``how`` shows the arithmetic."""

    amount: Decimal
    currency: str
    how: str


def weeks_needed(program: Program) -> float | None:
    """The shortest stated time, in weeks; stated hours alone count at five hours a week."""
    workload = program.facts.workload.value
    if workload is None:
        return None
    if workload.weeks is not None:
        return workload.weeks
    return (workload.hours or 0) / (workload.hours_per_week or 5)


def total_cost(program: Program) -> Total | None:
    """The least that the whole program costs a learner without special conditions, exam included;
    ``None`` where that cannot be told from what is stated."""
    prices = program.facts.cost.value
    if not prices:
        return None
    course = _standard([price for price in prices if price.covers == "program"])
    exam = _standard([price for price in prices if price.covers == "exam"])
    parts = [price for price in (course, exam) if price]
    if not parts or len({price.currency for price in parts}) > 1:
        return None
    amounts = [_whole(price, program) for price in parts]
    if any(amount is None for amount in amounts):
        return None
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    currency = parts[0].currency
    how = " + ".join(_arithmetic(price, program) for price in parts)
    return Total(total, currency, how)


def _standard(prices: Sequence[Price]) -> Price | None:
    """The price that anybody pays: one without a condition where there is one, else the lowest."""
    return min(prices, key=lambda price: (price.condition is not None, price.amount), default=None)


def _months(program: Program) -> int | None:
    span = weeks_needed(program)
    return None if span is None else max(1, round(span / WEEKS_A_MONTH))


def _whole(price: Price, program: Program) -> Decimal | None:
    if price.per == "month" and price.amount:
        months = _months(program)
        return None if months is None else price.amount * months
    return price.amount


def _arithmetic(price: Price, program: Program) -> str:
    each = money(price.amount, price.currency)
    if price.per == "month" and price.amount:
        months = _months(program)
        return f"{months} {'month' if months == 1 else 'months'} at {each}"
    return f"{each} for the exam" if price.covers == "exam" else each
