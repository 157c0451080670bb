"""What a message may say: text, blocks, attachments, metadata, as a call's arguments hold them.

Source: Slack's reference of chat.postMessage and chat.update (limits and error codes).
"""

import json
from dataclasses import dataclass
from typing import Any

from advisor_bot.sandbox.blocks import (
    MAX_BLOCKS_TEXT,
    MAX_MARKDOWN,
    message_problems,
    text_length,
)
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json

MAX_TEXT = 40_000
MAX_METADATA_BYTES = 4_000
MAX_ATTACHMENTS = 100


@dataclass(frozen=True)
class Content:
    """A message's validated content."""

    text: str
    blocks: list[Json] | None
    attachments: list[Json] | None
    metadata: Json | None


def read_content(args: Json, *, max_text: int = MAX_TEXT) -> Content:
    """Validate the content among a call's arguments.

    Raises no_text, msg_too_long, markdown_text_conflict, invalid_blocks, msg_blocks_too_long,
    invalid_attachments and the errors about metadata.
    """
    text, blocks = args.get("text") or "", args.get("blocks")
    markdown = args.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise SlackError("markdown_text_conflict")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if not text.strip() and not blocks and not args.get("attachments"):
        raise SlackError("no_text")
    if len(text) > (MAX_MARKDOWN if markdown is not None else max_text):
        raise SlackError("msg_too_long")
    return Content(
        text=text,
        blocks=valid_blocks(blocks),
        attachments=_valid_attachments(args.get("attachments")),
        metadata=valid_metadata(args.get("metadata")),
    )


def valid_blocks(blocks: Any) -> list[Json] | None:
    """The blocks, None if there are none; raises invalid_blocks, msg_blocks_too_long."""
    if not blocks:
        return None
    problems = message_problems(blocks)
    if problems:
        raise SlackError("invalid_blocks", problems)
    if text_length(blocks) > MAX_BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")
    return list(blocks)


def _valid_attachments(attachments: Any) -> list[Json] | None:
    if not attachments:
        return None
    if len(attachments) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    if not all(isinstance(attachment, dict) for attachment in attachments):
        raise SlackError("invalid_attachments")
    for index, attachment in enumerate(attachments):
        problems = message_problems(attachment.get("blocks") or [], f"/attachments/{index}/blocks")
        if problems:
            raise SlackError("invalid_attachments", problems)
    return list(attachments)


def valid_metadata(metadata: Any) -> Json | None:
    """The metadata; raises invalid_metadata_format, _schema, metadata_too_large."""
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata
