"""Block Kit as Slack accepts it: each rule refuses what breaks it, and only that."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models import blocks as sdk

from advisor_bot.sandbox.blocks import message_problems, text_length, view_problems
from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.view_shapes import check_home, check_modal

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **more}


def option(value: str = "v") -> Json:
    return {"text": plain("Option"), "value": value}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}, **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def table(rows: int, columns: int, text: str = "x") -> Json:
    return {"type": "table", "rows": [[cell(text)] * columns] * rows}


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "rate",
    "positive_button": {"text": plain("Good"), "value": "1"},
    "negative_button": {"text": plain("Bad"), "value": "0"},
}
RICH_TEXT = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "Hi ", "style": {"bold": True}},
                {"type": "user", "user_id": "U0EMMA"},
                {"type": "link", "url": "https://example.com"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}
            ],
        },
    ],
}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}
SELECT = {"type": "static_select", "action_id": "s", "options": [option()]}
INPUT = {"type": "input", "label": plain("Name"), "element": {"type": "plain_text_input"}}
FILE_INPUT = {"type": "input", "label": plain("File"), "element": {"type": "file_input"}}

ACCEPTED: list[Json] = [
    section(),
    section(accessory=button(url="https://example.com", style="primary")),
    section(accessory={"type": "overflow", "options": [option(), option("w")]}),
    section(accessory={"type": "image", "image_url": "https://a.example/x.png", "alt_text": "x"}),
    {"type": "section", "fields": [plain("a"), plain("b")]},
    {"type": "divider", "block_id": "d"},
    {"type": "header", "text": plain("H" * 150)},
    {"type": "context", "elements": [plain("a"), {"type": "mrkdwn", "text": "*b*"}, IMAGE]},
    actions(*(button(action_id=str(n)) for n in range(25))),
    actions(SELECT, {"type": "datepicker", "initial_date": "2026-01-31"}),
    actions({"type": "checkboxes", "options": [option()]}),
    IMAGE,
    RICH_TEXT,
    {"type": "markdown", "text": "# Title"},
    table(100, 20),
    {**table(1, 2), "column_settings": [None, {"align": "right", "is_wrapped": True}]},
    {"type": "context_actions", "elements": [FEEDBACK]},
    {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete")}],
    },
    INPUT,
]


@pytest.mark.parametrize("block", ACCEPTED, ids=lambda block: block["type"])
def test_a_block_is_accepted(block: Json) -> None:
    assert message_problems([block]) == []


REFUSED: list[tuple[Json, str]] = [
    ({"text": "x"}, "missing required field: type"),
    ({"type": "poem"}, "unsupported type: poem"),
    ({"type": "section"}, "must have one of: text, fields"),
    ({"type": "section", "text": "x"}, "missing required field: type"),
    (section(text={"type": "mrkdwn", "text": "x" * 3_001}), "less than 3001 characters"),
    (section(text={"type": "mrkdwn", "text": ""}), "more than 0 characters"),
    ({"type": "section", "fields": [plain("a")] * 11}, "no more than 10 items"),
    ({"type": "section", "fields": [plain("a" * 2_001)]}, "less than 2001 characters"),
    (section(colour="red"), "invalid additional property: colour"),
    (section(accessory=FEEDBACK), "unsupported type: feedback_buttons"),
    (section(block_id="b" * 256), "less than 256 characters"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn"),
    ({"type": "context", "elements": [plain("a")] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": []}, "no fewer than 1 items"),
    (actions(*(button(action_id=str(n)) for n in range(26))), "no more than 25 items"),
    (actions(button(action_id="a"), button(action_id="a")), "not unique"),
    (actions(FEEDBACK), "unsupported type: feedback_buttons"),
    (actions({"type": "plain_text_input"}), "unsupported type: plain_text_input"),
    (actions(button(text=plain("x" * 76))), "less than 76 characters"),
    (actions(button(value="x" * 2_001)), "less than 2001 characters"),
    (actions(button(action_id="x" * 256)), "less than 256 characters"),
    (actions(button(url="javascript:alert(1)")), "must be a valid URL"),
    (actions(button(url="https://e.example/" + "x" * 3_000)), "less than 3001 characters"),
    (actions(button(style="blue")), "must be one of: primary, danger"),
    (actions({**SELECT, "options": [option()] * 101}), "no more than 100 items"),
    (actions({"type": "static_select"}), "exactly one of: options, option_groups"),
    (actions({"type": "datepicker", "initial_date": "31/1/26"}), "a date like"),
    (actions({"type": "overflow", "options": [option()] * 6}), "no more than 5 items"),
    ({"type": "image", "image_url": "https://e.example/x.png"}, "missing required field: alt_text"),
    ({"type": "markdown", "text": "x" * 12_001}, "less than 12001 characters"),
    ({"type": "markdown", "text": "# Title\n\nText\n\n" * 26}, "there are 52"),
    ({"type": "markdown", "text": "Text\n\n---\n\n" * 26}, "there are 52"),
    (table(101, 1), "no more than 100 items"),
    (table(1, 21), "no more than 20 items"),
    (table(100, 1, "x" * 101), "less than 10001 characters"),
    ({"type": "context_actions", "elements": [button()]}, "unsupported type: button"),
    (
        {"type": "context_actions", "elements": [{**FEEDBACK, "negative_button": plain("x")}]},
        "missing required field: value",
    ),
    (FILE_INPUT, "unsupported type: file_input"),
    ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "unsupported type: text"),
]


@pytest.mark.parametrize(("block", "reason"), REFUSED)
def test_a_block_is_refused(block: Json, reason: str) -> None:
    assert any(reason in problem for problem in message_problems([block]))


def test_all_texts_of_a_message_count_together() -> None:
    blocks = [section(accessory=button()), ACCEPTED[2], table(1, 1)]

    assert text_length(blocks) == len("Hello" + "Go" + "Hello" + "Option" * 2)


def test_block_ids_are_unique() -> None:
    twice = [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]

    assert message_problems(twice) == ["`block_id` 'a' is not unique [json-pointer:/blocks]"]


def test_views_take_more_blocks_but_not_those_of_messages() -> None:
    assert view_problems([{"type": "divider"}] * 100) == []
    assert view_problems([{"type": "divider"}] * 101)
    assert view_problems([FILE_INPUT]) == []
    for block in (table(1, 1), {"type": "markdown", "text": "x"}):
        assert view_problems([block])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": plain("x" * 25)}, "less than 25 characters"),
        ({"private_metadata": "x" * 3_001}, "less than 3001 characters"),
        ({"submit": None}, "must be a"),
        ({"blocks": [INPUT]}, "submit is required"),
        ({"type": "home"}, "unsupported type: home"),
        ({"footer": "x"}, "invalid additional property: footer"),
    ],
)
def test_a_modal_is_refused(change: Json, reason: str) -> None:
    view = {"type": "modal", "title": plain("Title"), "blocks": [], **change}
    if change == {"submit": None}:
        view["submit"], reason = "Go", "missing required field: type"

    with pytest.raises(SlackError, match="invalid_arguments") as refused:
        check_modal(view)

    assert any(reason in message for message in refused.value.messages)


def test_a_view_may_not_be_larger_than_250_kilobytes() -> None:
    blocks = [section(text={"type": "mrkdwn", "text": "x" * 2_900})] * 90

    with pytest.raises(SlackError, match="view_too_large"):
        check_home({"type": "home", "blocks": blocks})


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(blocks=_JSON)
def test_any_json_is_judged_without_failing(blocks: object) -> None:
    problems = message_problems(blocks)

    assert all(problem.endswith("]") and "json-pointer:" in problem for problem in problems)


_FIELDS = st.sampled_from(["text", "elements", "accessory", "rows", "element", "options", "type"])


@given(block=st.sampled_from(ACCEPTED), name=_FIELDS, value=_JSON)
def test_a_block_with_one_field_replaced_is_judged_without_failing(
    block: Json, name: str, value: object
) -> None:
    assert isinstance(message_problems([{**block, name: value}]), list)


@given(st.text(min_size=1, max_size=200))
def test_headers_are_judged_by_their_length_alone(text: str) -> None:
    problems = message_problems([{"type": "header", "text": plain(text)}])

    assert bool(problems) == (len(text) > 150)


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=12))
def test_what_the_sdk_builds_is_accepted(texts: list[str]) -> None:
    built = [
        *(sdk.SectionBlock(text=text) for text in texts),
        sdk.ActionsBlock(
            elements=[
                sdk.ButtonElement(text=text, action_id=str(n)) for n, text in enumerate(texts)
            ]
        ),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text=texts[0])]),
        sdk.DividerBlock(),
        sdk.MarkdownBlock(text="\n".join(texts)),
        sdk.ContextActionsBlock(
            elements=[
                sdk.FeedbackButtonsElement(
                    action_id="rate",
                    positive_button={"text": plain("Good"), "value": "1"},
                    negative_button={"text": plain("Bad"), "value": "0"},
                )
            ]
        ),
        sdk.TableBlock(rows=[[cell(text)] for text in texts]),
        sdk.InputBlock(
            label="Program",
            element=sdk.StaticSelectElement(
                action_id="program", options=[sdk.Option(text="A", value="a")]
            ),
        ),
    ]

    assert message_problems([block.to_dict() for block in built]) == []
