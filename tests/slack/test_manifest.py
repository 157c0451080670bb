"""The manifest and the code agree: what is subscribed to is heard, what is called is permitted."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

import advisor_bot.slack
from advisor_bot.catalog.uploads import Look, Upload
from advisor_bot.sandbox.methods import METHODS
from advisor_bot.slack.answering import Stops
from advisor_bot.slack.app import make_app
from advisor_bot.slack.manifest import manifest
from advisor_bot.slack.roles import Roles
from advisor_bot.slack.views.answer import FEEDBACK
from advisor_bot.slack.views.imports import FORGET, MODAL
from advisor_bot.slack.views.previews import ACCEPT, COLUMNS, DISCARD
from advisor_bot.storage import migrate, open_engine

MADE = manifest()
SCOPES = {
    "message.im": {"im:history"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "app_mention": {"app_mentions:read"},
    "agent_session_stopped": {"assistant:write"},
    "member_joined_channel": {"channels:read", "groups:read"},
}
"""What Slack asks for before it sends an event (the events' reference pages); others need nothing."""
GRANTED = {
    *MADE["oauth_config"]["scopes"]["bot"],
    *MADE["oauth_config"]["scopes"]["bot_optional"],
}
INTERACTIONS: list[dict[str, Any]] = [
    *(
        {"type": "block_actions", "actions": [{"action_id": action}]}
        for action in (FEEDBACK, ACCEPT, DISCARD, COLUMNS, FORGET)
    ),
    {"type": "view_submission", "view": {"type": "modal", "callback_id": MODAL}},
]
CHANNEL_TYPES = {"message.im": "im", "message.channels": "channel", "message.groups": "group"}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AsyncApp]:
    async def take(_request: object) -> None: ...

    def look(upload: Upload) -> Look:
        raise AssertionError(upload)

    engine = open_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    migrate(engine)
    yield make_app(
        client=AsyncWebClient(token="xoxb-test"),
        signing_secret=None,
        ask=take,
        offer=take,
        decide=take,
        look=look,
        engine=engine,
        roles=Roles(team="T1", hr_users=frozenset(), hr_group=None),
        stops=Stops(),
    )
    engine.dispose()


async def matching(app: AsyncApp, body: dict[str, Any]) -> list[str]:
    """The listeners that take a request, by the name of their function."""
    request = AsyncBoltRequest(body=body, mode="socket_mode")
    return [
        listener.ack_function.__name__
        for listener in app._async_listeners
        if await listener.async_matches(req=request, resp=None)  # type: ignore[arg-type]
    ]


def event_body(name: str) -> dict[str, Any]:
    event: dict[str, Any] = {"type": name.partition(".")[0]}
    if name in CHANNEL_TYPES:
        event |= {"channel_type": CHANNEL_TYPES[name], "channel": "C1", "user": "U1", "text": "hi"}
    return {"type": "event_callback", "team_id": "T1", "event": event}


@pytest.mark.parametrize("name", MADE["settings"]["event_subscriptions"]["bot_events"])
async def test_every_subscribed_event_has_a_listener(app: AsyncApp, name: str) -> None:
    assert len(await matching(app, event_body(name))) == 1


async def test_every_subtype_of_a_message_has_a_listener(app: AsyncApp) -> None:
    for subtype in ("message_changed", "message_deleted", "channel_join", "bot_message"):
        body = event_body("message.channels")
        body["event"]["subtype"] = subtype

        assert await matching(app, body), subtype


async def test_every_command_shortcut_and_button_has_a_listener(app: AsyncApp) -> None:
    features = MADE["features"]
    bodies: list[dict[str, Any]] = [
        {"command": one["command"], "text": "x"} for one in features["slash_commands"]
    ]
    bodies += [
        {"type": "message_action", "callback_id": one["callback_id"]}
        for one in features["shortcuts"]
    ]
    bodies += INTERACTIONS

    for body in bodies:
        assert len(await matching(app, body)) == 1, body


async def test_every_listener_is_reached_by_something_in_the_manifest(app: AsyncApp) -> None:
    bodies: list[dict[str, Any]] = [
        event_body(name) for name in MADE["settings"]["event_subscriptions"]["bot_events"]
    ]
    bodies += [{"command": one["command"]} for one in MADE["features"]["slash_commands"]]
    bodies += [
        {"type": "message_action", "callback_id": one["callback_id"]}
        for one in MADE["features"]["shortcuts"]
    ]
    bodies += INTERACTIONS
    shared = event_body("message.im")
    shared["event"]["subtype"] = "file_share"
    bodies.append(shared)

    reached = {name for body in bodies for name in await matching(app, body)}

    assert reached == {listener.ack_function.__name__ for listener in app._async_listeners}


def called_methods() -> set[str]:
    """The Web API methods that the code calls, from its source."""
    known = {name.replace(".", "_"): name for name in METHODS}
    folder = Path(advisor_bot.slack.__file__).parent
    names = {
        node.func.attr
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    return {known[name] for name in names & known.keys()}


def test_every_call_is_permitted_by_a_scope() -> None:
    calls = called_methods()

    assert {"chat.postMessage", "chat.startStream", "users.info"} <= calls
    for name in calls:
        needed = METHODS[name].scopes
        assert not needed or GRANTED & set(needed), f"{name} needs one of {needed}"


@pytest.mark.parametrize("name", MADE["settings"]["event_subscriptions"]["bot_events"])
def test_every_event_is_permitted_by_a_scope(name: str) -> None:
    assert SCOPES.get(name, set()) <= GRANTED


def test_no_scope_is_asked_for_in_vain() -> None:
    """``im:write`` lets the bot open the conversation in which it is asked."""
    used = {scope for name in called_methods() for scope in METHODS[name].scopes}
    for name in MADE["settings"]["event_subscriptions"]["bot_events"]:
        used |= SCOPES.get(name, set())
    used |= {"commands", "im:write"}

    assert used >= GRANTED


def test_socket_mode_needs_no_address() -> None:
    assert MADE["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in str(MADE)


def test_http_mode_names_one_address_for_everything() -> None:
    made = manifest(url="https://bot.example/")
    address = "https://bot.example/slack/events"

    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert {one["url"] for one in made["features"]["slash_commands"]} == {address}


def test_slack_s_limits_are_kept() -> None:
    """Limits: github.com/slackapi/manifest-schema, schemas/manifest.schema.2.0.0.json"""
    features, display = MADE["features"], MADE["display_information"]
    assert display.keys() <= {"name", "description", "background_color", "long_description"}
    assert len(display["name"]) <= 35
    assert len(display["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    assert features["agent_view"].keys() <= {"agent_description", "suggested_prompts"}
    assert len(features["agent_view"]["agent_description"]) <= 300
    for shortcut in features["shortcuts"]:
        assert shortcut.keys() == {"name", "type", "callback_id", "description"}
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
        assert command["should_escape"] is True
