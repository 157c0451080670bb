"""A catalog of four programs with a search over its words, and a model's server that misbehaves."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass

import pytest

from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.brief import Composer
from advisor_bot.advice.composing.extractive import ExtractiveComposer
from advisor_bot.advice.events import ChecklistEvent, DoneEvent, Event, SourcesEvent, TextEvent
from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.naming import words_of
from advisor_bot.catalog.facts import Catalog
from advisor_bot.retrieval.passages import Kind, Passage, passages_of
from advisor_bot.retrieval.search import Evidence, Hit
from tests.building import TODAY, catalog, page, program, provider, stated
from tests.model_server import ModelServer
from tests.workspace import serving


@pytest.fixture
def small() -> Catalog:
    return catalog(
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


class WordSearch:
    """Finds by shared words; ``similarity`` is the share of the query's words that a document has."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    def find(
        self, query: str, *, limit: int = 8, kinds: Collection[Kind] | None = None
    ) -> list[Hit]:
        asked = set(words_of(query))
        found: dict[tuple[Kind, str], list[Evidence]] = {}
        for passage in self._passages:
            has = asked & set(words_of(f"{passage.title} {passage.text}"))
            if has and (kinds is None or passage.kind in kinds):
                evidence = Evidence(passage, len(has) / len(asked))
                found.setdefault((passage.kind, passage.document_id), []).append(evidence)
        hits = []
        for (kind, id_), speaking in found.items():
            speaking.sort(key=lambda one: -one.score)
            best = speaking[0].score
            hits.append(Hit(id_, kind, best, best, best, tuple(speaking)))
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


def advisor_on(knowledge: Catalog, composer: Composer | None = None) -> Advisor:
    state = Knowledge(knowledge, WordSearch(passages_of(knowledge)))
    fallback = ExtractiveComposer()
    return Advisor(
        knowledge=lambda: state,
        composer=composer or fallback,
        fallback=fallback,
        today=lambda: TODAY,
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
