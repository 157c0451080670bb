"""Small pieces of Block Kit that several views are built of."""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]


def button(action: str, label: str, value: str, *, style: str | None = None) -> Block:
    made = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    return made | ({"style": style} if style else {})


def section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def first(items: Sequence[str], most: int) -> list[str]:
    """At most so many of the items, and how many more there are."""
    return [*items[:most], f"{len(items) - most} more"] if len(items) > most else list(items)


def number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
