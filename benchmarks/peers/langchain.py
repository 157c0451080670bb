# The framework is in the peers' environment only, where it is run.
# mypy: disable-error-code="import-not-found", allow-subclassing-any
"""LangChain with Chroma.

- ``default``: https://docs.langchain.com/oss/python/integrations/vectorstores/chroma (a ``Chroma`` store
  in a folder, as a retriever), with the splitter of https://docs.langchain.com/oss/python/langchain/rag
  (pieces up to 1,000 characters that overlap by 200).
- ``hybrid``: ``EnsembleRetriever`` of ``BM25Retriever`` and that retriever, equally weighted, as in
  https://python.langchain.com/docs/how_to/ensemble_retriever/ and
  https://reference.langchain.com/python/langchain-classic/retrievers/ensemble
"""

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_text_splitters import RecursiveCharacterTextSplitter

from advisor_bot.retrieval.embedding import LocalEmbedder
from benchmarks.peers.systems import LIMIT, Document, Find


class SameModel(Embeddings):
    def __init__(self) -> None:
        self._embedder = LocalEmbedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [row.tolist() for row in self._embedder.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def default(documents: Sequence[Document], folder: Path) -> Find:
    return finding(near(split(documents), folder))


def hybrid(documents: Sequence[Document], folder: Path) -> Find:
    pieces = split(documents)
    words = BM25Retriever.from_documents(pieces)
    words.k = LIMIT
    both = EnsembleRetriever(retrievers=[words, near(pieces, folder)], weights=[0.5, 0.5])
    return finding(both)


def split(documents: Sequence[Document]) -> list[LangChainDocument]:
    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    pieces: list[LangChainDocument] = splitter.split_documents(
        LangChainDocument(page_content=document.text, metadata={"document": document.id})
        for document in documents
    )
    return pieces


def near(pieces: Sequence[LangChainDocument], folder: Path) -> BaseRetriever:
    store = Chroma(
        collection_name="programs", embedding_function=SameModel(), persist_directory=str(folder)
    )
    store.add_documents(documents=list(pieces))
    return store.as_retriever(search_kwargs={"k": LIMIT})


def finding(retriever: BaseRetriever) -> Find:
    return lambda query: [piece.metadata["document"] for piece in retriever.invoke(query)]
