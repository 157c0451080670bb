"""Prices as people write them → ``Price``, or nothing where they leave a doubt."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Literal, TypeVar

from advisor_bot.catalog.facts import Price
from advisor_bot.catalog.readers.values.amounts import (
    DOLLARS,
    Money,
    amounts_in,
    code_of,
    decimal_of,
)
from advisor_bot.catalog.readers.values.text import one_line

LONGEST_TEXT = 300
"""What is longer is prose, in which a price may be anybody's."""

_BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre)\b([^;]{1,60}?)\b(?:and|und|y|et)\b", re.IGNORECASE
)
_PARTING = re.compile(
    r"[;|,(]|\s\+\s|\b(?:plus|or|and|oder|und|o|y|ou|et)\b|(?<=\.)\s", re.IGNORECASE
)
_DOUBT = re.compile(
    r"\b(?:no|not|kein\w*|ohne|save|saves?|savings?|off|discount\w*|rabatt|descuento|instead|was|statt|worth|"
    r"values?|salary|earn\w*|gehalt|up\s+to|upto|max\w*|under|below|less|bis\s+zu|hasta|trial|approx\w*|"
    r"about|around|circa|ca|etwa|estimated|average|million|mio|mn|billion|instal?lments?|raten|cuotas)\b|"
    r"\d\s*(?:[x×]|payments)|~|≈|<",
    re.IGNORECASE,
)
_A = r"(?:/|\b(?:per|a|an|each|every|pro|im|je|por|al|par)\b)\s*"
_PERIODS: tuple[tuple[Literal["month", "year"], re.Pattern[str]], ...] = (
    (
        "month",
        re.compile(
            _A
            + r"(?:months?|mo|mth|monat|mes|mois)\b\.?|\b(?:monthly|monatlich|mensual|mensuel)\b",
            re.I,
        ),
    ),
    (
        "year",
        re.compile(
            _A
            + r"(?:years?|yr|annum|jahr|año|an)\b\.?|\b(?:yearly|annual(?:ly)?|jährlich|anual|annuel)\b",
            re.I,
        ),
    ),
)
_Covers = Literal["program", "exam", "renewal", "membership", "course of several"]
_COVERS: tuple[tuple[_Covers, re.Pattern[str]], ...] = (
    ("course of several", re.compile(_A + r"(?:course|kurs|curso|cours)\b", re.I)),
    (
        "renewal",
        re.compile(r"\b(?:renewals?|renew|recertification|verlängerung|renovación)\b", re.I),
    ),
    ("membership", re.compile(r"\b(?:membership|mitgliedschaft)\b", re.I)),
    (
        "exam",
        re.compile(
            r"\b(?:exams?|examination|exam\s+voucher|prüfung|prüfungsgebühr|examen)\b", re.I
        ),
    ),
)
_A_PERSON = re.compile(
    _A
    + r"(?:person|participant|learner|student|user|seat|head|attendee|teilnehmer\w*|persona|personne)\b",
    re.I,
)
# Of so much a credit, a module or an hour nobody can tell the whole price.
_PER_UNIT = re.compile(r"^\s*/|\b(?:per|each|pro|por|par)\b", re.I)
_PROGRAM_WORDS = r"courses?|programs?|programmes?|training|tuition|kurs\w*|curso|cours"
_PROGRAM = re.compile(rf"\b(?:{_PROGRAM_WORDS})\b", re.I)
_MORE_THAN_EXAM = re.compile(rf"\b(?:{_PROGRAM_WORDS}|incl\w*|inkl\w*|with|and|mit|und)\b", re.I)
_AT_LEAST = re.compile(
    r"\b(?:from|starting(?:\s+(?:at|from))?|starts\s+at|ab|desde|à\s+partir\s+de|at\s+least)\b|\+",
    re.I,
)
_PLAIN = re.compile(
    r"\b(?:price|prices|cost|costs|fees?|total|in|the|for|of|is|one[- ]?time|once|einmalig|preis|"
    r"kosten|gebühr|precio|prix|costo|für|die|der|das|payment|gesamt|full|subscription|abo|zzgl|pricing|amount|and)\b",
    re.I,
)
_FREE = re.compile(
    r"\b(?:free(?:\s+of\s+(?:charge|cost))?|gratis|kostenlos|kostenfrei|gratuit[aeo]?|no\s+(?:cost|fee|charge)|at\s+no\s+cost)\b",
    re.I,
)
_NOT_FREE = re.compile(
    r"\b(?:not|nicht|trial|shipping|months?|days?|weeks?|free-?lance)\b|\d", re.I
)


def prices_in(text: str, *, currency: str | None = None) -> tuple[Price, ...]:
    """Every price that the text states, in its order; ``()`` where anything is not certain, as of a
    price per credit.

    ``currency`` (ISO 4217) is what a number without a currency is in, and settles "$", "kr" and the
    like; without it "$" is read as US dollars (``is_dollar_assumed`` says where). What a price is bound
    to ("for members") becomes its ``condition``, in the text's own words."""
    text = _BETWEEN.sub(r"\1 to ", one_line(text)) if len(text) <= LONGEST_TEXT else ""
    amounts = list(amounts_in(text))
    priced = [money for money in amounts if money.currency]
    if not priced and currency and len(amounts) == 1 and _says_no_more(text, amounts[0]):
        priced = amounts
    if not priced:
        return () if amounts else _free(text, currency)
    if _DOUBT.search(text) or any(_is_doubtful(text, money) for money in priced):
        return ()
    prices = [_price(clause, money, currency) for clause, money in _clauses(text, priced)]
    certain = [price for price in prices if price is not None]
    return tuple(dict.fromkeys(certain)) if len(certain) == len(prices) else ()


def is_dollar_assumed(text: str, *, currency: str | None = None) -> bool:
    """Whether ``prices_in`` took a bare "$" or "dollars" for US dollars."""
    if currency in DOLLARS or len(text) > LONGEST_TEXT:
        return False
    return any(money.currency in ("$", "dollars") for money in amounts_in(one_line(text)))


def _is_doubtful(text: str, money: Money) -> bool:
    """A negative amount, one that goes on in letters ("1.2M"), or figures with a space between that may be
    two numbers ("module 3 500 EUR")."""
    if text[money.end : money.end + 1].isalpha():
        return True
    negative = re.search(r"(?:^|[^\s\w])\s*[-−]$", text[: money.start].rstrip()) is not None
    apart = " " in money.low and money.start > 0 and text[money.start].isdigit()
    return negative or apart


def _clauses(text: str, amounts: list[Money]) -> Iterator[tuple[str, Money]]:
    """Each price with the words that are about it: up to the last parting before the next price."""
    start = 0
    for money, following in zip_longest(amounts, amounts[1:]):
        if following is None:
            yield _around(text, start, money, len(text)), money
            return
        partings = list(_PARTING.finditer(text, money.end, following.start))
        end = partings[-1].start() if partings else following.start
        yield _around(text, start, money, end), money
        start = partings[-1].end() if partings else following.start


def _around(text: str, start: int, money: Money, end: int) -> str:
    return f"{text[start : money.start]} {text[money.end : end]}"


def _says_no_more(text: str, money: Money) -> bool:
    return not re.search(r"[\w%]", _without_known(_around(text, 0, money, len(text))))


def _price(clause: str, money: Money, currency: str | None) -> Price | None:
    code = code_of(money.currency, currency)
    low = decimal_of(money.low, code)
    high = decimal_of(money.high, code) if money.high else None
    if code is None or low is None or (money.high and (high is None or high <= low)):
        return None
    if _PER_UNIT.search(_without_known(clause)):
        return None
    return Price(
        amount=low,
        up_to=high,
        currency=code,
        per=_first(_PERIODS, clause, "once"),
        covers=_covers(clause),
        condition=_condition(clause, money),
    )


def _covers(clause: str) -> _Covers:
    """A price of more than the exam is the program's."""
    covered = _first(_COVERS, clause, "program")
    return "program" if covered == "exam" and _MORE_THAN_EXAM.search(clause) else covered


def _condition(clause: str, money: Money) -> str | None:
    if re.search(r"\w", _without_known(clause)):
        return re.sub(r"\s*[(),]+\s*", ", ", one_line(clause)).strip(" .,;:|–—-")
    return "starting price" if _AT_LEAST.search(clause) and money.high is None else None


def _without_known(clause: str) -> str:
    known = [pattern for _, pattern in _PERIODS] + [pattern for _, pattern in _COVERS]
    both = _covers(clause) == "program" and _COVERS[-1][1].search(clause)
    for pattern in [*known[: None if not both else -1], _A_PERSON, _PROGRAM, _AT_LEAST, _PLAIN]:
        clause = pattern.sub(" ", clause)
    return clause


_Choice = TypeVar("_Choice", bound=str)


def _first(
    choices: Sequence[tuple[_Choice, re.Pattern[str]]], clause: str, other: _Choice
) -> _Choice:
    return next((name for name, pattern in choices if pattern.search(clause)), other)


def _free(text: str, currency: str | None) -> tuple[Price, ...]:
    """Nothing is the same in every currency; where none is known, it is written in US dollars."""
    if not _FREE.search(text) or _NOT_FREE.search(text) or len(text) > 120:
        return ()
    rest = _FREE.sub(" ", text)
    condition = text if re.search(r"\w", _without_known(rest)) else None
    return (Price(amount=Decimal(0), currency=currency or "USD", condition=condition),)
