"""chat.scheduleMessage, deleteScheduledMessage, scheduledMessages.list.

Source: Slack's reference of the methods: 120 days ahead, 30 messages a channel in five minutes.
"""

import asyncio

from advisor_bot.sandbox.arguments import Arg, Call, Method, integer
from advisor_bot.sandbox.content import read_content
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.chat import CHAT_WRITE, POSTING, bot_message, writable
from advisor_bot.sandbox.methods.paging import PAGING, page
from advisor_bot.sandbox.model import Json, Scheduled
from advisor_bot.sandbox.posting import post, thread_root
from advisor_bot.sandbox.workspace import Workspace

_MOST_AHEAD = 120 * 24 * 3600
_WINDOW = 300
_MOST_IN_WINDOW = 30


def schedule(call: Call) -> Json:
    workspace = call.workspace
    channel = writable(workspace, call["channel"])
    read_content(call.args)
    if call.get("thread_ts"):
        thread_root(channel, call["thread_ts"])
    _check_time(call, channel.id)
    entry = Scheduled(
        id=workspace.new_id("Q"),
        channel=channel.id,
        post_at=call["post_at"],
        args=call.args,
        created=int(workspace.clock()),
    )
    workspace.scheduled[entry.id] = entry
    workspace.spawn(_post_when_due(workspace, entry))
    return {
        "channel": channel.id,
        "scheduled_message_id": entry.id,
        "post_at": entry.post_at,
        "message": {"text": call.get("text", ""), "type": "delayed_message"},
    }


def _check_time(call: Call, channel_id: str) -> None:
    now = call.workspace.clock()
    if call["post_at"] <= now:
        raise SlackError("time_in_past")
    if call["post_at"] > now + _MOST_AHEAD:
        raise SlackError("time_too_far")
    near = [
        entry
        for entry in call.workspace.scheduled.values()
        if entry.channel == channel_id and abs(entry.post_at - call["post_at"]) < _WINDOW
    ]
    if len(near) >= _MOST_IN_WINDOW:
        raise SlackError("restricted_too_many")


async def _post_when_due(workspace: Workspace, entry: Scheduled) -> None:
    await asyncio.sleep(max(0.0, entry.post_at - workspace.clock()))
    if workspace.scheduled.pop(entry.id, None) is None:
        return
    content = read_content(entry.args)
    channel = workspace.channels[entry.channel]
    post(workspace, bot_message(workspace, channel, content, entry.args.get("thread_ts")))


def unschedule(call: Call) -> Json:
    channel = call.workspace.channel_for_bot(call["channel"])
    entry = call.workspace.scheduled.get(call["scheduled_message_id"])
    if entry is None or entry.channel != channel.id:
        raise SlackError("invalid_scheduled_message_id")
    del call.workspace.scheduled[entry.id]
    return {}


def list_scheduled(call: Call) -> Json:
    oldest, latest = float(call.get("oldest") or 0), float(call.get("latest") or "inf")
    entries = [
        entry
        for entry in call.workspace.scheduled.values()
        if call.get("channel") in (None, entry.channel) and oldest <= entry.post_at <= latest
    ]
    found, metadata = page(call, sorted(entries, key=lambda entry: entry.post_at))
    shown = [
        {
            "id": entry.id,
            "channel_id": entry.channel,
            "post_at": entry.post_at,
            "date_created": entry.created,
            "text": entry.args.get("text", ""),
        }
        for entry in found
    ]
    return {"scheduled_messages": shown, **metadata}


_CHANNEL = Arg("channel", required=True)

METHODS = (
    Method(
        "chat.scheduleMessage",
        schedule,
        (_CHANNEL, Arg("post_at", integer, required=True), *POSTING),
        CHAT_WRITE,
    ),
    Method(
        "chat.deleteScheduledMessage",
        unschedule,
        (_CHANNEL, Arg("scheduled_message_id", required=True), Arg("as_user")),
        CHAT_WRITE,
    ),
    Method(
        "chat.scheduledMessages.list",
        list_scheduled,
        (Arg("channel"), Arg("oldest", float), Arg("latest", float), *PAGING),
    ),
)
