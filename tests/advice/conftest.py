"""A catalog of four programs with a search over its words, and a model's server that misbehaves."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.brief import Composer
from advisor_bot.advice.composing.extractive import ExtractiveComposer
from advisor_bot.advice.events import ChecklistEvent, DoneEvent, Event, SourcesEvent, TextEvent
from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.naming import words_of
from advisor_bot.catalog.facts import Document
from advisor_bot.catalog.freshness import Freshness
from advisor_bot.catalog.store import Catalog
from advisor_bot.retrieval.passages import Kind, passages_by_document
from advisor_bot.retrieval.search import Search
from advisor_bot.retrieval.words import Words
from tests.building import TODAY, page, program, provider, stated, stored
from tests.model_server import ModelServer
from tests.workspace import serving

STALE_AFTER = timedelta(days=365)
FRESH = Freshness(TODAY, STALE_AFTER)


@pytest.fixture
def small() -> Catalog:
    return stored(
        program(
            "dance-leader",
            title="Dance Leader Award",
            facts={
                "level": stated("beginner", on="level"),
                "cost": stated(
                    ({"amount": 40, "currency": "USD", "per": "month"},), "verified", on="cost"
                ),
                "workload": stated({"weeks": 13, "hours": 60}, on="time"),
                "assessment_type": stated(("exam",), "verified", on="exam"),
                "assessment_standard": stated({"text": "A rubric.", "pass_mark": "70 %"}),
                "proctoring": stated("supervised", "verified", on="exam"),
                "verification": stated(("registry",), on="check"),
            },
        ),
        program("song-leader", title="Song Leader Badge", provider="choir"),
        program("deck-sailor", title="Deck Sailor Award", fields=["data"]),
        program("mast-sailor", title="Mast Sailor Award", fields=["data"]),
        provider("academy", facts={"track_record": stated("Since 1900.", on="history")}),
        page("judging", "Ask who assesses.", "1. Standard\n2. Issuer", title="How to judge"),
        page(
            "budget",
            "You have EUR 10 a year for learning budget matters.",
            kind="policy",
            title="Learning budget",
            sample=True,
        ),
    )


class SharedWords:
    """Stands in for the vector index: near is what shares words with a query, and as near as the share
    of the query's words that it has."""

    def __init__(self, catalog: Catalog) -> None:
        documents: list[Document] = [
            *catalog.programs(catalog.ids("program")),
            *catalog.providers(catalog.ids("provider")),
            *catalog.pages("concept", "policy", "document"),
        ]
        by_document = passages_by_document(documents, catalog)
        self._passages = [passage for passages in by_document.values() for passage in passages]

    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        asked = set(words_of(text))
        found = []
        for passage in self._passages:
            has = asked & set(words_of(f"{passage.title} {passage.text}"))
            if has and (kinds is None or passage.kind in kinds):
                found.append((passage.id, len(has) / len(asked)))
        return sorted(found, key=lambda one: (-one[1], one[0]))[:limit]


def knowing(catalog: Catalog) -> Knowledge:
    """A catalog with a word index that followed it."""
    words = Words()
    assert words.follow(catalog.engine)
    return Knowledge(catalog, Search(SharedWords(catalog), words))


def advisor_on(catalog: Catalog, composer: Composer | None = None, *, on: date = TODAY) -> Advisor:
    """An advisor that knows ``catalog``, asked on that day."""
    state = knowing(catalog)
    fallback = ExtractiveComposer()
    return Advisor(
        knowledge=lambda: state,
        composer=composer or fallback,
        fallback=fallback,
        today=lambda: on,
        stale_after=STALE_AFTER,
    )


@dataclass(frozen=True)
class Answer:
    """The events of one answer, and what a reader sees of them."""

    events: tuple[Event, ...]

    @property
    def text(self) -> str:
        return "".join(event.text for event in self.events if isinstance(event, TextEvent))

    @property
    def done(self) -> DoneEvent:
        (done,) = (event for event in self.events if isinstance(event, DoneEvent))
        return done

    @property
    def sources(self) -> SourcesEvent:
        (sources,) = (event for event in self.events if isinstance(event, SourcesEvent))
        return sources

    @property
    def checklists(self) -> ChecklistEvent:
        (checklists,) = (event for event in self.events if isinstance(event, ChecklistEvent))
        return checklists

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.events]


async def answer_of(events: AsyncIterator[Event]) -> Answer:
    return Answer(tuple([event async for event in events]))


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    stub = ModelServer()
    stub.pieces = ["It works."]
    async with serving(stub.app) as url:
        stub.url = f"{url}/v1"
        yield stub
        stub.go_on.set()
