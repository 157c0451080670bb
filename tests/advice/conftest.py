"""A catalog of four programs with a search over its words, and a model's server that misbehaves."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

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


@dataclass
class ModelServer:
    """Speaks OpenAI's chat completions API as far as the bot uses it. ``status``, ``pieces`` and
    ``ending`` say how it behaves; ``prompts`` are what it was asked."""

    url: str = ""
    status: int = 200
    pieces: Sequence[str] = ("It works.",)
    ending: str = "done"
    prompts: list[str] = field(default_factory=list)
    requests: list[dict[str, object]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            (length,) = (
                int(line.split(b":")[1])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length:")
            )
            asked = json.loads(await reader.readexactly(length))
            self.requests.append(asked)
            self.prompts.append(asked["messages"][0]["content"])
            await self._reply(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the caller hung up first
        finally:
            writer.close()

    async def _reply(self, writer: asyncio.StreamWriter) -> None:
        if self.status != 200:
            body = b'{"error": {"message": "secret detail of the vendor"}}'
            head = f"HTTP/1.1 {self.status} No\r\nContent-Type: application/json\r\n"
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n")
        writer.write(b"Connection: close\r\n\r\n")
        for piece in self.pieces:
            self._send(writer, {"delta": {"content": piece}, "finish_reason": None})
            await writer.drain()
        if self.ending == "silence":
            await asyncio.sleep(30)
        if self.ending == "done":
            self._send(writer, {"delta": {}, "finish_reason": "stop"})
            writer.write(b"data: [DONE]\n\n")
        await writer.drain()

    @staticmethod
    def _send(writer: asyncio.StreamWriter, choice: dict[str, object]) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "stub",
            "choices": [{"index": 0, **choice}],
        }
        writer.write(f"data: {json.dumps(chunk)}\n\n".encode())


@asynccontextmanager
async def model_server() -> AsyncIterator[ModelServer]:
    stub = ModelServer()
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(stub.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    stub.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield stub
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    async with model_server() as stub:
        yield stub
