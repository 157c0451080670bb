"""Slack's cursors: ``limit`` and ``cursor`` in, ``response_metadata.next_cursor`` out."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from advisor_bot.sandbox.arguments import Arg, Call, integer
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json

T = TypeVar("T")

PAGING = (Arg("cursor"), Arg("limit", integer))


def page(
    call: Call, items: Sequence[T], *, default: int = 100, most: int = 1000
) -> tuple[list[T], Json]:
    """One page of the items and the answer's ``response_metadata``.

    Raises invalid_cursor and invalid_limit.
    """
    limit = call.get("limit", default)
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _offset(call.get("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"at:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": cursor}}


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        prefix, _, offset = base64.b64decode(cursor, validate=True).decode().partition(":")
        if prefix == "at":
            return int(offset)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise SlackError("invalid_cursor") from None
    raise SlackError("invalid_cursor")
