"""Reactions to messages, whoever adds them."""

from advisor_bot.sandbox import events
from advisor_bot.sandbox.model import Message
from advisor_bot.sandbox.posting import show_changed
from advisor_bot.sandbox.workspace import Workspace


def react(workspace: Workspace, message: Message, user_id: str, name: str) -> bool:
    """Add a reaction; False if the user had already."""
    users = message.reactions.setdefault(name, [])
    if user_id in users:
        return False
    users.append(user_id)
    show_changed(workspace, message)
    events.reaction(workspace, message, user_id, name, added=True)
    return True


def take_back(workspace: Workspace, message: Message, user_id: str, name: str) -> bool:
    """Take a reaction back; False if there was none."""
    users = message.reactions.get(name, [])
    if user_id not in users:
        return False
    users.remove(user_id)
    if not users:
        del message.reactions[name]
    show_changed(workspace, message)
    events.reaction(workspace, message, user_id, name, added=False)
    return True
