"""What was found → providers and programs."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from advisor_bot.catalog.extraction.combining import Contradiction, combined
from advisor_bot.catalog.extraction.found import Found
from advisor_bot.catalog.extraction.statements import paragraphs
from advisor_bot.catalog.extraction.subjects import LONGEST_TEXT, Subject, subjects
from advisor_bot.catalog.extraction.written import Written
from advisor_bot.catalog.facts import Fact, Program, ProgramFacts, Provider, Section
from advisor_bot.catalog.readers.reading import Problem, Reading
from advisor_bot.catalog.readers.values import slug
from advisor_bot.catalog.wording import FACT_NAMES

_FEWEST_FACTS = 2
"""A document that nobody called a program's is one only if it says this much of one."""
_LONGEST_DESCRIPTION = 1_000


def programs(written: Written, find: Callable[[Subject], Iterable[Found | Problem]]) -> Reading:
    """The programs that ``written`` is about with what ``find`` finds of each. A problem says where the
    document contradicts itself, or does not say who issues the program."""
    recorded = set[str]()
    if sum(len(part.text) for part in written.parts) > LONGEST_TEXT:
        yield written.doubt(
            "document", f"facts were looked for in its first {LONGEST_TEXT:,} characters only"
        )
    for subject in subjects(written):
        found = list(find(subject))
        yield from (item for item in found if isinstance(item, Problem))
        said = [item for item in found if isinstance(item, Found)]
        if (
            not subject.is_named
            and len({item.fact for item in said} - {"provider"}) < _FEWEST_FACTS
        ):
            continue
        issuers = {item.value for item in said if item.fact == "provider"}
        issuer = subject.provider or (issuers.pop() if len(issuers) == 1 else None)
        if issuer is None:
            yield written.problem(subject.title, _UNKNOWN_ISSUER)
            continue
        facts = dict[str, Fact[Any]]()
        for item in _facts(written, said):
            if isinstance(item, Problem):
                yield item
            else:
                facts.update([item])
        provider = Provider(id=slug(issuer), name=issuer)
        if provider.id not in recorded:
            yield provider
        program = _program(written, subject, provider, facts)
        if program.id in recorded:
            yield written.doubt(subject.title, "stands in the document twice; the first was taken")
            continue
        recorded |= {provider.id, program.id}
        yield program


_UNKNOWN_ISSUER = (
    "reads like a program, but nothing says who issues it, so its facts were not recorded. Import it again "
    'with --provider "NAME" (and --program "TITLE", if this is not its title), or write a line '
    "'Provider: NAME' into it"
)


def _program(
    written: Written, subject: Subject, provider: Provider, facts: dict[str, Fact[Any]]
) -> Program:
    return Program(
        id=slug(f"{provider.name} {subject.title}"),
        title=subject.title,
        provider=provider.id,
        facts=ProgramFacts(**facts),
        sections=tuple(_description(written, subject)),
    )


def _description(written: Written, subject: Subject) -> Iterator[Section]:
    """The first paragraph that is prose; the whole text is in the document's own page."""
    for part in subject.parts[:3]:
        for paragraph in islice(paragraphs(part.text), 20):
            text = " ".join(paragraph.split())
            if len(text) >= 80 and text.endswith(".") and ": " not in text[:40]:
                source = written.source(part)
                yield Section(heading="", text=text[:_LONGEST_DESCRIPTION], source=source)
                return


def _facts(written: Written, said: list[Found]) -> Iterator[tuple[str, Fact[Any]] | Problem]:
    for fact, group in groupby(sorted(said, key=lambda item: item.fact), lambda item: item.fact):
        found = list(group)
        if fact == "provider":
            continue
        try:
            yield fact, combined(found, lambda place: written.material.source(place or None))
        except Contradiction:
            quotes = " / ".join(_first(f"“{_short(item.quote)}”" for item in found))
            place = "; ".join(_first(item.part.place for item in found if item.part.place))
            yield written.doubt(
                place or "document",
                f"{FACT_NAMES[fact]}: the document says two things, so neither was recorded: {quotes}",
            )


def _first(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:4]


def _short(quote: str) -> str:
    return quote if len(quote) <= 160 else quote[:160] + "…"
