"""chat.startStream, appendStream, stopStream.

Source: Slack's reference of the three methods (error codes, limits); that a stream keeps the mode
it was started in (``streaming_mode_mismatch``) and ends when the person stops it
(``stopped_by_user``) is stated there too.
"""

from advisor_bot.sandbox.arguments import Arg, Call, Method, json_list, json_object
from advisor_bot.sandbox.blocks import MAX_MARKDOWN, message_problems
from advisor_bot.sandbox.chunks import Chunks, read_chunks
from advisor_bot.sandbox.content import MAX_TEXT, Content, valid_blocks, valid_metadata
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.agents import STATUSES
from advisor_bot.sandbox.methods.chat import CHAT_WRITE, LOOKS, bot_message, own_message, writable
from advisor_bot.sandbox.model import Channel, Json, Message, Stream
from advisor_bot.sandbox.posting import change, post, show_changed, thread_root
from advisor_bot.sandbox.sessions import reply_arrived, set_status
from advisor_bot.sandbox.slack_json import message_json
from advisor_bot.sandbox.values import initial_values, with_ids

_TASK_DISPLAY_MODES = ("timeline", "plan", "dense")


def start(call: Call) -> Json:
    workspace = call.workspace
    channel = writable(workspace, call["channel"])
    _check_recipient(call, channel)
    thread_ts = call.get("thread_ts")
    if thread_ts is not None:
        thread_root(channel, thread_ts)
    elif channel.kind == "im":
        raise SlackError("invalid_arguments", ["missing required field: thread_ts"])
    mode = call.get("task_display_mode", "timeline")
    if mode not in _TASK_DISPLAY_MODES:
        raise SlackError("invalid_arguments", ["task_display_mode is not one that exists"])
    chunks = _read(call)
    message = bot_message(workspace, channel, Content("", None, None, None), thread_ts)
    message.username = call.get("username")
    message.stream = Stream(task_display_mode=mode)
    _append(message, message.stream, chunks)
    post(workspace, message)
    reply_arrived(workspace, message)
    return {"channel": channel.id, "ts": message.ts}


def append(call: Call) -> Json:
    message, stream = _live_stream(call, stopped="stopped_by_user")
    chunks = _read(call)
    if chunks.mode is None:
        raise SlackError("markdown_text_or_chunks_required")
    if call.workspace.faults.kills_stream(stream.appends):
        stream.live = False
        show_changed(call.workspace, message)
        raise SlackError("message_not_in_streaming_state")
    _append(message, stream, chunks)
    stream.appends += 1
    show_changed(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def stop(call: Call) -> Json:
    """Finish the stream; the blocks come after the text."""
    workspace = call.workspace
    message, stream = _live_stream(call, stopped="message_not_in_streaming_state")
    chunks = _read(call)
    last = valid_blocks(call.get("blocks")) or []
    metadata = valid_metadata(call.get("metadata"))
    status = call.get("session_status", "active")
    if status not in STATUSES:
        raise SlackError("invalid_status")
    _append(message, stream, chunks)
    stream.live = False
    blocks = with_ids([*(message.blocks or []), *last], lambda: workspace.new_id("b"))
    change(
        workspace,
        message,
        blocks=blocks or None,
        metadata=metadata,
        state=initial_values(blocks),
    )
    if message.thread_ts is not None:
        channel = workspace.channels[message.channel]
        set_status(workspace, channel, message.thread_ts, status)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "message": message_json(workspace, message),
    }


def _check_recipient(call: Call, channel: Channel) -> None:
    if channel.kind == "im":
        return
    if not call.get("recipient_team_id"):
        raise SlackError("missing_recipient_team_id")
    if not call.get("recipient_user_id"):
        raise SlackError("missing_recipient_user_id")
    if call["recipient_team_id"] != call.workspace.team.id:
        raise SlackError("team_not_found")
    call.workspace.user(call["recipient_user_id"])


def _live_stream(call: Call, *, stopped: str) -> tuple[Message, Stream]:
    """The stream that a call names; ``stopped`` is the refusal once the person stopped it."""
    message = own_message(call, "message_not_owned_by_app")
    stream = message.stream
    if stream is not None and stream.stopped_by_user:
        raise SlackError(stopped)
    if stream is None or not stream.live:
        raise SlackError("message_not_in_streaming_state")
    return message, stream


def _read(call: Call) -> Chunks:
    markdown, chunks = call.get("markdown_text"), call.get("chunks")
    if markdown is not None and chunks:
        raise SlackError("cannot_provide_both_markdown_text_and_chunks")
    if markdown is not None:
        if len(markdown) > MAX_MARKDOWN:
            raise SlackError("msg_too_long")
        return Chunks(mode="markdown_text", text=markdown)
    return read_chunks(chunks or [])


def _append(message: Message, stream: Stream, chunks: Chunks) -> None:
    """Add chunks to a stream: all of them, or none when they don't fit."""
    if chunks.mode is not None and stream.mode not in (None, chunks.mode):
        raise SlackError("streaming_mode_mismatch")
    text = message.text + chunks.text
    blocks = [*stream.blocks, *chunks.blocks]
    if len(text) > MAX_TEXT:
        raise SlackError("msg_too_long")
    if message_problems(blocks):
        raise SlackError("invalid_blocks", message_problems(blocks))
    stream.mode = stream.mode or chunks.mode
    stream.blocks = blocks
    stream.plan_title = chunks.plan_title or stream.plan_title
    for task in chunks.tasks:
        stream.tasks[task["id"]] = {**stream.tasks.get(task["id"], {}), **task}
    message.text = text
    streamed = [{"type": "markdown", "text": text}] if text else []
    message.blocks = [*streamed, *blocks] or None


_CHUNKS = (Arg("markdown_text"), Arg("chunks", json_list))
_CHANNEL = Arg("channel", required=True)
_STREAM = (_CHANNEL, Arg("ts", required=True), *_CHUNKS)

METHODS = (
    Method(
        "chat.startStream",
        start,
        (
            _CHANNEL,
            Arg("thread_ts"),
            Arg("recipient_team_id"),
            Arg("recipient_user_id"),
            Arg("task_display_mode"),
            *_CHUNKS,
            *LOOKS,
        ),
        CHAT_WRITE,
    ),
    Method("chat.appendStream", append, _STREAM, CHAT_WRITE),
    Method(
        "chat.stopStream",
        stop,
        (
            *_STREAM,
            Arg("blocks", json_list),
            Arg("metadata", json_object),
            Arg("session_status"),
        ),
        CHAT_WRITE,
    ),
)
