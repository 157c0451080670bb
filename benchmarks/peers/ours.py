"""Advisor Bot's own search, as the bot uses it: vectors in Chroma, words in tantivy, fused."""

from collections.abc import Sequence
from pathlib import Path

from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import Passage
from advisor_bot.retrieval.search import Search
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import Words
from benchmarks.peers.systems import LIMIT, Document, Find


def search(documents: Sequence[Document], folder: Path) -> Find:
    passages = [
        Passage(
            f"program:{document.id}#0", document.id, "program", document.title, "", document.text
        )
        for document in documents
    ]
    vectors = Vectors.open(LocalEmbedder(), folder=folder)
    vectors.put({passage.document: [passage] for passage in passages})
    searching = Search(vectors, Words.build(passages))
    return lambda query: [hit.document_id for hit in searching.find(query, limit=LIMIT)]
