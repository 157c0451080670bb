"""chat.postEphemeral"""

from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean
from advisor_bot.sandbox.content import read_content
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.chat import CHAT_WRITE, CONTENT, LOOKS, bot_message, writable
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.posting import thread_root, whisper


def post_ephemeral(call: Call) -> Json:
    """A message that one member of the channel sees, and that no history keeps."""
    workspace = call.workspace
    channel = writable(workspace, call["channel"])
    if workspace.user(call["user"]).id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(call.args)
    thread_ts = call.get("thread_ts")
    if thread_ts is not None:
        thread_root(channel, thread_ts)
    message = bot_message(workspace, channel, content, thread_ts)
    message.ephemeral_to = call["user"]
    whisper(workspace, message)
    return {"message_ts": message.ts}


METHODS = (
    Method(
        "chat.postEphemeral",
        post_ephemeral,
        (
            Arg("channel", required=True),
            Arg("user", required=True),
            *CONTENT,
            *LOOKS,
            Arg("thread_ts"),
            Arg("as_user", boolean),
            Arg("link_names", boolean),
            Arg("parse"),
        ),
        CHAT_WRITE,
    ),
)
