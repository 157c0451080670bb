"""The vector index: every passage by its meaning, kept in step with the catalog."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar, get_args

from sqlalchemy import Engine

from advisor_bot.catalog.store import Catalog, Key
from advisor_bot.catalog.tables import DocumentKind
from advisor_bot.retrieval.chroma import Built, LiveCollection, Place
from advisor_bot.retrieval.embedding import Embedder, Matrix
from advisor_bot.retrieval.passages import (
    FORMAT,
    Kind,
    Passage,
    document_of,
    key_text,
    passages_by_document,
)
from advisor_bot.retrieval.positions import Position, changed_since

BATCH = 512
"""Passages embedded and stored at a time: what an interruption can lose. Texts of about one length are
embedded together, and among many there are more of each."""
DOCUMENTS = 250
"""Changed documents taken at a time, after which their place in the catalog is remembered."""
PAGE = 5_000
"""Ids looked through at a time when an index was another catalog's."""
WIDER = 5
"""How many times as much is asked for where only some kinds count, before they are filtered for."""

Progress = Callable[[int, int], None]
"""Called with how many changed documents are done, and how many there are to do."""
Item = TypeVar("Item")


@dataclass(frozen=True)
class IndexChanges:
    """What following did, in passages; ``unchanged`` ones are of documents that changed elsewhere."""

    added: int = 0
    removed: int = 0
    unchanged: int = 0

    def __add__(self, other: "IndexChanges") -> "IndexChanges":
        return IndexChanges(
            self.added + other.added,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
        )


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

    def follow(self, engine: Engine, *, progress: Progress | None = None) -> IndexChanges:
        """Take in what changed in the stored catalog; embeds only what is new.

        Every batch is final, and how far it went is kept with the index: what was interrupted goes on
        where it stopped. Of another catalog's index, what is the same stays.
        """
        changes, done, to_do = IndexChanges(), 0, 0
        while True:
            # In this order: another process may be moving both on.
            position, catalog = self._position(), Catalog(engine)
            if position == Position(catalog.identity, catalog.revision):
                return changes
            if position is None or not position.leads_to(catalog):
                changes += IndexChanges(removed=self._remove_unknown(catalog))
                position = Position(catalog.identity, 0)
                self._remember(position)
            to_do = max(to_do, done + changed_since(engine, position.revision))
            part = catalog.changes(position.revision, at_most=DOCUMENTS)
            changes += self.put(passages_by_document(part.documents, catalog), part.removed)
            self._advance(position, Position(catalog.identity, part.revision))
            done += len(part.keys)
            if progress and to_do:
                progress(done, max(done, to_do))

    def put(
        self, documents: Mapping[Key, Sequence[Passage]], removed: Iterable[Key] = ()
    ) -> IndexChanges:
        """Make the index hold exactly these passages of ``documents``, and none of ``removed``.

        What is gone is removed last: until then, searches find the old as well as the new.
        """
        present = self._ids_of([*documents, *removed])
        wanted = {passage.id: passage for passages in documents.values() for passage in passages}
        new = [passage for id_, passage in wanted.items() if id_ not in present]
        gone = sorted(present - wanted.keys())
        for batch in _batches(new, BATCH):
            self._add(batch)
        for ids in _batches(gone, BATCH):
            self._remove(ids)
        return IndexChanges(len(new), len(gone), len(wanted) - len(new))

    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        """The ids of the passages nearest in meaning, best first, with their cosine similarity."""
        if limit < 1:
            return []
        query = self._embedder.embed([text])
        if not kinds:
            return self._nearest(query, limit)
        # Chroma's filter takes the longer the more it lets through (Chroma 1.5: most of a second for
        # 100,000 passages), so it is for kinds that are rare.
        near = [
            (id_, similarity)
            for id_, similarity in self._nearest(query, limit * WIDER)
            if document_of(id_)[0] in kinds
        ]
        if len(near) >= limit:
            return near[:limit]
        return self._nearest(query, limit, where={"kind": {"$in": sorted(kinds)}})

    def _nearest(self, query: Matrix, limit: int, where: Any = None) -> list[tuple[str, float]]:
        found = self._collection.call(
            lambda collection: collection.query(
                query_embeddings=query, n_results=limit, where=where, include=["distances"]
            )
        )
        distances = (found["distances"] or [[]])[0]
        return [
            (id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances, strict=True)
        ]

    def _ids_of(self, keys: Sequence[Key]) -> set[str]:
        """The ids of the passages of these documents that are in the index."""
        ids: set[str] = set()
        for part in _batches(keys, DOCUMENTS):
            where: Any = {"document": {"$in": [key_text(key) for key in part]}}
            ids.update(self._collection.call(_getting(where=where)))
        return ids

    def _add(self, batch: Sequence[Passage]) -> None:
        vectors = self._embedder.embed([passage.in_context for passage in batch])
        self._collection.call(
            # Upserted, because a second process may be following too.
            lambda collection: collection.upsert(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                metadatas=[
                    {"kind": passage.kind, "document": key_text(passage.document)}
                    for passage in batch
                ],
            ),
            changes=True,
        )

    def _remove(self, ids: Sequence[str]) -> None:
        self._collection.call(
            lambda collection: collection.delete(ids=list(ids)),
            changes=True,
        )

    def _remove_unknown(self, catalog: Catalog) -> int:
        """Remove the passages of documents that are not in ``catalog``; returns how many there were."""
        known = {(kind, id_) for kind in get_args(DocumentKind) for id_ in catalog.ids(kind)}
        passed, removed = 0, 0
        while ids := self._collection.call(_getting(limit=PAGE, offset=passed)):
            unknown = [id_ for id_ in ids if document_of(id_) not in known]
            for batch in _batches(unknown, BATCH):
                self._remove(batch)
            removed += len(unknown)
            passed += len(ids) - len(unknown)
        return removed

    def _position(self) -> Position | None:
        metadata = self._collection.remembered()
        if "catalog" not in metadata:
            return None
        return Position(str(metadata["catalog"]), int(metadata["revision"]))

    def _advance(self, before: Position, after: Position) -> None:
        """Remember ``after``, unless another process has moved on from ``before`` as well: whose
        removals came last is not known then, so that this batch is gone over once more."""
        now = self._position()
        if now == before:
            self._remember(after)
        elif now and now.catalog == before.catalog:
            self._remember(min(now, before, key=lambda position: position.revision))

    def _remember(self, position: Position) -> None:
        self._collection.remember({"catalog": position.catalog, "revision": position.revision})


def _getting(**selection: Any) -> Callable[[Any], list[str]]:
    """The ids of what is selected."""
    return lambda collection: list(collection.get(**selection, include=[])["ids"])


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
