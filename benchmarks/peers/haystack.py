# The framework is in the peers' environment only, where it is run.
# mypy: disable-error-code="import-not-found", allow-untyped-decorators
"""Haystack with Chroma.

- ``default``: https://docs.haystack.deepset.ai/docs/chromaembeddingretriever (a text embedder, then the
  retriever); indexed by the pipeline of https://haystack.deepset.ai/tutorials/33_hybrid_retrieval
  (splitter, embedder, writer), with that tutorial's splitter, 512 words.
- ``hybrid``: that tutorial's retrieval pipeline, with Chroma as the store of the vectors. Chroma has no
  BM25 retriever, so the same documents are in an ``InMemoryDocumentStore`` too, as in the tutorial.
  The tutorial ends with a cross-encoder, whose weights come from a hub at run time. It is left out; the
  lists are joined in the mode that https://docs.haystack.deepset.ai/docs/documentjoiner has for
  ranking: reciprocal rank fusion.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from haystack import Document as HaystackDocument
from haystack import Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever
from haystack_integrations.document_stores.chroma import ChromaDocumentStore

from advisor_bot.retrieval.embedding import LocalEmbedder
from benchmarks.peers.systems import LIMIT, Document, Find

# Of every document it says that Chroma does not keep how its pieces overlap.
logging.getLogger("haystack_integrations.document_stores.chroma").setLevel(logging.ERROR)


@component
class SameModelForDocuments:
    def __init__(self, embedder: LocalEmbedder) -> None:
        self._embedder = embedder

    @component.output_types(documents=list[HaystackDocument])
    def run(self, documents: list[HaystackDocument]) -> dict[str, list[HaystackDocument]]:
        vectors = self._embedder.embed([document.content or "" for document in documents])
        pairs = zip(documents, vectors, strict=True)
        return {"documents": [replace(one, embedding=vector.tolist()) for one, vector in pairs]}


@component
class SameModelForTexts:
    def __init__(self, embedder: LocalEmbedder) -> None:
        self._embedder = embedder

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, list[float]]:
        return {"embedding": self._embedder.embed([text])[0].tolist()}


def default(documents: Sequence[Document], folder: Path) -> Find:
    embedder = LocalEmbedder()
    store = ChromaDocumentStore(persist_path=str(folder))
    indexing(embedder, store).run({"splitter": {"documents": haystack_documents(documents)}})
    pipeline = Pipeline()
    pipeline.add_component("text_embedder", SameModelForTexts(embedder))
    pipeline.add_component("retriever", ChromaEmbeddingRetriever(store, top_k=LIMIT))
    pipeline.connect("text_embedder.embedding", "retriever.query_embedding")

    def find(query: str) -> list[str]:
        return origins(pipeline.run({"text_embedder": {"text": query}})["retriever"]["documents"])

    return find


def hybrid(documents: Sequence[Document], folder: Path) -> Find:
    embedder = LocalEmbedder()
    store, in_memory = ChromaDocumentStore(persist_path=str(folder)), InMemoryDocumentStore()
    pipeline = indexing(embedder, store)
    pipeline.add_component("bm25_writer", DocumentWriter(in_memory))
    pipeline.connect("splitter", "bm25_writer")
    pipeline.run({"splitter": {"documents": haystack_documents(documents)}})
    retrieval = Pipeline()
    retrieval.add_component("text_embedder", SameModelForTexts(embedder))
    retrieval.add_component("embedding_retriever", ChromaEmbeddingRetriever(store, top_k=LIMIT))
    retrieval.add_component("bm25_retriever", InMemoryBM25Retriever(in_memory, top_k=LIMIT))
    retrieval.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    retrieval.connect("text_embedder.embedding", "embedding_retriever.query_embedding")
    retrieval.connect("bm25_retriever", "joiner")
    retrieval.connect("embedding_retriever", "joiner")

    def find(query: str) -> list[str]:
        asked = {"text_embedder": {"text": query}, "bm25_retriever": {"query": query}}
        return origins(retrieval.run(asked)["joiner"]["documents"])

    return find


def indexing(embedder: LocalEmbedder, store: ChromaDocumentStore) -> Pipeline:
    pipeline = Pipeline()
    pipeline.add_component(
        "splitter", DocumentSplitter(split_by="word", split_length=512, split_overlap=32)
    )
    pipeline.add_component("embedder", SameModelForDocuments(embedder))
    pipeline.add_component("writer", DocumentWriter(store))
    pipeline.connect("splitter", "embedder")
    pipeline.connect("embedder", "writer")
    return pipeline


def haystack_documents(documents: Sequence[Document]) -> list[HaystackDocument]:
    return [HaystackDocument(id=document.id, content=document.text) for document in documents]


def origins(pieces: Sequence[HaystackDocument]) -> list[str]:
    return [str(piece.meta["source_id"]) for piece in pieces]
