"""The state of the workspace, all of it in memory, and how to look things up in it."""

import asyncio
import itertools
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.call_log import CallLog
from advisor_bot.sandbox.delivery import Delivery
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.faults import Faults
from advisor_bot.sandbox.http_mode import HttpEndpoint
from advisor_bot.sandbox.installation import Installation
from advisor_bot.sandbox.model import (
    Channel,
    File,
    Json,
    Message,
    Scheduled,
    Session,
    Team,
    User,
    UserGroup,
)
from advisor_bot.sandbox.pages import Pages
from advisor_bot.sandbox.response_urls import ResponseUrls
from advisor_bot.sandbox.timing import Timing
from advisor_bot.sandbox.triggers import Triggers
from advisor_bot.sandbox.views import ViewStacks


@dataclass
class Workspace:
    """A workspace: people, conversations, and the app that is installed in it.

    Everything happens on one event loop; nothing here is thread-safe.
    """

    team: Team
    users: dict[str, User]
    channels: dict[str, Channel]
    user_groups: dict[str, UserGroup]
    timing: Timing = field(default_factory=Timing)
    clock: Callable[[], float] = time.time

    installation: Installation = field(default_factory=Installation)
    pages: Pages = field(default_factory=Pages)
    faults: Faults = field(default_factory=Faults)
    calls: CallLog = field(default_factory=CallLog)
    views: ViewStacks = field(default_factory=ViewStacks)
    sessions: dict[tuple[str, str], Session] = field(default_factory=dict)
    prompts: dict[str, Json] = field(default_factory=dict)
    """Suggested prompts by the channel of a direct message."""
    files: dict[str, File] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    base_url: str = ""
    """Where the bot reaches this sandbox; learnt from the bot's own requests."""

    _last_ts: int = 0
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _background: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.triggers = Triggers(self.timing.trigger_seconds, self.clock)
        self.response_urls = ResponseUrls(self.timing.response_url_seconds, self.clock)
        self.delivery = Delivery(self.timing, self.faults, self.pages, self.spawn)

    @classmethod
    def seeded(cls, *, timing: Timing | None = None) -> "Workspace":
        """The standard workspace: Emma, Sam, Li, Hana of HR, a guest, and the bot."""
        return cls(
            team=seed.TEAM,
            users={user.id: user for user in seed.users()},
            channels={channel.id: channel for channel in seed.channels()},
            user_groups={group.id: group for group in seed.user_groups()},
            timing=timing or Timing(),
        )

    def install(self, manifest: Json) -> None:
        """Install the app described by a manifest; raises ValueError if it is not one."""
        self.installation = Installation.from_manifest(manifest)

    def use_http(self, request_url: str, signing_secret: str = seed.SIGNING_SECRET) -> None:
        """Reach the bot at its request URL, with signed requests, instead of by Socket Mode."""
        self.delivery.use_http(HttpEndpoint(request_url, signing_secret, self.clock))

    @property
    def bot(self) -> User:
        return self.users[seed.BOT_USER_ID]

    def next_ts(self) -> str:
        """A message timestamp: unique and increasing, as Slack's are."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        """A new id in Slack's manner, such as ``Ev000001``."""
        return f"{prefix}{next(self._ids):06d}"

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something in the background until it ends or the workspace closes."""
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """End the pages' streams and everything that runs in the background.

        Call it before the server stops, which otherwise waits for those streams.
        """
        self.pages.close()
        running = list(self._background)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def user(self, user_id: str) -> User:
        """A person or bot by id; raises user_not_found."""
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def channel_for_bot(self, reference: str) -> Channel:
        """A conversation as the bot may name it: its id, its name, or a person's id.

        Raises channel_not_found, also for private channels that the bot is not in.
        """
        if reference in self.users:
            return self.direct_message(reference)
        name = reference.removeprefix("#")
        channel = self.channels.get(reference) or next(
            (c for c in self.channels.values() if c.name == name and c.kind != "im"), None
        )
        if channel is None or not channel.seen_by(seed.BOT_USER_ID):
            raise SlackError("channel_not_found")
        return channel

    def direct_message(self, user_id: str) -> Channel:
        """The direct message between the bot and a person; raises channel_not_found."""
        for channel in self.channels.values():
            if channel.kind == "im" and user_id in channel.members:
                return channel
        raise SlackError("channel_not_found")

    def message(self, channel: Channel, ts: str) -> Message:
        """A message that everybody in the channel sees; raises message_not_found."""
        if ts not in channel.messages:
            raise SlackError("message_not_found")
        return channel.messages[ts]

    def visible_to(self, user_id: str) -> list[Channel]:
        """The conversations that a person may open."""
        guest = self.users[user_id].is_guest
        return [c for c in self.channels.values() if c.seen_by(user_id, guest=guest)]

    def audience(self, channel: Channel) -> frozenset[str]:
        """Everybody whose page shows this conversation."""
        return frozenset(
            user.id for user in self.users.values() if channel.seen_by(user.id, guest=user.is_guest)
        )
