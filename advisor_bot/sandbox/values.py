"""What is entered and chosen in interactive elements, as Slack's ``state.values``.

Source: Slack's block element reference; each type keeps its value under a key of its own.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from advisor_bot.sandbox.model import Json

_VALUES: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
"""The types that hold a value: the key of the value, and the field of the initial one."""

_INTERACTIVE = {*_VALUES, "button", "overflow", "feedback_buttons", "icon_button"}


def value_key(element_type: str) -> str | None:
    """The key under which a type of element keeps its value, None if it keeps none."""
    entry = _VALUES.get(element_type)
    return entry[0] if entry else None


def is_empty(value: Json | None) -> bool:
    """Whether nothing is entered or chosen in a value as Slack sends it."""
    if value is None:
        return True
    return not value.get(value_key(value.get("type", "")) or "value")


def elements_of(block: Json) -> Iterator[Json]:
    """The interactive elements of a block."""
    candidates = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
    for element in candidates:
        if isinstance(element, dict) and element.get("type") in _INTERACTIVE:
            yield element


def find_element(blocks: list[Json], block_id: str, action_id: str) -> Json | None:
    """The element with these ids."""
    for block in blocks:
        if block.get("block_id") == block_id:
            return next((e for e in elements_of(block) if e.get("action_id") == action_id), None)
    return None


def initial_values(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    """``state.values`` before anybody touched anything."""
    values: dict[str, dict[str, Json]] = {}
    for block in blocks:
        for element in elements_of(block):
            entry = _VALUES.get(element["type"])
            if entry is not None:
                key, initial = entry
                empty: Any = [] if key.endswith("s") else None
                value = {"type": element["type"], key: element.get(initial, empty)}
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy of the blocks in which every block and interactive element has its id."""
    copies = copy.deepcopy(blocks)
    for block in copies:
        block.setdefault("block_id", new_id())
        for element in elements_of(block):
            element.setdefault("action_id", new_id())
    return copies
