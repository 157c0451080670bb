"""What Slack refuses is refused here, with Slack's error codes."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from .conftest import Json, Sandbox

MODAL: Json = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
TABLE: Json = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
MARKDOWN: Json = {"type": "markdown", "text": "x" * 7_000}


async def refusal(sandbox: Sandbox, method: str, **args: Any) -> str:
    """The error code that a call is refused with."""
    headers = {"Authorization": "Bearer xoxb-sandbox"}
    answer = (await sandbox.http.post(f"/api/{method}", json=args, headers=headers)).json()
    assert answer["ok"] is False
    return str(answer["error"])


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.foo", {}, "unknown_method"),
        ("chat.postMessage", {"text": "hi"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0GENERAL", "tekst": "hi"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C0GENERAL"}, "no_text"),
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "thread_ts": "1.1"},
            "thread_not_found",
        ),
        ("chat.postMessage", {"channel": "C0GENERAL", "text": "x" * 40_001}, "msg_too_long"),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "markdown_text": "y"},
            "markdown_text_conflict",
        ),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "blocks": [{"type": "divider"}] * 51},
            "invalid_blocks",
        ),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "blocks": [TABLE, TABLE]},
            "invalid_blocks",
        ),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "blocks": [MARKDOWN, MARKDOWN]},
            "msg_blocks_too_long",
        ),
        (
            "chat.postMessage",
            {"channel": "C0GENERAL", "text": "x", "metadata": {"event_type": "e"}},
            "invalid_metadata_schema",
        ),
        (
            "chat.postMessage",
            {
                "channel": "C0GENERAL",
                "text": "x",
                "metadata": {"event_type": "e", "event_payload": {"k": "v" * 4_000}},
            },
            "metadata_too_large",
        ),
        ("chat.update", {"channel": "C0GENERAL", "ts": "1.1", "text": "x"}, "message_not_found"),
        ("chat.delete", {"channel": "C0GENERAL", "ts": "1.1"}, "message_not_found"),
        (
            "chat.postEphemeral",
            {"channel": "C0GENERAL", "user": "U0NONE", "text": "x"},
            "user_not_found",
        ),
        (
            "chat.postEphemeral",
            {"channel": "G0HR", "user": "U0EMMA", "text": "x"},
            "user_not_in_channel",
        ),
        ("chat.startStream", {"channel": "D0EMMA"}, "invalid_arguments"),
        (
            "chat.startStream",
            {"channel": "D0EMMA", "thread_ts": "1.1"},
            "thread_not_found",
        ),
        ("chat.startStream", {"channel": "C0GENERAL"}, "missing_recipient_team_id"),
        (
            "chat.startStream",
            {"channel": "C0GENERAL", "recipient_team_id": "T0SANDBOX"},
            "missing_recipient_user_id",
        ),
        (
            "chat.appendStream",
            {"channel": "D0EMMA", "ts": "1.1", "markdown_text": "x"},
            "message_not_found",
        ),
        ("conversations.info", {"channel": "C0NONE"}, "channel_not_found"),
        ("conversations.history", {"channel": "C0RANDOM"}, "not_in_channel"),
        ("conversations.history", {"channel": "C0GENERAL", "cursor": "x"}, "invalid_cursor"),
        ("conversations.replies", {"channel": "C0GENERAL", "ts": "1.1"}, "thread_not_found"),
        ("conversations.join", {"channel": "G0HR"}, "method_not_supported_for_channel_type"),
        ("users.info", {"user": "U0NONE"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@sandbox.example"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
        ("views.open", {"trigger_id": "1.2.3", "view": MODAL}, "invalid_trigger_id"),
        ("views.open", {"view": MODAL}, "invalid_arguments"),
        ("views.update", {"view_id": "V0", "view": MODAL}, "not_found"),
        ("views.publish", {"user_id": "U0EMMA", "view": MODAL}, "invalid_arguments"),
        (
            "agents.sessions.setStatus",
            {"channel_id": "D0EMMA", "status": "active"},
            "thread_ts_required",
        ),
        (
            "agents.sessions.rename",
            {"channel_id": "D0EMMA", "title": "x"},
            "thread_ts_required",
        ),
        (
            "assistant.threads.setSuggestedPrompts",
            {"channel_id": "D0EMMA", "prompts": [{"title": "t", "message": "m"}] * 5},
            "invalid_arguments",
        ),
        ("reactions.add", {"name": "tada"}, "no_item_specified"),
        ("files.info", {"file": "F0"}, "file_not_found"),
        ("apps.connections.open", {}, "not_allowed_token_type"),
        (
            "chat.scheduleMessage",
            {"channel": "C0GENERAL", "text": "x", "post_at": 1},
            "time_in_past",
        ),
        (
            "chat.scheduleMessage",
            {"channel": "C0GENERAL", "text": "x", "post_at": 99_999_999_999},
            "time_too_far",
        ),
    ],
)
async def test_a_call_is_refused(unserved: Sandbox, method: str, args: Json, error: str) -> None:
    assert await refusal(unserved, method, **args) == error


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-no", "invalid_auth")])
async def test_a_token_is_needed(unserved: Sandbox, token: str | None, error: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    answer = (await unserved.http.post("/api/auth.test", headers=headers)).json()

    assert answer == {"ok": False, "error": error}


async def test_the_problem_with_a_block_is_named_with_its_place(sandbox: Sandbox) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}

    with pytest.raises(SlackApiError) as refused:
        await sandbox.client().chat_postMessage(
            channel="C0GENERAL", text="x", blocks=[{"type": "divider"}, header]
        )

    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]"
    ]


async def test_only_own_messages_are_updated(sandbox: Sandbox) -> None:
    sent = await sandbox.do("message", channel="C0GENERAL", text="mine")

    args = {"channel": "C0GENERAL", "ts": sent["ts"]}
    assert await refusal(sandbox, "chat.update", text="x", **args) == "cant_update_message"
    assert await refusal(sandbox, "chat.delete", **args) == "cant_delete_message"
    assert (
        await refusal(sandbox, "chat.appendStream", markdown_text="x", **args)
        == "message_not_owned_by_app"
    )


async def test_an_update_takes_shorter_texts_than_a_post(sandbox: Sandbox) -> None:
    posted = await sandbox.client().chat_postMessage(channel="C0GENERAL", text="x" * 5_000)

    args = {"channel": "C0GENERAL", "ts": posted["ts"]}
    assert await refusal(sandbox, "chat.update", text="x" * 4_001, **args) == "msg_too_long"


async def test_a_reply_cannot_be_replied_to(sandbox: Sandbox) -> None:
    client = sandbox.client()
    root = await client.chat_postMessage(channel="C0GENERAL", text="root")
    reply = await client.chat_postMessage(channel="C0GENERAL", text="r", thread_ts=root["ts"])

    args = {"channel": "C0GENERAL", "text": "x", "thread_ts": reply["ts"]}
    assert await refusal(sandbox, "chat.postMessage", **args) == "cannot_reply_to_message"


async def test_the_life_of_a_stream(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    started = await client.chat_startStream(
        channel="D0EMMA", thread_ts=sent["ts"], markdown_text="One"
    )
    stream: Json = {"channel": "D0EMMA", "ts": started["ts"]}
    chunk = {"type": "markdown_text", "text": "x"}

    assert await refusal(sandbox, "chat.update", text="x", **stream) == "streaming_state_conflict"
    wrongs: list[tuple[Json, str]] = [
        ({}, "markdown_text_or_chunks_required"),
        ({"chunks": [chunk]}, "streaming_mode_mismatch"),
        ({"chunks": [{"type": "poem"}]}, "invalid_chunks"),
        ({"chunks": [chunk], "markdown_text": "y"}, "cannot_provide_both_markdown_text_and_chunks"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
    ]
    for wrong, error in wrongs:
        assert await refusal(sandbox, "chat.appendStream", **stream, **wrong) == error
    await client.chat_appendStream(**stream, markdown_text=" two")
    stopped = await client.chat_stopStream(**stream, markdown_text=" three")
    assert stopped["message"]["text"] == "One two three"
    for method in ("chat.appendStream", "chat.stopStream"):
        assert (
            await refusal(sandbox, method, markdown_text="x", **stream)
            == "message_not_in_streaming_state"
        )
    await client.chat_update(**stream, text="edited")


async def test_tasks_of_a_stream(sandbox: Sandbox) -> None:
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "in_progress"}
    started = await client.chat_startStream(
        channel="D0EMMA", thread_ts=sent["ts"], chunks=[task], task_display_mode="plan"
    )
    done = {**task, "status": "complete", "output": "3 found"}
    await client.chat_appendStream(channel="D0EMMA", ts=str(started["ts"]), chunks=[done])

    reply = (await sandbox.thread("D0EMMA", sent["ts"]))[1]
    assert reply["tasks"] == [
        {"id": "1", "title": "Search", "status": "complete", "output": "3 found"}
    ]
    assert reply["task_display_mode"] == "plan"


async def test_a_stack_holds_three_modals(sandbox: Sandbox) -> None:
    client, triggers = sandbox.client(), sandbox.workspace.triggers
    await client.views_open(trigger_id=triggers.issue("U0EMMA"), view=MODAL)
    for _ in range(2):
        await client.views_push(trigger_id=triggers.issue("U0EMMA"), view=MODAL)

    args = {"trigger_id": triggers.issue("U0EMMA"), "view": MODAL}
    assert await refusal(sandbox, "views.push", **args) == "push_limit_reached"


async def test_an_outdated_hash_conflicts(sandbox: Sandbox) -> None:
    client = sandbox.client()
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id="U0EMMA", view=home))["view"]
    await client.views_publish(user_id="U0EMMA", view=home, hash=first["hash"])

    args = {"user_id": "U0EMMA", "view": home, "hash": first["hash"]}
    assert await refusal(sandbox, "views.publish", **args) == "hash_conflict"


async def test_scopes_count_once_a_manifest_is_installed(sandbox: Sandbox) -> None:
    sandbox.workspace.install({"oauth_config": {"scopes": {"bot": ["chat:write.public"]}}})
    assert await refusal(sandbox, "users.list") == "missing_scope"
    assert await refusal(sandbox, "chat.postMessage", channel="C0RANDOM", text="x") == (
        "missing_scope"
    )

    both = {"bot": ["chat:write"], "bot_optional": ["chat:write.public"]}
    sandbox.workspace.install({"oauth_config": {"scopes": both}})
    await sandbox.client().chat_postMessage(channel="C0RANDOM", text="x")
    assert await refusal(sandbox, "users.list") == "missing_scope"
