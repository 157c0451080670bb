"""The workspace's nouns in the JSON of the sandbox's own page."""

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.model import Channel, Json, Message, User
from advisor_bot.sandbox.workspace import Workspace


def user_json(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "is_bot": user.is_bot,
        "is_hr": user.is_hr,
        "is_guest": user.is_guest,
        "tz": user.tz,
        "avatar_color": user.avatar_color,
    }


def channel_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_member": seed.BOT_USER_ID in channel.members,
        "topic": channel.topic,
    }


def message_json(workspace: Workspace, message: Message) -> Json:
    """A message with everything that the page draws, its stream's tasks included."""
    replies = [] if message.is_reply else workspace.channels[message.channel].thread(message.ts)
    shown: Json = {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "reactions": [{"name": n, "users": users} for n, users in message.reactions.items()],
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "streaming": message.stream is not None and message.stream.live,
        "ephemeral": message.ephemeral_to is not None,
    }
    if replies:
        shown["latest_reply"] = replies[-1].ts
    optional = ("thread_ts", "bot_id", "blocks", "attachments", "edited", "metadata", "username")
    for name in (*optional, "files"):
        if getattr(message, name):
            shown[name] = getattr(message, name)
    if message.stream is not None and message.stream.tasks:
        shown["tasks"] = list(message.stream.tasks.values())
        shown["task_display_mode"] = message.stream.task_display_mode
        shown["plan_title"] = message.stream.plan_title
    return shown
