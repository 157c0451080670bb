"""Buttons, menus, modals, shortcuts and the Home tab, with the real Bolt client."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from .conftest import Json, Sandbox, until

TEXT_INPUT: Json = {
    "type": "input",
    "block_id": "goal",
    "label": {"type": "plain_text", "text": "Goal"},
    "element": {"type": "plain_text_input", "action_id": "text"},
}


def modal(title: str = "Ask", *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Go"},
        "blocks": list(blocks) or [TEXT_INPUT],
        **more,
    }


def button(action_id: str = "press", value: str = "1") -> Json:
    text = {"type": "plain_text", "text": "Press"}
    return {"type": "button", "action_id": action_id, "value": value, "text": text}


async def post_button(sandbox: Sandbox, channel: str = "C0GENERAL") -> Json:
    blocks = [{"type": "actions", "block_id": "row", "elements": [button()]}]
    await sandbox.client().chat_postMessage(channel=channel, text="Press", blocks=blocks)
    return (await sandbox.messages(channel))[-1]


def at(message: Json) -> Json:
    return {"type": "message", "channel": message["channel"], "ts": message["ts"]}


async def press(sandbox: Sandbox, message: Json) -> Json:
    return await sandbox.do(
        "action", container=at(message), block_id="row", action_id="press", element={}, value={}
    )


async def test_a_button_tells_what_was_pressed_where(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    seen: list[Json] = []

    @app.action("press")
    async def pressed(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        await ack()
        seen.append(body)
        await respond(text="Done", replace_original=True)

    async with connected():
        message = await post_button(sandbox)
        assert (await press(sandbox, message))["status"] == 200

        async def replaced() -> bool:
            return bool((await sandbox.messages("C0GENERAL"))[-1]["text"] == "Done")

        await until(replaced)

    (body,) = seen
    assert body["actions"][0]["value"] == "1"
    assert body["message"]["ts"] == message["ts"]
    assert body["channel"] == {"id": "C0GENERAL", "name": "general"}
    assert body["user"]["id"] == "U0EMMA"


async def test_feedback_buttons_send_the_value_of_the_chosen_one(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    values: list[str] = []

    @app.action("rate")
    async def rated(ack: AsyncAck, action: Json) -> None:
        await ack()
        values.append(action["value"])

    rate = {
        "type": "feedback_buttons",
        "action_id": "rate",
        "positive_button": {"text": {"type": "plain_text", "text": "Yes"}, "value": "helped"},
        "negative_button": {"text": {"type": "plain_text", "text": "No"}, "value": "did not"},
    }
    blocks = [{"type": "context_actions", "block_id": "row", "elements": [rate]}]
    await sandbox.client().chat_postMessage(channel="D0EMMA", text="Helpful?", blocks=blocks)
    (message,) = await sandbox.messages("D0EMMA")
    async with connected():
        for chosen in ("negative", "helped"):
            await sandbox.do(
                "action",
                container=at(message),
                block_id="row",
                action_id="rate",
                value={"value": chosen},
            )

    assert values == ["did not", "helped"]


async def test_a_modal_is_opened_refused_pushed_and_submitted(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    entered: list[str] = []

    @app.action("press")
    async def pressed(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal())

    @app.view("ask")
    async def submitted(ack: AsyncAck, view: Json) -> None:
        text = view["state"]["values"]["goal"]["text"]["value"]
        entered.append(text)
        if text == "bad":
            await ack(response_action="errors", errors={"goal": "Not that"})
        elif text == "more":
            await ack(response_action="push", view=modal("More"))
        else:
            await ack(response_action="clear")

    async def submit(text: str) -> Json:
        view = sandbox.workspace.views.top("U0EMMA")
        assert view is not None
        value = {"goal": {"text": {"type": "plain_text_input", "value": text}}}
        return await sandbox.do("view_submit", view_id=view["id"], values=value)

    async with connected():
        await press(sandbox, await post_button(sandbox))
        await until(lambda: sandbox.workspace.views.top("U0EMMA"))
        assert "errors" in await submit("")
        assert (await submit("bad"))["errors"] == {"goal": "Not that"}
        assert (await submit("more"))["ok"]
        pushed = sandbox.workspace.views.top("U0EMMA")
        assert pushed is not None
        assert pushed["title"]["text"] == "More"
        assert pushed["previous_view_id"] == pushed["root_view_id"]
        assert (await submit("fine"))["ok"]

    assert entered == ["bad", "more", "fine"]
    assert sandbox.workspace.views.top("U0EMMA") is None


async def test_closing_a_modal_is_told_to_those_who_asked(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    closed: list[Json] = []

    @app.view_closed("ask")
    async def gone(ack: AsyncAck, body: Json) -> None:
        await ack()
        closed.append(body)

    trigger = sandbox.workspace.triggers.issue("U0EMMA")
    opened = await sandbox.client().views_open(trigger_id=trigger, view=modal(notify_on_close=True))
    async with connected():
        await sandbox.do("view_close", view_id=opened["view"]["id"])

    assert [body["view"]["id"] for body in closed] == [opened["view"]["id"]]
    assert sandbox.workspace.views.top("U0EMMA") is None


async def test_nobody_closes_the_modal_of_another(sandbox: Sandbox) -> None:
    trigger = sandbox.workspace.triggers.issue("U0EMMA")
    opened = await sandbox.client().views_open(trigger_id=trigger, view=modal())

    done = await sandbox.do("view_close", user="U0SAM", view_id=opened["view"]["id"])

    assert done["status"] == 404


async def test_an_update_keeps_what_was_entered(sandbox: Sandbox) -> None:
    client = sandbox.client()
    trigger = sandbox.workspace.triggers.issue("U0EMMA")
    opened = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    opened_now = sandbox.workspace.views.top("U0EMMA")
    assert opened_now is not None
    opened_now["state"]["values"]["goal"]["text"]["value"] = "typed"

    updated = await client.views_update(
        view_id=opened["id"], hash=opened["hash"], view=modal("Later")
    )

    assert updated["view"]["state"]["values"]["goal"]["text"]["value"] == "typed"
    assert updated["view"]["hash"] != opened["hash"]


async def test_an_external_select_is_filled_by_the_bot(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    @app.options("program")
    async def programs(ack: AsyncAck, payload: Json) -> None:
        text = {"type": "plain_text", "text": f"About {payload['value']}"}
        await ack(options=[{"text": text, "value": "p1"}])

    select = {"type": "external_select", "action_id": "program"}
    blocks = [{"type": "actions", "block_id": "row", "elements": [select]}]
    await sandbox.client().chat_postMessage(channel="D0EMMA", text="Choose", blocks=blocks)
    (message,) = await sandbox.messages("D0EMMA")
    async with connected():
        asked = await sandbox.do(
            "options", container=at(message), block_id="row", action_id="program", value="py"
        )

    assert [option["text"]["text"] for option in asked["options"]] == ["About py"]


async def test_a_choice_is_kept_in_the_state_of_the_message(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    states: list[Json] = []

    @app.action("level")
    async def chosen(ack: AsyncAck, body: Json) -> None:
        await ack()
        states.append(body["state"]["values"])

    option = {"text": {"type": "plain_text", "text": "Beginner"}, "value": "beginner"}
    select = {"type": "static_select", "action_id": "level", "options": [option]}
    blocks = [{"type": "actions", "block_id": "row", "elements": [select]}]
    await sandbox.client().chat_postMessage(channel="D0EMMA", text="Level?", blocks=blocks)
    (message,) = await sandbox.messages("D0EMMA")
    async with connected():
        await sandbox.do(
            "action",
            container=at(message),
            block_id="row",
            action_id="level",
            value={"selected_option": option},
        )

    expected = {"type": "static_select", "selected_option": option}
    assert states == [{"row": {"level": expected}}]


async def test_shortcuts_from_the_manifest(sandbox: Sandbox, app: AsyncApp, connected: Any) -> None:
    seen: list[Json] = []

    @app.shortcut("save_badge")
    async def saved(ack: AsyncAck, body: Json) -> None:
        await ack()
        seen.append(body)

    shortcut = {"name": "Save", "type": "message", "callback_id": "save_badge", "description": "s"}
    sandbox.workspace.install({"features": {"shortcuts": [shortcut]}})
    sent = await sandbox.do("message", channel="D0EMMA", text="my badge")
    async with connected():
        where = {"channel": "D0EMMA", "ts": sent["ts"]}
        assert (await sandbox.do("shortcut", callback_id="save_badge", **where))["status"] == 200
        assert (await sandbox.do("shortcut", callback_id="save_badge"))["status"] == 400

    assert [body["message"]["text"] for body in seen] == ["my badge"]


async def test_the_home_tab_and_suggested_prompts(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    prompts = [{"title": "Try", "message": "What is a badge?"}]

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "messages":
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], prompts=prompts
            )
        else:
            actions = {"type": "actions", "block_id": "row", "elements": [button()]}
            await client.views_publish(
                user_id=event["user"], view={"type": "home", "blocks": [actions]}
            )

    pressed: list[Json] = []

    @app.action("press")
    async def press_home(ack: AsyncAck, body: Json) -> None:
        await ack()
        pressed.append(body)

    async def state() -> Json:
        shown: Json = (await sandbox.http.get("/ui/state", params={"user": "U0EMMA"})).json()
        return shown

    async with connected():
        await sandbox.do("home", tab="messages")
        await sandbox.do("home", tab="home")
        await until(lambda: "U0EMMA" in sandbox.workspace.views.homes)
        await until(lambda: sandbox.workspace.prompts)
        await sandbox.do(
            "action", container={"type": "home"}, block_id="row", action_id="press", value={}
        )

    assert (await state())["bot"]["prompts"] == prompts
    assert (await state())["home"]["type"] == "home"
    assert pressed[0]["view"]["type"] == "home"
    assert "message" not in pressed[0]


async def test_the_stop_button_ends_the_stream(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    stopped: list[Json] = []

    @app.event("agent_session_stopped")
    async def stop(event: Json) -> None:
        stopped.append(event)

    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    stream = await client.chat_startStream(
        channel="D0EMMA", thread_ts=sent["ts"], markdown_text="One"
    )
    async with connected():
        await sandbox.do("stop", channel="D0EMMA", thread_ts=sent["ts"])
        await until(lambda: stopped)

    assert stopped[0]["streaming_message_ts"] == [stream["ts"]]
    with pytest.raises(Exception, match="stopped_by_user"):
        await client.chat_appendStream(channel="D0EMMA", ts=stream["ts"], markdown_text="Two")


async def test_a_reaction_is_told(sandbox: Sandbox, app: AsyncApp, connected: Any) -> None:
    seen: list[Json] = []

    @app.event("reaction_added")
    async def reacted(event: Json) -> None:
        seen.append(event)

    sent = await sandbox.do("message", channel="C0GENERAL", text="good")
    async with connected():
        await sandbox.do("reaction", channel="C0GENERAL", ts=sent["ts"], name="tada")
        await until(lambda: seen)

    assert seen[0]["reaction"] == "tada"
    assert (await sandbox.messages("C0GENERAL"))[0]["reactions"] == [
        {"name": "tada", "users": ["U0EMMA"]}
    ]


async def test_without_a_bot_a_click_fails_and_a_command_says_so(sandbox: Sandbox) -> None:
    message = await post_button(sandbox, "D0EMMA")

    clicked = await press(sandbox, message)
    await sandbox.do("command", channel="D0EMMA", command="/advisor", text="x")

    assert clicked == {"status": 409, "error": "dispatch_failed"}
    assert "dispatch_failed" in (await sandbox.messages("D0EMMA"))[-1]["text"]


async def test_a_bot_that_does_not_acknowledge_times_out(sandbox: Sandbox, connected: Any) -> None:
    async with connected():
        await sandbox.do("command", channel="D0EMMA", command="/advisor", text="x")

    (told,) = await sandbox.messages("D0EMMA")
    assert "operation_timeout" in told["text"]
    assert told["user"] == "USLACKBOT"
