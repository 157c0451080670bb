"""Puts messages into conversations: stores them, shows them, tells the bot."""

from typing import Any

from advisor_bot.sandbox import events, seed
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.page_json import message_json as page_message
from advisor_bot.sandbox.slack_json import message_json as slack_message
from advisor_bot.sandbox.workspace import Workspace


def post(workspace: Workspace, message: Message) -> Message:
    """Add a message to its channel, or to a thread when it has a ``thread_ts``."""
    channel = workspace.channels[message.channel]
    channel.messages[message.ts] = message
    if message.is_reply and message.thread_ts is not None:
        channel.replies.setdefault(message.thread_ts, []).append(message.ts)
    _show(workspace, channel, message, "message")
    if message.is_reply and message.thread_ts in channel.messages:
        _show(workspace, channel, channel.messages[message.thread_ts], "message_changed")
    events.message_posted(workspace, channel, message)
    return message


def whisper(workspace: Workspace, message: Message) -> Message:
    """Show a message to one person only (``ephemeral_to``); the bot never hears of it."""
    if message.ephemeral_to is None:
        raise ValueError("an ephemeral message needs somebody who sees it")
    workspace.channels[message.channel].ephemerals.append(message)
    shown = {"type": "message", "message": page_message(workspace, message)}
    workspace.pages.publish(shown, frozenset({message.ephemeral_to}))
    return message


def slackbot_whispers(workspace: Workspace, channel: Channel, user_id: str, text: str) -> None:
    """Slack itself tells one person something, such as that a command failed."""
    whisper(
        workspace,
        Message(
            ts=workspace.next_ts(),
            channel=channel.id,
            user=seed.SLACKBOT,
            text=text,
            ephemeral_to=user_id,
        ),
    )


def change(workspace: Workspace, message: Message, **changes: Any) -> None:
    """Change fields of a message, show it, and tell the bot what it was before."""
    before = slack_message(workspace, message)
    for name, value in changes.items():
        setattr(message, name, value)
    show_changed(workspace, message)
    if message.ephemeral_to is None:
        channel = workspace.channels[message.channel]
        events.message_changed(workspace, channel, before, message)


def show_changed(workspace: Workspace, message: Message) -> None:
    """Show a change that the bot is not told of, such as streamed text."""
    _show(workspace, workspace.channels[message.channel], message, "message_changed")


def delete(workspace: Workspace, message: Message) -> None:
    """Delete a message; a thread that loses its root keeps a tombstone, as in Slack."""
    channel = workspace.channels[message.channel]
    if message.ephemeral_to is not None:
        channel.ephemerals.remove(message)
        _show_deleted(workspace, channel, message)
        return
    before = slack_message(workspace, message)
    if channel.thread(message.ts):
        message.text, message.blocks, message.attachments = "This message was deleted.", None, None
        message.user, message.bot_id = seed.SLACKBOT, None
        show_changed(workspace, message)
    else:
        del channel.messages[message.ts]
        _show_deleted(workspace, channel, message)
        _leave_thread(workspace, channel, message)
    events.message_deleted(workspace, channel, before)


def _leave_thread(workspace: Workspace, channel: Channel, message: Message) -> None:
    if message.is_reply and message.thread_ts is not None:
        channel.replies[message.thread_ts].remove(message.ts)
        if message.thread_ts in channel.messages:
            show_changed(workspace, channel.messages[message.thread_ts])


def thread_root(channel: Channel, thread_ts: str) -> Message:
    """The message that a thread hangs on.

    Raises thread_not_found, or cannot_reply_to_message when it is itself a reply.
    """
    root = channel.messages.get(thread_ts)
    if root is None:
        raise SlackError("thread_not_found")
    if root.is_reply:
        raise SlackError("cannot_reply_to_message")
    return root


def _show(workspace: Workspace, channel: Channel, message: Message, kind: str) -> None:
    shown = {"type": kind, "message": page_message(workspace, message)}
    workspace.pages.publish(shown, _audience(workspace, channel, message))


def _show_deleted(workspace: Workspace, channel: Channel, message: Message) -> None:
    gone: Json = {"type": "message_deleted", "channel": channel.id, "ts": message.ts}
    workspace.pages.publish(gone, _audience(workspace, channel, message))


def _audience(workspace: Workspace, channel: Channel, message: Message) -> frozenset[str]:
    if message.ephemeral_to is not None:
        return frozenset({message.ephemeral_to})
    return workspace.audience(channel)
