"""chat.postMessage, update, delete, getPermalink."""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean, json_list, json_object, text
from advisor_bot.sandbox.content import Content, read_content
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Channel, Json, Message
from advisor_bot.sandbox.posting import change, delete, post, thread_root
from advisor_bot.sandbox.sessions import reply_arrived
from advisor_bot.sandbox.slack_json import message_json
from advisor_bot.sandbox.values import initial_values, with_ids
from advisor_bot.sandbox.workspace import Workspace

CHAT_WRITE = ("chat:write",)
MAX_UPDATE_TEXT = 4_000
"""chat.update refuses longer texts with msg_too_long, where chat.postMessage takes 40,000."""

CONTENT = (
    Arg("text", text),
    Arg("blocks", json_list),
    Arg("attachments", json_list),
    Arg("markdown_text", text),
)
LOOKS = (Arg("icon_emoji"), Arg("icon_url"), Arg("username"))
POSTING = (
    *CONTENT,
    Arg("metadata", json_object),
    Arg("thread_ts"),
    Arg("reply_broadcast", boolean),
    Arg("unfurl_links", boolean),
    Arg("unfurl_media", boolean),
    Arg("unfurl_app_links", boolean),
    Arg("link_names", boolean),
    Arg("parse"),
    Arg("as_user", boolean),
)


def writable(workspace: Workspace, reference: str) -> Channel:
    """A conversation that the bot may post to; raises channel_not_found, not_in_channel."""
    channel = workspace.channel_for_bot(reference)
    scopes = workspace.installation.scopes or frozenset()
    public = channel.kind == "public" and "chat:write.public" in scopes
    if seed.BOT_USER_ID not in channel.members and not public:
        raise SlackError("not_in_channel")
    return channel


def bot_message(
    workspace: Workspace, channel: Channel, content: Content, thread_ts: str | None = None
) -> Message:
    """A new message of the bot, not posted yet."""
    blocks = content.blocks and with_ids(content.blocks, lambda: workspace.new_id("b"))
    return Message(
        ts=workspace.next_ts(),
        channel=channel.id,
        user=seed.BOT_USER_ID,
        bot_id=seed.BOT_ID,
        text=content.text,
        blocks=blocks,
        attachments=content.attachments,
        metadata=content.metadata,
        thread_ts=thread_ts,
        state=initial_values(blocks or []),
    )


def post_message(call: Call) -> Json:
    workspace = call.workspace
    channel = writable(workspace, call["channel"])
    content = read_content(call.args)
    thread_ts = call.get("thread_ts")
    if thread_ts is not None:
        thread_root(channel, thread_ts)
    message = bot_message(workspace, channel, content, thread_ts)
    message.username = call.get("username")
    post(workspace, message)
    reply_arrived(workspace, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(workspace, message)}


def own_message(call: Call, refusal: str) -> Message:
    """A message of the bot itself; raises message_not_found or the given refusal."""
    channel = call.workspace.channel_for_bot(call["channel"])
    message = call.workspace.message(channel, call["ts"])
    if message.bot_id != seed.BOT_ID:
        raise SlackError(refusal)
    return message


def update(call: Call) -> Json:
    """Replace a message's content. With text and no blocks, the old blocks go."""
    workspace = call.workspace
    message = own_message(call, "cant_update_message")
    if message.stream is not None and message.stream.live:
        raise SlackError("streaming_state_conflict")
    content = read_content(call.args, max_text=MAX_UPDATE_TEXT)
    blocks = content.blocks and with_ids(content.blocks, lambda: workspace.new_id("b"))
    edited = {"user": seed.BOT_USER_ID, "ts": workspace.next_ts()}
    change(
        workspace,
        message,
        text=content.text or message.text,
        blocks=blocks,
        attachments=content.attachments,
        metadata=content.metadata or message.metadata,
        state=initial_values(blocks or []),
        # Slack marks a message as edited only when its text is all that it shows.
        edited=message.edited if blocks else edited,
    )
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(workspace, message),
    }


def delete_message(call: Call) -> Json:
    message = own_message(call, "cant_delete_message")
    delete(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: Call) -> Json:
    """A link that the sandbox's page understands."""
    workspace = call.workspace
    channel = workspace.channel_for_bot(call["channel"])
    message = workspace.message(channel, call["message_ts"])
    link = f"{workspace.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


_CHANNEL = Arg("channel", required=True)
_TS = Arg("ts", required=True)
_AS_USER = Arg("as_user", boolean)

METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        (_CHANNEL, *POSTING, *LOOKS, Arg("mrkdwn", boolean), Arg("container_id")),
        CHAT_WRITE,
    ),
    Method(
        "chat.update",
        update,
        (
            _CHANNEL,
            _TS,
            *CONTENT,
            Arg("metadata", json_object),
            Arg("reply_broadcast", boolean),
            Arg("link_names", boolean),
            Arg("parse"),
            Arg("file_ids"),
            _AS_USER,
        ),
        CHAT_WRITE,
    ),
    Method("chat.delete", delete_message, (_CHANNEL, _TS, _AS_USER), CHAT_WRITE),
    Method("chat.getPermalink", permalink, (_CHANNEL, Arg("message_ts", required=True))),
)
