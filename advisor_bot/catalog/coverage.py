"""How much of what should be known is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor_bot.catalog.facts import Fact, Program, ProgramFacts, Status

State = Literal["stated", "not stated", "never looked"]


@dataclass(frozen=True)
class FactCoverage:
    """One fact over all programs: how many state it, how many say openly that it is not stated, and
    the programs for which nobody has looked."""

    name: str
    stated: int
    not_stated: int
    missing: tuple[str, ...]


def state(fact: Fact[Any]) -> State:
    if fact.status is not Status.NOT_STATED:
        return "stated"
    return "not stated" if fact.source else "never looked"


def coverage(programs: Mapping[str, Program]) -> list[FactCoverage]:
    """A row for each fact, in the order of the model."""
    return [_row(name, programs) for name in ProgramFacts.model_fields]


def _row(name: str, programs: Mapping[str, Any]) -> FactCoverage:
    states = {id_: state(getattr(program.facts, name)) for id_, program in programs.items()}
    return FactCoverage(
        name=name,
        stated=sum(found == "stated" for found in states.values()),
        not_stated=sum(found == "not stated" for found in states.values()),
        missing=tuple(sorted(id_ for id_, found in states.items() if found == "never looked")),
    )
