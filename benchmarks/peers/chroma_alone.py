"""Chroma by itself, with its defaults.

As in https://docs.trychroma.com/docs/overview/getting-started: a collection, ``add``, ``query``. The
model is given as https://docs.trychroma.com/docs/embeddings/embedding-functions says a custom one is.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chromadb
from chromadb import Documents, EmbeddingFunction, Embeddings

from advisor_bot.retrieval.embedding import LocalEmbedder
from benchmarks.peers.systems import LIMIT, Document, Find


class SameModel(EmbeddingFunction[Documents]):
    def __init__(self) -> None:
        self._embedder = LocalEmbedder()

    def __call__(self, input: Documents) -> Embeddings:
        return list(self._embedder.embed(input))


def search(documents: Sequence[Document], folder: Path) -> Find:
    model: Any = SameModel()  # the type that is asked for embeds pictures too
    client = chromadb.PersistentClient(path=str(folder))
    collection = client.create_collection("programs", embedding_function=model)
    collection.add(
        ids=[document.id for document in documents],
        documents=[document.text for document in documents],
    )
    return lambda query: collection.query(query_texts=[query], n_results=LIMIT)["ids"][0]
