"""The bot over HTTP: Slack posts to one address, every request's signature is checked by Bolt."""

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def make_web(app: AsyncApp) -> Starlette:
    """``POST /slack/events`` for everything Slack sends, ``GET /healthz`` for whoever watches."""
    handler = AsyncSlackRequestHandler(app)

    async def slack(request: Request) -> Response:
        return await handler.handle(request)

    async def health(_request: Request) -> Response:
        return JSONResponse({"ok": True})

    return Starlette(
        routes=[
            Route("/slack/events", slack, methods=["POST"]),
            Route("/healthz", health, methods=["GET"]),
        ]
    )
