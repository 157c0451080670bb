"""conversations.list, info, members, open, join, invite."""

from advisor_bot.sandbox import events, seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean, comma_list
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.paging import PAGING, page
from advisor_bot.sandbox.model import Channel, Json
from advisor_bot.sandbox.slack_json import channel_json

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
TYPES = (Arg("types", comma_list), Arg("exclude_archived", boolean))


def of_types(call: Call, channels: list[Channel]) -> list[Channel]:
    """The channels of the asked-for types; raises invalid_types."""
    types = call.get("types", ["public_channel"])
    if not set(types) <= _KINDS.keys():
        raise SlackError("invalid_types")
    kinds = {_KINDS[name] for name in types}
    return [channel for channel in channels if channel.kind in kinds]


def list_channels(call: Call) -> Json:
    visible = call.workspace.visible_to(seed.BOT_USER_ID)
    found, metadata = page(call, of_types(call, visible))
    return {"channels": [channel_json(channel) for channel in found], **metadata}


def info(call: Call) -> Json:
    return {"channel": channel_json(call.workspace.channel_for_bot(call["channel"]))}


def members(call: Call) -> Json:
    channel = call.workspace.channel_for_bot(call["channel"])
    found, metadata = page(call, channel.members)
    return {"members": found, **metadata}


def open_direct_message(call: Call) -> Json:
    """The direct message with one person. Group messages are not part of the sandbox."""
    if call.get("channel"):
        channel = call.workspace.channel_for_bot(call["channel"])
    else:
        channel = call.workspace.direct_message(_only_user(call))
    full = channel_json(channel) if call.get("return_im") else {"id": channel.id}
    return {"channel": full, "no_op": True, "already_open": True}


def _only_user(call: Call) -> str:
    users = call.get("users", [])
    if len(users) != 1:
        raise SlackError("not_enough_users" if not users else "too_many_users")
    user = call.workspace.user(users[0])
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    return user.id


def join(call: Call) -> Json:
    channel = call.workspace.channel_for_bot(call["channel"])
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    already = seed.BOT_USER_ID in channel.members
    if not already:
        channel.members.append(seed.BOT_USER_ID)
        events.member_joined(call.workspace, channel, seed.BOT_USER_ID, inviter=None)
    answer: Json = {"channel": channel_json(channel)}
    return answer | ({"warning": "already_in_channel"} if already else {})


def invite(call: Call) -> Json:
    channel = call.workspace.channel_for_bot(call["channel"])
    if seed.BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    for user_id in call["users"]:
        if call.workspace.user(user_id).id in channel.members:
            raise SlackError("already_in_channel")
    for user_id in call["users"]:
        channel.members.append(user_id)
        events.member_joined(call.workspace, channel, user_id, inviter=seed.BOT_USER_ID)
    return {"channel": channel_json(channel)}


_CHANNEL = Arg("channel", required=True)

METHODS = (
    Method("conversations.list", list_channels, (*TYPES, *PAGING), READ),
    Method(
        "conversations.info",
        info,
        (_CHANNEL, Arg("include_locale", boolean), Arg("include_num_members", boolean)),
        READ,
    ),
    Method("conversations.members", members, (_CHANNEL, *PAGING), READ),
    Method(
        "conversations.open",
        open_direct_message,
        (
            Arg("channel"),
            Arg("users", comma_list),
            Arg("return_im", boolean),
            Arg("prevent_creation", boolean),
        ),
        ("im:write", "channels:manage", "groups:write", "mpim:write"),
    ),
    Method("conversations.join", join, (_CHANNEL,), ("channels:join",)),
    Method(
        "conversations.invite",
        invite,
        (_CHANNEL, Arg("users", comma_list, required=True), Arg("force", boolean)),
        ("channels:write.invites", "groups:write.invites", "channels:manage", "groups:write"),
    ),
)
