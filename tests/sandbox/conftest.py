"""A running sandbox, and the real Bolt client connected to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.sandbox import create_app
from advisor_bot.sandbox.timing import Timing
from advisor_bot.sandbox.workspace import Workspace

Json = dict[str, Any]


class Sandbox:
    """A served workspace, with the page's requests as methods."""

    def __init__(self, workspace: Workspace, url: str, http: httpx.AsyncClient) -> None:
        self.workspace = workspace
        self.url = url
        self.http = http

    def client(self, token: str = "xoxb-sandbox") -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=f"{self.url}/api/")

    async def do(self, action: str, **body: Any) -> Json:
        """Do something on the page, as Emma unless another user is named."""
        response = await self.http.post(f"/ui/{action}", json={"user": "U0EMMA", **body})
        return {"status": response.status_code, **response.json()}

    async def messages(self, channel: str, user: str = "U0EMMA") -> list[Json]:
        params = {"user": user, "channel": channel}
        found: list[Json] = (await self.http.get("/ui/messages", params=params)).json()["messages"]
        return found

    async def thread(self, channel: str, ts: str, user: str = "U0EMMA") -> list[Json]:
        params = {"user": user, "channel": channel, "ts": ts}
        found: list[Json] = (await self.http.get("/ui/thread", params=params)).json()["messages"]
        return found

    async def faults(self, *rules: Json) -> None:
        response = await self.http.post("/faults", json={"rules": list(rules)})
        response.raise_for_status()


@pytest.fixture
def timing() -> Timing:
    """Slack's waits, shortened."""
    return Timing(ack_seconds=0.3, retry_delays=(0.01, 0.01, 0.01), keep_alive_seconds=0.05)


@pytest.fixture
async def sandbox(timing: Timing) -> AsyncIterator[Sandbox]:
    """A sandbox on a free port of this machine."""
    workspace = Workspace.seeded(timing=timing)
    config = uvicorn.Config(create_app(workspace), log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    await until(lambda: server.started)
    async with httpx.AsyncClient(base_url=url, timeout=10) as http:
        yield Sandbox(workspace, url, http)
    await workspace.close()
    server.should_exit = True
    await serving


@pytest.fixture
async def unserved(timing: Timing) -> AsyncIterator[Sandbox]:
    """A sandbox without a server: quick, for requests of the page and single API calls."""
    workspace = Workspace.seeded(timing=timing)
    transport = httpx.ASGITransport(app=create_app(workspace))
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as http:
        yield Sandbox(workspace, "http://sandbox", http)
    await workspace.close()


@pytest.fixture
def app(sandbox: Sandbox) -> AsyncApp:
    """A Bolt app without listeners, for the test to add its own."""
    return AsyncApp(client=sandbox.client())


@pytest.fixture
def connected(sandbox: Sandbox, app: AsyncApp) -> Callable[[], Any]:
    """A context in which the app is connected by Socket Mode."""

    @asynccontextmanager
    async def connect() -> AsyncIterator[None]:
        handler = AsyncSocketModeHandler(app, "xapp-sandbox")
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await until(lambda: sandbox.workspace.delivery.connections > 0)
        try:
            yield
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    return connect


async def until(
    happens: Callable[[], Any] | Callable[[], Awaitable[Any]], seconds: float = 5.0
) -> Any:
    """Wait until something is so, and return it; fails the test when it never is."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        found = happens()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")


async def error_of(call: Awaitable[Any]) -> str | None:
    """The error code that an API call is refused with, None if it succeeds."""
    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"])
    return None
