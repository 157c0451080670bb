"""Which programs an answer offers: typed facts filter and order what search found."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advisor_bot.advice.question import Constraints, Order, Question
from advisor_bot.catalog.facts import Catalog, Price, Program, Provider
from advisor_bot.catalog.wording import money

WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True)
class Total:
    """What a learner pays in all, as far as prices are stated; ``how`` shows the arithmetic."""

    amount: Decimal
    currency: str
    how: str


@dataclass(frozen=True)
class Candidate:
    """A program that an answer may name. ``unknown`` names constraints that no fact settles."""

    program: Program
    provider: Provider
    platform: Provider | None
    total: Total | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """The programs to show, the most fitting first; ``considered`` of how many; ``unmet`` when
    nothing meets every constraint and these are the closest."""

    candidates: tuple[Candidate, ...]
    considered: int
    unmet: bool = False


def candidate(program: Program, catalog: Catalog) -> Candidate:
    platform = catalog.providers[program.offered_on] if program.offered_on else None
    return Candidate(program, catalog.provider_of(program), platform, total_cost(program))


def select(
    question: Question, scores: Mapping[str, float], catalog: Catalog, *, limit: int = 3
) -> Selection:
    """The programs to offer for ``question``. ``scores`` are search's, by program id; a program that
    search did not find counts only where a constraint names its field or provider."""
    constraints = question.constraints
    pool = [
        candidate(program, catalog)
        for program in catalog.programs.values()
        if program.status != "retired" and _in_pool(program, constraints, scores)
    ]
    fitting = list(_fitting(pool, constraints))
    unmet = bool(pool) and not fitting
    chosen = fitting or [replace(one, unknown=()) for one in pool]
    chosen.sort(key=lambda one: _rank(one, constraints, scores))
    return Selection(tuple(chosen[:limit]), considered=len(fitting or pool), unmet=unmet)


def _in_pool(program: Program, constraints: Constraints, scores: Mapping[str, float]) -> bool:
    if constraints.providers:
        issuers = {program.provider, program.offered_on}
        if not issuers & set(constraints.providers):
            return False
    if constraints.field:
        return constraints.field in program.fields
    if constraints.providers:
        return True
    # Without a named field only what search ranks near its best is on the subject.
    return program.id in scores and scores[program.id] >= 0.7 * max(scores.values())


def _fitting(pool: Iterable[Candidate], constraints: Constraints) -> Iterable[Candidate]:
    for one in pool:
        verdicts = _verdicts(one, constraints)
        if not any(met is False for met in verdicts.values()):
            unknown = tuple(name for name, met in verdicts.items() if met is None)
            yield replace(one, unknown=unknown)


def _verdicts(one: Candidate, constraints: Constraints) -> dict[str, bool | None]:
    """For each constraint whether ``one`` meets it; ``None`` where no fact says."""
    facts = one.program.facts
    verdicts: dict[str, bool | None] = {}
    if constraints.level:
        level = facts.level.value
        verdicts["level"] = None if level is None else level in (constraints.level, "all levels")
    if constraints.proctored is not None:
        watched = facts.proctoring.value
        verdicts["supervision"] = (
            None if watched is None else (watched != "none") is constraints.proctored
        )
    if constraints.free:
        verdicts["price"] = None if one.total is None else one.total.amount == 0
    if constraints.at_most is not None:
        verdicts["price"] = None if one.total is None else one.total.amount <= constraints.at_most
    if constraints.weeks_at_most is not None:
        span = weeks_needed(one.program)
        verdicts["duration"] = None if span is None else span <= constraints.weeks_at_most
    return verdicts


def _rank(
    one: Candidate, constraints: Constraints, scores: Mapping[str, float]
) -> tuple[bool, float, float]:
    """Sorts what is known to fit before what may fit, then by the order asked for, then by search."""
    return bool(one.unknown), _place(one, constraints.order), -scores.get(one.program.id, 0.0)


def in_order(candidates: Sequence[Candidate], order: Order) -> list[Candidate]:
    """``candidates`` sorted as asked; for ``fit`` they stay as they are."""
    return sorted(candidates, key=lambda one: _place(one, order))


def _place(one: Candidate, order: Order) -> float:
    if order == "cheapest":
        return float(one.total.amount) if one.total else math.inf
    if order == "shortest":
        return weeks_needed(one.program) or math.inf
    return 0.0


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
