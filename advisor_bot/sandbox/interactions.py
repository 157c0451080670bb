"""What people do to the app: commands, clicks, choices, submissions, shortcuts.

Each builds the payload that Slack sends, delivers it, and acts on what the bot acknowledged it
with. Sources: Slack's "Implementing slash commands" and its reference of interaction payloads.
"""

from typing import Any

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.answers import post_answer
from advisor_bot.sandbox.errors import PageError, SlackError
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.posting import slackbot_whispers
from advisor_bot.sandbox.slack_json import message_json
from advisor_bot.sandbox.undelivered import DispatchFailed, NotAcknowledged
from advisor_bot.sandbox.workspace import Workspace


async def run_command(
    workspace: Workspace, channel: Channel, user_id: str, command: str, text: str
) -> None:
    """Run a slash command. Its failure shows to the person, from Slackbot."""
    if workspace.installation.command(command) is None:
        raise PageError(f"{command} is not a valid command")
    token = workspace.response_urls.issue(channel.id, user_id)
    payload = {
        "token": seed.VERIFICATION_TOKEN,
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": user_id,
        "user_name": workspace.users[user_id].name,
        "command": command,
        "text": text,
        "api_app_id": seed.APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(workspace, token),
        "trigger_id": workspace.triggers.issue(user_id),
    }
    try:
        answer = await workspace.delivery.request("slash_commands", payload)
        _show_acknowledged(workspace, token, answer)
    except (DispatchFailed, NotAcknowledged) as failure:
        code = "operation_timeout" if isinstance(failure, NotAcknowledged) else "dispatch_failed"
        told = f'{command} failed with the error "{code}"'
        slackbot_whispers(workspace, channel, user_id, told)


def _show_acknowledged(workspace: Workspace, token: str, answer: Json) -> None:
    if not answer.get("text") and not answer.get("blocks"):
        return
    url = workspace.response_urls.find(token)
    if isinstance(url, str):
        return
    try:
        post_answer(workspace, url, answer)
    except SlackError as refusal:
        channel = workspace.channels[url.channel]
        slackbot_whispers(workspace, channel, url.user, f"The answer was refused: {refusal}")


async def act(
    workspace: Workspace, user_id: str, where: Json, action: Json, *, message: Message | None
) -> None:
    """Deliver a block action. ``where`` is the view that it happened in, or the container."""
    payload = _interaction(workspace, user_id, "block_actions") | where
    payload["actions"] = [action]
    if message is not None:
        channel = workspace.channels[message.channel]
        token = workspace.response_urls.issue(channel.id, user_id, message.ts, message.thread_ts)
        payload["response_url"] = response_url(workspace, token)
        payload["channel"] = _channel_ref(channel)
        if message.ephemeral_to is None:
            payload["message"] = message_json(workspace, message)
    await deliver(workspace, payload)


async def deliver(workspace: Workspace, payload: Json) -> Json:
    """Deliver an interaction; raises PageError when the bot does not acknowledge it."""
    try:
        return await workspace.delivery.request("interactive", payload)
    except DispatchFailed:
        raise PageError("dispatch_failed", status=409) from None
    except NotAcknowledged:
        raise PageError("operation_timeout", status=408) from None


def message_container(message: Message) -> Json:
    """The ``container`` and ``state`` of an action in a message."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.ephemeral_to is not None,
    }
    if message.thread_ts is not None:
        container["thread_ts"] = message.thread_ts
    return {"container": container, "state": {"values": message.state}}


def view_container(view: Json) -> Json:
    """The ``container`` and ``view`` of an action in a modal or Home tab."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


async def use_shortcut(
    workspace: Workspace, user_id: str, callback_id: str, message: Message | None
) -> None:
    """Use a global shortcut, or one on a message."""
    shortcut = workspace.installation.shortcut(callback_id)
    wanted = "global" if message is None else "message"
    if shortcut is None or shortcut.type != wanted:
        raise PageError(f"there is no {wanted} shortcut {callback_id!r}")
    kind = "shortcut" if message is None else "message_action"
    payload = _interaction(workspace, user_id, kind) | {
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
    }
    if message is not None:
        token = workspace.response_urls.issue(message.channel, user_id, message.ts)
        payload |= {
            "channel": _channel_ref(workspace.channels[message.channel]),
            "message": message_json(workspace, message),
            "message_ts": message.ts,
            "response_url": response_url(workspace, token),
        }
    await deliver(workspace, payload)


async def ask_options(
    workspace: Workspace, user_id: str, where: Json, block_id: str, action_id: str, typed: str
) -> Json:
    """Ask the bot for the options of an external select."""
    payload = _interaction(workspace, user_id, "block_suggestion") | where
    payload |= {"block_id": block_id, "action_id": action_id, "value": typed}
    return await deliver(workspace, payload)


def submission(workspace: Workspace, user_id: str, view: Json) -> Json:
    """The payload of a submitted modal."""
    return _interaction(workspace, user_id, "view_submission") | {
        "view": view,
        "response_urls": [],
    }


def closing(workspace: Workspace, user_id: str, view: Json, *, cleared: bool) -> Json:
    """The payload of a closed modal that asked for notice."""
    return _interaction(workspace, user_id, "view_closed") | {
        "view": view,
        "is_cleared": cleared,
    }


def response_url(workspace: Workspace, token: str) -> str:
    return f"{workspace.base_url}/response/{token}"


def _interaction(workspace: Workspace, user_id: str, kind: str) -> Json:
    user = workspace.users[user_id]
    payload: dict[str, Any] = {
        "type": kind,
        "token": seed.VERIFICATION_TOKEN,
        "api_app_id": seed.APP_ID,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": workspace.team.id,
        },
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if kind != "view_closed":
        payload["trigger_id"] = workspace.triggers.issue(user_id)
    return payload


def _channel_ref(channel: Channel) -> Json:
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}
