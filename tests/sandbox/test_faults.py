"""The fault switch fails in the ways that Slack sometimes fails."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from .conftest import Json, Sandbox, error_of, until


async def test_a_rate_limit_is_over_after_its_times(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "auth.test", "error": "ratelimited", "retry_after": 7})
    client = sandbox.client()

    with pytest.raises(SlackApiError) as refused:
        await client.auth_test()

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "7"
    assert (await client.auth_test())["ok"]


async def test_the_client_waits_and_tries_again(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "auth.test", "error": "ratelimited", "retry_after": 0})
    client = sandbox.client()
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))

    assert (await client.auth_test())["ok"]
    assert [call["error"] for call in sandbox.workspace.calls.since(0)] == ["ratelimited", None]


async def test_a_fault_may_let_calls_pass_first(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "api.test", "error": "internal_error", "after": 2})
    client = sandbox.client()

    assert [await error_of(client.api_test()) for _ in range(4)] == [
        None,
        None,
        "internal_error",
        None,
    ]


async def test_an_http_status_comes_without_json(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "api.test", "http_status": 503, "times": -1})

    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            await sandbox.client().api_test()
        assert refused.value.response.status_code == 503


async def test_a_workspace_without_streaming(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "chat.startStream", "error": "unknown_method", "times": -1})

    started = sandbox.client().chat_startStream(channel="D0EMMA", thread_ts="1.1")
    assert await error_of(started) == "unknown_method"


async def test_a_stream_dies_and_can_be_finished_by_an_update(sandbox: Sandbox) -> None:
    await sandbox.faults({"stream": "die", "after_appends": 1})
    client = sandbox.client()
    sent = await sandbox.do("message", channel="D0EMMA", text="hi")
    ts = (await client.chat_startStream(channel="D0EMMA", thread_ts=sent["ts"], markdown_text="a"))[
        "ts"
    ]
    stream: Json = {"channel": "D0EMMA", "ts": ts}

    assert await error_of(client.chat_appendStream(**stream, markdown_text="b")) is None
    for call in (client.chat_appendStream, client.chat_stopStream):
        assert await error_of(call(**stream, markdown_text="c")) == "message_not_in_streaming_state"
    await client.chat_update(**stream, text="abc")
    assert (await sandbox.thread("D0EMMA", sent["ts"]))[1]["text"] == "abc"


async def test_a_duplicate_delivery_has_the_same_event_id(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[tuple[str, str]] = []

    @app.event("message")
    async def listen(body: Json, request: AsyncBoltRequest) -> None:
        heard.append((body["event_id"], request.headers["x-slack-retry-num"][0]))

    await sandbox.faults({"delivery": "duplicate", "event": "message"})
    async with connected():
        await sandbox.do("message", channel="D0EMMA", text="hi")
        await until(lambda: len(heard) == 2)

    assert {retry for _, retry in heard} == {"0", "1"}
    assert len({event_id for event_id, _ in heard}) == 1


async def test_a_lost_acknowledgement_makes_the_event_come_again(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def listen(body: Json) -> None:
        heard.append(body["event_id"])

    await sandbox.faults({"delivery": "drop_ack"})
    async with connected():
        await sandbox.do("message", channel="D0EMMA", text="hi")
        await until(lambda: len(heard) == 2)

    assert len(set(heard)) == 1


async def test_a_late_event_comes_after_a_later_one(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    heard: list[str] = []

    @app.event("message")
    async def listen(event: Json) -> None:
        heard.append(event["text"])

    await sandbox.faults({"delivery": "late", "seconds": 0.2})
    async with connected():
        for text in ("one", "two"):
            await sandbox.do("message", channel="D0EMMA", text=text)
        await until(lambda: len(heard) == 2)

    assert heard == ["two", "one"]


async def test_the_switch_shows_what_is_left_and_is_cleared(sandbox: Sandbox) -> None:
    await sandbox.faults({"method": "api.test", "error": "internal_error", "times": 2})
    await error_of(sandbox.client().api_test())
    (rule,) = (await sandbox.http.get("/faults")).json()["rules"]
    assert rule["times"] == 1

    await sandbox.faults()
    assert await error_of(sandbox.client().api_test()) is None


@pytest.mark.parametrize(
    "rule",
    [
        {"method": "api.test"},
        {"method": "api.test", "error": "x", "http_status": 500},
        {"delivery": "never"},
        {"method": "api.test", "error": "x", "tmies": 2},
        {},
    ],
)
async def test_a_malformed_rule_is_refused(unserved: Sandbox, rule: Json) -> None:
    response = await unserved.http.post("/faults", json={"rules": [rule]})

    assert response.status_code == 400
    assert "malformed" in response.json()["error"]
