"""Quotes: what counts as the document's own words."""

import re

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_SAME = str.maketrans("‘’“”‐‑‒–—−", "''\"\"------")


def quoted(text: str, quote: str) -> str | None:
    """The words of ``text`` that ``quote`` repeats, on one line; None if it repeats none.

    Only spaces, line breaks and the kinds of quotation marks and dashes may differ: what was changed,
    left out or added is no quote.
    """
    pieces = [re.escape(piece) for piece in quote.translate(_SAME).split()]
    if not pieces:
        return None
    # re.escape leaves nothing of the quote active, and a run of spaces cannot backtrack.
    found = re.search(r"(?<!\w)" + r"\s+".join(pieces) + r"(?!\w)", text.translate(_SAME))
    return " ".join(text[found.start() : found.end()].split()) if found else None


def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text``, however they group their thousands; those up to twelve also as words."""
    in_words = {_NUMBER_WORDS[found[0].lower()] for found in _NUMBER_WORD.finditer(text)}
    return frozenset({_plain(found[0]) for found in _NUMBER.finditer(text)} | in_words)


def _plain(number: str) -> str:
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+)([.,]\d{1,2})?", number)
    whole, cents = (grouped[1], grouped[2] or "") if grouped else (number, "")
    if not grouped and (decimal := re.fullmatch(r"(\d+)([.,]\d+)", number)):
        whole, cents = decimal[1], decimal[2]
    digits = re.sub(r"[.,]", "", whole).lstrip("0") or "0"
    fraction = cents[1:].rstrip("0") if cents else ""
    return f"{digits}.{fraction}" if fraction else digits
