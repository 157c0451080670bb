"""The knowledge that answers rest on: one consistent state of it, renewed when it changes."""

import threading
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from advisor_bot.catalog import store
from advisor_bot.catalog.facts import Catalog
from advisor_bot.retrieval.passages import Kind, passages_of
from advisor_bot.retrieval.search import Hit, Search, VectorIndex
from advisor_bot.retrieval.words import Words


class Finder(Protocol):
    """Hybrid search over the knowledge."""

    def find(
        self, query: str, *, limit: int = 8, kinds: Collection[Kind] | None = None
    ) -> list[Hit]: ...


@dataclass(frozen=True)
class Knowledge:
    """One consistent state of what is known: the catalog, and search over just that."""

    catalog: Catalog
    search: Finder


class LiveKnowledge:
    """The stored catalog as it is now; loads it again when another process has changed it."""

    def __init__(self, engine: Engine, vectors: VectorIndex) -> None:
        self._engine = engine
        self._vectors = vectors
        self._lock = threading.Lock()
        self._fingerprint = ""
        self._current: Knowledge | None = None

    def __call__(self) -> Knowledge:
        with self._lock:
            fingerprint = store.fingerprint(self._engine)
            if self._current is None or fingerprint != self._fingerprint:
                catalog = store.load(self._engine)
                passages = passages_of(catalog)
                search = Search(passages, self._vectors, Words.build(passages))
                self._current, self._fingerprint = Knowledge(catalog, search), fingerprint
            return self._current
