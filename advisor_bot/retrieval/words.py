"""The word index: BM25 over stemmed English, and over exact names and codes.

It lives in memory and is built from the passages at start (100,000 of them take about a second), so
there is nothing to keep in step.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Self

import tantivy

from advisor_bot.retrieval.passages import Passage

TEXT, NAMES, CODES = "text", "names", "codes"
NAMES_BOOST = 0.5
"""What a word in a title or alias counts, on top of what it counts as part of the text."""
CODES_BOOST = 2.0
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
_SPACED_CODE = re.compile(r"\b([a-z]{2,5})[ -](\d{1,4})\b")


class Words:
    """An immutable index of passages by their words; safe to share by threads."""

    def __init__(
        self, index: tantivy.Index, analyzer: tantivy.TextAnalyzer, *, names_boost: float
    ) -> None:
        self._index = index
        self._analyzer = analyzer
        self._boost = {TEXT: 1.0, NAMES: names_boost, CODES: CODES_BOOST}

    @classmethod
    def build(cls, passages: Iterable[Passage], *, names_boost: float = NAMES_BOOST) -> Self:
        """An index of ``passages``."""
        analyzer = _english()
        index = tantivy.Index(_schema())
        index.register_tokenizer("english", analyzer)
        writer = index.writer(heap_size=50_000_000, num_threads=1)
        for passage in passages:
            names = _folded(" ".join((passage.title, *passage.aliases)))
            text = _folded(passage.in_context)
            writer.add_document(
                tantivy.Document(
                    id=[passage.id],
                    names=[names],
                    text=[text],
                    codes=[" ".join(codes(f"{names} {text}"))],
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index, analyzer, names_boost=names_boost)

    def matching(self, text: str, *, limit: int) -> list[tuple[str, float]]:
        """The ids of the passages that share most with ``text``, best first, with BM25 scores.

        ``text`` is taken as words, never as query syntax; any text is fine.
        """
        terms = list(self._terms(_folded(text[:MOST_CHARACTERS])))
        if not terms or limit < 1:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, self._query(field, term)) for field, term in terms]
        )
        searcher = self._index.searcher()
        found = searcher.search(query, limit, count=False).hits
        return [(str(searcher.doc(address)["id"][0]), float(score)) for score, address in found]

    def _terms(self, text: str) -> Iterator[tuple[str, str]]:
        yield from ((CODES, code) for code in codes(text))
        # A code's parts say nothing: whoever asks for SC-900 does not mean a score of 900.
        for word in dict.fromkeys(self._analyzer.analyze(_CODE.sub(_unless_code, text))):
            yield from ((field, word) for field in (NAMES, TEXT))

    def _query(self, field: str, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self._index.schema, field, term)
        return tantivy.Query.boost_query(query, self._boost[field])


def codes(text: str) -> list[str]:
    """The names that stemming would break, each once: ``SC-900``, ``sc 900`` → sc900, C++, GA4.

    Expects lower case.
    """
    found = (match[0] for match in _CODE.finditer(text))
    named = (code for code in found if _is_code(code))
    spaced = (match[1] + match[2] for match in _SPACED_CODE.finditer(text))
    return list(dict.fromkeys([*(re.sub(r"[-./]", "", code) for code in named), *spaced]))


def _is_code(word: str) -> bool:
    return word[-1] in "+#" or (any(c.isdigit() for c in word) and any(c.isalpha() for c in word))


def _unless_code(match: re.Match[str]) -> str:
    return " " if _is_code(match[0]) else match[0]


def _folded(text: str) -> str:
    """One spelling of what is written in several; proper Unicode, which tantivy insists on."""
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8")).lower()
    return re.sub(r"\bmicro[-\u2010-\u2015]?(?=credential)", "micro ", text)


def _english() -> tantivy.TextAnalyzer:
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


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field(NAMES, tokenizer_name="english", index_option="freq")
        .add_text_field(TEXT, tokenizer_name="english", index_option="freq")
        .add_text_field(CODES, tokenizer_name="whitespace", index_option="freq")
        .build()
    )
