"""What a brief says, as single statements with their sources: what a model may write from, and what
its draft is then held against."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from advisor_bot.advice.aspects import ASPECT_FACTS
from advisor_bot.advice.brief import Brief
from advisor_bot.advice.selection import Candidate
from advisor_bot.advice.verdict import verdict
from advisor_bot.catalog.facts import Fact, Program, ProgramFacts, Provider, ProviderFacts, Source
from advisor_bot.catalog.freshness import Freshness
from advisor_bot.catalog.wording import FACT_NAMES, in_words, issuer, money

_LISTED = ("level", "cost", "workload", "assessment_type", "proctoring")
"""The facts that matter when several programs stand beside each other."""
_LONGEST = 300


@dataclass(frozen=True)
class Statement:
    """One thing that is on record. ``subject`` is whose it is: a program's, a provider's or a page's
    name."""

    subject: str
    text: str
    source: Source | None
    fact: str | None = None
    """The name of the fact that it states, if it is one."""
    beside: tuple[Source, ...] = ()
    """The other sides' sources, where sources disagree."""
    remark: str = ""
    """What must be said of its age."""


def statements(brief: Brief) -> list[Statement]:
    """Everything that ``brief`` states, subject by subject."""
    said: list[Statement] = []
    if brief.issuer:
        said += _provider(brief.issuer, brief.freshness)
    names = _names(brief)
    for one, checks in zip(brief.candidates, brief.checklists, strict=True):
        said.append(_introduced(one))
        if brief.question.intent != "detail":
            said += _described(one.program)
        said += _program(one, names, brief.freshness)
        if brief.question.intent == "assess":
            judgement = f"In short: {verdict(one.program, checks)}"
            said.append(Statement(one.program.title, judgement, None))
    for excerpt in brief.excerpts:
        for section in excerpt.sections:
            about = f"{section.heading}: " if section.heading else ""
            said += [
                Statement(excerpt.page.title, about + line.strip(), section.source)
                for line in section.text.splitlines()
                if line.strip()
            ]
    return said


def _names(brief: Brief) -> Collection[str]:
    """The facts that matter: those asked for, else those that decide between several programs."""
    asked = [name for aspect in brief.question.aspects for name, _ in ASPECT_FACTS[aspect]]
    if asked and brief.question.intent == "detail":
        return asked
    if len(brief.candidates) > 1:
        return dict.fromkeys([*_LISTED, *asked])
    return ProgramFacts.model_fields


def _introduced(one: Candidate) -> Statement:
    offered = f", offered on {one.platform.name}" if one.platform else ""
    source = one.program.sections[0].source if one.program.sections else None
    text = f"{one.program.title}, issued by {one.provider.name}{offered}"
    return Statement(one.program.title, text, source)


def _described(program: Program) -> Iterator[Statement]:
    for section in program.sections[:1]:
        yield Statement(program.title, _short(section.text), section.source)


def _program(one: Candidate, names: Collection[str], freshness: Freshness) -> Iterator[Statement]:
    program, facts = one.program, one.program.facts
    for name in names:
        fact: Fact[object] = getattr(facts, name)
        yield from _fact(program.title, name, fact, freshness)
    if one.total and "cost" in names:
        total = money(one.total.amount, one.total.currency)
        text = f"Cost in all: {total} ({one.total.how})"
        yield Statement(program.title, text, facts.cost.source)


def _provider(provider: Provider, freshness: Freshness) -> Iterator[Statement]:
    first = provider.sections[0] if provider.sections else None
    about = f": {_short(first.text)}" if first else ""
    text = f"{issuer(provider)}{about}"
    yield Statement(provider.name, text, first.source if first else None)
    for name in ProviderFacts.model_fields:
        fact: Fact[object] = getattr(provider.facts, name)
        yield from _fact(provider.name, name, fact, freshness)


def _fact(subject: str, name: str, fact: Fact[object], freshness: Freshness) -> Iterator[Statement]:
    if fact.is_stated:
        remark = freshness.remark(fact)
        text = f"{FACT_NAMES[name]}: {_short(in_words(fact))}" + (f" ({remark})" if remark else "")
        others = tuple(fact.sources[1:])
        yield Statement(subject, text, fact.source, name, others, remark)
    elif fact.source:
        yield Statement(subject, f"{FACT_NAMES[name]}: not stated", fact.source)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + " …"
