"""Every question ends in one answer, or in a reason, whatever Slack does.

The rows of what breaks Slack answer bots in production, each injected by the workspace's fault switch.
"""

import pytest

from tests.workspace import BOT, DM, GENERAL, MENTION, Workspace, kinds, shown, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORTH_IT = "is the Google data analytics certificate worth it?"


async def test_an_event_that_comes_twice_is_answered_once(workspace: Workspace) -> None:
    workspace.faults({"delivery": "duplicate", "event": "message"})

    answer = await workspace.ask(WORTH_IT)
    await workspace.settled()

    assert len(await workspace.answers(DM, answer["thread_ts"])) == 1


async def test_an_event_whose_acknowledgement_was_lost_is_answered_once(
    workspace: Workspace,
) -> None:
    workspace.faults({"delivery": "drop_ack", "event": "message", "times": 3})

    answer = await workspace.ask(WORTH_IT)
    await workspace.settled()

    assert len(await workspace.answers(DM, answer["thread_ts"])) == 1


@pytest.mark.parametrize("late", ["message", "app_mention"])
async def test_a_mention_whose_second_event_is_late_is_answered_once(
    workspace: Workspace, late: str
) -> None:
    workspace.faults({"delivery": "late", "seconds": 0.5, "event": late})

    answer = await workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)
    acknowledged = workspace.state.delivery
    await until(lambda: not any(one.pending for one in acknowledged._connections))
    await workspace.ask(f"{MENTION} help", GENERAL)

    assert len(await workspace.answers(GENERAL, answer["thread_ts"])) == 1


async def test_a_mention_delivered_twice_in_both_events_is_answered_once(
    workspace: Workspace,
) -> None:
    workspace.faults(
        {"delivery": "duplicate", "event": "message"},
        {"delivery": "duplicate", "event": "app_mention"},
    )

    answer = await workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)
    await workspace.settled()

    assert len(await workspace.answers(GENERAL, answer["thread_ts"])) == 1


async def test_a_connection_that_slack_replaces_loses_and_doubles_nothing(
    workspace: Workspace,
) -> None:
    delivery = workspace.state.delivery
    opened = delivery.opened

    await delivery.refresh()
    thread = await workspace.say(WORTH_IT)
    await until(lambda: delivery.opened > opened)

    answer = await workspace.answer(DM, thread)
    await workspace.settled()
    assert "**In short:**" in answer["text"]
    assert await one_message_only(workspace, thread)


@pytest.mark.parametrize(
    "method",
    ["users.info", "chat.appendStream"],
)
async def test_a_rate_limit_is_waited_out(workspace: Workspace, method: str) -> None:
    workspace.faults({"method": method, "error": "ratelimited", "retry_after": 1})

    answer = await workspace.ask(WORTH_IT)

    assert answer["text"].count("**In short:**") == 1
    assert await one_message_only(workspace, answer["thread_ts"])


@pytest.mark.parametrize("method", ["chat.startStream", "chat.appendStream", "chat.stopStream"])
async def test_a_passing_server_error_harms_nothing(workspace: Workspace, method: str) -> None:
    workspace.faults({"method": method, "http_status": 503})

    answer = await workspace.ask(WORTH_IT)

    assert text_of(answer).count("**In short:**") == 1
    assert await one_message_only(workspace, answer["thread_ts"])


async def test_a_lasting_server_error_midway_is_finished_by_an_update(
    workspace: Workspace,
) -> None:
    whole = await workspace.ask(WORTH_IT)
    workspace.faults({"method": "chat.appendStream", "http_status": 502, "times": 4, "after": 1})

    answer = await workspace.ask(WORTH_IT)

    assert text_of(answer) == text_of(whole)
    assert await one_message_only(workspace, answer["thread_ts"])


@pytest.mark.parametrize("appends", [0, 1, 2])
async def test_a_stream_that_dies_is_finished_whole_and_once(
    workspace: Workspace, appends: int
) -> None:
    whole = await workspace.ask(WORTH_IT)
    workspace.faults({"stream": "die", "after_appends": appends})

    answer = await workspace.ask(WORTH_IT)

    assert text_of(answer) == text_of(whole)
    assert kinds(answer) == kinds(whole)
    assert await one_message_only(workspace, answer["thread_ts"])


@pytest.mark.parametrize("channel", [DM, GENERAL])
async def test_a_workspace_that_can_neither_stream_nor_show_a_status(
    workspace: Workspace, channel: str
) -> None:
    old = ["chat.startStream", "agents.sessions.setStatus", "assistant.threads.setStatus"]
    workspace.faults(*({"method": name, "error": "unknown_method", "times": -1} for name in old))
    before = workspace.last_call

    answer = await workspace.ask(f"{MENTION} {WORTH_IT}", channel)

    assert "**In short:**" in text_of(answer)
    assert "*Sources*" in shown(answer)
    assert kinds(answer)[-1] == "context_actions"
    assert await one_message_only(workspace, answer["thread_ts"], channel)
    [posted] = workspace.calls("chat.postMessage", since=before)
    assert posted["args"]["text"] == "Looking into it …"
    assert str(posted["args"]["unfurl_links"]) in ("0", "False", "false")
    assert workspace.calls("chat.update", since=before)


async def test_refused_blocks_at_the_end_of_a_stream_are_sent_by_an_update(
    workspace: Workspace,
) -> None:
    workspace.faults({"method": "chat.stopStream", "error": "invalid_blocks"})

    answer = await workspace.ask(WORTH_IT)

    assert "*Quality checklist" in shown(answer)
    assert "*Sources*" in shown(answer)
    assert await one_message_only(workspace, answer["thread_ts"])


@pytest.mark.parametrize(
    ("times", "error", "missing"),
    [
        (1, "invalid_blocks", "checklists"),
        (1, "msg_blocks_too_long", "checklists"),
        (2, "invalid_blocks", "checklists and sources"),
    ],
)
async def test_what_slack_refuses_is_left_out_saying_so(
    workspace: Workspace, times: int, error: str, missing: str
) -> None:
    workspace.faults(
        {"method": "chat.stopStream", "error": error},
        {"method": "chat.update", "error": error, "times": times},
    )

    answer = await workspace.ask(WORTH_IT)

    assert "**In short:**" in text_of(answer)
    assert f"Slack refused the {missing} of this answer." in shown(answer)
    assert ("*Sources*" in shown(answer)) == (times == 1)
    assert kinds(answer)[-1] == "context_actions"
    assert await one_message_only(workspace, answer["thread_ts"])


async def test_an_unknown_failure_ends_in_an_apology_in_its_place(workspace: Workspace) -> None:
    workspace.faults(
        {"method": "chat.stopStream", "error": "fatal_error", "times": 2},
        {"method": "chat.update", "error": "fatal_error", "times": 4},
    )

    answer = await workspace.ask(WORTH_IT)

    assert answer["text"].startswith("Something went wrong while I was answering")
    assert "ask again" in shown(answer)
    assert await one_message_only(workspace, answer["thread_ts"])
    session = await workspace.session(DM, answer["thread_ts"])
    assert session is not None
    assert session["status"] == "active"


async def test_a_failure_before_any_reply_ends_in_an_apology_too(workspace: Workspace) -> None:
    workspace.faults({"method": "users.info", "error": "internal_error", "times": 4})

    answer = await workspace.ask(WORTH_IT)

    assert answer["text"].startswith("Something went wrong while I was answering")
    assert await one_message_only(workspace, answer["thread_ts"])


async def test_a_failed_answer_does_not_stop_the_next_one(workspace: Workspace) -> None:
    workspace.faults({"method": "chat.startStream", "error": "internal_error", "times": 4})
    failed = await workspace.ask(WORTH_IT)

    answer = await workspace.ask(WORTH_IT, thread_ts=failed["thread_ts"])

    assert "**In short:**" in text_of(answer)


async def test_prompts_that_slack_refuses_harm_nothing(workspace: Workspace) -> None:
    workspace.faults({"method": "assistant.threads.setSuggestedPrompts", "error": "unknown_method"})
    await workspace.do("home", tab="messages")

    assert (await workspace.ask("help"))["text"]


async def test_no_state_is_kept_in_messages(workspace: Workspace) -> None:
    await workspace.ask(WORTH_IT)

    assert not [one for one in workspace.calls() if "metadata" in one["args"]]


def text_of(answer: dict[str, object]) -> str:
    blocks = answer["blocks"]
    assert isinstance(blocks, list)
    return str(blocks[0]["text"]).strip()


async def one_message_only(workspace: Workspace, thread: str, channel: str = DM) -> bool:
    """Whether the bot's part of the thread is one message that is complete."""
    written = [one for one in await workspace.thread(channel, thread) if one["user"] == BOT]
    return len(written) == 1 and not written[0]["streaming"]
