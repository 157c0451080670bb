"""Events reach the bot, again if need be, over whichever connection there is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from .conftest import Json, Sandbox, until


class RawBot:
    """A Socket Mode client that acknowledges only when told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def receive(self) -> Json:
        received: Json = await self.socket.receive_json(timeout=5)
        return received

    async def acknowledge(self, envelope: Json) -> None:
        await self.socket.send_json({"envelope_id": envelope["envelope_id"]})


@asynccontextmanager
async def raw_bot(sandbox: Sandbox) -> AsyncIterator[RawBot]:
    """Connect as the Socket Mode protocol says, and pass over the hello."""
    opened = await sandbox.client("xapp-sandbox").apps_connections_open(app_token="xapp-sandbox")
    async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as socket:
        bot = RawBot(socket)
        hello = await bot.receive()
        assert hello["type"] == "hello"
        yield bot


async def test_an_unacknowledged_event_comes_again_in_a_new_envelope(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as bot:
        await sandbox.do("message", channel="D0EMMA", text="hi")
        envelopes = [await bot.receive() for _ in range(4)]

        assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
        assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
        assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
        assert [envelope["retry_reason"] for envelope in envelopes] == ["", *["timeout"] * 3]


async def test_an_acknowledged_event_does_not_come_again(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as bot:
        for text in ("one", "two"):
            await sandbox.do("message", channel="D0EMMA", text=text)
            envelope = await bot.receive()
            assert envelope["payload"]["event"]["text"] == text
            await bot.acknowledge(envelope)


async def test_events_wait_for_a_connection(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def listen(event: Json) -> None:
        heard.append(event["text"])

    for text in ("one", "two", "three"):
        await sandbox.do("message", channel="D0EMMA", text=text)
    async with connected():
        await until(lambda: len(heard) == 3)

    assert heard == ["one", "two", "three"]


async def test_an_event_that_a_lost_connection_held_comes_again(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as first:
        await sandbox.do("message", channel="D0EMMA", text="hi")
        lost = await first.receive()
    async with raw_bot(sandbox) as second:
        again = await second.receive()
        await second.acknowledge(again)

    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert again["retry_attempt"] == 1


async def test_each_event_goes_to_one_of_several_connections(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as first, raw_bot(sandbox) as second:
        await sandbox.do("message", channel="D0EMMA", text="one")
        await sandbox.do("message", channel="D0EMMA", text="two")
        received = await asyncio.gather(first.receive(), second.receive())
        await first.acknowledge(received[0])
        await second.acknowledge(received[1])

    assert {envelope["payload"]["event"]["text"] for envelope in received} == {"one", "two"}


async def test_a_ticket_opens_one_connection(sandbox: Sandbox) -> None:
    opened = await sandbox.client("xapp-sandbox").apps_connections_open(app_token="xapp-sandbox")
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(opened["url"]):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])


async def test_only_subscribed_events_are_delivered(sandbox: Sandbox) -> None:
    subscribed = {"bot_events": ["app_mention"]}
    sandbox.workspace.install({"settings": {"event_subscriptions": subscribed}})
    async with raw_bot(sandbox) as bot:
        await sandbox.do("message", channel="D0EMMA", text="not heard")
        await sandbox.do("message", channel="C0GENERAL", text="<@U0BOT> heard")
        envelope = await bot.receive()
        await bot.acknowledge(envelope)

    assert envelope["payload"]["event"]["type"] == "app_mention"


async def test_the_bot_does_not_hear_channels_it_is_not_in(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as bot:
        await sandbox.do("message", channel="C0RANDOM", text="<@U0BOT> hello?")
        await sandbox.do("message", channel="C0LEARN", text="here")
        envelope = await bot.receive()
        await bot.acknowledge(envelope)

    assert envelope["payload"]["event"]["channel"] == "C0LEARN"


async def test_another_bot_is_heard_as_a_bot(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as bot:
        await sandbox.do("message", user="U0ROBO", channel="C0GENERAL", text="<@U0BOT> loop?")
        envelope = await bot.receive()
        await bot.acknowledge(envelope)

    event = envelope["payload"]["event"]
    assert (event["user"], event["bot_id"]) == ("U0ROBO", "B0ROBO")
    assert "bot_profile" not in event


async def test_a_bot_asked_to_reconnect_misses_nothing(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def listen(event: Json) -> None:
        heard.append(event["text"])

    async with connected():
        opened = sandbox.workspace.delivery.opened
        await sandbox.workspace.delivery.refresh()
        await sandbox.do("message", channel="D0EMMA", text="meanwhile")
        await until(lambda: heard)
        await until(lambda: sandbox.workspace.delivery.opened > opened)

    assert set(heard) == {"meanwhile"}


async def test_something_else_than_an_acknowledgement_ends_the_connection(
    sandbox: Sandbox,
) -> None:
    async with raw_bot(sandbox) as bot:
        await bot.socket.send_str(json.dumps(["not", "an", "acknowledgement"]))
        await until(lambda: sandbox.workspace.delivery.connections == 0)


async def test_what_an_event_says(sandbox: Sandbox) -> None:
    async with raw_bot(sandbox) as bot:
        root = await sandbox.do("message", channel="C0GENERAL", text="root")
        await bot.acknowledge(await bot.receive())
        await sandbox.do(
            "message", user="U0SAM", channel="C0GENERAL", text="r", thread_ts=root["ts"]
        )
        envelope = await bot.receive()
        await bot.acknowledge(envelope)

    payload = envelope["payload"]
    assert payload["type"] == "event_callback"
    assert payload["authorizations"][0]["user_id"] == "U0BOT"
    event = payload["event"]
    assert event["channel_type"] == "channel"
    assert event["user"] == "U0SAM"
    assert event["thread_ts"] == root["ts"]
    assert event["parent_user_id"] == "U0EMMA"
    assert "client_msg_id" in event
