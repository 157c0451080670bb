import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from advisor_bot.errors import EmbedderError
from advisor_bot.language_models.embeddings import BATCH, MAX_CHARACTERS, OpenAIEmbedder

Answer = tuple[int, Any]


def vectors_by_length(texts: list[str]) -> Answer:
    """What a server may answer: in another order, and not normalised."""
    data = [
        {"object": "embedding", "index": index, "embedding": [3.0, float(len(text))]}
        for index, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, {"object": "list", "model": "m", "usage": usage, "data": data[::-1]}


def answer_with(*embeddings: object) -> Callable[[list[str]], Answer]:
    data = [{"index": index, "embedding": item} for index, item in enumerate(embeddings)]
    return lambda _texts: (200, {"object": "list", "data": data})


class Server(ThreadingHTTPServer):
    """An embedding server on this machine, with a settable answer."""

    answer: Callable[[list[str]], Answer] = staticmethod(vectors_by_length)

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(
            {"path": self.path, "key": self.headers["Authorization"], **body}
        )
        status, answer = self.server.answer(body["input"])
        content = json.dumps(answer).encode()
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
def embedder(server: Server) -> Iterator[OpenAIEmbedder]:
    embedder = OpenAIEmbedder(model="m", api_key="key", base_url=server.url, max_retries=0)
    yield embedder
    embedder.close()


def test_gives_normalised_vectors_in_the_order_of_the_texts(
    embedder: OpenAIEmbedder, server: Server
) -> None:
    vectors = embedder.embed(["four", "a"])
    assert vectors.dtype == np.float32
    assert vectors == pytest.approx(np.array([[0.6, 0.8], [3 / 10**0.5, 1 / 10**0.5]]))
    [request] = server.requests
    assert (request["path"], request["model"]) == ("/v1/embeddings", "m")
    assert request["key"] == "Bearer key"


def test_many_texts_are_sent_in_batches(embedder: OpenAIEmbedder, server: Server) -> None:
    texts = ["x" * (number + 1) for number in range(BATCH + 3)]
    vectors = embedder.embed(texts)
    assert [len(request["input"]) for request in server.requests] == [BATCH, 3]
    assert vectors[:, 1] / vectors[:, 0] * 3 == pytest.approx(np.arange(1, BATCH + 4))


def test_no_texts_is_no_request(embedder: OpenAIEmbedder, server: Server) -> None:
    assert len(embedder.embed([])) == 0
    assert server.requests == []


def test_texts_that_the_api_would_refuse_are_made_acceptable(
    embedder: OpenAIEmbedder, server: Server
) -> None:
    embedder.embed(["", "x" * 100_000, "\ud800"])
    assert server.requests[0]["input"] == [" ", "x" * MAX_CHARACTERS, "?"]


def test_a_compatible_server_needs_no_key(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    embedder = OpenAIEmbedder(model="m", api_key=None, base_url=server.url)
    assert embedder.embed(["four"]).shape == (1, 2)
    embedder.close()


def test_the_name_tells_models_apart(embedder: OpenAIEmbedder) -> None:
    assert embedder.name == "OpenAI m"


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "Check OPENAI_API_KEY"),
        (403, "Check OPENAI_API_KEY"),
        (404, "no model 'm'. Check OPENAI_EMBEDDING_MODEL"),
        (429, "Try again later"),
        (500, "Try again later"),
    ],
)
def test_a_refusal_says_what_to_do_and_repeats_nothing_of_the_servers(
    embedder: OpenAIEmbedder, server: Server, status: int, advice: str
) -> None:
    server.answer = lambda _texts: (status, {"error": {"message": "internal words"}})
    with pytest.raises(EmbedderError, match=advice) as failure:
        embedder.embed(["text"])
    assert "EMBEDDINGS=local" in str(failure.value)
    assert "internal" not in str(failure.value)
    assert failure.value.__cause__ is not None


def test_a_passing_failure_is_tried_again(server: Server) -> None:
    answers = iter([(500, {}), vectors_by_length(["four"])])
    server.answer = lambda _texts: next(answers)
    embedder = OpenAIEmbedder(model="m", api_key="key", base_url=server.url, max_retries=1)
    assert embedder.embed(["four"])[0] == pytest.approx([0.6, 0.8])
    embedder.close()


def test_a_server_that_is_not_there_is_named_as_the_reason() -> None:
    embedder = OpenAIEmbedder(
        model="m", api_key="key", base_url="http://127.0.0.1:9/v1", max_retries=0
    )
    with pytest.raises(EmbedderError, match=r"cannot be reached.*Check OPENAI_BASE_URL"):
        embedder.embed(["text"])
    embedder.close()


def test_a_server_that_does_not_answer_in_time_is_given_up(server: Server) -> None:
    released = threading.Event()

    def wait(texts: list[str]) -> Answer:
        released.wait(10)
        return vectors_by_length(texts)

    server.answer = wait
    embedder = OpenAIEmbedder(
        model="m", api_key="key", base_url=server.url, timeout=0.05, max_retries=0
    )
    with pytest.raises(EmbedderError, match="took too long"):
        embedder.embed(["text"])
    released.set()
    embedder.close()


@pytest.mark.parametrize(
    "answer",
    [
        answer_with([1.0, 0.0]),
        answer_with([1.0, 0.0], [1.0]),
        answer_with([1.0, 0.0], [0.0, 0.0]),
        answer_with([], []),
        answer_with([1.0, 0.0], [1.0, 0.0], [1.0, 0.0]),
    ],
    ids=["too few", "of two lengths", "zero", "empty", "too many"],
)
def test_an_answer_without_usable_vectors_is_refused(
    embedder: OpenAIEmbedder, server: Server, answer: Callable[[list[str]], Answer]
) -> None:
    server.answer = answer
    with pytest.raises(EmbedderError, match="no usable vectors"):
        embedder.embed(["one", "two"])
