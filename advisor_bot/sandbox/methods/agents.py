"""agents.sessions.setStatus, agents.sessions.rename."""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.chat import CHAT_WRITE
from advisor_bot.sandbox.model import Channel, Json
from advisor_bot.sandbox.sessions import set_status, set_title

STATUSES = ("active", "processing", "suspended", "closed")
MAX_TITLE = 200


def set_session_status(call: Call) -> Json:
    """Set the status; a title and an initiator only count when this creates the session."""
    workspace = call.workspace
    channel, thread_ts = _thread(call)
    if call["status"] not in STATUSES:
        raise SlackError("invalid_status")
    title = _title(call)
    initiator = call.get("initiator_user_id")
    if initiator is not None and workspace.user(initiator).id not in channel.members:
        raise SlackError("user_not_found")
    created = (channel.id, thread_ts) not in workspace.sessions
    session = set_status(workspace, channel, thread_ts, call["status"])
    if created:
        session.initiator = initiator
        if title:
            set_title(workspace, channel, thread_ts, title)
    answer: Json = {"status": session.status, "title": session.title}
    if not workspace.installation.hears("agent_session_stopped"):
        answer["warning"] = "missing_agent_session_stopped_event_subscription"
    return answer


def rename(call: Call) -> Json:
    channel, thread_ts = _thread(call)
    if (channel.id, thread_ts) not in call.workspace.sessions:
        raise SlackError("session_not_found")
    title = _title(call)
    if not title:
        raise SlackError("invalid_arguments", ["title must be more than 0 characters"])
    set_title(call.workspace, channel, thread_ts, title)
    return {"title": title}


def _thread(call: Call) -> tuple[Channel, str]:
    channel = call.workspace.channel_for_bot(call["channel_id"])
    if seed.BOT_USER_ID not in channel.members:
        raise SlackError("not_authorized")
    thread_ts = call.get("thread_ts")
    if not thread_ts:
        raise SlackError("thread_ts_required")
    if thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    return channel, thread_ts


def _title(call: Call) -> str:
    title = str(call.get("title", ""))
    if len(title) > MAX_TITLE:
        raise SlackError(
            "invalid_arguments", [f"title must be less than {MAX_TITLE + 1} characters"]
        )
    return title


_SESSION = (Arg("channel_id", required=True), Arg("thread_ts"))

METHODS = (
    Method(
        "agents.sessions.setStatus",
        set_session_status,
        (
            *_SESSION,
            Arg("status", required=True),
            Arg("title"),
            Arg("initiator_user_id"),
            Arg("icon_emoji"),
            Arg("icon_url"),
            Arg("username"),
        ),
        CHAT_WRITE,
    ),
    Method("agents.sessions.rename", rename, (*_SESSION, Arg("title", required=True)), CHAT_WRITE),
)
