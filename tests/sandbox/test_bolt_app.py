"""The real Bolt client, connected by Socket Mode, does what it does in Slack."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from .conftest import Json, Sandbox, until


async def test_a_direct_message_is_answered_in_its_thread(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    @app.event("message")
    async def answer(event: Json, say: AsyncSay) -> None:
        await say(text=f"You said: {event['text']}", thread_ts=event["ts"])

    async with connected():
        sent = await sandbox.do("message", channel="D0EMMA", text="hello <b>")
        replies = await until(lambda: _replies(sandbox, "D0EMMA", sent["ts"]))

    assert [reply["text"] for reply in replies] == ["You said: hello &lt;b&gt;"]
    assert replies[0]["bot_id"] == "B0BOT"


async def test_a_mention_comes_as_an_event_of_its_own(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[tuple[str, str, str]] = []

    @app.event("app_mention")
    async def mentioned(event: Json, body: Json) -> None:
        heard.append(("app_mention", event["ts"], body["event_id"]))

    @app.event("message")
    async def posted(event: Json, body: Json) -> None:
        heard.append(("message", event["ts"], body["event_id"]))

    async with connected():
        sent = await sandbox.do("message", channel="C0GENERAL", text="<@U0BOT> hi")
        await until(lambda: len(heard) == 2)

    assert {kind for kind, _, _ in heard} == {"app_mention", "message"}
    assert {ts for _, ts, _ in heard} == {sent["ts"]}
    assert len({event_id for _, _, event_id in heard}) == 2


async def test_a_streamed_answer(sandbox: Sandbox, app: AsyncApp, connected: Any) -> None:
    @app.event("message")
    async def answer(event: Json, client: AsyncWebClient) -> None:
        where = {"channel_id": event["channel"], "thread_ts": event["ts"]}
        await client.agents_sessions_setStatus(status="processing", **where)
        stream = await client.chat_stream(
            channel=event["channel"], thread_ts=event["ts"], buffer_size=5
        )
        await stream.append(markdown_text="**Hello** ")
        await stream.append(markdown_text="world")
        await stream.stop(
            blocks=[
                {
                    "type": "context_actions",
                    "elements": [
                        {
                            "type": "feedback_buttons",
                            "action_id": "feedback",
                            "positive_button": {
                                "text": {"type": "plain_text", "text": "Good"},
                                "value": "good",
                            },
                            "negative_button": {
                                "text": {"type": "plain_text", "text": "Bad"},
                                "value": "bad",
                            },
                        }
                    ],
                }
            ],
            session_status="active",
        )

    async with connected():
        sent = await sandbox.do("message", channel="D0EMMA", text="hi")

        async def finished() -> list[Json]:
            replies = await _replies(sandbox, "D0EMMA", sent["ts"])
            return replies if replies and not replies[0]["streaming"] else []

        (reply,) = await until(finished)

    assert reply["text"] == "**Hello** world"
    assert [block["type"] for block in reply["blocks"]] == ["markdown", "context_actions"]
    assert sandbox.workspace.sessions["D0EMMA", sent["ts"]].status == "active"


async def test_a_slash_command_answers_by_acknowledgement_and_by_response_url(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    @app.command("/advisor")
    async def advise(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
        await ack("Looking …")
        await respond(f"About {command['text']}")

    async with connected():
        done = await sandbox.do("command", channel="C0RANDOM", command="/advisor", text="Python")
        await until(lambda: _texts(sandbox, "C0RANDOM", 2))

    assert done["status"] == 200
    shown = await sandbox.messages("C0RANDOM")
    assert {m["text"] for m in shown} == {"Looking …", "About Python"}
    assert all(message["ephemeral"] for message in shown)
    assert await sandbox.messages("C0RANDOM", user="U0SAM") == []


async def _replies(sandbox: Sandbox, channel: str, ts: str) -> list[Json]:
    return (await sandbox.thread(channel, ts))[1:]


async def _texts(sandbox: Sandbox, channel: str, count: int) -> bool:
    return len(await sandbox.messages(channel)) >= count
