"""What the page gets: state, live events, and only what its person may see."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from .conftest import Json, Sandbox


class Live:
    """The Server-Sent Events of one person."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, kind: str) -> Json:
        """The next event of this type."""
        async with asyncio.timeout(5):
            async for line in self._lines:
                if line.startswith("data: "):
                    event: Json = json.loads(line.removeprefix("data: "))
                    if event["type"] == kind:
                        return event
        raise AssertionError(f"no {kind} event came")


@asynccontextmanager
async def live(sandbox: Sandbox, user: str = "U0EMMA") -> AsyncIterator[Live]:
    async with sandbox.http.stream("GET", "/ui/events", params={"user": user}) as response:
        events = Live(response.aiter_lines())
        await events.next("bot")
        yield events


async def state(sandbox: Sandbox, user: str) -> Json:
    shown: Json = (await sandbox.http.get("/ui/state", params={"user": user})).json()
    return shown


async def test_each_person_sees_their_own_channels(unserved: Sandbox) -> None:
    seen = {
        user: {channel["id"] for channel in (await state(unserved, user))["channels"]}
        for user in ("U0EMMA", "U0HANA")
    }

    public = {"C0GENERAL", "C0LEARN", "C0RANDOM"}
    assert seen["U0EMMA"] == public | {"D0EMMA"}
    assert seen["U0HANA"] == public | {"D0HANA", "G0HR"}


async def test_private_channels_are_closed_to_others(unserved: Sandbox) -> None:
    for channel in ("G0HR", "D0HANA"):
        sent = await unserved.do("message", channel=channel, text="let me in")
        read = await unserved.http.get(
            "/ui/messages", params={"user": "U0EMMA", "channel": channel}
        )
        assert (sent["status"], read.status_code) == (404, 404)


async def test_events_are_shown_as_they_happen(sandbox: Sandbox) -> None:
    client = sandbox.client()
    async with live(sandbox) as events:
        sent = await sandbox.do("message", channel="D0EMMA", text="hi")
        assert (await events.next("message"))["message"]["ts"] == sent["ts"]
        where: Json = {"channel_id": "D0EMMA", "thread_ts": sent["ts"]}
        await client.agents_sessions_setStatus(**where, status="processing", title="Greeting")
        assert (await events.next("status"))["status"] == "processing"
        assert (await events.next("title"))["title"] == "Greeting"
        posted = await client.chat_postMessage(channel="D0EMMA", text="a", thread_ts=sent["ts"])
        assert (await events.next("message"))["message"]["text"] == "a"
        assert (await events.next("message_changed"))["message"]["reply_count"] == 1
        await client.chat_update(channel="D0EMMA", ts=posted["ts"], text="b")
        changed = (await events.next("message_changed"))["message"]
        assert (changed["text"], "edited" in changed) == ("b", True)
        await client.chat_delete(channel="D0EMMA", ts=posted["ts"])
        assert (await events.next("message_deleted"))["ts"] == posted["ts"]


async def test_streamed_text_is_shown_as_it_comes(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    async with live(sandbox) as events:
        stream = await client.chat_stream(channel="D0EMMA", thread_ts=sent["ts"], buffer_size=1)
        await stream.append(markdown_text="One")
        assert (await events.next("message"))["message"]["streaming"]
        await events.next("message_changed")
        await stream.append(markdown_text=" two")
        assert (await events.next("message_changed"))["message"]["text"] == "One two"
        await stream.stop()
        assert not (await events.next("message_changed"))["message"]["streaming"]


async def test_nobody_is_shown_what_is_not_for_them(sandbox: Sandbox) -> None:
    client = sandbox.client()
    async with live(sandbox, "U0SAM") as events:
        await client.chat_postMessage(channel="D0EMMA", text="private")
        await client.chat_postEphemeral(channel="C0GENERAL", user="U0EMMA", text="hidden")
        await client.views_publish(
            user_id="U0EMMA", view={"type": "home", "blocks": [{"type": "divider"}]}
        )
        await client.chat_postMessage(channel="C0GENERAL", text="public")

        assert (await events.next("message"))["message"]["text"] == "public"


async def test_a_modal_is_shown_and_taken_away(sandbox: Sandbox) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    async with live(sandbox) as events:
        trigger = sandbox.workspace.triggers.issue("U0EMMA")
        opened = await sandbox.client().views_open(trigger_id=trigger, view=view)
        shown = (await events.next("view"))["view"]
        assert shown["id"] == opened["view"]["id"]
        assert (await state(sandbox, "U0EMMA"))["view"]["id"] == shown["id"]
        await sandbox.do("view_close", view_id=shown["id"])
        assert (await events.next("view_closed"))["view_id"] == shown["id"]


async def test_silence_is_kept_alive(sandbox: Sandbox) -> None:
    async with (
        asyncio.timeout(5),
        sandbox.http.stream("GET", "/ui/events", params={"user": "U0EMMA"}) as response,
    ):
        async for line in response.aiter_lines():
            if line == ": keep-alive":
                break


async def test_the_log_of_calls_has_no_token(unserved: Sandbox) -> None:
    data = {"token": "xoxb-sandbox", "channel": "C0GENERAL", "text": "hi"}
    await unserved.http.post("/api/chat.postMessage", data=data)
    await unserved.http.post("/api/chat.postMessage", data={**data, "channel": "C0NONE"})

    async def calls(since: int) -> list[Json]:
        found: list[Json] = (await unserved.http.get("/ui/calls", params={"since": since})).json()[
            "calls"
        ]
        return found

    first, second = await calls(0)
    assert first["args"] == {"channel": "C0GENERAL", "text": "hi"}
    assert (first["ok"], second["error"]) == (True, "channel_not_found")
    assert await calls(first["n"]) == [second]


async def test_a_manifest_names_commands_and_prompts(unserved: Sandbox) -> None:
    manifest = {
        "display_information": {"name": "Advisor"},
        "features": {
            "bot_user": {"display_name": "Learning Advisor"},
            "slash_commands": [{"command": "/learn", "description": "Learn", "usage_hint": "x"}],
            "agent_view": {"suggested_prompts": [{"title": "t", "message": "m"}]},
        },
    }
    assert (
        await unserved.http.post("/ui/manifest", json={"manifest": manifest})
    ).status_code == 200

    shown = await state(unserved, "U0EMMA")
    assert shown["commands"] == [{"command": "/learn", "description": "Learn", "usage_hint": "x"}]
    assert shown["bot"]["name"] == "Learning Advisor"
    assert shown["bot"]["prompts"] == [{"title": "t", "message": "m"}]
    unknown = await unserved.do("command", channel="D0EMMA", command="/advisor")
    assert unknown == {"status": 400, "error": "/advisor is not a valid command"}


@pytest.mark.parametrize(
    "manifest",
    [
        {"features": []},
        {"features": {"slash_commands": [{"command": "learn"}]}},
        {"features": {"shortcuts": [{"type": "local"}]}},
    ],
)
async def test_a_malformed_manifest_is_refused(unserved: Sandbox, manifest: Any) -> None:
    response = await unserved.http.post("/ui/manifest", json={"manifest": manifest})

    assert response.status_code == 400
    assert "manifest" in response.json()["error"]


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("message", {"channel": "C0GENERAL", "text": ""}),
        ("message", {"channel": "C0GENERAL", "text": "x", "colour": "red"}),
        ("message", {"user": "U0BOT", "channel": "C0GENERAL", "text": "x"}),
        ("message", {"channel": "C0GENERAL", "text": "x", "thread_ts": "1.1"}),
        ("home", {"tab": "about"}),
        ("view_close", {"view_id": "V0"}),
        ("reaction", {"channel": "C0GENERAL", "ts": "1.1", "name": "tada"}),
        ("action", {"container": {"type": "home"}, "block_id": "b", "action_id": "a"}),
    ],
)
async def test_a_malformed_request_is_refused(unserved: Sandbox, action: str, body: Json) -> None:
    refused = await unserved.do(action, **body)

    assert 400 <= refused["status"] < 500
    assert refused["error"]
