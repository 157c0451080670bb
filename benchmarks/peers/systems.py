"""What is compared, and the one shape in which every system comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

LIMIT = 10
"""How many results each retriever is asked for, in a hybrid each of the two. Where a page asks for
fewer (two, mostly, to keep its output short), this is the one setting that is not the page's."""


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str
    """Everything that is known, the title included."""


Find = Callable[[str], Sequence[str]]
"""The ids of documents for a query, best first; of a document in several pieces, several times."""
Build = Callable[[Sequence[Document], Path], Find]
"""Indexes the documents, with files in the folder if it writes any."""

SYSTEMS = {
    "Advisor Bot": ("ours", "search"),
    "Chroma alone": ("chroma_alone", "search"),
    "BM25 alone": ("bm25_alone", "search"),
    "LlamaIndex": ("llamaindex", "default"),
    "LlamaIndex hybrid": ("llamaindex", "hybrid"),
    "LlamaIndex hybrid, reciprocal": ("llamaindex", "reciprocal"),
    "Haystack": ("haystack", "default"),
    "Haystack hybrid": ("haystack", "hybrid"),
    "LangChain": ("langchain", "default"),
    "LangChain hybrid": ("langchain", "hybrid"),
}
"""Module and function by name. Each is imported only in the process that measures it."""


def load(name: str) -> Build:
    module, function = SYSTEMS[name]
    return cast(Build, getattr(import_module(f"benchmarks.peers.{module}"), function))
