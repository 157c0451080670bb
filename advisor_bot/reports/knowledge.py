"""How much of what the catalog should know it knows, and how old that is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from advisor_bot.advice.checklist import Checklist, LineState, checklist
from advisor_bot.catalog.facts import Fact, Program, ProgramFacts, Status
from advisor_bot.catalog.freshness import Freshness, is_stale
from advisor_bot.catalog.store import PAGE_KINDS, Catalog

AT_ONCE = 500
ANSWERED: tuple[LineState, ...] = ("evidenced", "claimed by the issuer", "evidence against")
STATES: tuple[LineState, ...] = (*ANSWERED, "not stated")


@dataclass(frozen=True)
class Finding:
    """A fact that somebody should look at again, and why."""

    program: str
    title: str
    fact: str
    source: str
    remark: str


@dataclass
class ProviderCoverage:
    """What is known of one provider's programs."""

    id: str
    name: str
    programs: int = 0
    answered: int = 0
    """How many of them have all three questions of the checklist answered."""
    stale: int = 0
    """Facts that are past their date, or were checked too long ago."""

    @property
    def share(self) -> float:
        return self.answered / self.programs if self.programs else 0.0


@dataclass
class KnowledgeReport:
    """The catalog on one day. Lines of the checklist are in its order, the worst providers first."""

    day: date
    stale_after: timedelta
    programs: int = 0
    providers: int = 0
    pages: int = 0
    answered: int = 0
    """Programs with all three questions answered."""
    lines: dict[str, dict[LineState, int]] = field(default_factory=dict)
    by_provider: list[ProviderCoverage] = field(default_factory=list)
    stated: dict[str, int] = field(default_factory=dict)
    """By fact, how many programs state it."""
    stale: list[Finding] = field(default_factory=list)
    conflicting: list[Finding] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.answered / self.programs if self.programs else 0.0


def knowledge_report(catalog: Catalog, *, today: date, stale_after: timedelta) -> KnowledgeReport:
    """Goes through every program once."""
    freshness = Freshness(today, stale_after)
    report = KnowledgeReport(
        today,
        stale_after,
        providers=catalog.count("provider"),
        pages=catalog.count(*PAGE_KINDS),
        stated=dict.fromkeys(ProgramFacts.model_fields, 0),
    )
    providers: dict[str, ProviderCoverage] = {}
    for program in _programs(catalog):
        provider = catalog.provider_of(program)
        row = providers.setdefault(provider.id, ProviderCoverage(provider.id, provider.name))
        checks = checklist(program, provider, freshness=freshness)
        stale = _look_at_facts(report, program, freshness)
        answered = all(line.state in ANSWERED for line in checks.questions)
        report.programs += 1
        report.answered += answered
        row.programs += 1
        row.answered += answered
        row.stale += stale
        _count_lines(report, checks)
    report.by_provider = sorted(
        providers.values(), key=lambda row: (row.share, -row.programs, row.name)
    )
    return report


def _programs(catalog: Catalog) -> Iterator[Program]:
    ids = catalog.ids("program")
    for start in range(0, len(ids), AT_ONCE):
        yield from catalog.programs(ids[start : start + AT_ONCE])


def _count_lines(report: KnowledgeReport, checks: Checklist) -> None:
    for line in (*checks.questions, *checks.more):
        counts = report.lines.setdefault(line.title, dict.fromkeys(STATES, 0))
        counts[line.state] += 1


def _look_at_facts(report: KnowledgeReport, program: Program, freshness: Freshness) -> int:
    """Adds the program's facts to the report; returns how many of them are stale."""
    stale = 0
    for name in ProgramFacts.model_fields:
        fact: Fact[Any] = getattr(program.facts, name)
        if not fact.is_stated or fact.source is None:
            continue
        report.stated[name] += 1
        if is_stale(fact, freshness.today, freshness.stale_after):
            stale += 1
            report.stale.append(_finding(program, name, fact, freshness.remark(fact)))
        if fact.status is Status.CONFLICTING:
            report.conflicting.append(_finding(program, name, fact, fact.note or ""))
    return stale


def _finding(program: Program, name: str, fact: Fact[Any], remark: str) -> Finding:
    source = fact.source.full_title if fact.source else ""
    return Finding(program.id, program.title, name, source, remark)
