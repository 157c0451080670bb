"""Agent sessions: what a thread's status is, and who is shown it.

Source: Slack's "Agent sessions".
"""

from advisor_bot.sandbox.model import Channel, Message, Session
from advisor_bot.sandbox.workspace import Workspace


def set_status(
    workspace: Workspace, channel: Channel, thread_ts: str, status: str, text: str = ""
) -> Session:
    """Set the status of a thread's session, creating it if need be, and show it."""
    session = workspace.sessions.setdefault((channel.id, thread_ts), Session())
    session.status, session.text = status, text
    shown = {
        "type": "status",
        "channel": channel.id,
        "thread_ts": thread_ts,
        "status": status,
        "text": text,
    }
    workspace.pages.publish(shown, workspace.audience(channel))
    return session


def set_title(workspace: Workspace, channel: Channel, thread_ts: str, title: str) -> None:
    """Give a thread's session a title and show it."""
    workspace.sessions.setdefault((channel.id, thread_ts), Session()).title = title
    shown = {"type": "title", "channel": channel.id, "thread_ts": thread_ts, "title": title}
    workspace.pages.publish(shown, workspace.audience(channel))


def reply_arrived(workspace: Workspace, message: Message) -> None:
    """The bot replied: a status text of assistant.threads.setStatus goes away by itself."""
    if message.thread_ts is None:
        return
    session = workspace.sessions.get((message.channel, message.thread_ts))
    if session is not None and session.text:
        set_status(workspace, workspace.channels[message.channel], message.thread_ts, "active")
