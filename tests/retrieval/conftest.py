import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import Kind, Passage

MakePassage = Callable[..., Passage]


@pytest.fixture(scope="session")
def embedder() -> LocalEmbedder:
    """The real model; loading it takes longer than using it."""
    return LocalEmbedder(threads=1)


@pytest.fixture(scope="session")
def make_passage() -> MakePassage:
    def make(
        name: str,
        text: str,
        *,
        document: str | None = None,
        kind: Kind = "program",
        title: str = "",
        aliases: tuple[str, ...] = (),
    ) -> Passage:
        document = document or name
        return Passage(f"{kind}:{document}#{name}", document, kind, title, "", text, aliases)

    return make


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of this test run."""
    folder = tmp_path_factory.mktemp("chroma-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)], stdout=log, stderr=log
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/api/v2/heartbeat").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("the Chroma server did not start")
