"""Which message events are questions, and what is asked in them."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncBoltContext

from advisor_bot.slack.asking import (
    asked_by_command,
    asked_by_shortcut,
    asked_in,
)

CONTEXT = AsyncBoltContext({"team_id": "T1", "bot_user_id": "U0BOT"})


def event(**changes: Any) -> dict[str, Any]:
    whole = {
        "type": "message",
        "channel": "C1",
        "channel_type": "channel",
        "user": "U1",
        "team": "T1",
        "ts": "5.0",
        "text": "is PMP worth it?",
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def test_a_message_is_a_question_in_a_thread_of_its_own() -> None:
    asked = asked_in(event(), CONTEXT)

    assert asked is not None
    assert (asked.key, asked.ts, asked.thread_ts) == ("T1:C1:5.0", "5.0", "5.0")
    assert (asked.text, asked.user, asked.private) == ("is PMP worth it?", "U1", False)


def test_a_reply_stays_in_its_thread() -> None:
    asked = asked_in(event(thread_ts="3.0"), CONTEXT)

    assert asked is not None
    assert (asked.key, asked.thread_ts) == ("T1:C1:5.0", "3.0")


def test_a_mention_and_its_message_have_one_key() -> None:
    text = "<@U0BOT> is PMP worth it?"
    message = asked_in(event(text=text), CONTEXT)
    mention = asked_in(event(type="app_mention", channel_type=None, text=text), CONTEXT)

    assert message == mention
    assert message is not None
    assert message.text == "is PMP worth it?"


@pytest.mark.parametrize("place", [{"channel_type": "im"}, {"channel": "D1", "channel_type": None}])
def test_a_direct_message_is_private(place: dict[str, Any]) -> None:
    asked = asked_in(event(**place), CONTEXT)

    assert asked is not None
    assert asked.private


@pytest.mark.parametrize(
    "changes",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B1"},
        {"bot_id": "B0ROBO", "user": "U0ROBO"},
        {"bot_id": "B0BOT", "user": "U0BOT"},
        {"user": "U0BOT"},
        {"user": None},
        {"ts": None},
    ],
    ids=str,
)
def test_what_is_no_person_s_new_message_is_no_question(changes: dict[str, Any]) -> None:
    assert asked_in(event(**changes), CONTEXT) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_person_s_message_with_a_file_or_broadcast_is_one(subtype: str) -> None:
    assert asked_in(event(subtype=subtype), CONTEXT) is not None


@pytest.mark.parametrize("text", ["<@U0BOT>", "", None, "  <@U0BOT>  "])
def test_no_words_ask_for_help(text: str | None) -> None:
    asked = asked_in(event(text=text), CONTEXT)

    assert asked is not None
    assert asked.text == "help"


def test_markup_is_read_as_words() -> None:
    asked = asked_in(
        event(
            text="<@U0BOT> ask <@U0SAM> in <#C9|learn> about <https://x.example|this> &amp; that"
        ),
        CONTEXT,
    )

    assert asked is not None
    assert asked.text == "ask a colleague in #learn about this & that"


def test_the_asker_s_organisation_is_kept() -> None:
    theirs = asked_in(event(team="T1", user_team="T2"), CONTEXT)
    ours = asked_in(event(), CONTEXT)

    assert theirs is not None
    assert ours is not None
    assert (theirs.user_team, ours.user_team) == ("T2", "T1")


def test_a_command_is_asked_privately() -> None:
    body = {
        "channel_id": "C1",
        "user_id": "U1",
        "text": "is <@U0SAM> PMP worth it?",
        "trigger_id": "t1",
        "response_url": "https://hooks.example/1",
    }

    asked = asked_by_command(body, CONTEXT)

    assert asked.private
    assert asked.response_url == "https://hooks.example/1"
    assert (asked.key, asked.text) == ("T1:C1:t1", "is a colleague PMP worth it?")


def test_a_shortcut_asks_about_the_message() -> None:
    body = {
        "channel": {"id": "C1"},
        "user": {"id": "U1"},
        "message": {"text": "I did <https://x.example|PMP>", "user": "U2"},
        "trigger_id": "t2",
        "response_url": "https://hooks.example/2",
    }

    asked = asked_by_shortcut(body, CONTEXT)

    assert (asked.user, asked.text, asked.private) == ("U1", "I did PMP", True)
