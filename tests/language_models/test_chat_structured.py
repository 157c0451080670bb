import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from advisor_bot.errors import ModelError
from advisor_bot.language_models.chat import OpenAIChat

SCHEMA = {"type": "object", "properties": {"facts": {"type": "array"}}}
Answer = tuple[int, Any]


def saying(text: str | None, reason: str = "stop") -> Answer:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": reason}
    return 200, {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "m",
        "choices": [choice],
    }


def knows(*forms: str | None) -> Callable[[dict[str, Any]], Answer]:
    """A server that refuses every form of reply but these."""

    def answer(body: dict[str, Any]) -> Answer:
        form = body.get("response_format", {}).get("type")
        return (
            saying('{"facts": []}') if form in forms else (400, {"error": {"message": "unknown"}})
        )

    return answer


class Server(ThreadingHTTPServer):
    """A language model's server on this machine, with a settable answer."""

    answer: Callable[[dict[str, Any]], Answer] = staticmethod(knows("json_schema"))

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []

    @property
    def forms(self) -> list[str | None]:
        return [request.get("response_format", {}).get("type") for request in self.requests]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(body)
        status, answer = self.server.answer(body)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
async def chat(server: Server) -> AsyncIterator[OpenAIChat]:
    url = f"http://127.0.0.1:{server.server_port}/v1"
    chat = OpenAIChat(
        model="m", api_key=None, base_url=url, timeout=5, max_retries=0, max_output_tokens=900
    )
    yield chat
    await chat.close()


async def test_it_asks_for_the_schema(chat: OpenAIChat, server: Server) -> None:
    assert chat.structured("Which facts?", SCHEMA) == '{"facts": []}'
    [request] = server.requests
    assert request["messages"] == [{"role": "user", "content": "Which facts?"}]
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert request["response_format"]["json_schema"]["strict"] is True
    assert request["max_tokens"] == 900


async def test_a_server_that_knows_less_is_asked_for_less_from_then_on(
    chat: OpenAIChat, server: Server
) -> None:
    server.answer = knows("json_object")
    chat.structured("one", SCHEMA)
    chat.structured("two", SCHEMA)
    assert server.forms == ["json_schema", "json_object", "json_object"]


async def test_a_server_that_knows_none_is_asked_plainly(chat: OpenAIChat, server: Server) -> None:
    server.answer = knows(None)
    assert chat.structured("one", SCHEMA) == '{"facts": []}'
    assert server.forms == ["json_schema", "json_object", None]


async def test_what_is_refused_in_every_form_is_not_held_against_the_forms(
    chat: OpenAIChat, server: Server
) -> None:
    server.answer = knows()
    with pytest.raises(ModelError) as failure:
        chat.structured("too long", SCHEMA)
    assert failure.value.kind == "server error"
    server.answer = knows("json_schema")
    chat.structured("short", SCHEMA)
    assert server.forms[-1] == "json_schema"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (saying('{"facts": [', "length"), "cut off"),
        (saying(None), "cut off"),
        (saying("", "stop"), "cut off"),
        ((200, {"choices": []}), "cut off"),
        ((200, {}), "cut off"),
        ((200, b"no json"), "server error"),
        ((401, {}), "authentication"),
        ((404, {}), "not found"),
        ((429, {}), "rate limit"),
        ((500, {"error": {"message": "secret detail"}}), "server error"),
    ],
)
async def test_failures_have_words_and_a_kind(
    chat: OpenAIChat, server: Server, answer: Answer, kind: str
) -> None:
    server.answer = lambda _body: answer
    with pytest.raises(ModelError) as failure:
        chat.structured("Which facts?", SCHEMA)
    assert failure.value.kind == kind
    assert "secret" not in str(failure.value)
