"""The knowledge that answers rest on, as it is now."""

import threading
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from advisor_bot.catalog import store
from advisor_bot.catalog.store import Catalog, Key
from advisor_bot.retrieval.passages import Kind
from advisor_bot.retrieval.search import Hit, Search, VectorIndex
from advisor_bot.retrieval.words import Words

AT_ONCE = 2_000
"""Changed documents that an answer may wait for: about a second's work."""
RETRY_SECONDS = 1.0


class Finder(Protocol):
    """Hybrid search over the knowledge."""

    def find(
        self, query: str, *, limit: int = 8, kinds: Collection[Kind] | None = None
    ) -> list[Hit]: ...

    def named(self, text: str, *, limit: int = 100) -> list[Key]: ...


@dataclass(frozen=True)
class Knowledge:
    """What is known: the catalog at one revision, and search over it."""

    catalog: Catalog
    search: Finder


class LiveKnowledge:
    """The stored catalog as it is now, whoever changed it; safe to share by threads.

    The word index is brought up to date on the way where that is quick. A large import is followed in
    the background meanwhile: search then lags behind, and no answer waits.
    """

    def __init__(self, engine: Engine, vectors: VectorIndex, words: Words) -> None:
        self._engine = engine
        self._words = words
        self._search = Search(vectors, words)
        self._lock = threading.Lock()
        self._current: Knowledge | None = None
        self._followed = -1
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="word-index")
        self._background: Future[None] | None = None
        self._closing = threading.Event()

    def __call__(self) -> Knowledge:
        with self._lock:
            revision = store.revision(self._engine)
            if self._current is None or revision != self._current.catalog.revision:
                self._current = Knowledge(Catalog(self._engine), self._search)
            self._follow(revision)
            return self._current

    def close(self) -> None:
        """Stop following; what is not done yet is done next time."""
        self._closing.set()
        self._pool.shutdown()

    def _follow(self, revision: int) -> None:
        if self._background:
            if not self._background.done():
                return
            done, self._background = self._background, None
            done.result()  # raises what went wrong; the next question tries again
        if revision == self._followed:
            return
        if self._words.follow(self._engine, at_most=AT_ONCE):
            self._followed = revision
        else:
            self._background = self._pool.submit(self._catch_up)

    def _catch_up(self) -> None:
        """Follow to the end, even if another process has to finish first."""
        while not self._closing.is_set():
            before = self._words.position
            if self._words.follow(self._engine, at_most=AT_ONCE):
                return
            if self._words.position == before:
                self._closing.wait(RETRY_SECONDS)
