"""Answers to interactions: over a response URL, or in the acknowledgement of a command.

Source: Slack's "Handling user interaction", "Message responses".
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from advisor_bot.sandbox.content import read_content
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.chat import bot_message
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.posting import change, delete, post, whisper
from advisor_bot.sandbox.response_urls import ResponseUrl
from advisor_bot.sandbox.values import initial_values, with_ids
from advisor_bot.sandbox.workspace import Workspace

_KNOWN = {
    *("text", "blocks", "attachments", "metadata", "mrkdwn", "unfurl_links", "unfurl_media"),
    *("response_type", "replace_original", "delete_original", "thread_ts"),
}


async def respond(request: Request) -> Response:
    """``POST /response/<token>``: what the bot answers over a response URL."""
    workspace: Workspace = request.app.state.workspace
    url = workspace.response_urls.find(request.path_params["token"])
    if isinstance(url, str):
        return JSONResponse({"ok": False, "error": url}, status_code=404)
    try:
        answer = await request.json()
    except ValueError:
        return PlainTextResponse("invalid_payload", status_code=400)
    try:
        post_answer(workspace, url, answer)
    except SlackError as refusal:
        return JSONResponse(refusal.as_answer(), status_code=400)
    url.uses += 1
    return PlainTextResponse("ok")


def post_answer(workspace: Workspace, url: ResponseUrl, answer: Any) -> None:
    """Post, replace or delete, as the answer says; raises SlackError for a malformed one."""
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload")
    unknown = answer.keys() - _KNOWN
    if unknown:
        raise SlackError("invalid_arguments", [f"unknown argument: {n}" for n in sorted(unknown)])
    channel = workspace.channels[url.channel]
    original = _original(channel, url)
    if answer.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        delete(workspace, original)
    elif answer.get("replace_original") and original is not None:
        _replace(workspace, original, answer)
    else:
        _post(workspace, channel, url, answer)


def _original(channel: Channel, url: ResponseUrl) -> Message | None:
    if url.message_ts is None:
        return None
    hidden = (m for m in channel.ephemerals if m.ts == url.message_ts)
    return channel.messages.get(url.message_ts) or next(hidden, None)


def _replace(workspace: Workspace, original: Message, answer: Json) -> None:
    content = read_content(answer)
    blocks = content.blocks and with_ids(content.blocks, lambda: workspace.new_id("b"))
    change(
        workspace,
        original,
        text=content.text,
        blocks=blocks,
        attachments=content.attachments,
        state=initial_values(blocks or []),
    )


def _post(workspace: Workspace, channel: Channel, url: ResponseUrl, answer: Json) -> None:
    content = read_content(answer)
    kind = answer.get("response_type") or "ephemeral"
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_arguments", ["response_type must be ephemeral or in_channel"])
    message = bot_message(workspace, channel, content, answer.get("thread_ts") or url.thread_ts)
    if kind == "in_channel":
        post(workspace, message)
    else:
        message.ephemeral_to = url.user
        whisper(workspace, message)
