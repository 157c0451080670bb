"""Modals and Home tabs, as Slack accepts them.

Source: Slack's view object reference.
"""

import json
from typing import Any

from advisor_bot.sandbox.blocks import view_problems
from advisor_bot.sandbox.elements import plain_text
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.shapes import (
    Check,
    anything,
    boolean,
    one_of,
    problem,
    record,
    string,
    typed,
)

MAX_VIEW_BYTES = 250_000

_SHARED = {
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
_MODAL = record(
    {"type": one_of("modal"), "title": plain_text(24), "blocks": anything},
    {
        **_SHARED,
        "close": plain_text(24),
        "submit": plain_text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"type": one_of("home"), "blocks": anything}, _SHARED)


def check_modal(view: Any) -> None:
    """Raise invalid_arguments naming what is wrong with a modal."""
    problems = _problems(view, {"modal": _MODAL})
    if not problems and not view.get("submit") and _has_inputs(view):
        problems = [problem("submit is required when an input block is within blocks", "/view")]
    _refuse(view, problems)


def check_home(view: Any) -> None:
    """Raise invalid_arguments naming what is wrong with a Home view."""
    _refuse(view, _problems(view, {"home": _HOME}))


def _problems(view: Any, shapes: dict[str, Check]) -> list[str]:
    problems = list(typed(shapes)(view, "/view"))
    if isinstance(view, dict) and "blocks" in view:
        problems += view_problems(view["blocks"])
    return problems


def _has_inputs(view: Json) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])


def _refuse(view: Any, problems: list[str]) -> None:
    if problems:
        raise SlackError("invalid_arguments", problems)
    if len(json.dumps(view, ensure_ascii=False).encode()) > MAX_VIEW_BYTES:
        raise SlackError("view_too_large")
