"""conversations.history and conversations.replies."""

from collections.abc import Iterable

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.paging import PAGING, page
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.slack_json import message_json

_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")
_MOST = 999


def history(call: Call) -> Json:
    """Top-level messages, newest first."""
    channel = _readable(call)
    top_level = [m for m in channel.messages.values() if not m.is_reply]
    return _answer(call, list(reversed(_within(call, top_level))))


def replies(call: Call) -> Json:
    """A thread: its root, then its replies, oldest first."""
    channel = _readable(call)
    asked = channel.messages.get(call["ts"])
    if asked is None:
        raise SlackError("thread_not_found")
    root = channel.messages[asked.thread_ts] if asked.is_reply and asked.thread_ts else asked
    return _answer(call, [root, *_within(call, channel.thread(root.ts))])


def _readable(call: Call) -> Channel:
    channel = call.workspace.channel_for_bot(call["channel"])
    if seed.BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(call: Call, messages: Iterable[Message]) -> list[Message]:
    try:
        oldest = float(call.get("oldest") or 0)
        latest = float(call.get("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_latest") from None
    if call.get("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _answer(call: Call, messages: list[Message]) -> Json:
    found, metadata = page(call, messages, most=_MOST)
    shown = [
        message_json(call.workspace, message, with_metadata=call.get("include_all_metadata", False))
        for message in found
    ]
    more = bool(metadata["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": more, "pin_count": 0} | (metadata if more else {})


_ARGS = (
    Arg("channel", required=True),
    Arg("oldest"),
    Arg("latest"),
    Arg("inclusive", boolean),
    Arg("include_all_metadata", boolean),
    *PAGING,
)

METHODS = (
    Method("conversations.history", history, _ARGS, _SCOPES),
    Method("conversations.replies", replies, (Arg("ts", required=True), *_ARGS), _SCOPES),
)
