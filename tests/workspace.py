"""A local workspace for tests, and the real bot in it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from advisor_bot.advice.advisor import Advisor
from advisor_bot.app import connected, running_bot
from advisor_bot.config import Settings
from advisor_bot.sandbox import create_app
from advisor_bot.sandbox.seed import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from advisor_bot.sandbox.timing import Timing
from advisor_bot.sandbox.workspace import Workspace as State
from advisor_bot.services import Services
from advisor_bot.slack.manifest import manifest
from advisor_bot.storage import migrate, open_engine

Json = dict[str, Any]

BOT = "U0BOT"
DM = "D0EMMA"
GENERAL = "C0GENERAL"
MENTION = f"<@{BOT}>"


class Workspace:
    """A served workspace: what people do in it, and what they see. Emma acts where nobody is named."""

    def __init__(self, state: State, url: str, http: httpx.AsyncClient) -> None:
        self.state = state
        self.url = url
        self._http = http

    async def do(self, action: str, **body: Any) -> Json:
        """Does something as on the page. Raises httpx.HTTPStatusError if the page would show an error."""
        response = await self._http.post(f"/ui/{action}", json={"user": "U0EMMA", **body})
        response.raise_for_status()
        done: Json = response.json()
        return done

    async def say(self, text: str, channel: str = DM, **where: Any) -> str:
        """Writes a message; returns its timestamp."""
        return str((await self.do("message", channel=channel, text=text, **where))["ts"])

    async def attach(self, name: str, content: str | bytes, *, user: str = "U0EMMA") -> str:
        """Uploads a file, to be shared in a message or a dialog; returns its id."""
        body = content.encode() if isinstance(content, str) else content
        params = {"user": user, "name": name}
        response = await self._http.post("/ui/attach", params=params, content=body)
        response.raise_for_status()
        return str(response.json()["id"])

    async def ask(self, text: str, channel: str = DM, **where: Any) -> Json:
        """Writes a message and returns the bot's finished answer in its thread."""
        ts = await self.say(text, channel, **where)
        thread = where.get("thread_ts") or ts
        return await self.answer(channel, thread, after=ts, user=where.get("user", "U0EMMA"))

    async def answer(
        self, channel: str, thread: str, *, after: str | None = None, user: str = "U0EMMA"
    ) -> Json:
        """The bot's finished answer in a thread to the message ``after``, once it is there."""

        async def finished() -> Json | None:
            found = await self.answers(channel, thread, user=user)
            later = [one for one in found if one["ts"] > (after or thread)]
            return later[0] if later and is_finished(later[0]) else None

        found: Json = await until(finished)
        return found

    async def answers(self, channel: str, thread: str, *, user: str = "U0EMMA") -> list[Json]:
        """All that the bot wrote in a thread, as a person sees it."""
        return [one for one in await self.thread(channel, thread, user=user) if one["user"] == BOT]

    async def thread(self, channel: str, thread: str, *, user: str = "U0EMMA") -> list[Json]:
        params = {"user": user, "channel": channel, "ts": thread}
        found: list[Json] = (await self._get("/ui/thread", params))["messages"]
        return found

    async def session(self, channel: str, thread: str) -> Json | None:
        params = {"user": "U0EMMA", "channel": channel, "ts": thread}
        found: Json | None = (await self._get("/ui/thread", params))["session"]
        return found

    async def messages(self, channel: str, user: str = "U0EMMA") -> list[Json]:
        found: list[Json] = (await self._get("/ui/messages", {"user": user, "channel": channel}))[
            "messages"
        ]
        return found

    async def page_state(self, user: str = "U0EMMA") -> Json:
        return await self._get("/ui/state", {"user": user})

    def calls(self, *methods: str, since: int = 0) -> list[Json]:
        """The bot's calls of some methods, or all of them."""
        return [
            call
            for call in self.state.calls.since(since)
            if not methods or call["method"] in methods
        ]

    @property
    def last_call(self) -> int:
        calls = self.state.calls.since(0)
        return int(calls[-1]["n"]) if calls else 0

    def faults(self, *rules: Json) -> None:
        self.state.faults.set(list(rules))

    async def settled(self) -> None:
        """Everything delivered so far is acknowledged and handled: a later message is answered."""
        await self.ask("help", DM)

    async def _get(self, path: str, params: dict[str, str]) -> Json:
        response = await self._http.get(path, params=params)
        response.raise_for_status()
        got: Json = response.json()
        return got


def is_finished(message: Json) -> bool:
    """Whether an answer is complete: every one ends with its feedback buttons, or is an apology."""
    if message["streaming"]:
        return False
    kinds = [block["type"] for block in message.get("blocks") or []]
    return "context_actions" in kinds or message["text"].startswith("Something went wrong")


def shown(message: Json) -> str:
    """Everything that a message shows, as one text."""
    return "\n".join(_texts(message.get("blocks") or [])) or str(message["text"])


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for one in value.values() for text in _texts(one)]


def kinds(message: Json) -> list[str]:
    return [str(block["type"]) for block in message.get("blocks") or []]


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    """An app on a free port of this machine; its address."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve(sockets=[listening]))
        await until(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await running


@asynccontextmanager
async def open_workspace(timing: Timing | None = None) -> AsyncIterator[Workspace]:
    """A fresh workspace with the app installed as its manifest says."""
    state = State.seeded(timing=timing or Timing(retry_delays=(0.01, 0.01, 0.01)))
    state.install(manifest())
    async with (
        serving(create_app(state)) as url,
        httpx.AsyncClient(base_url=url, timeout=10) as http,
    ):
        state.base_url = url
        yield Workspace(state, url, http)


def settings_for(workspace: Workspace, folder: Path, **more: Any) -> Settings:
    """Settings of a bot in this workspace, with its data in ``folder``."""
    return Settings(
        _env_file=None,
        data_dir=folder,
        slack_api_url=f"{workspace.url}/api/",
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        **more,
    )


def services_for(settings: Settings, shipped: Services, advisor: Advisor | None = None) -> Services:
    """The shipped knowledge with a database of the test's own."""
    engine = open_engine(settings.database)
    migrate(engine)
    return Services(
        engine, shipped.vectors, shipped.words, shipped.knowledge, advisor or shipped.advisor
    )


@asynccontextmanager
async def bot_in(
    workspace: Workspace, settings: Settings, services: Services
) -> AsyncIterator[None]:
    """The real bot, connected by Socket Mode."""
    try:
        async with (
            running_bot(settings, services, role="test") as bot,
            connected(settings, bot),
        ):
            await until(lambda: workspace.state.delivery.reachable)
            yield
    finally:
        services.engine.dispose()


async def until(
    happens: Callable[[], Any] | Callable[[], Awaitable[Any]], seconds: float = 30.0
) -> Any:
    """Waits until something is so, and returns it; fails the test when it never is."""
    deadline = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < deadline:
        found = happens()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")
