"""Block Kit: which blocks Slack accepts in a message, a modal and a Home tab.

Pure and table-driven: every function takes JSON and returns the problems that Slack would name,
an empty list when there are none. Source: Slack's block reference; limits as of autumn 2026.
"""

import re
from collections import Counter
from typing import Any

from advisor_bot.sandbox.elements import (
    BUTTONS,
    CHOICES,
    CONTEXT_ACTIONS,
    IMAGE,
    INPUTS,
    SELECTS,
    plain_text,
    text,
)
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.rich_text import RICH_TEXT
from advisor_bot.sandbox.shapes import (
    Check,
    Problems,
    array,
    at_least_one_of,
    boolean,
    exactly_one_of,
    integer,
    one_of,
    problem,
    record,
    string,
    typed,
    url,
)
from advisor_bot.sandbox.values import elements_of

MAX_MESSAGE_BLOCKS = 50
MAX_VIEW_BLOCKS = 100
MAX_MARKDOWN = 12_000
MAX_TABLE_CHARACTERS = 10_000

MAX_BLOCKS_TEXT = 12_000
"""All texts of a message's blocks together: undocumented, msg_blocks_too_long above it.

Source: github.com/slackapi/bolt-js, issues 2509 and 2867.
"""

_MARKDOWN_BREAK = re.compile(r"^ {0,3}(?:#{1,6} .*|-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_TYPE = {"type": string(50)}
_ID = {"block_id": string(255)}
_SMALL_IMAGE = {"image": IMAGE}
_NOT_FOR_MESSAGES = {"file_input": INPUTS["file_input"]}
_MESSAGE_INPUTS = {name: check for name, check in INPUTS.items() if name != "file_input"}


def _action_ids_unique(block: object, pointer: str) -> Problems:
    ids = Counter(e.get("action_id") for e in elements_of(block)) if isinstance(block, dict) else {}
    for action_id, count in ids.items():
        if action_id is not None and count > 1:
            yield problem(f"`action_id` {action_id!r} is not unique", f"{pointer}/elements")


_CELL = typed(
    {
        "raw_text": record({**_TYPE, "text": string(MAX_TABLE_CHARACTERS)}),
        "raw_number": record({**_TYPE, "value": integer(-(10**15), 10**15)}, {"text": string(100)}),
        "rich_text": RICH_TEXT,
    }
)


def _nullable(check: Check) -> Check:
    return lambda value, pointer: () if value is None else check(value, pointer)


_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

_EVERYWHERE: dict[str, Check] = {
    "section": record(
        _TYPE,
        {
            **_ID,
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": typed({**BUTTONS, **SELECTS, **CHOICES, **_SMALL_IMAGE}),
            "expand": boolean,
        },
        rule=at_least_one_of("text", "fields"),
    ),
    "divider": record(_TYPE, _ID),
    "header": record({**_TYPE, "text": plain_text(150)}, _ID),
    "context": record(
        {
            **_TYPE,
            "elements": array(
                typed({"plain_text": text(3000), "mrkdwn": text(3000), **_SMALL_IMAGE}), 10
            ),
        },
        _ID,
    ),
    "actions": record(
        {**_TYPE, "elements": array(typed({**BUTTONS, **SELECTS, **CHOICES}), 25)},
        _ID,
        rule=_action_ids_unique,
    ),
    "image": record(
        {**_TYPE, "alt_text": string(2000)},
        {
            **_ID,
            "image_url": url,
            "slack_file": record({}, {"id": string(255), "url": url}),
            "title": plain_text(2000),
        },
        rule=exactly_one_of("image_url", "slack_file"),
    ),
    "video": record(
        {
            **_TYPE,
            "alt_text": string(2000),
            "title": plain_text(199),
            "thumbnail_url": url,
            "video_url": url,
        },
        {
            **_ID,
            "author_name": string(49),
            "description": plain_text(200),
            "provider_icon_url": url,
            "provider_name": string(50),
            "title_url": url,
        },
    ),
    "rich_text": RICH_TEXT,
}


def _input(elements: dict[str, Check]) -> Check:
    return record(
        {**_TYPE, "label": plain_text(2000), "element": typed(elements)},
        {**_ID, "hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
    )


_MESSAGE: dict[str, Check] = {
    **_EVERYWHERE,
    "input": _input({**_MESSAGE_INPUTS, **SELECTS, **CHOICES}),
    "markdown": record({**_TYPE, "text": string(MAX_MARKDOWN)}, _ID),
    "table": record(
        {**_TYPE, "rows": array(array(_CELL, 20), 100)},
        {**_ID, "column_settings": array(_nullable(_COLUMN), 20)},
    ),
    "context_actions": record(
        {**_TYPE, "elements": array(typed(CONTEXT_ACTIONS), 5)}, _ID, rule=_action_ids_unique
    ),
    "file": record({**_TYPE, "external_id": string(255), "source": one_of("remote")}, _ID),
}
_VIEW: dict[str, Check] = {
    **_EVERYWHERE,
    "input": _input({**_MESSAGE_INPUTS, **_NOT_FOR_MESSAGES, **SELECTS, **CHOICES}),
}


def message_problems(blocks: Any, pointer: str = "/blocks") -> list[str]:
    """What is wrong with the blocks of a message."""
    problems = list(array(typed(_MESSAGE), MAX_MESSAGE_BLOCKS, 0)(blocks, pointer))
    if not problems:
        problems += [*_duplicate_ids(blocks, pointer), *_message_totals(blocks, pointer)]
    return problems


def view_problems(blocks: Any, pointer: str = "/view/blocks") -> list[str]:
    """What is wrong with the blocks of a modal or a Home tab."""
    problems = list(array(typed(_VIEW), MAX_VIEW_BLOCKS, 0)(blocks, pointer))
    return problems or list(_duplicate_ids(blocks, pointer))


def _duplicate_ids(blocks: list[Json], pointer: str) -> Problems:
    counts = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id, count in counts.items():
        if count > 1:
            yield problem(f"`block_id` {block_id!r} is not unique", pointer)


def text_length(blocks: list[Json]) -> int:
    """The characters that count towards a message's total; tables have a limit of their own."""
    return sum(_characters(block) for block in blocks if block["type"] != "table")


def _message_totals(blocks: list[Json], pointer: str) -> Problems:
    translated = sum(_translated(block) for block in blocks)
    if translated > MAX_MESSAGE_BLOCKS:
        yield problem(
            f"no more than {MAX_MESSAGE_BLOCKS} items allowed: with the headings and rules of"
            f" markdown there are {translated}",
            pointer,
        )
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        yield problem("only_one_table_allowed", pointer)
    if sum(_characters(table["rows"]) for table in tables) > MAX_TABLE_CHARACTERS:
        yield problem(f"a table must have less than {MAX_TABLE_CHARACTERS + 1} characters", pointer)


def _translated(block: Json) -> int:
    """How many blocks a block becomes: markdown is split at its headings and rules."""
    if block["type"] != "markdown":
        return 1
    breaks = len(_MARKDOWN_BREAK.findall(block["text"]))
    between = [part for part in _MARKDOWN_BREAK.split(block["text"]) if part.strip()]
    return breaks + len(between)


def _characters(value: Any) -> int:
    """The characters of every ``text`` in some JSON, however deep."""
    if isinstance(value, list):
        return sum(_characters(entry) for entry in value)
    if not isinstance(value, dict):
        return 0
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(_characters(v) for v in value.values() if isinstance(v, (dict, list)))
