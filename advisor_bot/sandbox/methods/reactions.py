"""reactions.add, remove, get."""

import re

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json, Message
from advisor_bot.sandbox.reacting import react, take_back
from advisor_bot.sandbox.slack_json import message_json

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?\Z")


def add(call: Call) -> Json:
    if not react(call.workspace, _message(call), seed.BOT_USER_ID, _name(call)):
        raise SlackError("already_reacted")
    return {}


def remove(call: Call) -> Json:
    if not take_back(call.workspace, _message(call), seed.BOT_USER_ID, _name(call)):
        raise SlackError("no_reaction")
    return {}


def get(call: Call) -> Json:
    message = _message(call)
    return {
        "type": "message",
        "channel": message.channel,
        "message": message_json(call.workspace, message),
    }


def _message(call: Call) -> Message:
    if not call.get("channel") or not call.get("timestamp"):
        raise SlackError("no_item_specified")
    channel = call.workspace.channel_for_bot(call["channel"])
    return call.workspace.message(channel, call["timestamp"])


def _name(call: Call) -> str:
    name = str(call["name"]).strip(":")
    if not _NAME.match(name):
        raise SlackError("invalid_name")
    return name


_ITEM = (Arg("channel"), Arg("timestamp"))
_REACTION = (*_ITEM, Arg("name", required=True))

METHODS = (
    Method("reactions.add", add, _REACTION, ("reactions:write",)),
    Method("reactions.remove", remove, _REACTION, ("reactions:write",)),
    Method("reactions.get", get, (*_ITEM, Arg("full", boolean)), ("reactions:read",)),
)
