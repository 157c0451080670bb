# The framework is in the peers' environment only, where it is run.
# mypy: disable-error-code="import-not-found", allow-subclassing-any
"""LlamaIndex with Chroma.

- ``default``: https://developers.llamaindex.ai/python/examples/vector_stores/chromaindexdemo/
  (documents → ``VectorStoreIndex`` over a ``ChromaVectorStore`` → its retriever), with the default
  splitter, sentences up to 1,024 tokens.
- ``hybrid``: "Hybrid Retriever with BM25 + Chroma" of
  https://developers.llamaindex.ai/python/framework/integrations/retrievers/bm25_retriever/
  (sentences up to 512 tokens; ``QueryFusionRetriever``, which by default orders by raw score).
- ``reciprocal``: the same, fused as in
  https://developers.llamaindex.ai/python/framework/integrations/retrievers/reciprocal_rerank_fusion/

Both fuse the one query that was asked (``num_queries=1``, as the first of the two pages has it): the
others would be written by a language model, and none takes part here.
"""

from collections.abc import Sequence
from pathlib import Path

import chromadb
from llama_index.core import Document as LlamaDocument
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.storage.docstore import SimpleDocumentStore
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr

from advisor_bot.retrieval.embedding import LocalEmbedder
from benchmarks.peers.systems import LIMIT, Document, Find


class SameModel(BaseEmbedding):
    _embedder: LocalEmbedder = PrivateAttr(default_factory=LocalEmbedder)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [row.tolist() for row in self._embedder.embed(texts)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def default(documents: Sequence[Document], folder: Path) -> Find:
    index = VectorStoreIndex.from_documents(
        llama_documents(documents),
        storage_context=StorageContext.from_defaults(vector_store=chroma(folder)),
        embed_model=SameModel(),
    )
    return finding(index.as_retriever(similarity_top_k=LIMIT))


def hybrid(documents: Sequence[Document], folder: Path) -> Find:
    return fused(documents, folder, FUSION_MODES.SIMPLE)


def reciprocal(documents: Sequence[Document], folder: Path) -> Find:
    return fused(documents, folder, FUSION_MODES.RECIPROCAL_RANK)


def fused(documents: Sequence[Document], folder: Path, mode: FUSION_MODES) -> Find:
    nodes = SentenceSplitter(chunk_size=512).get_nodes_from_documents(llama_documents(documents))
    docstore = SimpleDocumentStore()
    docstore.add_documents(nodes)
    storage = StorageContext.from_defaults(docstore=docstore, vector_store=chroma(folder))
    index = VectorStoreIndex(nodes=nodes, storage_context=storage, embed_model=SameModel())
    retriever = QueryFusionRetriever(
        [
            index.as_retriever(similarity_top_k=LIMIT),
            BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=LIMIT),
        ],
        llm=MockLLM(),  # never called; the default one asks for a key
        mode=mode,
        similarity_top_k=LIMIT,
        num_queries=1,
        use_async=True,
    )
    return finding(retriever)


def llama_documents(documents: Sequence[Document]) -> list[LlamaDocument]:
    return [LlamaDocument(id_=document.id, text=document.text) for document in documents]


def chroma(folder: Path) -> ChromaVectorStore:
    client = chromadb.PersistentClient(path=str(folder))
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection("dense_vectors"))


def finding(retriever: BaseRetriever) -> Find:
    return lambda query: [found.node.ref_doc_id or "" for found in retriever.retrieve(query)]
