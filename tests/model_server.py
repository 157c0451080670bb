"""A language model's server on this machine: it says what a test tells it to, as slowly as it likes."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

WRITTEN = [
    "It is a series of eight online courses for people who want to start in data analysis and have "
    "no background in it. ",
    "It teaches spreadsheets, SQL, R and Tableau on practical cases and ends with a case study that "
    "can be shown to employers. ",
    "The cost is USD 39 to 49 a month by Coursera subscription in the United States. ",
    "Whether anybody supervises the assessment is not stated. ",
    "It counts toward a university degree, where the university accepts the ACE or ECTS credit.",
]
"""What is on record of the Google Data Analytics certificate: more than is gathered before a streamed
message grows, in five pieces."""
FIRST_WORDS, LAST_WORDS = "a series of eight online courses", "counts toward a university degree"


class ModelServer:
    """Speaks OpenAI's chat completions API."""

    def __init__(self) -> None:
        self.url = ""
        """Its base address, once it is served."""
        self.pieces: Sequence[str] = WRITTEN
        self.status = 200
        self.cut_at: int | None = None
        """The piece before which the reply breaks off; their number cuts the closing word."""
        self.hold_at: int | None = None
        """The piece before which it waits until ``go_on`` is set."""
        self.waiting = asyncio.Event()
        self.go_on = asyncio.Event()
        self.requests: list[dict[str, Any]] = []
        self.app = Starlette(routes=[Route("/v1/chat/completions", self._reply, methods=["POST"])])

    @property
    def prompts(self) -> list[str]:
        return [request["messages"][-1]["content"] for request in self.requests]

    async def _reply(self, request: Request) -> Response:
        self.requests.append(await request.json())
        if self.status != 200:
            error = {"error": {"message": "secret detail of the vendor"}}
            return JSONResponse(error, status_code=self.status)
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        for place, piece in enumerate(self.pieces):
            if place == self.hold_at:
                self.waiting.set()
                await self.go_on.wait()
            if place == self.cut_at:
                return
            yield _event({"content": piece}, None)
        if len(self.pieces) == self.hold_at:
            self.waiting.set()
            await self.go_on.wait()
        if len(self.pieces) == self.cut_at:
            return
        yield _event({}, "stop")
        yield "data: [DONE]\n\n"


def _event(delta: dict[str, str], reason: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "stub",
        "choices": [choice],
    }
    return f"data: {json.dumps(chunk)}\n\n"
