"""views.open, push, update, publish."""

from advisor_bot.sandbox import modals
from advisor_bot.sandbox.arguments import Arg, Call, Method, json_object
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json


def open_view(call: Call) -> Json:
    return {"view": modals.open_modal(call.workspace, _person(call), call["view"])}


def push(call: Call) -> Json:
    return {"view": modals.push_modal(call.workspace, _person(call), call["view"])}


def _person(call: Call) -> str:
    trigger_id = call.get("trigger_id") or call.get("interactivity_pointer")
    if trigger_id is None:
        raise SlackError("invalid_arguments", ["missing required field: trigger_id"])
    return call.workspace.triggers.exchange(trigger_id)


def update(call: Call) -> Json:
    if not call.get("view_id") and not call.get("external_id"):
        raise SlackError("invalid_arguments", ["missing required field: view_id or external_id"])
    user_id, current = call.workspace.views.find(call.get("view_id"), call.get("external_id"))
    modals.check_hash(current, call.get("hash"))
    return {"view": modals.update_view(call.workspace, current, user_id, call["view"])}


def publish(call: Call) -> Json:
    user = call.workspace.user(call["user_id"])
    current = call.workspace.views.homes.get(user.id)
    if current is not None:
        modals.check_hash(current, call.get("hash"))
    return {"view": modals.publish_home(call.workspace, user.id, call["view"])}


_VIEW = Arg("view", json_object, required=True)
_TRIGGER = (Arg("trigger_id"), Arg("interactivity_pointer"))

METHODS = (
    Method("views.open", open_view, (_VIEW, *_TRIGGER)),
    Method("views.push", push, (_VIEW, *_TRIGGER)),
    Method("views.update", update, (_VIEW, Arg("view_id"), Arg("external_id"), Arg("hash"))),
    Method("views.publish", publish, (_VIEW, Arg("user_id", required=True), Arg("hash"))),
)
