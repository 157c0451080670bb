# What it measures is in the peers' environment only, where it is run.
# mypy: disable-error-code="import-not-found"
"""BM25 by itself: bm25s with its defaults, English stop words and a stemmer.

As in https://bm25s.github.io and the quickstart of https://github.com/xhluca/bm25s.
"""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import Stemmer

from benchmarks.peers.systems import LIMIT, Document, Find


def search(documents: Sequence[Document], folder: Path) -> Find:  # noqa: ARG001 (nothing is written)
    stemmer = Stemmer.Stemmer("english")
    retriever = bm25s.BM25()
    texts = [document.text for document in documents]
    retriever.index(
        bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )

    def find(query: str) -> list[str]:
        tokens = bm25s.tokenize(query, stopwords="en", stemmer=stemmer, show_progress=False)
        numbers, _ = retriever.retrieve(tokens, k=LIMIT, show_progress=False)
        return [documents[number].id for number in numbers[0]]

    return find
