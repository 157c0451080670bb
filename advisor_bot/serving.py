"""Long-running processes: the bot on Socket Mode or HTTP, the worker, the demo."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator

import structlog
import uvicorn
from pydantic import SecretStr
from rich.console import Console
from starlette.applications import Starlette

from advisor_bot.app import connected, running_bot
from advisor_bot.config import Settings
from advisor_bot.errors import SettingsError
from advisor_bot.intake import sync_knowledge
from advisor_bot.retrieval.vectors import Progress
from advisor_bot.sandbox import create_app
from advisor_bot.sandbox.seed import APP_TOKEN, BOT_TOKEN, HR_GROUP
from advisor_bot.sandbox.workspace import Workspace
from advisor_bot.services import Services, open_services
from advisor_bot.slack.http import make_web
from advisor_bot.slack.manifest import manifest

log = structlog.get_logger()


async def serve_socket_mode(settings: Settings, *, role: str = "web") -> None:
    """The bot on Socket Mode until the process is told to stop."""
    with open_services(settings) as services:
        await _sync(settings, services)
        async with running_bot(settings, services, role=role) as bot, connected(settings, bot):
            await _until_stopped()


async def serve_http(settings: Settings) -> None:
    """The bot behind a web server; refuses to start where requests could not be checked."""
    if settings.slack_signing_secret is None:
        raise SettingsError(
            "Set SLACK_SIGNING_SECRET (from the app's page, under Basic Information): without it "
            "nobody can tell Slack's requests from forged ones."
        )
    secret = settings.slack_signing_secret.get_secret_value()
    with open_services(settings) as services:
        await _sync(settings, services)
        async with (
            running_bot(settings, services, role="web", signing_secret=secret) as bot,
            _web(make_web(bot.app), _listen(settings.host, settings.port)),
        ):
            await _until_stopped()


async def work(settings: Settings) -> None:
    """Durable work without listening: schedules, and answers that a lost process left behind."""
    with open_services(settings) as services:
        async with running_bot(settings, services, role="worker"):
            await _until_stopped()


async def sandbox(*, host: str, port: int) -> None:
    """Only the sandbox workspace; a bot connects to it like to Slack."""
    async with _sandbox(_listen(host, port)):
        Console(stderr=True).print(f"Sandbox workspace: http://{host}:{port}/")
        await _until_stopped()


async def demo(settings: Settings, *, port: int, open_browser: bool) -> None:
    """The sandbox workspace with the bot in it."""
    console = Console(stderr=True)
    listening = _listen("127.0.0.1", port)
    url = f"http://127.0.0.1:{port}/"
    settings = settings.model_copy(
        update={
            "slack_api_url": f"{url}api/",
            "slack_bot_token": SecretStr(BOT_TOKEN),
            "slack_app_token": SecretStr(APP_TOKEN),
            "hr_usergroup": HR_GROUP,
        }
    )
    async with _sandbox(listening):
        with open_services(settings) as services:
            with console.status("Reading the knowledge …") as status:
                await _sync(
                    settings,
                    services,
                    progress=lambda done, of: status.update(
                        f"Indexing the knowledge, once: {done} of {of} documents"
                    ),
                )
            async with (
                running_bot(settings, services, role="demo") as bot,
                connected(settings, bot),
            ):
                writer = settings.openai_model if settings.has_model else "no model, facts only"
                console.print(f"\n[bold]Advisor Bot is ready:[/bold] {url}   ({writer})")
                console.print("Ask it something there. Ctrl-C ends the demo.\n")
                if open_browser and _has_screen():
                    webbrowser.open(url)
                await _until_stopped()


async def _sync(
    settings: Settings, services: Services, *, progress: Progress | None = None
) -> None:
    report, changes = await asyncio.to_thread(sync_knowledge, settings, services, progress=progress)
    for problem in report.problems:
        log.warning("knowledge_problem", problem=str(problem))
    log.info(
        "knowledge_synced",
        changed=report.added + report.joined + report.changed,
        dropped=report.dropped,
        passages_added=changes.added,
        passages_removed=changes.removed,
    )


@contextlib.asynccontextmanager
async def _web(app: Starlette, listening: socket.socket) -> AsyncIterator[None]:
    """A web server in this event loop, up when the body runs and down after it."""
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    # Signals are the process's affair, not the server's.
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started and not running.done():
            await asyncio.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        await running


@contextlib.asynccontextmanager
async def _sandbox(listening: socket.socket) -> AsyncIterator[None]:
    """The sandbox workspace with our manifest installed."""
    workspace = Workspace.seeded()
    workspace.install(manifest())
    async with _web(create_app(workspace), listening):
        try:
            yield
        finally:
            # Ends the pages' event streams, which would keep the server from stopping.
            await workspace.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address. Raises SettingsError if somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another port."
        ) from error
    return listening


async def _until_stopped() -> None:
    """Waits for Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C raises instead
            loop.add_signal_handler(name, stopped.set)
    await stopped.wait()


def _has_screen() -> bool:
    return sys.platform != "linux" or any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY"))
