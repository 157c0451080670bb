"""Writes a short, cited answer from recorded facts and pages, with no model."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from advisor_bot.advice.aspects import ASPECT_FACTS
from advisor_bot.advice.brief import Brief, Citations, Excerpt
from advisor_bot.advice.checklist import Checklist
from advisor_bot.advice.question import Aspect, Constraints, Question
from advisor_bot.advice.selection import Candidate
from advisor_bot.advice.verdict import verdict
from advisor_bot.catalog.facts import Fact, Program, Provider, Section, Status
from advisor_bot.catalog.selecting import Order
from advisor_bot.catalog.wording import describe, in_words, issuer, money

_LISTED_ANYWAY: tuple[Aspect, ...] = ("time", "cost", "assessment")
_ORDERED: dict[Order, str] = {
    "fit": "",
    "cheapest": ", the cheapest first",
    "shortest": ", the shortest first",
}
_LONGEST_SECTION = 110


class ExtractiveComposer:
    """Needs no model and no network; says nothing that is not recorded."""

    name = "extractive"

    async def compose(self, brief: Brief, citations: Citations) -> AsyncIterator[str]:
        for paragraph in _paragraphs(brief, citations):
            yield paragraph + "\n\n"


def _paragraphs(brief: Brief, citations: Citations) -> Iterator[str]:
    if brief.issuer:
        yield _issuer_described(brief.issuer, citations)
    for excerpt in brief.excerpts:
        yield from _explained(excerpt, citations)
    if not brief.candidates:
        return
    match brief.question.intent:
        case "assess":
            for one, checks in zip(brief.candidates, brief.checklists, strict=True):
                yield from _assessed(one, checks, citations)
        case "detail" | "policy":
            for one in brief.candidates:
                yield _detailed(one, brief.question.aspects or ("cost",), citations)
        case "compare":
            order = _ORDERED[brief.question.constraints.order]
            yield f"Side by side{order}, from recorded facts:{_exchange(brief)}"
            for one in brief.candidates:
                yield _listed(one, citations, brief.question)
        case _:
            yield _introduction(brief) + _exchange(brief)
            yield "\n".join(
                f"{place}. {_listed(one, citations, brief.question)}"
                for place, one in enumerate(brief.candidates, 1)
            )


def _introduction(brief: Brief) -> str:
    constraints, selection = brief.question.constraints, brief.selection
    words = ["free"] if constraints.free else []
    words += [constraints.field] if constraints.field else []
    known = [one for one in selection.candidates if not one.unknown]
    may = "" if len(known) == len(selection.candidates) else " that may fit"
    count = selection.considered if may else selection.considered - selection.unsettled
    what = " ".join([*words, "credential" if count == 1 else "credentials"])
    if constraints.level:
        what += f" at {constraints.level} level"
    if constraints.proctored:
        what += " with a supervised exam"
    if selection.unmet:
        return f"Nothing recorded here meets all of that ({_asked(constraints)}). The closest:"
    if constraints.order == "cheapest" and len(known) > 1 and any(one.total for one in known):
        return f"Of the {count} {what}{may} I know, the cheapest first, by stated prices:"
    if constraints.order == "shortest" and len(known) > 1:
        return f"Of the {count} {what}{may} I know, the shortest first:"
    if count > len(selection.candidates):
        return f"Of the {count} {what}{may} I know, these fit best:"
    return f"I know {count} {what}{may}:"


def _exchange(brief: Brief) -> str:
    """A warning where amounts of different currencies are held against each other."""
    constraints = brief.question.constraints
    currencies = {one.total.currency for one in brief.candidates if one.total}
    if len(currencies) < 2 or (constraints.order != "cheapest" and constraints.at_most is None):
        return ""
    return " (The prices are in different currencies: check today's rate.)"


def _asked(constraints: Constraints) -> str:
    said: list[str | None] = [constraints.field, constraints.level]
    said += ["free"] if constraints.free else []
    said += [f"at most {constraints.at_most:,}"] if constraints.at_most is not None else []
    if constraints.proctored is not None:
        said.append("supervised" if constraints.proctored else "unsupervised")
    if constraints.weeks_at_most is not None:
        said.append(f"at most {constraints.weeks_at_most:.0f} weeks")
    return ", ".join(part for part in said if part)


def _listed(one: Candidate, citations: Citations, question: Question) -> str:
    """A program as an item of a list, with the facts that decide below it."""
    program, facts = one.program, one.program.facts
    level = f", {facts.level.value}" if facts.level.value else ""
    first = _first_sentence(program.sections)
    text = f"**{program.title}** ({_issuer(one)}{level})"
    if first:
        text += f": {first}{citations.mark(program.sections[0].source)}"
    lines = [
        f"Price: {_price(one)}{citations.cite(facts.cost)}",
        _fact_phrase("Time", facts.workload, citations) or "Time: not stated",
        f"Assessment: {_assessment(program)}"
        f"{citations.cite(*_stated(facts.assessment_type, facts.proctoring))}",
    ]
    asked = [aspect for aspect in question.aspects if aspect not in _LISTED_ANYWAY]
    for name, label in (pair for aspect in asked for pair in ASPECT_FACTS[aspect]):
        fact: Fact[Any] = getattr(facts, name)
        lines.append(_fact_phrase(label, fact, citations) or f"{label}: not stated")
    open_points = [name for name in one.unknown if name != "price"]
    if open_points:
        lines.append(f"*Not stated: {', '.join(open_points)}*")
    return "\n".join([text, *(f"   - {line}" for line in lines)])


def _price(one: Candidate) -> str:
    """Every stated price, and what they come to where a monthly one adds up."""
    prices = one.program.facts.cost.value
    if not prices:
        return "not stated"
    said = ", ".join(describe(price) for price in prices) + _conflict(one.program.facts.cost)
    if one.total and any(price.per == "month" and price.amount for price in prices):
        least = "at least" if any(price.up_to for price in prices) else "about"
        amount = money(one.total.amount, one.total.currency)
        return f"{said}, {least} {amount} in all ({one.total.how})"
    return said


def _conflict(fact: Fact[Any]) -> str:
    if fact.status is not Status.CONFLICTING or not fact.note:
        return ""
    return f" (sources disagree: {fact.note.rstrip('. ')})"


def _assessment(program: Program) -> str:
    method, watched = program.facts.assessment_type, program.facts.proctoring
    if not method.is_stated and not watched.is_stated:
        return "not stated"
    if method.value == ("none",):
        return "none"
    said = describe(method.value).replace("; ", ", ") if method.is_stated else ""
    said += _conflict(method)
    if watched.value is None:
        return f"{said}, supervision not stated"
    watch = ("unsupervised" if watched.value == "none" else watched.value) + _conflict(watched)
    return f"{said}, {watch}" if said else watch


def _assessed(one: Candidate, checks: Checklist, citations: Citations) -> Iterator[str]:
    facts = one.program.facts
    kind = (
        describe(facts.credential_type.value) if facts.credential_type.is_stated else "credential"
    )
    level = f"{facts.level.value}-level " if facts.level.value not in (None, "all levels") else ""
    article = "an" if (level or kind)[0] in "aeiou" else "a"
    opening = f"**{one.program.title}** is {article} {level}{kind} from {_issuer(one)}."
    first = _first_sentence(one.program.sections)
    if first:
        opening += f" {first}{citations.mark(one.program.sections[0].source)}"
    yield opening
    takes = [
        f"Cost: {_price(one)}{citations.cite(facts.cost)}.",
        _fact_sentence("Time", facts.workload, citations),
        _fact_sentence("Needed before", facts.prerequisites, citations),
    ]
    yield "**What it takes.** " + " ".join(part for part in takes if part)
    strong, weak = _weighed(one, citations)
    if strong:
        yield "**What speaks for it**\n" + "\n".join(f"- {point}" for point in strong)
    if weak:
        yield "**What to weigh**\n" + "\n".join(f"- {point}" for point in weak)
    yield f"**In short:** {verdict(one.program, checks)}"


def _weighed(one: Candidate, citations: Citations) -> tuple[list[str], list[str]]:
    """What is recorded for a program and against it, each with its source."""
    facts = one.program.facts
    strong, weak = [], []
    if facts.proctoring.status is Status.CONFLICTING:
        weak.append(f"Supervision: {_clean(facts.proctoring)}{citations.cite(facts.proctoring)}.")
    elif facts.proctoring.value == "none":
        weak.append(f"Nobody supervises the assessment{citations.cite(facts.proctoring)}.")
    elif facts.proctoring.is_stated:
        how = describe(facts.proctoring.value)
        strong.append(f"The assessment is {how}{citations.cite(facts.proctoring)}.")
    else:
        weak.append("Whether anybody supervises the assessment is not stated.")
    if facts.assessment_standard.is_stated:
        said = _clean(facts.assessment_standard)
        strong.append(f"Held against: {said}{citations.cite(facts.assessment_standard)}.")
    else:
        weak.append("No standard for passing is stated.")
    named: tuple[tuple[str, Fact[Any]], ...] = (
        ("Recognised by", facts.recognised_by),
        ("Credit", facts.external_credit),
        ("Counts toward", facts.stackable_into),
        ("Employers", facts.employer_evidence),
    )
    for label, fact in named:
        if fact.is_stated:
            said = f"{label}: {_clean(fact)}{citations.cite(fact)}."
            (weak if fact.status is Status.CONFLICTING else strong).append(said)
    validity = facts.validity
    if validity.value is not None and validity.value.expires:
        weak.append(f"It expires: {_clean(validity)}{citations.cite(validity)}.")
    return strong, weak


def _detailed(one: Candidate, aspects: tuple[Aspect, ...], citations: Citations) -> str:
    lines = []
    for aspect in aspects:
        for name, label in ASPECT_FACTS[aspect]:
            fact: Fact[Any] = getattr(one.program.facts, name)
            lines.append(_fact_line(label, fact, citations))
        amount = money(one.total.amount, one.total.currency) if one.total else ""
        if aspect == "cost" and one.total and not one.total.how.startswith(amount):
            lines.append(f"In all about {amount} ({one.total.how}).")
    return f"**{one.program.title}** ({_issuer(one)})\n" + "\n".join(f"- {line}" for line in lines)


def _fact_line(label: str, fact: Fact[Any], citations: Citations) -> str:
    if not fact.is_stated:
        looked = f" on the page we read{citations.cite(fact)}" if fact.source else ""
        return f"{label}: not stated{looked}. Ask the provider before you enrol."
    text = f"{label}: {_clean(fact)}{citations.cite(fact)}."
    # A conflict's note is said with the value already.
    told = fact.status is Status.CONFLICTING or not fact.note
    return text if told else f"{text} {fact.note}"


def _explained(excerpt: Excerpt, citations: Citations) -> Iterator[str]:
    if excerpt.page.sample:
        yield (
            "*This is from the sample policy that ships with me, not from your company's rules. "
            "Ask HR to put yours in its place.*"
        )
    if excerpt.page.kind == "document":
        yield f"*From an imported document, “{excerpt.page.title}”:*"
    for place, section in enumerate(excerpt.sections):
        untitled = place or excerpt.page.kind == "document"
        heading = section.heading or ("" if untitled else excerpt.page.title)
        text = _shortened(section.text)
        title = f"**{heading}**\n" if heading else ""
        yield f"{title}{text}{citations.mark(section.source)}"


def _issuer_described(provider: Provider, citations: Citations) -> str:
    """Who an issuer is and who vouches for it, before its programs are listed."""
    facts = provider.facts
    text = f"**{provider.name}**{issuer(provider).removeprefix(provider.name)}: "
    if provider.sections:
        text += _first_sentence(provider.sections) + citations.mark(provider.sections[0].source)
    named: tuple[tuple[str, Fact[Any]], ...] = (
        ("Accredited by", facts.accreditation),
        ("Recognised by", facts.recognised_by),
        ("Track record", facts.track_record),
        ("Quality assurance", facts.quality_assurance),
    )
    stated = [(label, fact) for label, fact in named if fact.is_stated]
    points = [f"- {label}: {_clean(fact)}{citations.cite(fact)}." for label, fact in stated]
    return "\n".join([text, *(points or ["- Who vouches for it is not stated."])])


def _issuer(one: Candidate) -> str:
    if one.platform and one.platform.id != one.provider.id:
        return f"{one.provider.name}, on {one.platform.name}"
    return one.provider.name


def _fact_phrase(label: str, fact: Fact[Any], citations: Citations) -> str:
    if not fact.is_stated:
        return ""
    said = f"{label}: {_clean(fact)}" if label else _clean(fact)
    return f"{said}{citations.cite(fact)}"


def _fact_sentence(label: str, fact: Fact[Any], citations: Citations) -> str:
    phrase = _fact_phrase(label, fact, citations)
    return f"{phrase}." if phrase else f"{label}: not stated."


def _clean(fact: Fact[Any]) -> str:
    return in_words(fact)


def _stated(*facts: Fact[Any]) -> list[Fact[Any]]:
    return [fact for fact in facts if fact.is_stated]


def _first_sentence(sections: tuple[Section, ...]) -> str:
    if not sections:
        return ""
    text = " ".join(sections[0].text.split())
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _shortened(text: str) -> str:
    """At most about a hundred words, cut between paragraphs, list items or sentences."""
    kept: list[str] = []
    count = 0
    for line in text.splitlines():
        count += len(line.split())
        if kept and count > _LONGEST_SECTION:
            break
        kept.append(line)
    return "\n".join(kept).strip()
