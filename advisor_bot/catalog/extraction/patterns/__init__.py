"""Facts by patterns, without a model: only what is stated plainly, of this program, for certain.

A pattern that might be wrong is worse than none. Each takes one statement; what it cannot tell from that
alone it leaves.
"""

import re
from collections.abc import Callable, Iterator

from advisor_bot.catalog.extraction import recording
from advisor_bot.catalog.extraction.cues import is_of_a_component, may_be_taken
from advisor_bot.catalog.extraction.found import Found
from advisor_bot.catalog.extraction.patterns import assessing, study, terms
from advisor_bot.catalog.extraction.quoting import quoted
from advisor_bot.catalog.extraction.statements import Statement, statements
from advisor_bot.catalog.extraction.subjects import Subject
from advisor_bot.catalog.extraction.written import Written
from advisor_bot.catalog.readers.reading import Reading

LONGEST_STATEMENT = 600
_Pattern = Callable[[Statement], Iterator[tuple[str, object]]]
_OF_THE_WHOLE: tuple[_Pattern, ...] = (
    terms.cost,
    terms.validity,
    study.workload,
    study.level,
    study.prerequisites,
    study.credit,
    study.participation,
)
_OF_ANY_PART: tuple[_Pattern, ...] = (assessing.standard, assessing.proctoring)

OF_OTHER_THINGS: dict[str, re.Pattern[str]] = {
    "cost": terms.OTHER_MONEY,
    "workload": study.OTHER_TIME,
    "assessment_type": assessing.OTHER_TESTS,
    "assessment_standard": assessing.OTHER_MARKS,
    "validity": terms.OTHER_VALIDITY,
    "external_credit": study.OTHER_CREDIT,
}
"""Words that show that an amount, a time, an exam … is that of something else than the program."""


def extract(written: Written) -> Reading:
    """The programs of a document with the facts that the patterns find: an ``Extractor``."""
    return recording.programs(written, find)


def find(subject: Subject) -> Iterator[Found]:
    """What the patterns find of one program, in the order of the document."""
    for statement in statements(subject.parts):
        own_names = subject.title, subject.provider or "", statement.part.heading
        if len(statement.text) <= LONGEST_STATEMENT and may_be_taken(statement, *own_names):
            yield from (
                found
                for found in _in(statement)
                if not is_about_another_thing(found.fact, statement.part.heading, subject.title)
            )


def is_about_another_thing(fact: str, heading: str, title: str) -> bool:
    """Whether the heading says so: "Cancellation", "Admission". The program's own title may say anything."""
    words = OF_OTHER_THINGS.get(fact)
    return words is not None and heading != title and words.search(heading) is not None


def _in(statement: Statement) -> Iterator[Found]:
    claims = [(fact, value, denied) for fact, value, denied in assessing.methods(statement)]
    whole = () if is_of_a_component(statement) else _OF_THE_WHOLE
    for pattern in (*whole, *_OF_ANY_PART):
        claims += [(fact, value, False) for fact, value in pattern(statement)]
    if not claims:
        return
    # A bullet between a label and its value is no part of the statement: then the value is quoted.
    quote = quoted(statement.paragraph, statement.text) or quoted(
        statement.paragraph, statement.value
    )
    if quote:
        for fact, value, denied in claims:
            yield Found(fact, value, quote, statement.part, denied)
