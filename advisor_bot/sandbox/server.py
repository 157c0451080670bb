"""The sandbox as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from advisor_bot.sandbox import page_actions, page_views
from advisor_bot.sandbox.answers import respond
from advisor_bot.sandbox.errors import PageError
from advisor_bot.sandbox.file_transfer import attach, download, open_file, upload
from advisor_bot.sandbox.socket import socket_mode
from advisor_bot.sandbox.web_api import web_api
from advisor_bot.sandbox.workspace import Workspace

PAGE = Path(__file__).parent / "page"


def create_app(workspace: Workspace | None = None) -> Starlette:
    """The Slack of one workspace, the seeded one by default, and its page."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await app.state.workspace.close()

    app = Starlette(
        routes=[
            Route("/", _index),
            Route("/archives/{rest:path}", _index),
            Mount("/assets", StaticFiles(directory=PAGE, check_dir=False)),
            Route("/healthz", page_views.health),
            Route("/api/{method}", web_api, methods=["GET", "POST"]),
            WebSocketRoute("/socket", socket_mode),
            Route("/response/{token}", respond, methods=["POST"]),
            Route("/upload/{file_id}", upload, methods=["POST"]),
            Route("/files/{file_id}/{name:path}", download),
            Route("/faults", _faults, methods=["GET", "POST"]),
            Mount("/ui", routes=_page_routes()),
        ],
        exception_handlers={PageError: _page_error},
        lifespan=lifespan,
    )
    app.state.workspace = workspace or Workspace.seeded()
    return app


def _page_routes() -> list[Route]:
    reads = {
        "state": page_views.state,
        "messages": page_views.messages,
        "thread": page_views.thread,
        "events": page_views.events,
        "calls": page_views.calls,
        "file": open_file,
    }
    actions = {
        "attach": attach,
        "message": page_actions.send_message,
        "command": page_actions.run_command,
        "action": page_actions.act,
        "options": page_actions.ask_options,
        "view_submit": page_actions.submit_view,
        "view_close": page_actions.close_view,
        "shortcut": page_actions.use_shortcut,
        "reaction": page_actions.react_to_message,
        "home": page_actions.open_home,
        "stop": page_actions.stop_session,
        "manifest": page_actions.install,
    }
    return [
        *(Route(f"/{name}", endpoint) for name, endpoint in reads.items()),
        *(Route(f"/{name}", endpoint, methods=["POST"]) for name, endpoint in actions.items()),
    ]


async def _index(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")


async def _faults(request: Request) -> Response:
    """``GET`` shows the faults in force; ``POST {"rules": [...]}`` sets them."""
    faults = page_views.of(request).faults
    if request.method == "POST":
        try:
            body = await request.json()
            faults.set(body["rules"] if isinstance(body, dict) and "rules" in body else None)
        except (ValueError, ValidationError) as wrong:
            raise PageError(f"the rules are malformed: {wrong}") from None
    return JSONResponse({"rules": faults.describe()})


async def _page_error(_request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, PageError) else 500
    return JSONResponse({"error": str(error)}, status_code=status)
