"""The workspace's nouns in the JSON of Slack's Web API."""

import mimetypes
from urllib.parse import quote

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.model import Channel, File, Json, Message, User
from advisor_bot.sandbox.workspace import Workspace


def user_json(workspace: Workspace, user: User) -> Json:
    """A user object (users.info)."""
    return {
        "id": user.id,
        "team_id": workspace.team.id,
        "name": user.name,
        "deleted": False,
        "color": user.avatar_color.lstrip("#"),
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": user.tz_offset,
        "profile": profile_json(workspace, user),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot and user.id != seed.SLACKBOT,
        "is_app_user": False,
        "is_email_confirmed": user.email is not None,
        "updated": 1_700_000_000,
    }


def profile_json(workspace: Workspace, user: User) -> Json:
    """A user's profile; the e-mail address only if the app may read it."""
    profile: Json = {
        "title": user.title,
        "phone": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": user.real_name.split()[0],
        "last_name": user.real_name.split()[-1],
        "status_text": "",
        "status_emoji": "",
        "team": workspace.team.id,
    }
    scopes = workspace.installation.scopes
    if user.email is not None and (scopes is None or "users:read.email" in scopes):
        profile["email"] = user.email
    if user.id == seed.BOT_USER_ID:
        profile |= {"bot_id": seed.BOT_ID, "api_app_id": seed.APP_ID}
    return profile


def channel_json(channel: Channel) -> Json:
    """A conversation object (conversations.info)."""
    shared: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_org_shared": False,
        "is_shared": False,
        "is_ext_shared": False,
        "context_team_id": seed.TEAM.id,
    }
    if channel.kind == "im":
        other = next(member for member in channel.members if member != seed.BOT_USER_ID)
        return shared | {"user": other, "is_user_deleted": False, "priority": 0}
    private = channel.kind == "private"
    return shared | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_private": private,
        "is_general": channel.id == "C0GENERAL",
        "is_member": seed.BOT_USER_ID in channel.members,
        "creator": channel.creator,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def message_json(workspace: Workspace, message: Message, *, with_metadata: bool = True) -> Json:
    """A message object (conversations.history), with what is known about its thread."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": workspace.team.id,
    }
    if message.bot_id is not None:
        shown["bot_id"] = message.bot_id
    if message.bot_id == seed.BOT_ID:
        shown |= {
            "app_id": seed.APP_ID,
            "bot_profile": bot_json(workspace),
        }
    if message.files:
        shown |= {"subtype": "file_share"} if message.bot_id is None else {}
    for name in ("blocks", "attachments", "edited", "client_msg_id", "username", "files"):
        if getattr(message, name):
            shown[name] = getattr(message, name)
    if message.metadata and with_metadata:
        shown["metadata"] = message.metadata
    if message.reactions:
        shown["reactions"] = reactions_json(message)
    return shown | _thread_json(workspace, message)


def _thread_json(workspace: Workspace, message: Message) -> Json:
    if message.is_reply:
        return {"thread_ts": message.thread_ts}
    replies = workspace.channels[message.channel].thread(message.ts)
    if not replies:
        return {}
    authors = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": authors,
        "reply_users_count": len(authors),
        "latest_reply": replies[-1].ts,
    }


def reactions_json(message: Message) -> list[Json]:
    return [
        {"name": name, "users": users, "count": len(users)}
        for name, users in message.reactions.items()
    ]


def bot_json(workspace: Workspace) -> Json:
    """The bot's profile (bots.info)."""
    return {
        "id": seed.BOT_ID,
        "deleted": False,
        "name": workspace.installation.display_name,
        "updated": 1_700_000_000,
        "app_id": seed.APP_ID,
        "user_id": seed.BOT_USER_ID,
        "team_id": workspace.team.id,
        "icons": {},
    }


def file_json(workspace: Workspace, file: File) -> Json:
    """A file object (files.info)."""
    address = f"{workspace.base_url}/files/{file.id}/{quote(file.name, safe='')}"
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "filetype": file.name.rpartition(".")[2].lower(),
        "user": file.owner,
        "user_team": workspace.team.id,
        "mode": "hosted",
        "is_external": False,
        "size": file.length,
        "file_access": "visible",
        "url_private": address,
        "url_private_download": address,
        "is_public": file.shared,
    }
