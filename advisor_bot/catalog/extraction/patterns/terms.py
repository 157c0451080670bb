"""Cost, and how long the credential holds."""

import re
from collections.abc import Iterator
from typing import Any

from advisor_bot.catalog.extraction.cues import (
    PROGRAM,
    any_of,
    is_labelled,
    is_negated,
    label,
)
from advisor_bot.catalog.extraction.statements import Statement
from advisor_bot.catalog.facts import Price, Validity
from advisor_bot.catalog.readers.values import prices_in

_KIND_OF_FEE = (
    "total|course|program|programme|tuition|registration|enrol?ment|exam|examination|certification|certificate|"
    "list|regular|standard|full|training|renewal|recertification|membership"
)
_COST_LABEL = label(rf"""
    (?:(?:{_KIND_OF_FEE})\s+)*(?:costs?|fees?|price|pricing|tuition|investment)(?:\s*\([^)]*\))?
    (?:costs?|fees?|price|pricing|tuition) (?:and|&) (?:registration|enrol?ment|payment|financing|dates)
    how much (?:does it|does the \w+|is it|will it) ?(?:cost)?
""")
_COSTS = re.compile(
    rf"\b(?:{PROGRAM}|it|exam|examination|tuition|fee|fees|price|enrol?ment|registration|participation|"
    r"membership|renewal|recertification)\b[^.;]{0,60}?"
    r"\b(?:costs?|is priced at|(?:fees?|price|tuition) (?:is|are|of)|are|is|amounts? to)\b",
    re.IGNORECASE,
)
_PRICE_WORD = any_of("costs?|fees?|priced?|prices|tuition|free|charge|payable")
OTHER_MONEY = any_of(r"""
    salar\w*|earn\w*|wages?|revenue|turnover|profit|market|budget|invest(?:ed|s)?|raised|employers?|worth|value
    fund\w*|grants?|scholarships?|sponsor\w*|prizes?|awards? of|penalt\w*|fines?|refund\w*|deposit|instal\w*
    late|resits?|re-?takes?|re-?sits?|cancel\w*|replacement|duplicate|reprint\w*|applications?|admin\w*|transfer
    shipping|parking|hotel|travel|lunch|coffee|wi-?fi|books?|textbooks?|materials?|toolkit|damage|breach\w*
    vouchers?|coupons?|promo\w*|discount\w*|save|off|audit\w*|bachelor\w*|master[’']?s?|degree
    feel free|free time|free trial|free sample|free webinar|free consultation|toll|hassle|gluten|call us|phone
    will be|from (?:\d{1,2} )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*
""")
_INCLUDED = re.compile(r"\binclud(?:es|ing|ed)\b.*", re.IGNORECASE | re.DOTALL)
_VERB = re.compile(r"^(.*)\b(?:costs?|is|are|amounts? to)\b\s*(?:priced at|completely|entirely)?")
_FOR_WHOM = any_of("for|if|members?|students?|alumni|early|before|until")
_NO_CONDITION = re.compile(
    r"^(?:the |this |our )?(?:[\w-]+ ){0,3}?(?:fees?|tuition|price|charge) of\b|"
    r"\b(?:per|a|each) (?:month|year|annum)\b|,?\s*including .*$|"
    r"\bfree(?: of (?:charge|cost))?\b|\bat no (?:cost|charge)\b",
    re.IGNORECASE,
)

_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"eighteen": 18, "twenty-four": 24, "thirty-six": 36}
_SPAN = rf"([1-9]\d?|{'|'.join(_WORDS)})(?:\s*\(\d{{1,2}}\))?[\s-]*(years?|months?)"
FOREVER = any_of(r"""
    (?:does|do|will|shall) not (?:ever )?expire|(?:does|do|wo)n[’']t expire|never expires?
    (?:no|not have an?|n[’']t have an?) expir(?:y|ation)(?: date)?|has lifetime validity
    (?:is|are|remains?) valid (?:for life|for a lifetime|indefinitely|forever)
""")
_HOLDS = tuple(
    re.compile(rf"\b{words} {_SPAN}(?! (?:of|from|after)\b)", re.IGNORECASE)
    for words in (
        r"(?:is|are|remains?|stays?) (?:now )?(?:valid|current|good) for(?: a period of)?",
        r"(?:certificate|certification|credential|badge)[:|]? valid for",
        r"expires? (?:after|in)",
        r"(?:renewed?|recertify|recertified|(?:renewal|recertification) (?:is )?required)"
        r"[^.;]{0,30}? every",
    )
)
_VALIDITY_LABEL = label(r"""
    (?:(?:certificate|certification|credential|badge) )?(?:validity|expiry|expiration|expires)
    validity period|valid for
    (?:renewal|recertification)(?: cycle)?
""")
_VALIDITY_VALUE = re.compile(
    rf"(?:valid for |after |every |for )?{_SPAN}(?:\W.*)?", re.IGNORECASE | re.DOTALL
)
_FOREVER_VALUE = label(
    r"(?:none|never|no expir(?:y|ation)|does not expire|lifetime|for life|unlimited|indefinite(?:ly)?)\.?"
)
_CREDENTIAL = any_of(r"certificat\w+|credentials?|badges?|designation|qualification|recertif\w+")
OTHER_VALIDITY = any_of(r"""
    access|vouchers?|offers?|discounts?|enrol\w*|subscriptions?|visas?|prices?|fees?|scores?|registrations?|quote
    eligib\w*|logins?|passwords?|memberships?|links?|contract\w*|accredit\w*|driving|passport|ssl|employ\w*|warranty
    experience|module|our (?:certificates|credentials|badges|certifications)
""")


def cost(statement: Statement) -> Iterator[tuple[str, Any]]:
    if OTHER_MONEY.search(_INCLUDED.sub("", statement.text)):
        return
    is_label = is_labelled(statement, _COST_LABEL)
    if not is_label and (
        statement.label
        or not (_COSTS.search(statement.text) and _PRICE_WORD.search(statement.text))
    ):
        return
    if prices := prices_in(statement.text):
        yield "cost", tuple(_tidied(price, statement.label) for price in prices)


def _tidied(price: Price, label: str) -> Price:
    """Without the words of the statement that are no condition: "The program costs … for members"."""
    if price.condition is None:
        return price
    condition = price.condition.removeprefix(label).strip(" .,;:|–—-")
    if (verb := _VERB.match(condition)) and not _FOR_WHOM.search(verb[1]):
        condition = condition[verb.end() :]
    condition = _NO_CONDITION.sub("", condition).strip(" .,;:|–—-")
    return price.model_copy(update={"condition": condition or None})


def validity(statement: Statement) -> Iterator[tuple[str, Any]]:
    if OTHER_VALIDITY.search(statement.text):
        return
    if is_labelled(statement, _VALIDITY_LABEL) and (
        stated := validity_in(statement.value, statement.text)
    ):
        yield "validity", stated
        return
    if not _CREDENTIAL.search(f"{statement.text} {statement.part.heading}"):
        return
    if FOREVER.search(statement.text):
        yield "validity", Validity(expires=False)
    elif not is_negated(statement.text):
        for pattern in _HOLDS:
            for span in pattern.finditer(statement.text):
                yield "validity", _for(span[1], span[2], statement.text)


def validity_in(value: str, statement: str) -> Validity | None:
    """The validity that ``value`` wholly is ("3 years", "does not expire"), as ``statement`` has it."""
    if _FOREVER_VALUE.fullmatch(value):
        return Validity(expires=False)
    found = _VALIDITY_VALUE.fullmatch(value)
    return _for(found[1], found[2], statement) if found and not is_negated(value) else None


def _for(number: str, unit: str, statement: str) -> Validity:
    count = int(number) if number.isdigit() else _WORDS[number.lower()]
    months = count * (12 if unit.lower().startswith("year") else 1)
    renews = re.search(r"renew|recertif", statement, re.IGNORECASE)
    return Validity(expires=True, months=months, renewal=statement if renews else None)
