"""What it takes to take it, and what it counts for: time, level, prerequisites, credit."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from advisor_bot.catalog.extraction.cues import (
    PROGRAM,
    any_of,
    is_labelled,
    is_negated,
    label,
)
from advisor_bot.catalog.extraction.statements import Statement
from advisor_bot.catalog.facts import Credit
from advisor_bot.catalog.readers.values import level_in, participation_in, workload_in

_TIME_LABEL = label(r"""
    (?:(?:course|programm?e?|total|estimated|typical|expected|study|training) )*(?:duration|length)
    (?:(?:total|estimated|typical|expected|study|student) )*(?:workload|effort)
    time commitment|time to complete|time required|hours of study
    (?:total |estimated )?(?:study|learning|contact|training) (?:time|hours|load|effort)
    how long (?:does it|does the \w+|will it) (?:take|last)
""")
_N = r"(?:\d{1,4}(?:[.,]\d{1,2})?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SPAN = rf"{_N}(?:\s?(?:-|–|—|to)\s?{_N})?[\s-]?(?:hours?|hrs?|days?|weeks?|months?|years?)"
_ROUGHLY = "(?:about |around |approximately |roughly )?"
_WEEKLY = (
    rf"(?:,?\s*(?:at|of|with|for|and|requiring|\()?\s*{_ROUGHLY}{_N}"
    r"(?:\s?(?:-|–|to)\s?\d+)? hours?(?: of (?:study|work))? ?(?:per|a|each|/) ?week\)?)?"
)
_TAKES = re.compile(
    rf"\b(?:the|this|our) (?:[\w-]+ ){{0,4}}?{PROGRAM} (?:normally |typically |usually |generally )?"
    r"(?:takes|lasts|runs|requires|spans|consists of|comprises|is|has a (?:duration|workload) of) "
    r"(?:(?:only|just|some|a total of|over|in|for|you|learners|participants|students) ){0,3}"
    rf"{_ROUGHLY}(?P<span>{_SPAN}{_WEEKLY})"
    r"(?! (?:old|ago|of (?:access|experience)|access|modules?|per module|each))",
    re.IGNORECASE,
)
_LONG = re.compile(
    rf"(?:^(?:this|the|our|an?)|\bis an?) (?P<span>{_N}[\s-](?:hour|day|week|month|year))\b"
    rf"(?! (?:of|access|experience))(?:[ ,](?:[\w-]+[ ,]+){{0,4}}){PROGRAM}\b",
    re.IGNORECASE,
)
_A_WEEK = re.compile(rf"{_ROUGHLY}(\d{{1,2}}) hours? (?:per|a|each) week\.?", re.IGNORECASE)
OTHER_TIME = any_of(r"""
    modules?|units?|lessons?|exams?|examination|tests?|webinars?|videos?|sessions?|quiz\w*
    each course|project|capstone
    access|valid\w*|renew\w*|expir\w*|recertif\w*|refund|guarantee|response|support|first|second|last|predecessor
    experience|internships?|placements?|salary|career|jobs?|founded|since|every|old|ago|within
""")

_LEVEL_LABEL = label(
    "(?:(?:skill|course|program|programme|experience|difficulty) )?(?:level|difficulty)"
)
_LEVEL = "(?P<level>beginner|entry|introductory|intermediate|advanced|foundation)"
_WORDS = r"(?:[\w-]+ ){0,3}?"
_LEVELS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:this|it)(?: {_WORDS}{PROGRAM})? is an? {_LEVEL}(?:[- ]level)? {_WORDS}{PROGRAM}\b",
        rf"^an? {_LEVEL}[- ]level {_WORDS}{PROGRAM}\b",
        rf"\b{PROGRAM} is (?:designed |suitable |intended |meant )?(?:for|at) (?:\w+ )?"
        r"(?P<level>beginner|intermediate|advanced)(?:s|[- ]level)?\b",
    )
)
_OTHER_LEVEL = any_of("and|or|to|from|next|first|after|before|then|followed")

_PREREQUISITE_LABEL = label(r"""
    pre-?requisites?|(?:required )?prior knowledge|(?:entry|admission) requirements?|entry qualifications?
""")
NONE = label(r"(?:none|no|no prerequisites?|none required|n/a|not required|nothing)\.?")
_NO_PREREQUISITES = re.compile(
    r"\b(?:there(?: are|[’']s)|has|have|with|requires) no (?:formal |specific |special |entry )*"
    r"(?:pre-?requisites?|entry requirements)\b|"
    r"^no (?:formal |specific |special )*(?:pre-?requisites?|entry requirements)"
    r"(?: (?:are|is))?(?: (?:required|needed|necessary))?[.,]?",
    re.IGNORECASE,
)
_LONGEST_PREREQUISITE = 300

_System = Literal["ECTS", "CEU", "CPD", "semester hours"]
_AMOUNT = r"\d{1,3}(?:[.,]\d{1,2})?"
_SYSTEMS: tuple[tuple[_System, str], ...] = (
    ("ECTS", r"ECTS(?:[- ]?(?:credits?|points?|CP))?"),
    ("CEU", r"(?:CEUs?|continuing education units?(?: \(CEUs?\))?)"),
    ("CPD", r"CPD(?: (?:hours?|points?|credits?|units?))?"),
    ("semester hours", r"(?:US )?semester (?:credit )?hours?"),
)
_CREDITS = tuple(
    (
        system,
        re.compile(
            rf"(?<![\d.,/–-])(?P<before>{_AMOUNT})[\s-]*{words}(?!\w)|"
            rf"\b{words}\s*[:|]\s*(?P<after>{_AMOUNT})(?![\d.,]*\s?\w)",
            re.IGNORECASE,
        ),
    )
    for system, words in _SYSTEMS
)
_ACE = re.compile(r"\bACE\b|American Council on Education")
_NZ = re.compile(r"\b(?:NZQA|NZQF|NZQCF)\b")
_NZ_CREDIT = re.compile(
    rf"(?<![\d.,])(?P<amount>{_AMOUNT}) credits?(?: at)?,? \(?(?P<level>level \d{{1,2}})",
    re.IGNORECASE,
)
OTHER_CREDIT = re.compile(
    r"=|\d\s*(?:-|–|to)\s*\d|"
    + any_of(r"""
        admission|admitted|prerequisite\w*|entry|bachelor\w*|master[’']?s?|corresponds?|equals?|equivalent|module
        every|annual\w*|per year|each|per|renew\w*|recertif\w*|maintain\w*|keep
        up to|maximum|max|minimum|at least|between|range|total of|of the
    """).pattern,
    re.IGNORECASE,
)
_MODE_LABEL = label(r"""
    mode|format|delivery|participation|study mode|(?:course|learning) format
    mode of (?:study|delivery|participation)|delivery (?:mode|method|format)
""")


def workload(statement: Statement) -> Iterator[tuple[str, Any]]:
    """Hours a week alone are no workload yet: they are given as a float, to go with a duration."""
    if is_labelled(statement, _TIME_LABEL):
        stated = workload_in(statement.value.rstrip("."))
        weekly = _A_WEEK.fullmatch(statement.value)
        if stated or weekly:
            yield "workload", stated or float(weekly[1] if weekly else 0)
            return
    if OTHER_TIME.search(statement.text) or is_negated(statement.text) or statement.label:
        return
    if (found := _TAKES.search(statement.text) or _LONG.search(statement.text)) and (
        stated := workload_in(re.sub(r"[()]|\brequiring\b", " ", found["span"]))
    ):
        yield "workload", stated


def level(statement: Statement) -> Iterator[tuple[str, Any]]:
    if is_labelled(statement, _LEVEL_LABEL) and (named := level_in(statement.value)):
        yield "level", named
    elif not statement.label and not is_negated(statement.text):
        for pattern in _LEVELS:
            if (found := pattern.search(statement.text)) and not _OTHER_LEVEL.search(found[0]):
                yield "level", level_in(found["level"])
                return


def prerequisites(statement: Statement) -> Iterator[tuple[str, Any]]:
    if is_labelled(statement, _PREREQUISITE_LABEL):
        if NONE.fullmatch(statement.value) or _NO_PREREQUISITES.search(statement.value):
            yield "prerequisites", ("none",)
        elif len(statement.value) <= _LONGEST_PREREQUISITE:
            yield "prerequisites", (statement.value,)
    elif not statement.label and _NO_PREREQUISITES.search(statement.text):
        yield "prerequisites", ("none",)


def credit(statement: Statement) -> Iterator[tuple[str, Any]]:
    if is_negated(statement.text) or OTHER_CREDIT.search(statement.text):
        return
    for system, pattern in _CREDITS:
        if len(found := list(pattern.finditer(statement.text))) == 1:
            amount = _number(found[0]["before"] or found[0]["after"])
            is_ace = system == "semester hours" and _ACE.search(statement.text)
            if amount > 0:
                yield (
                    "external_credit",
                    (Credit(system="ACE" if is_ace else system, amount=amount),),
                )
    if _NZ.search(statement.text) and (nz := _NZ_CREDIT.search(statement.text)):
        amount = _number(nz["amount"])
        if amount > 0:
            stated = Credit(system="NZQA", amount=amount, level=nz["level"].lower())
            yield "external_credit", (stated,)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def participation(statement: Statement) -> Iterator[tuple[str, Any]]:
    if statement.label and is_labelled(statement, _MODE_LABEL):
        modes = participation_in(statement.value) if len(statement.value) <= 60 else ()
        if modes:
            yield "participation_mode", modes
