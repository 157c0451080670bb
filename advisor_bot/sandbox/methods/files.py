"""files.info, getUploadURLExternal, completeUploadExternal.

An upload goes in three steps, as in Slack: ask for a URL, send the bytes there, complete.
"""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, comma_list, integer, json_list
from advisor_bot.sandbox.content import Content
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.chat import bot_message, writable
from advisor_bot.sandbox.methods.paging import PAGING
from advisor_bot.sandbox.model import File, Json
from advisor_bot.sandbox.posting import post, thread_root
from advisor_bot.sandbox.slack_json import file_json

_WRITE = ("files:write",)


def info(call: Call) -> Json:
    file = call.workspace.files.get(call["file"])
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    return {"file": file_json(call.workspace, file), "comments": []}


def upload_url(call: Call) -> Json:
    if call["length"] < 1:
        raise SlackError("invalid_arguments", ["length must be more than 0"])
    workspace = call.workspace
    file = File(workspace.new_id("F"), call["filename"], call["length"], owner=seed.BOT_USER_ID)
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.base_url}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Share uploaded files, in a message if a channel is named."""
    files = [_uploaded(call, entry) for entry in call["files"]]
    if not files:
        raise SlackError("invalid_arguments", ["files must have at least one item"])
    for file in files:
        file.shared = True
    shown = [file_json(call.workspace, file) for file in files]
    names = [call["channel_id"]] if call.get("channel_id") else call.get("channels", [])
    for reference in names:
        _share(call, reference, shown)
    return {"files": shown}


def _uploaded(call: Call, entry: Json) -> File:
    file = call.workspace.files.get(entry.get("id", ""))
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = entry.get("title", file.title)
    return file


def _share(call: Call, reference: str, shown: list[Json]) -> None:
    workspace = call.workspace
    channel = writable(workspace, reference)
    thread_ts = call.get("thread_ts")
    if thread_ts is not None:
        thread_root(channel, thread_ts)
    content = Content(call.get("initial_comment", ""), None, None, None)
    message = bot_message(workspace, channel, content, thread_ts)
    message.files = shown
    post(workspace, message)


METHODS = (
    Method(
        "files.info",
        info,
        (Arg("file", required=True), Arg("count", integer), Arg("page", integer), *PAGING),
        ("files:read",),
    ),
    Method(
        "files.getUploadURLExternal",
        upload_url,
        (
            Arg("filename", required=True),
            Arg("length", integer, required=True),
            Arg("alt_txt"),
            Arg("snippet_type"),
        ),
        _WRITE,
    ),
    Method(
        "files.completeUploadExternal",
        complete,
        (
            Arg("files", json_list, required=True),
            Arg("channel_id"),
            Arg("channels", comma_list),
            Arg("initial_comment"),
            Arg("thread_ts"),
        ),
        _WRITE,
    ),
)
