"""The bytes of files, in and out: the bot's and the people's.

Sources: Slack's "Working with files" (uploads in three steps, ``url_private`` with the token).
"""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.errors import PageError
from advisor_bot.sandbox.model import File
from advisor_bot.sandbox.page_views import known_person, of
from advisor_bot.sandbox.workspace import Workspace

MOST_BYTES = 100 * 1_048_576
"""Slack takes a gigabyte; here everything is in memory."""


async def upload(request: Request) -> Response:
    """Take the bytes of a file whose upload URL the bot asked for."""
    file = of(request).files.get(request.path_params["file_id"])
    content = await request.body()
    if file is None or len(content) != file.length:
        return PlainTextResponse("the file is unknown or not of the announced length", 400)
    file.content = content
    return PlainTextResponse(f"OK - {file.length}")


async def download(request: Request) -> Response:
    """The bytes of a file for those who bear the bot's token and may read files. Others are sent to
    the page where people sign in, as Slack does."""
    workspace = of(request)
    file = workspace.files.get(request.path_params["file_id"])
    scopes = workspace.installation.scopes
    allowed = scopes is None or "files:read" in scopes
    if not allowed or request.headers.get("authorization") != f"Bearer {seed.BOT_TOKEN}":
        return RedirectResponse("/?redir=" + quote(request.url.path), 302)
    if file is None or file.content is None:
        return PlainTextResponse("no such file", 404)
    return Response(file.content, media_type="application/octet-stream")


async def attach(request: Request) -> Response:
    """A person's page uploads a file, whose bytes are the request's body, to share it later."""
    workspace = of(request)
    workspace.base_url = workspace.base_url or str(request.base_url).rstrip("/")
    owner = known_person(workspace, request.query_params.get("user", ""))
    name = request.query_params.get("name", "").strip()
    if not name:
        raise PageError("a file needs a name")
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MOST_BYTES:
            raise PageError("the sandbox takes files of up to 100 MB", status=413)
    file = File(workspace.new_id("F"), name, len(content), owner, content=bytes(content))
    workspace.files[file.id] = file
    return JSONResponse({"id": file.id, "name": file.name, "size": file.length})


async def open_file(request: Request) -> Response:
    """A file, for a person who sees a conversation where it was shared."""
    workspace = of(request)
    user_id = known_person(workspace, request.query_params.get("user", ""))
    file = workspace.files.get(request.query_params.get("id", ""))
    if file is None or file.content is None or not _is_seen(workspace, file, user_id):
        raise PageError("there is no such file", status=404)
    disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return Response(file.content, media_type="application/octet-stream", headers=headers)


def _is_seen(workspace: Workspace, file: File, user_id: str) -> bool:
    return file.owner == user_id or any(
        shared["id"] == file.id
        for channel in workspace.visible_to(user_id)
        for message in channel.messages.values()
        for shared in message.files
    )


def own_file(workspace: Workspace, user_id: str, file_id: str) -> File:
    """A file that this person uploaded; raises PageError."""
    file = workspace.files.get(file_id)
    if file is None or file.owner != user_id:
        raise PageError(f"there is no file {file_id!r}", status=404)
    return file
