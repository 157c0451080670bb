"""The nouns of the workspace: people, conversations, messages, views.

Slack's own JSON stays JSON (blocks, views, metadata); these classes hold what the sandbox
itself must reason about.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["public", "private", "im"]


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class User:
    id: str
    name: str
    real_name: str
    tz: str = "Europe/London"
    tz_offset: int = 0
    email: str | None = None
    title: str = ""
    is_bot: bool = False
    is_hr: bool = False
    is_guest: bool = False
    avatar_color: str = "#616061"


@dataclass(frozen=True)
class UserGroup:
    id: str
    handle: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    callback_id: str
    name: str
    type: Literal["global", "message"]


@dataclass
class Message:
    """A message, or an ephemeral one when ``ephemeral_to`` names who sees it."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    attachments: list[Json] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    edited: Json | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    client_msg_id: str | None = None
    username: str | None = None
    ephemeral_to: str | None = None
    stream: "Stream | None" = None
    state: Json = field(default_factory=dict)
    """Values chosen in the message's own select menus, as ``{block_id: {action_id: value}}``."""

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Stream:
    """The live side of a streamed message (chat.startStream)."""

    live: bool = True
    stopped_by_user: bool = False
    mode: Literal["markdown_text", "chunks"] | None = None
    """What the first content came as; everything after it must come likewise."""
    appends: int = 0
    task_display_mode: str = "timeline"
    plan_title: str | None = None
    tasks: dict[str, Json] = field(default_factory=dict)
    blocks: list[Json] = field(default_factory=list)


@dataclass
class Channel:
    id: str
    name: str
    kind: Kind
    members: list[str]
    creator: str = "U0HANA"
    topic: str = ""
    created: int = 1_700_000_000
    messages: dict[str, Message] = field(default_factory=dict)
    """Every message and reply by its timestamp, oldest first."""
    replies: dict[str, list[str]] = field(default_factory=dict)
    """The timestamps of a thread's replies by the timestamp of its root."""
    ephemerals: list[Message] = field(default_factory=list)

    def seen_by(self, user_id: str, *, guest: bool = False) -> bool:
        """Whether the user may open this channel; guests only open those they are in."""
        return user_id in self.members or (self.kind == "public" and not guest)

    def thread(self, root_ts: str) -> list[Message]:
        """The replies to a message, oldest first."""
        return [self.messages[ts] for ts in self.replies.get(root_ts, [])]

    @property
    def channel_type(self) -> str:
        """The word that message events use for this kind of conversation."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]


@dataclass
class Session:
    """An agent session: the status of one thread (agents.sessions.setStatus)."""

    status: str = "active"
    text: str = ""
    title: str = ""
    initiator: str | None = None


@dataclass
class File:
    id: str
    name: str
    length: int
    owner: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False


@dataclass
class Scheduled:
    id: str
    channel: str
    post_at: int
    args: Json
    created: int
