"""The vector index: every passage by its meaning, kept in step with the catalog."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from advisor_bot.retrieval.chroma import Built, LiveCollection, Place
from advisor_bot.retrieval.embedding import Embedder
from advisor_bot.retrieval.passages import FORMAT, Kind, Passage

BATCH = 64
"""Passages embedded and stored at a time: what an interruption can lose."""

Progress = Callable[[int, int], None]
"""Called with how many passages are done, and how many there are to do."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class IndexChanges:
    """What a sync did, in passages."""

    added: int
    removed: int
    unchanged: int


class Vectors:
    """The passages of one catalog as vectors of one embedder; safe to share by threads."""

    def __init__(self, collection: LiveCollection, embedder: Embedder) -> None:
        self._collection = collection
        self._embedder = embedder

    @classmethod
    def open(
        cls,
        embedder: Embedder,
        *,
        folder: Path | None = None,
        url: str | None = None,
        token: str | None = None,
        rebuild: bool = False,
    ) -> Self:
        """The index in ``folder``, or on the Chroma server at ``url``; made if there is none.

        ``rebuild`` throws away what is there. Raises ``IndexMismatchError`` if the index was built
        with another embedder or passage format, ``SettingsError`` if there is no server at ``url``.
        """
        built: Built = {"embedder": embedder.name, "passage format": FORMAT}
        return cls(LiveCollection(Place(folder, url, token), built, rebuild=rebuild), embedder)

    def close(self) -> None:
        """Let go of the folder or the connection."""
        self._collection.close()

    def __len__(self) -> int:
        return self._collection.call(lambda collection: collection.count())

    def sync(
        self, passages: Sequence[Passage], *, progress: Progress | None = None
    ) -> IndexChanges:
        """Make the index hold exactly ``passages``; embeds only what is new.

        Every batch is final, so an interrupted sync goes on where it stopped. What is gone is
        removed last: until then, searches find the old as well as the new.
        """
        wanted = {passage.id: passage for passage in passages}
        present = self._collection.call(lambda collection: set(collection.get(include=[])["ids"]))
        new = [passage for id_, passage in wanted.items() if id_ not in present]
        gone = sorted(present - wanted.keys())
        for done, batch in _batches(new):
            self._add(batch)
            if progress:
                progress(done, len(new))
        for _, ids in _batches(gone):
            self._remove(ids)
        return IndexChanges(len(new), len(gone), len(wanted) - len(new))

    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        """The ids of the passages nearest in meaning, best first, with their cosine similarity."""
        if limit < 1:
            return []
        query = self._embedder.embed([text])
        # A filter makes Chroma's search ten times slower, so there is one only if asked for.
        where: Any = {"kind": {"$in": sorted(kinds)}} if kinds else None
        found = self._collection.call(
            lambda collection: collection.query(
                query_embeddings=query, n_results=limit, where=where, include=["distances"]
            )
        )
        distances = (found["distances"] or [[]])[0]
        return [
            (id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def _add(self, batch: Sequence[Passage]) -> None:
        vectors = self._embedder.embed([passage.in_context for passage in batch])
        self._collection.call(
            # Upserted, because a second process may be syncing too.
            lambda collection: collection.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                metadatas=[{"kind": passage.kind} for passage in batch],
            ),
            changes=True,
        )

    def _remove(self, ids: Sequence[str]) -> None:
        self._collection.call(
            lambda collection: collection.delete(ids=list(ids)),
            changes=True,
        )


def _batches(items: Sequence[Item]) -> Iterator[tuple[int, Sequence[Item]]]:
    """Parts of ``items``, each with how many will be done after it."""
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        yield start + len(batch), batch
