"""Submitting and closing modals, and what the bot's answer does to them.

Source: Slack's "Modals", "Handling view submissions" and "response_action".
"""

from typing import Any

from advisor_bot.sandbox.errors import PageError, SlackError
from advisor_bot.sandbox.file_transfer import own_file
from advisor_bot.sandbox.interactions import closing, deliver, submission
from advisor_bot.sandbox.modals import close_all, close_modal, push_modal, update_view
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.slack_json import file_json
from advisor_bot.sandbox.values import is_empty
from advisor_bot.sandbox.workspace import Workspace

_REQUIRED = "Please complete this required field."
MAX_FILES = 10


async def submit(workspace: Workspace, user_id: str, view: Json, values: Json) -> Json:
    """Submit a modal. Returns ``{"ok": True}``, or the errors to show beside its inputs."""
    for block_id, actions in values.items():
        view["state"]["values"].setdefault(block_id, {}).update(actions)
    wrong = _take_files(workspace, user_id, view) | _missing(view)
    if wrong:
        return {"response_action": "errors", "errors": wrong}
    answer = await deliver(workspace, submission(workspace, user_id, view))
    try:
        return _follow(workspace, user_id, view, answer)
    except SlackError as refusal:
        raise PageError(f"the bot's answer was refused: {refusal}", status=409) from refusal


def _take_files(workspace: Workspace, user_id: str, view: Json) -> dict[str, str]:
    """Put whole file objects where the page named uploaded files; what each input refuses of them."""
    wrong = {}
    for block in view["blocks"]:
        element = block.get("element", {})
        if element.get("type") != "file_input":
            continue
        value = view["state"]["values"][block["block_id"]][element["action_id"]]
        files = [own_file(workspace, user_id, given["id"]) for given in value["files"]]
        value["files"] = [file_json(workspace, file) for file in files]
        types = element.get("filetypes", [])
        if len(files) > element.get("max_files", MAX_FILES):
            wrong[block["block_id"]] = f"Only {element.get('max_files', MAX_FILES)} can be added."
        elif types and any(file["filetype"] not in types for file in value["files"]):
            wrong[block["block_id"]] = f"Only these kinds of files: {', '.join(types)}."
    return wrong


def _missing(view: Json) -> dict[str, str]:
    required = [
        block for block in view["blocks"] if block["type"] == "input" and not block.get("optional")
    ]
    values = view["state"]["values"]
    return {
        block["block_id"]: _REQUIRED
        for block in required
        if is_empty(values.get(block["block_id"], {}).get(block["element"]["action_id"]))
    }


def _follow(workspace: Workspace, user_id: str, view: Json, answer: Json) -> Json:
    response_action = answer.get("response_action")
    if response_action is None:
        close_modal(workspace, user_id, view)
    elif response_action == "clear":
        close_all(workspace, user_id)
    elif response_action == "update":
        update_view(workspace, view, user_id, answer.get("view"))
    elif response_action == "push":
        push_modal(workspace, user_id, answer.get("view"))
    elif response_action == "errors":
        return {"response_action": "errors", "errors": _known_errors(view, answer.get("errors"))}
    else:
        raise SlackError("invalid_arguments", [f"unknown response_action: {response_action}"])
    return {"ok": True}


def _known_errors(view: Json, errors: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_arguments", ["errors must name at least one input block"])
    unknown = sorted(errors.keys() - inputs)
    if unknown:
        raise SlackError("invalid_arguments", [f"no input block has the id {b!r}" for b in unknown])
    return {block_id: str(error) for block_id, error in errors.items()}


async def close(workspace: Workspace, user_id: str, view: Json) -> None:
    """Close a modal, or with ``clear_on_close`` the whole stack; tells the bot if it asked."""
    if view["clear_on_close"]:
        closed = close_all(workspace, user_id)
    else:
        close_modal(workspace, user_id, view)
        closed = [view]
    for gone in closed:
        if gone["notify_on_close"]:
            payload = closing(workspace, user_id, gone, cleared=view["clear_on_close"])
            await deliver(workspace, payload)
