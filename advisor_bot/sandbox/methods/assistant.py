"""assistant.threads.setStatus, setTitle, setSuggestedPrompts."""

from advisor_bot.sandbox.arguments import Arg, Call, Method, json_list
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Channel, Json
from advisor_bot.sandbox.sessions import set_status, set_title
from advisor_bot.sandbox.shapes import array, record, string

_ASSISTANT_WRITE = ("assistant:write",)
_PROMPTS = array(record({"title": string(255), "message": string(3000)}), 4)


def set_thread_status(call: Call) -> Json:
    """The legacy status: a text such as "is thinking…", cleared by an empty one or a reply."""
    channel, thread_ts = _thread(call)
    text = call["status"]
    set_status(call.workspace, channel, thread_ts, "processing" if text else "active", text)
    return {}


def set_thread_title(call: Call) -> Json:
    channel, thread_ts = _thread(call)
    set_title(call.workspace, channel, thread_ts, call["title"])
    return {}


def set_suggested_prompts(call: Call) -> Json:
    """At most four prompts, shown in the app's messages tab.

    With a ``thread_ts`` Slack's agent view accepts the call and shows nothing; so does this.
    """
    channel = call.workspace.channel_for_bot(call["channel_id"])
    if channel.kind != "im":
        raise SlackError("channel_not_found")
    problems = list(_PROMPTS(call["prompts"], "/prompts"))
    if problems:
        raise SlackError("invalid_arguments", problems)
    if call.get("thread_ts") is None:
        shown = {"prompts": call["prompts"], "title": call.get("title", "")}
        call.workspace.prompts[channel.id] = shown
        call.workspace.pages.publish(
            {"type": "prompts", "channel": channel.id, **shown},
            call.workspace.audience(channel),
        )
    return {}


def _thread(call: Call) -> tuple[Channel, str]:
    channel = call.workspace.channel_for_bot(call["channel_id"])
    if call["thread_ts"] not in channel.messages:
        raise SlackError("invalid_thread_ts")
    return channel, call["thread_ts"]


_THREAD = (Arg("channel_id", required=True), Arg("thread_ts", required=True))

METHODS = (
    Method(
        "assistant.threads.setStatus",
        set_thread_status,
        (
            *_THREAD,
            Arg("status", required=True),
            Arg("loading_messages", json_list),
            Arg("icon_emoji"),
            Arg("icon_url"),
            Arg("username"),
        ),
        (*_ASSISTANT_WRITE, "chat:write"),
    ),
    Method(
        "assistant.threads.setTitle",
        set_thread_title,
        (*_THREAD, Arg("title", required=True)),
        _ASSISTANT_WRITE,
    ),
    Method(
        "assistant.threads.setSuggestedPrompts",
        set_suggested_prompts,
        (
            Arg("channel_id", required=True),
            Arg("thread_ts"),
            Arg("title"),
            Arg("prompts", json_list, required=True),
        ),
        _ASSISTANT_WRITE,
    ),
)
