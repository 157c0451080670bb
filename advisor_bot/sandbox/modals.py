"""Opens, pushes, updates and closes modals, and publishes Home tabs."""

import hashlib
import json
from typing import Any

from advisor_bot.sandbox import seed
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.values import initial_values, with_ids
from advisor_bot.sandbox.view_shapes import check_home, check_modal
from advisor_bot.sandbox.workspace import Workspace


def open_modal(workspace: Workspace, user_id: str, view: Any) -> Json:
    """Show a modal to a person, in place of whatever was open."""
    check_modal(view)
    _refuse_known_external_id(workspace, view)
    for old in workspace.views.clear(user_id):
        _hide(workspace, user_id, old)
    return _add(workspace, user_id, view)


def push_modal(workspace: Workspace, user_id: str, view: Any) -> Json:
    """Put a modal on top of the open ones; raises push_limit_reached above three."""
    check_modal(view)
    _refuse_known_external_id(workspace, view)
    return _add(workspace, user_id, view)


def update_view(workspace: Workspace, current: Json, user_id: str, view: Any) -> Json:
    """Replace the content of an open view, keeping what its untouched inputs hold."""
    if current["type"] == "home":
        return publish_home(workspace, user_id, view)
    check_modal(view)
    current.update(_content(workspace, view, entered=current["state"]["values"]))
    workspace.pages.publish({"type": "view", "view": current}, frozenset({user_id}))
    return current


def publish_home(workspace: Workspace, user_id: str, view: Any) -> Json:
    """Set what the app's Home tab shows to a person."""
    check_home(view)
    published = workspace.views.homes.get(user_id) or _frame(workspace)
    published |= _content(workspace, view, entered={})
    workspace.views.homes[user_id] = published
    workspace.pages.publish({"type": "home", "view": published}, frozenset({user_id}))
    return published


def close_modal(workspace: Workspace, user_id: str, view: Json) -> None:
    """Take one modal off; the one below shows again."""
    workspace.views.remove(user_id, view["id"])
    _hide(workspace, user_id, view)
    below = workspace.views.top(user_id)
    if below is not None:
        workspace.pages.publish({"type": "view", "view": below}, frozenset({user_id}))


def close_all(workspace: Workspace, user_id: str) -> list[Json]:
    """Close every modal of a person and return them."""
    closed = workspace.views.clear(user_id)
    for view in closed:
        _hide(workspace, user_id, view)
    return closed


def check_hash(view: Json, given: str | None) -> None:
    """Raise hash_conflict if the caller saw an older version of the view."""
    if given is not None and given != view["hash"]:
        raise SlackError("hash_conflict")


def _add(workspace: Workspace, user_id: str, view: Json) -> Json:
    below = workspace.views.top(user_id)
    opened = _frame(workspace) | _content(workspace, view, entered={})
    opened["previous_view_id"] = below["id"] if below else None
    opened["root_view_id"] = below["root_view_id"] if below else opened["id"]
    workspace.views.push(user_id, opened)
    workspace.pages.publish({"type": "view", "view": opened}, frozenset({user_id}))
    return opened


def _frame(workspace: Workspace) -> Json:
    view_id = workspace.new_id("V")
    return {
        "id": view_id,
        "team_id": workspace.team.id,
        "app_id": seed.APP_ID,
        "app_installed_team_id": workspace.team.id,
        "bot_id": seed.BOT_ID,
        "root_view_id": view_id,
        "previous_view_id": None,
    }


def _content(workspace: Workspace, view: Json, entered: dict[str, dict[str, Json]]) -> Json:
    """The fields that come from the app. Inputs with the ids of earlier ones keep their value."""
    blocks = with_ids(view["blocks"], lambda: workspace.new_id("b"))
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            kept = entered.get(block_id, {}).get(action_id)
            if kept is not None and kept["type"] == fresh["type"]:
                actions[action_id] = kept
    content = {
        "type": view["type"],
        "title": view.get("title"),
        "blocks": blocks,
        "private_metadata": view.get("private_metadata", ""),
        "callback_id": view.get("callback_id", ""),
        "external_id": view.get("external_id", ""),
        "state": {"values": values},
        "close": view.get("close"),
        "submit": view.get("submit"),
        "clear_on_close": view.get("clear_on_close", False),
        "notify_on_close": view.get("notify_on_close", False),
    }
    version = json.dumps([content, workspace.next_ts()], sort_keys=True)
    return content | {"hash": hashlib.sha256(version.encode()).hexdigest()[:16]}


def _refuse_known_external_id(workspace: Workspace, view: Json) -> None:
    external_id = view.get("external_id")
    if external_id and workspace.views.has_external_id(external_id):
        raise SlackError("duplicate_external_id")


def _hide(workspace: Workspace, user_id: str, view: Json) -> None:
    closed = {"type": "view_closed", "view_id": view["id"]}
    workspace.pages.publish(closed, frozenset({user_id}))
