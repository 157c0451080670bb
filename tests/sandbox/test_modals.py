"""What a bot's answer to a submission does to the open modals."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from .conftest import Json, Sandbox


def modal(title: str = "First", *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Go"},
        "blocks": list(blocks),
        **more,
    }


async def opened(sandbox: Sandbox, view: Json) -> str:
    """Open a modal for Emma and return its id."""
    trigger = sandbox.workspace.triggers.issue("U0EMMA")
    answer = await sandbox.client().views_open(trigger_id=trigger, view=view)
    return str(answer["view"]["id"])


async def pushed(sandbox: Sandbox, view: Json) -> str:
    trigger = sandbox.workspace.triggers.issue("U0EMMA")
    answer = await sandbox.client().views_push(trigger_id=trigger, view=view)
    return str(answer["view"]["id"])


def titles(sandbox: Sandbox) -> list[str]:
    """The titles of Emma's open modals, bottom first."""
    return [view["title"]["text"] for view in sandbox.workspace.views.stacks.get("U0EMMA", [])]


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({}, ["First"]),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal("Updated")}, ["First", "Updated"]),
        ({"response_action": "push", "view": modal("Third")}, ["First", "Second", "Third"]),
    ],
)
async def test_an_answer_that_slack_follows(
    sandbox: Sandbox, app: AsyncApp, connected: Any, answer: Json, left: list[str]
) -> None:
    @app.view("ask")
    async def submitted(ack: AsyncAck) -> None:
        await ack(**answer)

    await opened(sandbox, modal("First"))
    view_id = await pushed(sandbox, modal("Second"))
    async with connected():
        assert (await sandbox.do("view_submit", view_id=view_id))["status"] == 200

    assert titles(sandbox) == left


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "explode"},
        {"response_action": "errors", "errors": {"no such block": "x"}},
        {"response_action": "update", "view": {"type": "modal", "blocks": []}},
        {"response_action": "push", "view": modal("x" * 25)},
    ],
)
async def test_an_answer_that_slack_refuses(
    sandbox: Sandbox, app: AsyncApp, connected: Any, answer: Json
) -> None:
    @app.view("ask")
    async def submitted(ack: AsyncAck) -> None:
        await ack(**answer)

    view_id = await opened(sandbox, modal("First"))
    async with connected():
        refused = await sandbox.do("view_submit", view_id=view_id)

    assert refused["status"] == 409
    assert "refused" in refused["error"]
    assert titles(sandbox) == ["First"]


async def test_closing_one_modal_shows_the_one_below(sandbox: Sandbox) -> None:
    await opened(sandbox, modal("First"))
    view_id = await pushed(sandbox, modal("Second"))

    await sandbox.do("view_close", view_id=view_id)

    assert titles(sandbox) == ["First"]


async def test_clear_on_close_closes_them_all(sandbox: Sandbox) -> None:
    await opened(sandbox, modal("First"))
    view_id = await pushed(sandbox, modal("Second", clear_on_close=True))

    await sandbox.do("view_close", view_id=view_id)

    assert titles(sandbox) == []


async def test_an_external_id_names_one_view(sandbox: Sandbox) -> None:
    await opened(sandbox, modal("First", external_id="mine"))

    with pytest.raises(Exception, match="duplicate_external_id"):
        await pushed(sandbox, modal("Second", external_id="mine"))
    await sandbox.client().views_update(external_id="mine", view=modal("Renamed"))

    assert titles(sandbox) == ["Renamed"]


async def test_values_given_at_first_are_submitted_untouched(
    sandbox: Sandbox, app: AsyncApp, connected: Any
) -> None:
    seen: list[Json] = []

    @app.view("ask")
    async def submitted(ack: AsyncAck, view: Json) -> None:
        await ack()
        seen.append(view["state"]["values"])

    option = {"text": {"type": "plain_text", "text": "Data"}, "value": "data"}
    label = {"type": "plain_text", "text": "Field"}
    field = {
        "type": "input",
        "block_id": "field",
        "label": label,
        "element": {
            "type": "static_select",
            "action_id": "choice",
            "options": [option],
            "initial_option": option,
        },
    }
    note = {
        "type": "input",
        "block_id": "note",
        "optional": True,
        "label": label,
        "element": {"type": "plain_text_input", "action_id": "text"},
    }
    view_id = await opened(sandbox, modal("First", field, note))
    async with connected():
        await sandbox.do("view_submit", view_id=view_id)

    (values,) = seen
    assert values["field"]["choice"]["selected_option"] == option
    assert values["note"]["text"]["value"] is None
