"""A small Bolt app that does everything the page must draw; the tests steer it with its gate."""

import asyncio
import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

STREAMED = ("## Verdict\n\nIt is **worth", " it** for most.\n\n- cost: $49\n", "- time: 6 months\n")
MARKUP = '<img src=x onerror="document.body.dataset.broken=1"> **bold** <script>broken()</script>'


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


FEEDBACK: Json = {
    "type": "context_actions",
    "block_id": "rating",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": plain("Good answer"), "value": "good"},
            "negative_button": {"text": plain("Bad answer"), "value": "bad"},
        }
    ],
}

BUTTONS: list[Json] = [
    {"type": "header", "text": plain("Your choice")},
    {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Pick* a <https://example.com|field>"},
        "accessory": {
            "type": "static_select",
            "action_id": "field",
            "placeholder": plain("Field"),
            "options": [option("data"), option("cloud")],
        },
    },
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "save", "text": plain("Save"), "value": "42"},
            {"type": "button", "action_id": "profile", "text": plain("Edit profile")},
            {
                "type": "button",
                "action_id": "delete",
                "text": plain("Delete"),
                "style": "danger",
                "confirm": {
                    "title": plain("Really?"),
                    "text": plain("It will be gone."),
                    "confirm": plain("Yes, delete"),
                    "deny": plain("Keep"),
                },
            },
            {"type": "datepicker", "action_id": "day"},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [option("later"), option("never")],
            },
        ],
    },
]


def _input(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element} | more


PROFILE: Json = {
    "type": "modal",
    "callback_id": "profile",
    "title": plain("Your profile"),
    "submit": plain("Save"),
    "blocks": [
        _input("goal", "Goal", {"type": "plain_text_input", "action_id": "text"}),
        _input(
            "level",
            "Level",
            {
                "type": "radio_buttons",
                "action_id": "radio",
                "options": [option("beginner"), option("expert")],
            },
        ),
        _input(
            "fields",
            "Fields",
            {
                "type": "multi_static_select",
                "action_id": "many",
                "options": [option("data"), option("cloud"), option("security")],
            },
            optional=True,
        ),
    ],
}

HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("Welcome home")},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "save",
                    "text": plain("Home button"),
                    "value": "home",
                }
            ],
        },
    ],
}


class ScriptedBot:
    """What the bot was told, and the gate that lets its streamed answer go on."""

    def __init__(self, app: AsyncApp) -> None:
        self.actions: list[Json] = []
        self.submitted: list[Json] = []
        self.stopped: list[Json] = []
        self.gate = asyncio.Event()
        app.event("app_home_opened")(self._home_opened)
        app.event("app_mention")(self._mentioned)
        app.event("message")(self._written)
        app.event("agent_session_stopped")(self._was_stopped)
        app.command("/advisor")(_command)
        app.action(re.compile(".*"))(self._acted)
        app.view("profile")(self._profile)
        app.shortcut("save_message")(self._shortcut)

    async def _home_opened(self, event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=HOME)
        else:
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"],
                title="Ask me about learning",
                prompts=[{"title": "Is it worth it?", "message": "is the certificate worth it?"}],
            )

    async def _mentioned(self, event: Json, say: AsyncSay) -> None:
        await say(text="Here is my *answer*.", thread_ts=event.get("thread_ts", event["ts"]))

    async def _written(self, event: Json, client: AsyncWebClient) -> None:
        if event.get("channel_type") != "im" or "subtype" in event:
            return
        thread_ts = event["thread_ts"] if "thread_ts" in event else event["ts"]
        # Not Bolt's say: in the thread of a direct message it adds metadata for its Assistant.
        where = {"channel": event["channel"], "thread_ts": thread_ts}
        match event["text"]:
            case "stream":
                await self._stream(event, thread_ts, client)
            case "buttons":
                await client.chat_postMessage(text="Your choice", blocks=BUTTONS, **where)
            case "markup":
                block = {"type": "markdown", "text": MARKUP}
                await client.chat_postMessage(text=MARKUP, blocks=[block], **where)
            case text:
                await client.chat_postMessage(text=f"You said: {text}", **where)

    async def _stream(self, event: Json, thread_ts: str, client: AsyncWebClient) -> None:
        session = {"channel_id": event["channel"], "thread_ts": thread_ts}
        await client.agents_sessions_setStatus(status="processing", **session)
        await self._pass()
        stream = await client.chat_stream(
            channel=event["channel"], thread_ts=thread_ts, buffer_size=1
        )
        for piece in STREAMED:
            await stream.append(markdown_text=piece)
            await self._pass()
        await stream.stop(blocks=[FEEDBACK], session_status="active")

    async def _pass(self) -> None:
        await self.gate.wait()
        self.gate.clear()

    async def _was_stopped(self, event: Json) -> None:
        self.stopped.append(event)

    async def _acted(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        self.actions.append(body["actions"][0])
        if body["actions"][0]["action_id"] == "profile":
            await client.views_open(trigger_id=body["trigger_id"], view=PROFILE)

    async def _profile(self, ack: AsyncAck, view: Json) -> None:
        values = view["state"]["values"]
        if "goal" in values and values["goal"]["text"]["value"] == "impossible":
            await ack(response_action="errors", errors={"goal": "Nobody can do that."})
            return
        await ack()
        self.submitted.append(values)

    async def _shortcut(self, ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        await respond(text=f"Saved: {body['message']['text']}", response_type="ephemeral")


async def _command(ack: AsyncAck, respond: AsyncRespond, command: Json) -> None:
    await ack()
    await respond(text=f"Only for you: {command['text']}")
