"""Searches of the knowledge that ships, with the real model and the real indexes."""

import pytest

from advisor_bot.advice.knowledge import Finder
from advisor_bot.config import Settings
from advisor_bot.retrieval.passages import Kind
from advisor_bot.services import Services


@pytest.fixture(scope="module")
def search(shipped: tuple[Settings, Services]) -> Finder:
    return shipped[1].knowledge().search


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
def test_the_document_that_answers_comes_first(search: Finder, query: str, first: str) -> None:
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
    search: Finder, query: str, among_the_first_three: set[str]
) -> None:
    kinds: tuple[Kind, ...] = ("program",)
    found = {hit.document_id for hit in search.find(query, limit=3, kinds=kinds)}
    assert among_the_first_three <= found


def test_what_is_not_in_the_catalog_is_near_to_nothing_in_it(search: Finder) -> None:
    assert max(hit.similarity for hit in search.find("what is the weather?")) < 0.2
