"""What a language model claims to have read → a typed value, or why it is refused.

The model chooses the words; what they mean is decided here. A claim must be borne by its quote alone.
"""

import re
from collections.abc import Callable
from typing import Any

from advisor_bot.catalog.extraction.cues import (
    any_of,
    is_negated,
    is_of_a_component,
    may_be_taken,
)
from advisor_bot.catalog.extraction.found import IDENTIFIED, Found
from advisor_bot.catalog.extraction.patterns import (
    OF_OTHER_THINGS,
    assessing,
    is_about_another_thing,
    study,
    terms,
)
from advisor_bot.catalog.extraction.quoting import numbers, quoted
from advisor_bot.catalog.extraction.statements import Statement, statements
from advisor_bot.catalog.extraction.written import Part
from advisor_bot.catalog.facts import AssessmentStandard, Price
from advisor_bot.catalog.readers.values import level_in, prices_in, proctoring_in, workload_in

NOT_QUOTED = "its words do not stand in the document"
OTHER_FIGURES = "its figures do not stand in the words quoted"
NOT_BORNE = "the words quoted do not say it for certain"


class Refused(Exception):
    """The claim cannot be recorded; the message is one of the three reasons above."""


def checked(fact: str, value: str, quote: str, part: Part, title: str, provider: str) -> Found:
    """The claim that ``part`` says in ``quote`` that ``fact`` is ``value``, of the program ``title`` of
    ``provider``. Raises Refused."""
    words = quoted(part.text, quote)
    if words is None:
        raise Refused(NOT_QUOTED)
    if not numbers(value) <= numbers(words):
        raise Refused(OTHER_FIGURES)
    if not all(
        _lets_stand(around, words, fact, part, title, provider) for around in _around(words, part)
    ):
        raise Refused(NOT_BORNE)
    if fact in _OF_THE_WHOLE and is_of_a_component(Statement(words, "", words, part)):
        raise Refused(NOT_BORNE)
    typed = _VALUES[fact](value, words)
    if typed is None:
        raise Refused(NOT_BORNE)
    return Found(fact, typed, words, part)


def _around(words: str, part: Part) -> list[str]:
    """The statements that ``words`` are from: all that hold them, or those that they are made of."""
    said = [statement.text for statement in statements([part])]
    if around := [text for text in said if quoted(text, words)]:
        return around
    inside = [text for text in said if quoted(words, text)]
    # Of words that begin or end within a sentence that is not wholly theirs, nothing can be told.
    return inside if " ".join(inside) == words else [""]


def _lets_stand(around: str, words: str, fact: str, part: Part, title: str, provider: str) -> bool:
    """Whether the statement leaves ``words`` their meaning: half a sentence may be denied or hedged by
    its other half, and an amount may be that of something else."""
    others = OF_OTHER_THINGS.get(fact)
    if not around or is_negated(around.replace(words, "", 1)):
        return False
    if (others and others.search(around)) or is_about_another_thing(fact, part.heading, title):
        return False
    return may_be_taken(Statement(around, "", around, part), title, provider, part.heading)


def _provider(value: str, words: str) -> str | None:
    return value if _ISSUES.search(words) and quoted(words, value) else None


def _cost(value: str, words: str) -> tuple[Price, ...] | None:
    """As the quote itself has it where that can be read ("Exam fee | USD 300" is more than "USD 300")."""
    claimed = prices_in(value)
    said = [prices for statement in _said(words) for _, prices in terms.cost(statement)]
    if stated := [price for prices in said for price in prices]:
        sums = set(map(_sum, claimed))
        return tuple(price for price in stated if _sum(price) in sums) or None
    sums = set(map(_sum, prices_in(words)))
    if not claimed or (sums and not sums.issuperset(map(_sum, claimed))):
        return None
    return claimed if all(_is_borne(price, words) for price in claimed) else None


def _is_borne(price: Price, words: str) -> bool:
    if price.amount == 0 and not re.search(
        r"\bfree\b|\bno (?:cost|fee|charge)\b", words, re.IGNORECASE
    ):
        return False
    if (
        price.amount
        and price.currency not in words
        and _SIGNS.get(price.currency, "\0") not in words
    ):
        return False
    monthly = re.search(r"\bmonth|/ ?mo\b", words, re.IGNORECASE) is not None
    yearly = re.search(r"\byear|\bannual|\bannum", words, re.IGNORECASE) is not None
    if price.covers == "program" and _OTHER_COSTS.search(words):
        return False
    if (price.per == "month") != monthly or (price.per == "year") != yearly:
        return False
    return price.condition is None or quoted(words, price.condition) is not None


def _sum(price: Price) -> tuple[object, ...]:
    return price.amount, price.up_to, price.currency, price.per


def _workload(value: str, words: str) -> Any:
    units = re.findall(r"hour|day|week|month|year", value, re.IGNORECASE)
    stated = workload_in(value)
    return stated if all(unit.lower() in words.lower() for unit in units) else None


def _level(value: str, words: str) -> Any:
    stated = level_in(value)
    named = {level_in(word) for word in re.findall(r"\w+", words)} - {None}
    return stated if named == {stated} or (named and stated == "all levels") else None


def _methods(value: str, words: str) -> Any:
    if study.NONE.fullmatch(value):
        return ("none",) if assessing.NOT_ASSESSED.search(words) else None
    claimed = [method for method, denied in assessing.methods_named(value) if not denied]
    named = {method for method, denied in assessing.methods_named(words) if not denied}
    return tuple(dict.fromkeys(claimed)) if claimed and named.issuperset(claimed) else None


def _standard(value: str, words: str) -> AssessmentStandard | None:
    if numbers(value):
        says = _PASSES.search(words) and not is_negated(words) and len(value) <= 60
        return AssessmentStandard(text=words, pass_mark=value) if says else None
    return AssessmentStandard(text=words) if assessing.AGAINST.search(words) else None


def _proctoring(value: str, words: str) -> Any:
    claimed = proctoring_in(value)
    found = {stated for said in _said(words) for _, stated in assessing.proctoring(said)} - {
        IDENTIFIED
    }
    stated = found.pop() if len(found) == 1 else None
    agree = claimed == stated or (claimed, stated) == ("supervised", "supervised with ID")
    return stated if agree else None


def _validity(value: str, words: str) -> Any:
    stated = terms.validity_in(value, words)
    if stated is None or not re.search(r"valid|expir|renew|recertif", words, re.IGNORECASE):
        return None
    if not stated.expires:
        return stated if terms.FOREVER.search(words) else None
    unit = "year" if "year" in value.lower() else "month"
    return stated if unit in words.lower() and not is_negated(words) else None


def _credit(value: str, words: str) -> Any:
    found = [credit for said in _said(words) for _, credit in study.credit(said)]
    claimed = [credit for said in _said(value) for _, credit in study.credit(said)]
    same = len(found) == len(claimed) == 1 and found[0][0].amount == claimed[0][0].amount
    return found[0] if same else None


def _prerequisites(value: str, words: str) -> tuple[str, ...] | None:
    if study.NONE.fullmatch(value):
        said = [texts for said in _said(words) for _, texts in study.prerequisites(said)]
        return ("none",) if said == [("none",)] else None
    return (value,) if quoted(words, value) and not is_negated(words) else None


def _said(words: str) -> list[Statement]:
    return list(statements([Part("", 0, "", words)]))


_ISSUES = any_of(r"""
    (?:offered|issued|awarded|provided|delivered|developed|run|granted|certified) by
    provider|issuer|awarding (?:body|organi[sz]ation|institution)
""")
_OTHER_COSTS = any_of(r"exam\w*|renew\w*|recertif\w*|member\w*|each|per (?:course|module|credit)")
_PASSES = any_of(r"pass\w*|minimum|at least|score\w*|required")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥"}
_OF_THE_WHOLE = frozenset({"cost", "workload", "validity", "external_credit", "level"})
_VALUES: dict[str, Callable[[str, str], Any]] = {
    "provider": _provider,
    "cost": _cost,
    "workload": _workload,
    "level": _level,
    "assessment_type": _methods,
    "assessment_standard": _standard,
    "proctoring": _proctoring,
    "validity": _validity,
    "external_credit": _credit,
    "prerequisites": _prerequisites,
}
KINDS = tuple(_VALUES)
