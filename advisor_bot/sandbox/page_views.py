"""What the page reads: state, messages, threads, the stream of events, the log of calls."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.errors import PageError
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.page_json import channel_json, message_json, user_json
from advisor_bot.sandbox.workspace import Workspace


def of(request: Request) -> Workspace:
    """The workspace that the application serves."""
    workspace: Workspace = request.app.state.workspace
    return workspace


def known_person(workspace: Workspace, user_id: str) -> str:
    """The id of a person, or of the other bot, which may do as people do; raises PageError."""
    user = workspace.users.get(user_id)
    if user is None or (user.is_bot and user_id != seed.OTHER_BOT_USER_ID):
        raise PageError(f"there is no person {user_id!r}", status=404)
    return user_id


def visible_channel(workspace: Workspace, user_id: str, channel_id: str) -> Channel:
    """A conversation that the person may open; raises PageError."""
    channel = workspace.channels.get(channel_id)
    if channel is None or channel not in workspace.visible_to(known_person(workspace, user_id)):
        raise PageError(f"there is no channel {channel_id!r}", status=404)
    return channel


async def state(request: Request) -> Response:
    """Everything that the page needs to draw its frame for one person."""
    workspace = of(request)
    user_id = known_person(workspace, request.query_params.get("user", "U0EMMA"))
    app = workspace.installation
    if workspace.users[user_id].is_bot:
        raise PageError("a bot has no page", status=404)
    prompts = workspace.prompts.get(workspace.direct_message(user_id).id, {})
    return JSONResponse(
        {
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "me": user_json(workspace.users[user_id]),
            "users": [user_json(user) for user in workspace.users.values()],
            "bot": {
                "user_id": seed.BOT_USER_ID,
                "name": app.display_name,
                "connected": workspace.delivery.reachable,
                "prompts": prompts.get("prompts", list(app.prompts)),
                "prompts_title": prompts.get("title", ""),
            },
            "channels": [_named(workspace, c) for c in workspace.visible_to(user_id)],
            "commands": [vars(command) for command in app.commands],
            "message_shortcuts": _shortcuts(workspace, "message"),
            "global_shortcuts": _shortcuts(workspace, "global"),
            "home": workspace.views.homes.get(user_id),
            "view": workspace.views.top(user_id),
        }
    )


def _named(workspace: Workspace, channel: Channel) -> Json:
    shown = channel_json(channel)
    return shown | ({"name": workspace.installation.display_name} if channel.kind == "im" else {})


def _shortcuts(workspace: Workspace, kind: str) -> list[Json]:
    return [
        {"callback_id": shortcut.callback_id, "name": shortcut.name}
        for shortcut in workspace.installation.shortcuts
        if shortcut.type == kind
    ]


async def messages(request: Request) -> Response:
    """A conversation's top-level messages, oldest first, with what only this person sees."""
    workspace, user_id, channel = _asked(request)
    top_level = [m for m in channel.messages.values() if not m.is_reply]
    whispered = [m for m in channel.ephemerals if m.ephemeral_to == user_id and m.thread_ts is None]
    return _listed(workspace, [*top_level, *whispered])


async def thread(request: Request) -> Response:
    """A thread: its root first, then the replies, and the session's status and title."""
    workspace, user_id, channel = _asked(request)
    ts = request.query_params.get("ts", "")
    root = channel.messages.get(ts)
    if root is None:
        raise PageError("there is no such thread", status=404)
    whispered = [m for m in channel.ephemerals if m.ephemeral_to == user_id and m.thread_ts == ts]
    session = workspace.sessions.get((channel.id, ts))
    about = (
        {"status": session.status, "text": session.text, "title": session.title}
        if session
        else None
    )
    return _listed(workspace, [root, *channel.thread(ts), *whispered], session=about)


def _asked(request: Request) -> tuple[Workspace, str, Channel]:
    workspace = of(request)
    user_id = request.query_params.get("user", "")
    channel = visible_channel(workspace, user_id, request.query_params.get("channel", ""))
    return workspace, user_id, channel


def _listed(workspace: Workspace, found: list[Message], **more: object) -> Response:
    ordered = sorted(found, key=lambda message: message.ts)
    return JSONResponse({"messages": [message_json(workspace, m) for m in ordered], **more})


async def events(request: Request) -> Response:
    """The Server-Sent Events of one person's page."""
    workspace = of(request)
    user_id = known_person(workspace, request.query_params.get("user", ""))

    async def stream() -> AsyncIterator[str]:
        yield _sse(json.dumps({"type": "bot", "connected": workspace.delivery.reachable}))
        async for event in workspace.pages.listen(user_id, workspace.timing.keep_alive_seconds):
            yield ": keep-alive\n\n" if event is None else _sse(event)

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(), media_type="text/event-stream", headers=headers)


def _sse(event: str) -> str:
    return f"data: {event}\n\n"


async def calls(request: Request) -> Response:
    """The bot's API calls after the numbered one."""
    try:
        since = int(request.query_params.get("since", "0"))
    except ValueError:
        raise PageError("since must be a number") from None
    return JSONResponse({"calls": of(request).calls.since(since)})


async def health(request: Request) -> Response:
    return JSONResponse({"ok": True, "bot_connected": of(request).delivery.reachable})
