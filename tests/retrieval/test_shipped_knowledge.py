"""Searches of the knowledge that ships, with the real model and the real indexes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor_bot.catalog.readers.markdown import read_folder
from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import Kind, passages_of
from advisor_bot.retrieval.search import Search
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import Words

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"


@pytest.fixture(scope="module")
def search(embedder: LocalEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    passages = passages_of(read_folder(KNOWLEDGE)[0])
    vectors = Vectors.open(embedder, folder=tmp_path_factory.mktemp("index"))
    vectors.sync(passages)
    yield Search(passages, vectors, Words.build(passages))
    vectors.close()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("is the Google data analytics certificate worth it?", "google-data-analytics"),
        ("SC-900", "microsoft-sc-900"),
        ("what do I need for sc 900", "microsoft-sc-900"),
        ("GA4", "google-analytics-certification"),
        ("PMP", "pmi-pmp"),
        ("how do I judge a micro-credential?", "how-to-judge-quality"),
        ("which companies and schools offer micro-credentials", "who-offers-them"),
        ("does my employer pay for a course?", "learning-budget"),
    ],
)
def test_the_document_that_answers_comes_first(search: Search, query: str, first: str) -> None:
    assert search.find(query)[0].document_id == first


@pytest.mark.parametrize(
    ("query", "among_the_first_three"),
    [
        ("cheapest cybersecurity credential for a beginner", {"isc2-cc", "google-cybersecurity"}),
        ("proctored project management exam", {"pmi-capm", "pmi-pmp"}),
        ("caring for patients on a ventilator", {"sydney-intensive-care-medicine", "sccm-fccs"}),
    ],
)
def test_the_programs_that_fit_are_among_the_first(
    search: Search, query: str, among_the_first_three: set[str]
) -> None:
    kinds: tuple[Kind, ...] = ("program",)
    found = {hit.document_id for hit in search.find(query, limit=3, kinds=kinds)}
    assert among_the_first_three <= found


def test_what_is_not_in_the_catalog_is_near_to_nothing_in_it(search: Search) -> None:
    assert max(hit.similarity for hit in search.find("what is the weather?")) < 0.2
