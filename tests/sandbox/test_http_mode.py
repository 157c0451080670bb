"""The bot in HTTP mode: signed requests to its request URL."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .conftest import Json, Sandbox, until


@pytest.fixture
async def request_url(sandbox: Sandbox) -> AsyncIterator[str]:
    """The request URL of a served Bolt app that echoes messages and takes commands."""
    app = AsyncApp(client=sandbox.client(), signing_secret="sandbox-signing-secret")

    @app.event("message")
    async def answer(event: Json, say: AsyncSay) -> None:
        await say(text=f"You said: {event['text']}")

    @app.command("/advisor")
    async def advise(ack: AsyncAck, command: Json) -> None:
        await ack(f"About {command['text']}")

    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    web = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning"))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await until(lambda: server.started)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/slack/events"
    server.should_exit = True
    await serving


async def test_events_and_commands_come_signed(sandbox: Sandbox, request_url: str) -> None:
    sandbox.workspace.use_http(request_url)
    sandbox.workspace.base_url = sandbox.url

    await sandbox.do("message", channel="D0EMMA", text="hi")
    await until(lambda: _said(sandbox, "You said: hi"))
    await sandbox.do("command", channel="D0EMMA", command="/advisor", text="Python & more")
    await until(lambda: _said(sandbox, "About Python & more"))


async def test_another_secret_is_refused(sandbox: Sandbox, request_url: str) -> None:
    sandbox.workspace.use_http(request_url, signing_secret="another")

    await sandbox.do("command", channel="D0EMMA", command="/advisor", text="x")

    assert await _said(sandbox, '/advisor failed with the error "dispatch_failed"')


async def _said(sandbox: Sandbox, text: str) -> bool:
    return text in [message["text"] for message in await sandbox.messages("D0EMMA")]
