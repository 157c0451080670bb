"""Text → terms: what the word index makes of the words of a text, its names and its codes."""

import re
import unicodedata
from collections.abc import Iterator

import tantivy

TERMS_FORMAT = 1
"""Raise it when the same text gives other terms: the word index is then built anew."""
MOST_CHARACTERS = 1_000
"""Of a longer query, the beginning decides: enough for any question, and a bound on the work."""

_NO_MEANING = re.findall(
    r"\w+",
    """
    about am any anyone best can could did do does doing from get give good has have how i im is it
    its just like looking me mine my need of our please recommend should so some something tell than
    them there these this those want was we were what when where which who why will would you your
    """,
)
"""Words of asking, beside tantivy's short list: in a small catalog they are rare, so they score."""

_CODE = re.compile(r"[a-z0-9]+(?:[-./][a-z0-9]+)*[+#]*")
_DIGIT, _LETTER = re.compile("[0-9]"), re.compile("[a-z]")
_SPACED_CODE = re.compile(r"\b([a-z]{2,5})[ -](\d{1,4})\b")


def english() -> tantivy.TextAnalyzer:
    """The analyzer of the index's text fields."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.custom_stopword(_NO_MEANING))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def folded(text: str) -> str:
    """One spelling of what is written in several; proper Unicode, which tantivy insists on."""
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8")).lower()
    return re.sub(r"\bmicro[-\u2010-\u2015]?(?=credential)", "micro ", text)


def codes(text: str) -> list[str]:
    """The names that stemming would break, each once: ``SC-900``, ``sc 900`` → sc900, C++, GA4.

    Expects lower case.
    """
    found = (match[0] for match in _CODE.finditer(text))
    named = (code for code in found if _is_code(code))
    spaced = (match[1] + match[2] for match in _SPACED_CODE.finditer(text))
    return list(dict.fromkeys([*(re.sub(r"[-./]", "", code) for code in named), *spaced]))


class Terms:
    """What is looked for of a text, which is taken as words, never as query syntax."""

    def __init__(self, text: str, analyzer: tantivy.TextAnalyzer) -> None:
        text = folded(text[:MOST_CHARACTERS])
        self.codes = codes(text)
        # A code's parts say nothing: whoever asks for SC-900 does not mean a score of 900.
        self.words = list(dict.fromkeys(analyzer.analyze(_CODE.sub(_unless_code, text))))

    @property
    def all(self) -> list[str]:
        return [*self.codes, *self.words]

    def in_fields(self, *word_fields: str, codes: str) -> Iterator[tuple[str, str]]:
        """Each term with each field to look for it in."""
        yield from ((codes, code) for code in self.codes)
        for word in self.words:
            yield from ((field, word) for field in word_fields)


def _is_code(word: str) -> bool:
    return word[-1] in "+#" or bool(_DIGIT.search(word) and _LETTER.search(word))


def _unless_code(match: re.Match[str]) -> str:
    return " " if _is_code(match[0]) else match[0]
