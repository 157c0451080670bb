"""Amounts of money in a text: their figures, and the currency as it is written beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

# ISO 4217, without the codes that are English words too (ALL, TRY, TOP, CUP, PEN, MAD, LAK …).
_CODES = (
    "AED ARS AUD BDT BGN BHD BRL BWP CAD CHF CLP CNY COP CRC CZK DKK DOP EGP EUR GBP GHS GTQ HKD HUF IDR ILS "
    "INR ISK JMD JOD JPY KES KRW KWD KZT LKR MXN MYR NAD NGN NOK NZD OMR PHP PKR PLN QAR RON RSD RUB RWF SAR "
    "SEK SGD THB TND TTD TWD TZS UAH UGX USD UYU VND XAF XCD XOF ZAR ZMW"
)
# These are words or rare enough to be taken for words; alone in a cell they are codes all the same.
_WORDLIKE_CODES = (
    "ALL AMD ANG AOA AWG AZN BAM BBD BMD BND BOB BSD BZD CUP DZD ETB FJD GEL GMD GNF GYD HNL HTG IQD IRR KGS "
    "KHR KYD LAK LBP LYD MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK MZN NIO NPR PAB PEN PGK PYG SCR SDG SOS SYP "
    "TJS TMT TOP TRY UZS VES XPF YER ZWL"
)
_ALL_CODES = frozenset(f"{_CODES} {_WORDLIKE_CODES}".split())
_SIGNS = {
    "US$": "USD", "USD$": "USD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD", "C$": "CAD", "CA$": "CAD",
    "CAD$": "CAD", "CDN$": "CAD", "NZ$": "NZD", "NZD$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD",
    "MX$": "MXN", "R$": "BRL", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY",
    "₴": "UAH", "₦": "NGN", "₱": "PHP", "₫": "VND", "₪": "ILS", "zł": "PLN", "Kč": "CZK", "euros": "EUR",
    "euro": "EUR", "Euro": "EUR", "Euros": "EUR", "US dollars": "USD", "U.S. dollars": "USD",
    "pounds sterling": "GBP",
}  # fmt: skip
DOLLARS = frozenset("USD CAD AUD NZD SGD HKD MXN TWD BRL ARS CLP COP".split())
_DOUBTFUL = {
    "$": DOLLARS,
    "dollars": DOLLARS,
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "Rs": frozenset({"INR", "PKR", "LKR"}),
    "R": frozenset({"ZAR"}),
    "Fr": frozenset({"CHF"}),
}
_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})

_NAMES = sorted([*_CODES.split(), *_SIGNS, *_DOUBTFUL], key=len, reverse=True)
_CURRENCY = (
    "(?:"
    + "|".join(
        (r"(?<![^\W\d_])" if name[0].isalpha() else "")
        + re.escape(name)
        + (r"\.?(?![^\W\d_])" if name[-1].isalpha() else "")
        for name in _NAMES
    )
    + ")"
)
_AMOUNT = (
    r"(?:\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?"  # 1,250.00 and 1.250,00
    r"|\d{1,2}(?:,\d{2})+,\d{3}"  # 1,23,456, as in India
    r"|\d{1,9}(?:[.,]\d{1,2})?)(?![.,]?\d|\s?%)(?:[.,](?:-|–|—)+)?"
)
_MONEY = re.compile(
    rf"(?:(?P<before>{_CURRENCY})[\s:]*)?(?<![\d.,'’])(?P<amount>{_AMOUNT})(?P<k>\s?[kK]\b)?"
    rf"(?:\s*(?P<after>{_CURRENCY}))?"
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|bis|a|à|hasta)\s*", re.IGNORECASE)
_COUNTS_SOMETHING = re.compile(
    r"\s*(?!(?:per|pro|im|je|a|an|each|every|monthly|yearly|annually|one|once|for|plus|total|in)\b)[^\W\d_]"
)


@dataclass(frozen=True)
class Money:
    """An amount or a range of amounts in a text, with the currency as it is written there."""

    start: int
    end: int
    low: str
    currency: str | None
    high: str | None = None


def amounts_in(text: str) -> Iterator[Money]:
    """Every number that may be an amount, also those that no currency stands beside."""
    last: Money | None = None
    for match in _MONEY.finditer(text):
        money = Money(
            match.start(),
            match.end(),
            match["amount"] + (match["k"] or "").strip(),
            (match["before"] or match["after"] or "").removesuffix(".") or None,
        )
        if last is not None and _is_range(text, last, money, match):
            yield Money(last.start, money.end, last.low, last.currency or money.currency, money.low)
            last = None
            continue
        if last is not None:
            yield last
        last = money
    if last is not None:
        yield last


def _is_range(text: str, low: Money, high: Money, match: re.Match[str]) -> bool:
    if not _RANGE.fullmatch(text[low.end : high.start]):
        return False
    if low.currency and high.currency:
        return low.currency == high.currency
    if low.currency:
        return not _COUNTS_SOMETHING.match(text[high.end :])
    return match["after"] is not None or high.currency is None


def currency_of(text: str) -> str | None:
    """The ISO 4217 code of a currency named by its code or sign; ``None`` for a sign of several ("$")."""
    text = text.strip()
    if text.upper() in _ALL_CODES:
        return text.upper()
    return _SIGNS.get(text)


def code_of(written: str | None, currency: str | None) -> str | None:
    """The ISO 4217 code of a currency as written, in a column whose currency is known or not."""
    if written is None:
        return currency
    if written in _DOUBTFUL:
        if currency in _DOUBTFUL[written]:
            return currency
        return "USD" if written in ("$", "dollars") else None
    return _SIGNS.get(written, written)


def decimal_of(written: str, currency: str | None) -> Decimal | None:
    """The number that is written with whatever marks thousands and decimals there."""
    digits = re.sub(r"[.,][-–—]+$", "", written)
    thousand = digits[-1] in "kK"
    digits = digits.rstrip("kK").strip()
    fraction = re.search(r"([.,])(\d{1,2})$", digits)
    whole = digits[: fraction.start()] if fraction else digits
    marks = set(re.findall(r"\D", whole))
    if len(marks) > 1 or (fraction and fraction.group(1) in marks):
        return None
    if marks and not fraction and (currency in _THREE_DECIMALS or whole.startswith("0")):
        return None
    number = Decimal(re.sub(r"\D", "", whole) + (f".{fraction.group(2)}" if fraction else ""))
    return number * 1000 if thousand else number
