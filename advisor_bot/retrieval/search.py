"""Hybrid search, the one way in: what is near in meaning and what shares words, fused."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from advisor_bot.catalog.store import Key
from advisor_bot.retrieval.passages import Kind, Passage, document_of

DEPTH = 200
"""Passages asked of each index: some twenty documents' worth."""
WORDS_WEIGHT = 0.5
"""What the best match by words counts against the nearest in meaning.

Chosen, with ``words.NAMES_BOOST``, on labelled queries; ``benchmarks/retrieval.py`` cross-validates.
"""
MOST_EVIDENCE = 6


class VectorIndex(Protocol):
    """Finds passages by meaning."""

    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity, best first."""
        ...


class WordIndex(Protocol):
    """Finds passages by the words in them, and has them by their ids."""

    def matching(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score, best first."""
        ...

    def passages(self, ids: Collection[str]) -> dict[str, Passage]:
        """The passages with these ids, as far as they are there."""
        ...

    def named(self, text: str, *, limit: int) -> list[Key]:
        """What bears a name that shares words with ``text``, best first."""
        ...


@dataclass(frozen=True)
class Evidence:
    """A passage that speaks for its document."""

    passage: Passage
    score: float


@dataclass(frozen=True)
class Hit:
    """A document that was found, and why.

    ``score`` ranks within one search only; ``similarity`` (the cosine of the nearest passage, 0 if
    none was near) and ``words`` (the BM25 score of the best, 0 if none matched) can be held against
    fixed bounds. ``evidence`` has the best passages first.
    """

    document_id: str
    kind: Kind
    score: float
    similarity: float
    words: float
    evidence: tuple[Evidence, ...]


class Search:
    """Searches both indexes; safe to share by threads.

    The word index says what is there: what only the vector index has, it has yet to let go.
    """

    def __init__(self, vectors: VectorIndex, words: WordIndex) -> None:
        self._vectors = vectors
        self._words = words

    def find(
        self, query: str, *, limit: int = 8, kinds: Collection[Kind] | None = None
    ) -> list[Hit]:
        """The documents that answer ``query`` best, best first; only of ``kinds`` if given."""
        near = dict(self._vectors.nearest(query, limit=DEPTH, kinds=kinds))
        matching = dict(self._words.matching(query, limit=DEPTH, kinds=kinds))
        while True:
            found = _ranked(near, matching)[:limit]
            ids = {id_ for hit in found for id_, _ in hit.evidence}
            passages = self._words.passages(ids)
            gone = ids - passages.keys()
            if not gone:
                return [hit.with_evidence(passages) for hit in found]
            near = {id_: score for id_, score in near.items() if id_ not in gone}
            matching = {id_: score for id_, score in matching.items() if id_ not in gone}

    def named(self, text: str, *, limit: int = 100) -> list[Key]:
        """The programs and providers one of whose names shares most words with ``text``, best first."""
        return self._words.named(text, limit=limit)


@dataclass(frozen=True)
class _Found:
    """A hit whose passages are known by their ids only, the best first."""

    key: Key
    score: float
    similarity: float
    words: float
    evidence: list[tuple[str, float]]

    def with_evidence(self, passages: Mapping[str, Passage]) -> Hit:
        return Hit(
            document_id=self.key[1],
            kind=self.key[0],
            score=self.score,
            similarity=self.similarity,
            words=self.words,
            evidence=tuple(Evidence(passages[id_], score) for id_, score in self.evidence),
        )


def _ranked(near: Mapping[str, float], matching: Mapping[str, float]) -> list[_Found]:
    evidence: dict[Key, list[tuple[str, float]]] = {}
    for id_, score in fuse(near, matching):
        evidence.setdefault(document_of(id_), []).append((id_, score))
    similarity, words = _by_document(near), _by_document(matching)
    return [
        _Found(
            key, score, similarity.get(key, 0.0), words.get(key, 0.0), evidence[key][:MOST_EVIDENCE]
        )
        for key, score in fuse(similarity, words)
    ]


def _by_document(scores: Mapping[str, float]) -> dict[Key, float]:
    """The best score of each document's passages: a long document has no advantage."""
    best: dict[Key, float] = {}
    for id_, score in scores.items():
        key = document_of(id_)
        best[key] = max(score, best.get(key, score))
    return best


Item = TypeVar("Item", str, Key)


def fuse(
    near: Mapping[Item, float],
    matching: Mapping[Item, float],
    *,
    words_weight: float = WORDS_WEIGHT,
) -> list[tuple[Item, float]]:
    """One ranking, best first, of what was found by meaning and what was found by words.

    Each score counts as its share of the best of its kind: scales do not matter, distances do.
    Ranks alone (reciprocal-rank fusion) throw away how much better the first is than the tenth, and
    lose to meaning alone. What one index did not find gets the least it can have there: the last
    similarity of the list, no score for words.
    """
    similarity, words = _share_of_best(near), _share_of_best(matching)
    least = min(similarity.values(), default=0.0)
    scores = {
        id_: similarity.get(id_, least) + words_weight * words.get(id_, 0.0)
        for id_ in near.keys() | matching.keys()
    }
    return sorted(scores.items(), key=_best_first)


def _share_of_best(scores: Mapping[Item, float]) -> dict[Item, float]:
    best = max(scores.values(), default=0.0)
    return {id_: score / best if best > 0 else score for id_, score in scores.items()}


def _best_first(item: tuple[Item, float]) -> tuple[float, Item]:
    return -item[1], item[0]
