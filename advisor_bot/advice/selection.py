"""Which programs an answer offers: typed facts filter and order what search found."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advisor_bot.advice.question import Question
from advisor_bot.catalog.facts import Program, Provider
from advisor_bot.catalog.selecting import Criteria, Order, select_programs
from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.totals import Total, total_cost, weeks_needed

NEAR_BEST = 0.7
"""Share of the best score from which what search found is on the subject, where no field is named."""


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
    """The programs to show, the most fitting first; ``considered`` of how many, of which ``unsettled``
    may or may not meet every constraint; ``unmet`` when nothing does and these are the closest."""

    candidates: tuple[Candidate, ...]
    considered: int
    unsettled: int = 0
    unmet: bool = False


def candidate(program: Program, catalog: Catalog) -> Candidate:
    platform = catalog.provider(program.offered_on) if program.offered_on else None
    return Candidate(program, catalog.provider_of(program), platform, total_cost(program))


def select(
    question: Question, scores: Mapping[str, float], catalog: Catalog, *, limit: int = 3
) -> Selection:
    """The programs to offer for ``question``. ``scores`` are search's, by program id; a program that
    search did not find counts only where a constraint names its field or provider."""
    constraints = question.constraints
    found = select_programs(
        catalog, _criteria(question, scores), order=constraints.order, scores=scores, limit=limit
    )
    unknown = {match.id: match.unknown for match in found.matches}
    candidates = [
        replace(candidate(program, catalog), unknown=unknown[program.id])
        for program in catalog.programs(unknown)
    ]
    return Selection(tuple(candidates), found.considered, found.unsettled, found.unmet)


def _criteria(question: Question, scores: Mapping[str, float]) -> Criteria:
    constraints = question.constraints
    among = None
    if not constraints.field and not constraints.providers:
        # Without a named field only what search ranks near its best is on the subject.
        least = NEAR_BEST * max(scores.values(), default=0.0)
        among = frozenset(id_ for id_, score in scores.items() if score >= least)
    return Criteria(
        field=constraints.field,
        providers=constraints.providers,
        among=among,
        level=constraints.level,
        proctored=constraints.proctored,
        at_most=Decimal(0) if constraints.free else constraints.at_most,
        weeks_at_most=constraints.weeks_at_most,
    )


def in_order(candidates: Sequence[Candidate], order: Order) -> list[Candidate]:
    """``candidates`` sorted as asked; for ``fit`` they stay as they are."""
    return sorted(candidates, key=lambda one: _place(one, order))


def _place(one: Candidate, order: Order) -> float:
    if order == "cheapest":
        return float(one.total.amount) if one.total else math.inf
    if order == "shortest":
        return weeks_needed(one.program) or math.inf
    return 0.0
