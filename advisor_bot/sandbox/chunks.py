"""The chunks of a streamed message: text, tasks, a plan's title, blocks.

Source: Slack's "Sending messages", "Text streaming".
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from advisor_bot.sandbox.blocks import MAX_MARKDOWN, message_problems
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.shapes import array, one_of, record, string, typed, url

MAX_TASK_TEXT = 256

_TYPE = {"type": string(50)}
_SOURCE = record({**_TYPE, "url": url, "text": string(MAX_TASK_TEXT)}, {"icon_url": url})


def _blocks(value: object, pointer: str) -> list[str]:
    return message_problems(value, pointer)


_CHUNKS = array(
    typed(
        {
            "markdown_text": record({**_TYPE, "text": string(MAX_MARKDOWN, 0)}),
            "task_update": record(
                {
                    **_TYPE,
                    "id": string(255),
                    "title": string(MAX_TASK_TEXT),
                    "status": one_of("pending", "in_progress", "complete", "error"),
                },
                {
                    "details": string(MAX_TASK_TEXT),
                    "output": string(MAX_TASK_TEXT),
                    "sources": array(_SOURCE, 100, 0),
                },
            ),
            "plan_update": record({**_TYPE, "title": string(MAX_TASK_TEXT)}),
            "blocks": record({**_TYPE, "blocks": _blocks}),
        }
    ),
    maximum=1000,
    minimum=0,
)


@dataclass
class Chunks:
    """What one call adds to a stream."""

    mode: Literal["markdown_text", "chunks"] | None = None
    text: str = ""
    tasks: list[Json] = field(default_factory=list)
    plan_title: str | None = None
    blocks: list[Json] = field(default_factory=list)


def read_chunks(chunks: Any) -> Chunks:
    """Validate chunks; raises invalid_chunks naming what is wrong."""
    problems = list(_CHUNKS(chunks, "/chunks"))
    if problems:
        raise SlackError("invalid_chunks", problems)
    read = Chunks(mode="chunks" if chunks else None)
    for chunk in chunks:
        if chunk["type"] == "markdown_text":
            read.text += chunk["text"]
        elif chunk["type"] == "task_update":
            read.tasks.append({name: chunk[name] for name in chunk if name != "type"})
        elif chunk["type"] == "plan_update":
            read.plan_title = chunk["title"]
        else:
            read.blocks += chunk["blocks"]
    return read
