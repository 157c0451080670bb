"""The interactive elements of Block Kit, as Slack accepts them.

Source: Slack's block element and composition object references (limits and required fields).
"""

from advisor_bot.sandbox.shapes import (
    Check,
    array,
    boolean,
    exactly_one_of,
    integer,
    matching,
    one_of,
    record,
    string,
    typed,
    url,
)


def plain_text(maximum: int) -> Check:
    """A plain_text object of so many characters."""
    shape = record({"type": one_of("plain_text"), "text": string(maximum)}, {"emoji": boolean})
    return typed({"plain_text": shape})


def text(maximum: int) -> Check:
    """A plain_text or mrkdwn object of so many characters."""
    return typed(
        {
            "plain_text": plain_text(maximum),
            "mrkdwn": record(
                {"type": one_of("mrkdwn"), "text": string(maximum)}, {"verbatim": boolean}
            ),
        }
    )


_ACTION = {"type": string(50)}
_ACTION_ID = {"action_id": string(255)}
_STYLE = one_of("primary", "danger")
_CONFIRM = record(
    {
        "title": plain_text(100),
        "text": text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
    },
    {"style": _STYLE},
)
_INPUT = {**_ACTION_ID, "placeholder": plain_text(150), "focus_on_load": boolean}
_CHOICE = {**_ACTION_ID, "confirm": _CONFIRM, "focus_on_load": boolean}
_SELECT = {**_CHOICE, "placeholder": plain_text(150)}
_RESPONSE_URL = {"response_url_enabled": boolean}
_MAX_SELECTED = {"max_selected_items": integer(1, 100)}
_DISPATCH = {
    "dispatch_action_config": record(
        {},
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)},
    )
}
_FILTER = record(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)

OPTION = record({"text": plain_text(75), "value": string(150)}, {"description": plain_text(75)})
_MRKDWN_OPTION = record({"text": text(75), "value": string(150)}, {"description": text(75)})
_OVERFLOW_OPTION = record(
    {"text": plain_text(75), "value": string(150)}, {"description": plain_text(75), "url": url}
)
OPTION_GROUP = record({"label": plain_text(75), "options": array(OPTION, 100)})
_OPTIONS = {"options": array(OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
_ONE_SOURCE = exactly_one_of("options", "option_groups")

_DATE = matching(r"\d{4}-\d\d-\d\d", "a date like 2026-01-31")
_TIME = matching(r"\d\d:\d\d", "a time like 23:59")
_USER = string(255)
_FEEDBACK_BUTTON = record(
    {"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)}
)

BUTTON = record(
    {**_ACTION, "text": plain_text(75)},
    {
        **_ACTION_ID,
        "url": url,
        "value": string(2000),
        "style": _STYLE,
        "confirm": _CONFIRM,
        "accessibility_label": string(75),
    },
)

IMAGE = record(
    {**_ACTION, "alt_text": string(2000)},
    {"image_url": url, "slack_file": record({}, {"id": string(255), "url": url})},
    rule=exactly_one_of("image_url", "slack_file"),
)

SELECTS: dict[str, Check] = {
    "static_select": record(_ACTION, {**_SELECT, **_OPTIONS, "initial_option": OPTION},
                            rule=_ONE_SOURCE),
    "external_select": record(_ACTION, {**_SELECT, "initial_option": OPTION,
                                        "min_query_length": integer(0, 300)}),
    "users_select": record(_ACTION, {**_SELECT, "initial_user": _USER}),
    "conversations_select": record(_ACTION, {
        **_SELECT, **_RESPONSE_URL, "initial_conversation": _USER,
        "default_to_current_conversation": boolean, "filter": _FILTER}),
    "channels_select": record(_ACTION, {**_SELECT, **_RESPONSE_URL, "initial_channel": _USER}),
    "multi_static_select": record(_ACTION, {
        **_SELECT, **_OPTIONS, **_MAX_SELECTED, "initial_options": array(OPTION, 100)},
        rule=_ONE_SOURCE),
    "multi_external_select": record(_ACTION, {
        **_SELECT, **_MAX_SELECTED, "initial_options": array(OPTION, 100),
        "min_query_length": integer(0, 300)}),
    "multi_users_select": record(_ACTION, {
        **_SELECT, **_MAX_SELECTED, "initial_users": array(_USER, 100)}),
    "multi_conversations_select": record(_ACTION, {
        **_SELECT, **_MAX_SELECTED, "initial_conversations": array(_USER, 100),
        "default_to_current_conversation": boolean, "filter": _FILTER}),
    "multi_channels_select": record(_ACTION, {
        **_SELECT, **_MAX_SELECTED, "initial_channels": array(_USER, 100)}),
}  # fmt: skip

CHOICES: dict[str, Check] = {
    "checkboxes": record(
        {**_ACTION, "options": array(_MRKDWN_OPTION, 10)},
        {**_CHOICE, "initial_options": array(_MRKDWN_OPTION, 10)},
    ),
    "radio_buttons": record(
        {**_ACTION, "options": array(_MRKDWN_OPTION, 10)},
        {**_CHOICE, "initial_option": _MRKDWN_OPTION},
    ),
    "datepicker": record(_ACTION, {**_SELECT, "initial_date": _DATE}),
    "timepicker": record(_ACTION, {**_SELECT, "initial_time": _TIME, "timezone": string(50)}),
    "datetimepicker": record(
        _ACTION, {**_CHOICE, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}
    ),
}

BUTTONS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": record(
        {**_ACTION, "options": array(_OVERFLOW_OPTION, 5)}, {**_ACTION_ID, "confirm": _CONFIRM}
    ),
}

INPUTS: dict[str, Check] = {
    "plain_text_input": record(_ACTION, {
        **_INPUT, **_DISPATCH, "initial_value": string(3000), "multiline": boolean,
        "min_length": integer(0, 3000), "max_length": integer(1, 3000)}),
    "email_text_input": record(_ACTION, {**_INPUT, **_DISPATCH, "initial_value": string(3000)}),
    "url_text_input": record(_ACTION, {**_INPUT, **_DISPATCH, "initial_value": string(3000)}),
    "number_input": record({**_ACTION, "is_decimal_allowed": boolean}, {
        **_INPUT, **_DISPATCH, "initial_value": string(100), "min_value": string(100),
        "max_value": string(100)}),
    "file_input": record(_ACTION, {
        **_ACTION_ID, "filetypes": array(string(20), 100), "max_files": integer(1, 10)}),
}  # fmt: skip

CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": record(
        {**_ACTION, "positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
        _ACTION_ID,
    ),
    "icon_button": record(
        {**_ACTION, "icon": one_of("trash"), "text": plain_text(75)},
        {
            **_ACTION_ID,
            "value": string(2000),
            "confirm": _CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": array(_USER, 10),
        },
    ),
}

OPTIONS_ANSWER = record(
    {},
    {"options": array(OPTION, 100, 0), "option_groups": array(OPTION_GROUP, 100, 0)},
    rule=exactly_one_of("options", "option_groups"),
)
"""What a block_suggestion is acknowledged with; an empty list of options is a fair answer."""
