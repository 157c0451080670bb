"""How it is assessed, against what, and whether anybody watches."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from advisor_bot.catalog.extraction.cues import any_of, is_labelled, is_negated, label
from advisor_bot.catalog.extraction.found import IDENTIFIED
from advisor_bot.catalog.extraction.statements import Statement
from advisor_bot.catalog.facts import AssessmentMethod, AssessmentStandard, Proctoring
from advisor_bot.catalog.readers.values import proctoring_in

_ASSESSMENT = "(?:assessments?|examination|exam|evaluation|grading)"
_LABEL = label(rf"""
    (?:final |type of |methods? of |method\(s\) of |course )?{_ASSESSMENT}
    {_ASSESSMENT} (?:and|&) \w+|{_ASSESSMENT} (?:methods?|types?|formats?|procedure)
    assessed (?:by|through)
    how (?:you are|it is|you will be|you[’']ll be|learners are) (?:assessed|graded|evaluated)
""")
_METHODS: Sequence[tuple[AssessmentMethod, re.Pattern[str]]] = (
    ("quiz", any_of("quiz|quizzes|knowledge checks?")),
    (
        "exam",
        any_of("""
            exams?|examinations?|multiple[- ]choice papers?
            tests?(?! (?:cent|environment|taker|data|case|result|prep))
            (?:written|multiple[- ]choice|final|closing|theory|oral|end-of-course) tests?
        """),
    ),
    ("project", any_of("projects?|capstone")),
    ("portfolio", any_of("(?:e-?)?portfolios?")),
    (
        "observation",
        any_of("""
            (?:direct |workplace |structured )observations?|observation (?:by|in|at|of)
            observed (?:by|in|at|during|assessment|practice)
        """),
    ),
    (
        "peer review",
        any_of("peer[- ]?(?:review(?:ed|s)?|graded|assess(?:ed|ment)|evaluat(?:ed|ion))"),
    ),
)
_ASSESSES = any_of(r"""
    assessed|evaluated|graded|examined|submit|you are observed
    (?:ends?|concludes?|closes|finish(?:es)?) with
    (?:must|need to|have to|required to|has to) (?:pass|complete|submit|sit|take)
    (?:complete|completes) an? (?:\w+ ){0,2}(?:project|capstone|portfolio)
    (?:final|closing|written|oral|online|proctored|multiple[- ]choice) (?:exam|examination|test)
    (?:certification|certificate|end-of-course) (?:exam|examination|test)
    (?:by|upon|after|on) passing|(?:pass|take|sit|is|with|no) (?:the|an?|this)? ?(?:exam|examination)
""")
_THE_EXAM = re.compile(
    r"(?:the|an?|this|your) (?:[\w-]+ ){0,2}?(?:exam|examination|test)\b", re.IGNORECASE
)
OTHER_TESTS = any_of(r"""
    prepar\w*|ready|helps?|learn|teach\w*|trains?|equips?|aims?|goals?|confidence|how to|skills?
    (?:practi[cs]e|mock) (?:exams?|tests?|quiz\w*)|ungraded|non-graded|self-check|voucher|boot ?camp
    covers|topics?|tips|guide|stress|careers?|job|employers?|managers?
    entrance|admission|admitted|prerequisite\w*|before (?:enrol\w*|joining|starting|applying)|placement
    similar|exempt\w*|waive\w*|external|third[- ]party|their|towards?|credit for
    medical|eye|physical|drug|blood|pen(?:etration)?|software|unit|a/b|covid|resume|cv|linkedin
    dates?|register\w*|registration|fees?|costs?|price|refund
""")
_PERCENT_OF = re.compile(r"(?:%|per ?cent|percent) of\b", re.IGNORECASE)
NOT_ASSESSED = any_of(r"""
    (?:there is|there are|has|have|with|is|involves|requires) no (?:formal |final |graded )?assessments?
    no (?:formal |final |graded )?assessments? (?:is |are )?(?:required|involved|needed|takes? place)
    (?:is|are)(?: not|n[’']t) assessed|without (?:any |an )?assessment
""")
_CLAUSE = re.compile(r"[;:.]|,?\s+\b(?:but|however|instead|rather|yet)\b|\s[–—-]\s", re.IGNORECASE)

_PERCENT = r"\d{1,3}(?:[.,]\d)?\s?(?:%|per ?cent)"
_POINTS = r"\d{2,4}(?: points)?(?: (?:out )?of (?:a possible )?\d{2,4}(?: points)?)"
_MARK = rf"(?P<mark>{_PERCENT}|{_POINTS})"
_PASS_MARKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:pass(?:ing)?|minimum)[- ](?:mark|score|grade|threshold)s?"
        rf"(?: (?:is|of|for [\w ]{{1,40}} is))?[:\s|]*(?:at least |a minimum of |set at )?{_MARK}",
        rf"\b(?:score|scoring|achieve|obtain|mark|grade|result|reach|answer|earn)\b[^.;\d]{{0,30}}{_MARK}",
        rf"{_MARK} (?:or (?:more|higher|above|better) )?(?:is |are )?(?:required |needed )?to pass\b",
    )
)
_SCALED = re.compile(
    r"pass(?:ing)? score(?: is)?[:\s|]*"
    r"(?P<mark>\d{2,4}(?: \(?(?:on|of) a scale of [\d–—-]+(?: (?:to )?\d+)?\)?)?)\.?",
    re.IGNORECASE,
)
_TESTED = any_of(r"pass\w*|exam\w*|test|quiz\w*|assess\w*|graded?|project")
OTHER_MARKS = any_of(r"""
    pass rate|success rate|completion rate|attend\w*|rated|satisf\w*|discount|admission|entry|high school|gpa
    of (?:our |all )?(?:learners|students|participants|graduates|candidates)
""")
AGAINST = re.compile(
    r"\b(?:assessed|evaluated|graded|marked|judged|measured)\b[^.;]{0,60}?"
    r"\b(?:against|according to|using|with|by)\b[^.;]{0,60}?\b(?:rubrics?|criteria|standards?)\b",
    re.IGNORECASE,
)
_CRITERIA_LABEL = label("(?:assessment|grading|marking) (?:criteria|rubric|standards?)")
_LONGEST_STANDARD = 400

_WATCHED = any_of(r"""
    (?:un)?(?:proctor\w*|invigilat\w*)|under (?:exam )?supervision
    (?:un)?supervised (?:\w+ ){0,2}(?:exams?|examinations?|tests?|assessments?)
    (?:exams?|examinations?|tests?|assessments?)[^.;]{0,40} (?:un)?supervised
""")
_UNWATCHED = re.compile(
    r"\bun(?:proctored|supervised|invigilated)\b|\bnon-proctored\b|"
    r"(?:\bnot|\bnever|n[’']t|\bwithout|\bno) (?:\w+ ){0,2}(?:proctor|invigilat|supervis)",
    re.IGNORECASE,
)
_ID = any_of(r"""
    (?:photo|government[- ]issued|valid|official) (?:photo )?(?:id|identification|identity document)
    passport|identity (?:check|verification|document)
    (?:identity|id) (?:is|must be|will be) (?:checked|verified)
    (?:check|verif)\w* (?:of )?(?:(?:your|the|each|their) )?(?:\w+[’']?s?[’']? )?(?:identity|ids?)
""")
_SHOWN = any_of(r"candidates?|exam\w*|test[- ]takers?")
_WATCHING_LABEL = label("(?:exam )?(?:proctoring|proctored|invigilation|supervision)")
OTHER_WATCH = any_of("practice|clinical|placement|research|thesis|fees?|costs?|become|project|or")


def methods(statement: Statement) -> Iterator[tuple[str, Any, bool]]:
    """``assessment_type``, each with whether the statement denies it."""
    is_label = is_labelled(statement, _LABEL)
    if NOT_ASSESSED.search(statement.text) or (
        is_label and re.fullmatch(r"(?:none|no assessment|not assessed)\.?", statement.value, re.I)
    ):
        yield "assessment_type", ("none",), False
        return
    if statement.label and not is_label:
        return
    if not (is_label or _ASSESSES.search(statement.text) or _THE_EXAM.match(statement.text)):
        return
    if OTHER_TESTS.search(statement.value) or _PERCENT_OF.search(statement.value):
        return
    for method, denied in methods_named(statement.value):
        yield "assessment_type", (method,), denied


def methods_named(text: str) -> Iterator[tuple[AssessmentMethod, bool]]:
    """The methods that ``text`` names, each with whether it denies it: "no exam" does; "the exam is not
    proctored" says that there is one; "the exam is not …" may say either, and is left out."""
    for clause in _CLAUSE.split(text):
        for method, pattern in _METHODS:
            if found := pattern.search(clause):
                before, after = clause[: found.start()], clause[found.end() :]
                if is_negated(before):
                    yield method, True
                elif not is_negated(after) or _UNWATCHED.search(after):
                    yield method, False


def standard(statement: Statement) -> Iterator[tuple[str, Any]]:
    if len(statement.text) > _LONGEST_STANDARD:
        return
    if OTHER_MARKS.search(statement.text) or is_negated(statement.text):
        return
    marks = _pass_marks(statement.text)
    if len(marks) == 1:
        yield "assessment_standard", AssessmentStandard(text=statement.text, pass_mark=marks.pop())
    elif not marks and (AGAINST.search(statement.text) or is_labelled(statement, _CRITERIA_LABEL)):
        yield "assessment_standard", AssessmentStandard(text=statement.text)


def _pass_marks(text: str) -> set[str]:
    """Two different marks are for two different things, which cannot be told apart here."""
    if not _TESTED.search(text) or len(set(re.findall(r"\d[\d.,]*\s?%", text))) > 1:
        return set()
    found = {
        " ".join(match["mark"].split())
        for pattern in _PASS_MARKS
        for match in pattern.finditer(text)
    }
    scaled = None if found else _SCALED.fullmatch(text)
    return {scaled["mark"]} if scaled else found


def proctoring(statement: Statement) -> Iterator[tuple[str, Any]]:
    """Identity checked is no supervision yet: it is given apart, to go with a sentence that has it."""
    if statement.label and _WATCHING_LABEL.fullmatch(statement.label):
        watching = proctoring_in(statement.value)
    else:
        watching = watching_in(statement.text)
    if watching:
        yield "proctoring", watching
    elif _says_identified(statement.text):
        yield "proctoring", IDENTIFIED


def _says_identified(text: str) -> bool:
    says = _ID.search(text) and _SHOWN.search(text)
    return bool(says) and not is_negated(text) and not OTHER_WATCH.search(text)


def watching_in(text: str) -> Proctoring | None:
    """What a sentence says of proctoring, if it does for certain."""
    if OTHER_WATCH.search(text) or not _WATCHED.search(text):
        return None
    if _UNWATCHED.search(text):
        return "none"
    if is_negated(text):
        return None
    return "supervised with ID" if _ID.search(text) else "supervised"
