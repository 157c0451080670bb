"""What people do on the page: write, command, click, submit, react, stop."""

import uuid
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from advisor_bot.sandbox import events, interactions, seed, submitting
from advisor_bot.sandbox.acting import action, element, message_at, remember
from advisor_bot.sandbox.elements import OPTIONS_ANSWER
from advisor_bot.sandbox.errors import PageError, SlackError
from advisor_bot.sandbox.file_transfer import own_file
from advisor_bot.sandbox.model import Json, Message
from advisor_bot.sandbox.page_requests import (
    Act,
    AskOptions,
    CloseView,
    Container,
    Install,
    OpenHome,
    React,
    RunCommand,
    SendMessage,
    StopSession,
    SubmitView,
    UseShortcut,
)
from advisor_bot.sandbox.page_views import known_person, of, visible_channel
from advisor_bot.sandbox.posting import post, show_changed, thread_root
from advisor_bot.sandbox.reacting import react, take_back
from advisor_bot.sandbox.slack_json import file_json
from advisor_bot.sandbox.text import encode_typed
from advisor_bot.sandbox.workspace import Workspace

R = TypeVar("R", bound=BaseModel)


async def _read(request: Request, model: type[R]) -> R:
    try:
        read = model.model_validate_json(await request.body())
    except ValidationError as wrong:
        found = wrong.errors(include_url=False, include_context=False)
        raise PageError(
            "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in found)
        ) from None
    user_id = getattr(read, "user", None)
    if user_id is not None:
        known_person(of(request), user_id)
    return read


async def send_message(request: Request) -> Response:
    """A person, or the other bot, posts a message or a reply."""
    workspace, asked = of(request), await _read(request, SendMessage)
    channel = visible_channel(workspace, asked.user, asked.channel)
    if asked.thread_ts is not None:
        try:
            thread_root(channel, asked.thread_ts)
        except SlackError as refusal:
            raise PageError(refusal.code, status=404) from None
    files = [own_file(workspace, asked.user, file_id) for file_id in asked.files]
    for file in files:
        file.shared = True
    message = Message(
        ts=workspace.next_ts(),
        channel=channel.id,
        user=asked.user,
        text=encode_typed(asked.text),
        thread_ts=asked.thread_ts,
        bot_id=seed.OTHER_BOT_ID if asked.user == seed.OTHER_BOT_USER_ID else None,
        client_msg_id=str(uuid.uuid4()),
        files=[file_json(workspace, file) for file in files],
    )
    return JSONResponse({"ts": post(workspace, message).ts})


async def run_command(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, RunCommand)
    channel = visible_channel(workspace, asked.user, asked.channel)
    await interactions.run_command(workspace, channel, asked.user, asked.command, asked.text)
    return JSONResponse({"ok": True})


async def act(request: Request) -> Response:
    """A person uses a button, a menu or another element."""
    workspace, asked = of(request), await _read(request, Act)
    where, blocks, values, message = _place(workspace, asked.user, asked.container)
    used = element(blocks, asked.block_id, asked.action_id)
    done = action(workspace, used, asked.block_id, asked.value)
    remember(values, used, asked.block_id, asked.value)
    await interactions.act(workspace, asked.user, where, done, message=message)
    return JSONResponse({"ok": True})


async def ask_options(request: Request) -> Response:
    """The options of an external select, as the bot gives them for what was typed."""
    workspace, asked = of(request), await _read(request, AskOptions)
    where, blocks, _values, _message = _place(workspace, asked.user, asked.container)
    element(blocks, asked.block_id, asked.action_id)
    answer = await interactions.ask_options(
        workspace, asked.user, where, asked.block_id, asked.action_id, asked.value
    )
    problems = list(OPTIONS_ANSWER(answer, ""))
    if problems:
        raise PageError(f"the bot's options were refused: {'; '.join(problems)}", status=409)
    return JSONResponse(answer)


def _place(
    workspace: Workspace, user_id: str, container: Container
) -> tuple[Json, list[Json] | None, Json, Message | None]:
    if container.type == "message":
        message = message_at(workspace, user_id, container.channel, container.ts)
        where = interactions.message_container(message)
        return where, message.blocks, message.state, message
    view = _home(workspace, user_id) if container.type == "home" else None
    view = view or _own_view(workspace, user_id, container.view_id)
    return interactions.view_container(view), view["blocks"], view["state"]["values"], None


def _home(workspace: Workspace, user_id: str) -> Json:
    view = workspace.views.homes.get(user_id)
    if view is None:
        raise PageError("nothing is published on the Home tab", status=404)
    return view


def _own_view(workspace: Workspace, user_id: str, view_id: str) -> Json:
    try:
        owner, view = workspace.views.find(view_id, None)
    except SlackError:
        owner, view = "", {}
    if owner != user_id:
        raise PageError("that view is not open", status=404)
    return view


async def submit_view(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, SubmitView)
    view = _own_view(workspace, asked.user, asked.view_id)
    return JSONResponse(await submitting.submit(workspace, asked.user, view, asked.values))


async def close_view(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, CloseView)
    view = _own_view(workspace, asked.user, asked.view_id)
    await submitting.close(workspace, asked.user, view)
    return JSONResponse({"ok": True})


async def use_shortcut(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, UseShortcut)
    message = None
    if asked.ts is not None:
        message = message_at(workspace, asked.user, asked.channel or "", asked.ts)
    await interactions.use_shortcut(workspace, asked.user, asked.callback_id, message)
    return JSONResponse({"ok": True})


async def react_to_message(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, React)
    message = message_at(workspace, asked.user, asked.channel, asked.ts)
    change = take_back if asked.remove else react
    return JSONResponse({"ok": change(workspace, message, asked.user, asked.name)})


async def open_home(request: Request) -> Response:
    workspace, asked = of(request), await _read(request, OpenHome)
    events.app_home_opened(workspace, asked.user, asked.tab)
    return JSONResponse({"ok": True})


async def stop_session(request: Request) -> Response:
    """The stop button: Slack ends the streams of the thread, then tells the bot."""
    workspace, asked = of(request), await _read(request, StopSession)
    channel = visible_channel(workspace, asked.user, asked.channel)
    stopped = []
    for message in channel.thread(asked.thread_ts):
        if message.stream is not None and message.stream.live:
            message.stream.live = False
            message.stream.stopped_by_user = True
            show_changed(workspace, message)
            stopped.append(message.ts)
    events.session_stopped(workspace, channel, asked.thread_ts, asked.user, stopped)
    return JSONResponse({"ok": True})


async def install(request: Request) -> Response:
    """Install the app that a manifest describes."""
    asked = await _read(request, Install)
    try:
        of(request).install(asked.manifest)
    except ValueError as wrong:
        raise PageError(str(wrong)) from None
    return JSONResponse({"ok": True})
