"""users.* and usergroups.*"""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.arguments import Arg, Call, Method, boolean
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.methods.channels import READ, TYPES, of_types
from advisor_bot.sandbox.methods.paging import PAGING, page
from advisor_bot.sandbox.model import Json, UserGroup
from advisor_bot.sandbox.slack_json import channel_json, profile_json, user_json


def info(call: Call) -> Json:
    return {"user": user_json(call.workspace, call.workspace.user(call["user"]))}


def list_users(call: Call) -> Json:
    found, metadata = page(call, list(call.workspace.users.values()))
    members = [user_json(call.workspace, user) for user in found]
    return {"members": members, "cache_ts": int(call.workspace.clock()), **metadata}


def conversations(call: Call) -> Json:
    """The conversations of a user, of the bot itself when none is named, that the bot may see."""
    user_id = call.workspace.user(call.get("user", seed.BOT_USER_ID)).id
    visible = call.workspace.visible_to(seed.BOT_USER_ID)
    theirs = [channel for channel in visible if user_id in channel.members]
    found, metadata = page(call, of_types(call, theirs))
    return {"channels": [channel_json(channel) for channel in found], **metadata}


def lookup_by_email(call: Call) -> Json:
    for user in call.workspace.users.values():
        if user.email is not None and user.email == call["email"].lower():
            return {"user": user_json(call.workspace, user)}
    raise SlackError("users_not_found")


def profile(call: Call) -> Json:
    user = call.workspace.user(call.get("user", seed.BOT_USER_ID))
    return {"profile": profile_json(call.workspace, user)}


def list_groups(call: Call) -> Json:
    groups = call.workspace.user_groups.values()
    return {"usergroups": [_group_json(call, group) for group in groups]}


def _group_json(call: Call, group: UserGroup) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": call.workspace.team.id,
        "is_usergroup": True,
        "name": group.name,
        "handle": group.handle,
        "description": "",
        "date_delete": 0,
    }
    if call.get("include_users"):
        shown["users"] = list(group.members)
    if call.get("include_count"):
        shown["user_count"] = len(group.members)
    return shown


def group_members(call: Call) -> Json:
    group = call.workspace.user_groups.get(call["usergroup"])
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


_READ_USERS = ("users:read",)
_LOCALE = Arg("include_locale", boolean)
_DISABLED = Arg("include_disabled", boolean)

METHODS = (
    Method("users.info", info, (Arg("user", required=True), _LOCALE), _READ_USERS),
    Method("users.list", list_users, (_LOCALE, *PAGING), _READ_USERS),
    Method("users.conversations", conversations, (Arg("user"), *TYPES, *PAGING), READ),
    Method(
        "users.lookupByEmail",
        lookup_by_email,
        (Arg("email", required=True),),
        ("users:read.email",),
    ),
    Method(
        "users.profile.get",
        profile,
        (Arg("user"), Arg("include_labels", boolean)),
        ("users.profile:read", "users:read"),
    ),
    Method(
        "usergroups.list",
        list_groups,
        (Arg("include_users", boolean), Arg("include_count", boolean), _DISABLED),
        ("usergroups:read",),
    ),
    Method(
        "usergroups.users.list",
        group_members,
        (Arg("usergroup", required=True), _DISABLED),
        ("usergroups:read",),
    ),
)
