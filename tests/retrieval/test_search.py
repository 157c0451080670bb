from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import Kind
from advisor_bot.retrieval.search import Search, fuse
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import Words

from .conftest import MakePassage

Scores = dict[str, float]
SCORES = st.dictionaries(
    st.sampled_from("abcdefgh"), st.floats(0.001, 40, allow_subnormal=False), max_size=8
)


def shuffled(scores: Scores, order: list[int]) -> Scores:
    return {key: scores[key] for key in sorted(scores, key=lambda key: order[ord(key) - 97])}


class TestFuse:
    @given(near=SCORES, matching=SCORES, order=st.permutations(range(8)))
    def test_the_order_of_the_input_does_not_matter(
        self, near: Scores, matching: Scores, order: list[int]
    ) -> None:
        assert fuse(near, matching) == fuse(shuffled(near, order), shuffled(matching, order))

    @given(near=SCORES, matching=SCORES)
    def test_ranks_everything_that_was_found_once_best_first(
        self, near: Scores, matching: Scores
    ) -> None:
        ranked = fuse(near, matching)
        assert sorted(id_ for id_, _ in ranked) == sorted(near.keys() | matching.keys())
        assert [score for _, score in ranked] == sorted((s for _, s in ranked), reverse=True)

    @given(near=SCORES, matching=SCORES, more=st.floats(0, 40), by_words=st.booleans())
    def test_who_scores_more_falls_behind_nobody(
        self, near: Scores, matching: Scores, more: float, by_words: bool
    ) -> None:
        scores = matching if by_words else near
        if not scores:
            return
        favoured = min(scores)
        before = {
            id_
            for id_, score in fuse(near, matching)
            if score > dict(fuse(near, matching))[favoured]
        }
        scores[favoured] += more
        after = dict(fuse(near, matching))
        slack = 1e-9  # of the divisions
        assert {id_ for id_ in after if after[id_] > after[favoured] + slack} <= before

    @given(near=SCORES, matching=SCORES, times=st.sampled_from([0.25, 2.0, 16.0]))
    def test_scales_do_not_matter(self, near: Scores, matching: Scores, times: float) -> None:
        scaled = fuse(near, {id_: score * times for id_, score in matching.items()})
        assert dict(scaled) == pytest.approx(dict(fuse(near, matching)))

    def test_words_decide_among_equals_in_meaning_and_the_other_way_round(self) -> None:
        assert [id_ for id_, _ in fuse({"a": 0.5, "b": 0.5}, {"b": 3.0})] == ["b", "a"]
        assert [id_ for id_, _ in fuse({"a": 0.4, "b": 0.5}, {"a": 3.0, "b": 3.0})] == ["b", "a"]

    def test_a_much_nearer_meaning_outweighs_shared_words(self) -> None:
        assert fuse({"a": 0.8, "b": 0.1}, {"b": 3.0})[0][0] == "a"

    def test_what_only_the_words_found_counts_as_the_last_in_meaning(self) -> None:
        assert dict(fuse({"a": 0.8, "b": 0.4}, {"c": 2.0})) == pytest.approx(
            {"a": 1.0, "b": 0.5, "c": 1.0}
        )


class FixedVectors:
    """A vector index that has seen this query before."""

    def __init__(self, scores: dict[str, float]) -> None:
        self.scores = scores

    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        assert text
        kept = [
            (id_, s) for id_, s in self.scores.items() if not kinds or id_.split(":")[0] in kinds
        ]
        return sorted(kept, key=lambda item: -item[1])[:limit]


@pytest.fixture
def search(make_passage: MakePassage) -> Search:
    passages = [
        make_passage("o", "Network defence for beginners.", document="guard"),
        make_passage("p", "It costs 49 dollars a month.", document="guard"),
        make_passage("o", "Project planning.", document="plan"),
        make_passage("o", "How to compare what credentials cost.", document="cost", kind="concept"),
    ]
    near = {"program:guard#o": 0.6, "program:guard#p": 0.5, "program:plan#o": 0.2}
    return Search(
        FixedVectors({**near, "concept:cost#o": 0.4, "program:gone#o": 0.9}),
        Words.build(passages),
    )


def test_passages_are_grouped_by_document_with_the_best_evidence_first(search: Search) -> None:
    hits = search.find("what does it cost a month, in dollars")
    assert [hit.document_id for hit in hits] == ["guard", "cost", "plan"]
    guard = hits[0]
    assert (guard.kind, guard.similarity) == ("program", 0.6)
    assert [evidence.passage.id for evidence in guard.evidence] == [
        "program:guard#p",
        "program:guard#o",
    ]
    assert guard.words > hits[1].words > hits[2].words == 0


def test_a_passage_that_is_in_the_index_but_not_in_the_catalog_is_left_out(search: Search) -> None:
    assert "gone" not in {hit.document_id for hit in search.find("anything")}


def test_what_is_gone_from_the_catalog_counts_for_nothing(make_passage: MakePassage) -> None:
    words = Words.build([make_passage("new", "Text.", document="a")])
    near = {f"program:gone-{n}#x": 0.9 for n in range(50)} | {"program:a#old": 0.9}
    search = Search(FixedVectors({**near, "program:a#new": 0.4}), words)
    [hit] = search.find("text", limit=3)
    assert (hit.document_id, hit.similarity) == ("a", 0.4)
    assert [evidence.passage.id for evidence in hit.evidence] == ["program:a#new"]


def test_names_are_looked_up_in_the_word_index(make_passage: MakePassage) -> None:
    search = Search(
        FixedVectors({}), Words.build([make_passage("a", "Text.", title="Dance Award")])
    )
    assert search.named("the dance award") == [("program", "a")]


def test_only_the_kinds_asked_for(search: Search) -> None:
    assert {hit.kind for hit in search.find("cost", kinds={"concept"})} == {"concept"}
    assert {hit.kind for hit in search.find("cost", kinds=("program", "concept"))} == {
        "program",
        "concept",
    }


def test_no_more_documents_than_asked_for(search: Search) -> None:
    assert len(search.find("cost", limit=2)) == 2


def test_nothing_found_is_no_hits() -> None:
    assert Search(FixedVectors({}), Words.build([])).find("cost") == []


def test_real_indexes_find_by_meaning_and_by_code_from_many_threads(
    tmp_path: Path, embedder: LocalEmbedder, make_passage: MakePassage
) -> None:
    passages = [
        make_passage("defend", "Learn to protect computer networks from intruders."),
        make_passage("talk", "Speaking in public with confidence."),
        make_passage("sc", "A Microsoft exam.", title="SC-900"),
        make_passage("bread", "Baking."),
    ]
    vectors = Vectors.open(embedder, folder=tmp_path)
    try:
        vectors.put({passage.document: [passage] for passage in passages})
        search = Search(vectors, Words.build(passages))
        queries = ["hacker defence", "afraid of giving presentations", "is sc-900 any good"] * 5
        with ThreadPoolExecutor(4) as pool:
            best = [hits[0].document_id for hits in pool.map(search.find, queries)]
        assert best == ["defend", "talk", "sc"] * 5
    finally:
        vectors.close()
