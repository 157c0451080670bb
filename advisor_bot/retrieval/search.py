"""Hybrid search, the one way in: what is near in meaning and what shares words, fused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from advisor_bot.retrieval.passages import Kind, Passage

DEPTH = 200
"""Passages asked of each index: some twenty documents' worth."""
DEPTH_OF_ALL_KINDS = 5 * DEPTH
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
    """Finds passages by the words in them."""

    def matching(self, text: str, *, limit: int) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score, best first."""
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


DocumentKey = tuple[Kind, str]
"""A document's kind and id: a provider and a concept may bear the same id."""


def _key(passage: Passage) -> DocumentKey:
    return passage.kind, passage.document_id


class Search:
    """Searches one state of the catalog; safe to share by threads."""

    def __init__(self, passages: Sequence[Passage], vectors: VectorIndex, words: WordIndex) -> None:
        self._passages = {passage.id: passage for passage in passages}
        self._vectors = vectors
        self._words = words

    def find(
        self, query: str, *, limit: int = 8, kinds: Collection[Kind] | None = None
    ) -> list[Hit]:
        """The documents that answer ``query`` best, best first; only of ``kinds`` if given."""
        near = self._known(self._vectors.nearest(query, limit=DEPTH, kinds=kinds), kinds)
        # The word index knows no kinds: what they rule out is asked for too, and dropped.
        depth = DEPTH_OF_ALL_KINDS if kinds else DEPTH
        matching = self._known(self._words.matching(query, limit=depth), kinds)
        evidence: dict[DocumentKey, list[Evidence]] = {}
        for id_, score in fuse(near, matching):
            passage = self._passages[id_]
            evidence.setdefault(_key(passage), []).append(Evidence(passage, score))
        similarity, words = self._by_document(near), self._by_document(matching)
        return [
            Hit(
                document_id=key[1],
                kind=key[0],
                score=score,
                similarity=similarity.get(key, 0.0),
                words=words.get(key, 0.0),
                evidence=tuple(evidence[key][:MOST_EVIDENCE]),
            )
            for key, score in fuse(similarity, words)[:limit]
        ]

    def _known(
        self, found: Iterable[tuple[str, float]], kinds: Collection[Kind] | None
    ) -> dict[str, float]:
        """Without passages that a sync has meanwhile added to, or not yet taken from, the index."""
        return {
            id_: score
            for id_, score in found
            if id_ in self._passages and (not kinds or self._passages[id_].kind in kinds)
        }

    def _by_document(self, scores: Mapping[str, float]) -> dict[DocumentKey, float]:
        """The best score of each document's passages: a long document has no advantage."""
        best: dict[DocumentKey, float] = {}
        for id_, score in scores.items():
            key = _key(self._passages[id_])
            best[key] = max(score, best.get(key, score))
        return best


Key = TypeVar("Key", str, DocumentKey)


def fuse(
    near: Mapping[Key, float],
    matching: Mapping[Key, float],
    *,
    words_weight: float = WORDS_WEIGHT,
) -> list[tuple[Key, float]]:
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


def _share_of_best(scores: Mapping[Key, float]) -> dict[Key, float]:
    best = max(scores.values(), default=0.0)
    return {id_: score / best if best > 0 else score for id_, score in scores.items()}


def _best_first(item: tuple[Key, float]) -> tuple[float, Key]:
    return -item[1], item[0]
