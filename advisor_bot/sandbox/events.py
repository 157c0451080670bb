"""Builds Events API payloads and sends those that the app subscribed to."""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.slack_json import message_json
from advisor_bot.sandbox.workspace import Workspace

_MESSAGE_EVENTS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


def emit(workspace: Workspace, event: Json) -> None:
    """Send an event to the bot if its app subscribed to it."""
    name = event["type"]
    if name == "message":
        name = _MESSAGE_EVENTS[event["channel_type"]]
    if workspace.installation.hears(name):
        workspace.delivery.event(_callback(workspace, event))


def _callback(workspace: Workspace, event: Json) -> Json:
    event = {"event_ts": workspace.next_ts(), **event}
    return {
        "token": seed.VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "context_team_id": workspace.team.id,
        "context_enterprise_id": None,
        "api_app_id": seed.APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": workspace.new_id("Ev"),
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team.id,
                "user_id": seed.BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": workspace.new_id("4-event-"),
    }


def message_posted(workspace: Workspace, channel: Channel, message: Message) -> None:
    """A message was posted: ``message``, and ``app_mention`` if it names the bot in a channel.

    The bot only hears conversations that it is in.
    """
    if seed.BOT_USER_ID not in channel.members:
        return
    body = message_json(workspace, message)
    if message.is_reply and message.thread_ts in channel.messages:
        body["parent_user_id"] = channel.messages[message.thread_ts].user
    where = {"channel": channel.id, "event_ts": message.ts}
    emit(workspace, {**body, **where, "type": "message", "channel_type": channel.channel_type})
    mentioned = f"<@{seed.BOT_USER_ID}>" in message.text
    if mentioned and channel.kind != "im" and message.user != seed.BOT_USER_ID:
        emit(workspace, {**body, **where, "type": "app_mention"})


def message_changed(workspace: Workspace, channel: Channel, before: Json, after: Message) -> None:
    """A message's content changed; ``before`` is its JSON as it was."""
    if seed.BOT_USER_ID not in channel.members:
        return
    emit(
        workspace,
        {
            **_hidden(workspace, channel, "message_changed"),
            "message": message_json(workspace, after),
            "previous_message": before,
        },
    )


def message_deleted(workspace: Workspace, channel: Channel, before: Json) -> None:
    """A message was deleted; ``before`` is its JSON as it was."""
    if seed.BOT_USER_ID not in channel.members:
        return
    emit(
        workspace,
        {
            **_hidden(workspace, channel, "message_deleted"),
            "deleted_ts": before["ts"],
            "previous_message": before,
        },
    )


def _hidden(workspace: Workspace, channel: Channel, subtype: str) -> Json:
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.channel_type,
        "ts": workspace.next_ts(),
    }


def reaction(
    workspace: Workspace, message: Message, user_id: str, name: str, *, added: bool
) -> None:
    """Somebody added or took back a reaction."""
    emit(
        workspace,
        {
            "type": "reaction_added" if added else "reaction_removed",
            "user": user_id,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
        },
    )


def member_joined(
    workspace: Workspace, channel: Channel, user_id: str, inviter: str | None
) -> None:
    """Somebody, perhaps the bot itself, joined a channel that the bot is in."""
    event = {
        "type": "member_joined_channel",
        "user": user_id,
        "channel": channel.id,
        "channel_type": channel.id[0],
        "team": workspace.team.id,
    }
    emit(workspace, event | ({"inviter": inviter} if inviter else {}))


def app_home_opened(workspace: Workspace, user_id: str, tab: str) -> None:
    """Somebody opened the app's Home or Messages tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.direct_message(user_id).id,
        "tab": tab,
    }
    home = workspace.views.homes.get(user_id)
    if tab == "home" and home is not None:
        event["view"] = home
    emit(workspace, event)


def session_stopped(
    workspace: Workspace, channel: Channel, thread_ts: str, user_id: str, streams: list[str]
) -> None:
    """Somebody pressed the stop button of an agent session."""
    emit(
        workspace,
        {
            "type": "agent_session_stopped",
            "user": user_id,
            "channel": channel.id,
            "thread_ts": thread_ts,
            "streaming_message_ts": streams,
        },
    )
