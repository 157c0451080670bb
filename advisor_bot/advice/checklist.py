"""The quality checklist, from facts.

Micro-credentials have no accreditation of their own, so every answer about a program carries the three
questions that decide its worth, always in the same order. The lines are pure functions of recorded
facts: a language model never writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from advisor_bot.catalog.facts import Fact, Program, Provider, Source, Status
from advisor_bot.catalog.freshness import Freshness
from advisor_bot.catalog.wording import describe

MOST_VOUCHING = 3
"""Facts that the line on reputation gives."""

LineState = Literal["evidenced", "claimed by the issuer", "not stated", "evidence against"]


@dataclass(frozen=True)
class Line:
    """One question of the checklist, answered in one sentence with what it rests on."""

    title: str
    state: LineState
    sentence: str
    sources: tuple[Source, ...] = ()
    ask: str | None = None
    """What to ask the provider, where nothing is stated."""


@dataclass(frozen=True)
class Checklist:
    program: str
    title: str
    provider: str
    questions: tuple[Line, Line, Line]
    more: tuple[Line, ...]


def checklist(program: Program, provider: Provider, *, freshness: Freshness) -> Checklist:
    """The checklist of ``program``, issued by ``provider``, as a reader on that day should see it."""
    facts = program.facts
    return Checklist(
        program=program.id,
        title=program.title,
        provider=provider.name,
        questions=(
            _competency(program, freshness),
            _reputation(program, provider, freshness),
            _how_assessed(program, freshness),
        ),
        more=(
            _stated_line(
                "Cost and time",
                {"Cost": facts.cost, "time": facts.workload},
                "What does it cost in all, exam and renewal included, and how many hours does it take?",
                freshness,
            ),
            _stated_line(
                "Stackable, credit",
                {"Counts toward": facts.stackable_into, "credit": facts.external_credit},
                "Does it count toward a larger credential, or give credit anywhere?",
                freshness,
            ),
            _stated_line(
                "Expiry and renewal",
                {"": facts.validity},
                "Does it expire, and what does renewing it take?",
                freshness,
            ),
            _stated_line(
                "How an employer verifies it",
                {"By": facts.verification},
                "How can an employer check that a certificate is genuine?",
                freshness,
            ),
        ),
    )


def _competency(program: Program, freshness: Freshness) -> Line:
    title = "Competency against a standard"
    facts = program.facts
    method, standard = facts.assessment_type, facts.assessment_standard
    accredited = _of_scope(facts.accreditation, "program")
    if not_assessed := _not_assessed(program, freshness):
        return Line(title, _against(method), not_assessed, _sources(method, facts.rigor))
    sources = _sources(method, standard, facts.accreditation if accredited else Fact())
    vouched = f" Accredited: {accredited}." if accredited else ""
    if method.is_stated and standard.is_stated:
        sentence = (
            f"Assessed by {_and(method.value)}, against: {_clean(standard.value)}."
            f"{vouched}{_caveats(freshness, method, standard)}"
        )
        verified = accredited and facts.accreditation.status is Status.VERIFIED
        state = "evidenced" if verified else _state(method, standard)
        return Line(title, state, sentence, sources)
    if method.is_stated:
        known = f"Assessed by {_and(method.value)}, but no standard for passing is stated."
        ask = "What standard is the assessment held against, and what is the pass mark?"
    elif standard.is_stated:
        known = f"A standard is named ({_clean(standard.value)}), but not how it is assessed."
        ask = "How is the standard assessed, and by whom?"
    else:
        known = "No assessment against a standard is stated."
        ask = "Is there an assessment, against what standard, and what is the pass mark?"
    return Line(
        title, "not stated", known + vouched + _caveats(freshness, method, standard), sources, ask
    )


def _reputation(program: Program, provider: Provider, freshness: Freshness) -> Line:
    facts, issuer = program.facts, provider.facts
    parts = [f"Issued by {_introduced(provider)}."]
    said: list[tuple[Fact[Any], str]] = [
        (fact, f"{label} {accredited}.")
        for fact, scope, label in (
            (facts.accreditation, "program", "This program is accredited by"),
            (issuer.accreditation, "provider", "The provider, not this program, is accredited by"),
        )
        if (accredited := _of_scope(fact, scope))
    ]
    named: tuple[tuple[Fact[Any], str], ...] = (
        (facts.recognised_by, "Recognised by"),
        (issuer.recognised_by, "The provider is recognised by"),
        (issuer.quality_assurance, "Quality assurance:"),
        (issuer.track_record, "Track record:"),
        (facts.employer_evidence, "Employers:"),
    )
    said += [(fact, f"{label} {_gist(fact.value)}.") for fact, label in named if fact.is_stated]
    # The strongest first, and no more than a reader takes in; the program's page has the rest.
    said = said[:MOST_VOUCHING]
    used = [fact for fact, _ in said]
    parts += [text for _, text in said]
    if not used:
        parts.append("Nobody is recorded as vouching for it.")
        ask = "Who accredits or recognises this, and does that cover this very program?"
        looked = _sources(facts.recognised_by, issuer.accreditation)
        return Line("Issuer's reputation", "not stated", " ".join(parts), looked, ask)
    anyone_else = any(fact.status is Status.VERIFIED for fact in used)
    state: LineState = "evidenced" if anyone_else else "claimed by the issuer"
    sentence = " ".join(parts) + _caveats(freshness, *used)
    return Line("Issuer's reputation", state, sentence, _sources(*used))


def _introduced(provider: Provider) -> str:
    text = provider.name
    if provider.kind:
        text += f", {'an' if provider.kind[0] in 'aeiou' else 'a'} {provider.kind}"
    return text + (f" ({provider.country})" if provider.country else "")


def _gist(value: object) -> str:
    """A fact in a few words: the first two of a list, and how many more there are."""
    if isinstance(value, tuple) and len(value) > 2:
        return f"{_clean(value[:2])} and {len(value) - 2} more"
    return _clean(value)


def _how_assessed(program: Program, freshness: Freshness) -> Line:
    title = "How it is assessed"
    method, proctoring = program.facts.assessment_type, program.facts.proctoring
    if not_assessed := _not_assessed(program, freshness):
        return Line(title, _against(method), not_assessed, _sources(method))
    if not method.is_stated and not proctoring.is_stated:
        return Line(
            title,
            "not stated",
            "How the skill is assessed is not stated.",
            _sources(method, proctoring),
            "How is the skill assessed: quiz, supervised exam, project, observation?",
        )
    how = f"By {_and(method.value)}" if method.is_stated else "The method is not stated"
    watched = {
        None: "whether anybody supervises it is not stated",
        "none": "nobody supervises it",
        "supervised": "supervised",
        "supervised with ID": "supervised, with an identity check",
    }[proctoring.value]
    ask = None if proctoring.is_stated else "Is the assessment supervised, and is identity checked?"
    state = _state(method, proctoring) if method.is_stated else "not stated"
    caveats = _caveats(freshness, method, proctoring)
    return Line(title, state, f"{how}; {watched}.{caveats}", _sources(method, proctoring), ask)


def _stated_line(title: str, facts: dict[str, Fact[Any]], ask: str, freshness: Freshness) -> Line:
    stated = {label: fact for label, fact in facts.items() if fact.is_stated}
    if not stated:
        return Line(title, "not stated", "Not stated.", _sources(*facts.values()), ask)
    said = [
        f"{label}: {_clean(fact.value)}" if label else _clean(fact.value)
        for label, fact in stated.items()
    ]
    said += [f"{label.lower()}: not stated" for label in facts if label not in stated]
    sentence = _sentence("; ".join(said)) + _caveats(freshness, *stated.values())
    return Line(title, _state(*stated.values()), sentence, _sources(*stated.values()))


def _not_assessed(program: Program, freshness: Freshness) -> str | None:
    method, rigor = program.facts.assessment_type, program.facts.rigor
    if method.value == ("none",) and method.status is Status.CONFLICTING:
        return f"Whether it is assessed at all is disputed.{_caveats(freshness, method)}"
    if method.value == ("none",):
        return f"It is not assessed: finishing it is enough.{_caveats(freshness, method)}"
    if rigor.value == "participation":
        return (
            f"It is given for taking part; no competency is verified.{_caveats(freshness, rigor)}"
        )
    return None


def _against(method: Fact[Any]) -> LineState:
    """What is disputed is no evidence, neither for nor against."""
    return "not stated" if method.status is Status.CONFLICTING else "evidence against"


def _of_scope(fact: Fact[Any], scope: str) -> str:
    """The accreditations that cover ``scope``. A provider's never counts as proof for a program."""
    if not fact.value:
        return ""
    names = [item.body for item in fact.value if item.scope == scope]
    standards = [item.standard for item in fact.value if item.scope == scope and item.standard]
    return ", ".join(names) + (f" ({', '.join(standards)})" if standards else "")


def _state(*facts: Fact[Any]) -> LineState:
    stated = [fact for fact in facts if fact.is_stated]
    if not stated:
        return "not stated"
    if all(fact.status is Status.VERIFIED for fact in stated):
        return "evidenced"
    return "claimed by the issuer"


def _caveats(freshness: Freshness, *facts: Fact[Any]) -> str:
    """What a reader must know before leaning on these facts: disagreement, and age."""
    said = [
        f" Sources disagree: {_clean(fact.note)}."
        for fact in facts
        if fact.status is Status.CONFLICTING and fact.note
    ]
    if remark := freshness.remark(*facts):
        said.append(f" {remark[:1].upper()}{remark[1:]}: ask again.")
    return "".join(said)


def _sources(*facts: Fact[Any]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for fact in facts for source in fact.sources))


def _and(items: Sequence[str] | None) -> str:
    items = items or ()
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def _clean(value: object) -> str:
    return describe(value).rstrip(". ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
