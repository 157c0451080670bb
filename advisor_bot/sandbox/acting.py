"""Turns what a person does with one element into the action that Slack sends."""

from advisor_bot.sandbox.errors import PageError
from advisor_bot.sandbox.model import Json, Message
from advisor_bot.sandbox.values import find_element, value_key
from advisor_bot.sandbox.workspace import Workspace


def element(blocks: list[Json] | None, block_id: str, action_id: str) -> Json:
    """The element that was used; raises PageError if it is not there (any more)."""
    found = find_element(blocks or [], block_id, action_id)
    if found is None:
        raise PageError(f"there is no element {action_id!r} in block {block_id!r}", status=404)
    return found


def action(workspace: Workspace, used: Json, block_id: str, value: Json) -> Json:
    """The entry of ``actions`` for an element and the value chosen in it."""
    shown: Json = {
        "type": used["type"],
        "action_id": used["action_id"],
        "block_id": block_id,
        "action_ts": workspace.next_ts(),
    }
    if used["type"] == "feedback_buttons":
        return shown | _feedback(used, value)
    if used["type"] in ("button", "icon_button"):
        kept = ("text", "value", "style", "url", "icon")
        return shown | {name: used[name] for name in kept if name in used}
    key = value_key(used["type"]) or "selected_option"
    return shown | {key: value.get(key)}


def _feedback(used: Json, value: Json) -> Json:
    for side in ("positive", "negative"):
        button = used[f"{side}_button"]
        if value.get("value") in (side, button["value"]):
            return {"text": button["text"], "value": button["value"]}
    raise PageError(f"neither feedback button has the value {value.get('value')!r}")


def remember(values: Json, used: Json, block_id: str, chosen: Json) -> None:
    """Keep a chosen value in the ``state.values`` of the message or view it is in."""
    key = value_key(used["type"])
    if key is not None:
        kept = {"type": used["type"], key: chosen.get(key)}
        values.setdefault(block_id, {})[used["action_id"]] = kept


def message_at(workspace: Workspace, user_id: str, channel_id: str, ts: str) -> Message:
    """A message that the person sees, ephemeral ones included; raises PageError."""
    channel = workspace.channels.get(channel_id)
    if channel is not None and channel in workspace.visible_to(user_id):
        hidden = (m for m in channel.ephemerals if m.ts == ts and m.ephemeral_to == user_id)
        found = channel.messages.get(ts) or next(hidden, None)
        if found is not None:
            return found
    raise PageError("there is no such message", status=404)
