"""What a response URL takes, and how often."""

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from .conftest import Json, Sandbox


def respond_to(sandbox: Sandbox, message_ts: str | None = None) -> AsyncWebhookClient:
    token = sandbox.workspace.response_urls.issue("C0GENERAL", "U0EMMA", message_ts)
    return AsyncWebhookClient(f"{sandbox.url}/response/{token}")


async def test_it_is_good_five_times(sandbox: Sandbox) -> None:
    webhook = respond_to(sandbox)

    answers = [await webhook.send(text=str(number)) for number in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    assert "used_url" in answers[-1].body
    assert [m["text"] for m in await sandbox.messages("C0GENERAL")] == ["0", "1", "2", "3", "4"]


async def test_an_answer_in_the_channel_is_seen_by_all(sandbox: Sandbox) -> None:
    await respond_to(sandbox).send(text="For all", response_type="in_channel")
    await respond_to(sandbox).send(text="For one")

    assert [m["text"] for m in await sandbox.messages("C0GENERAL", "U0SAM")] == ["For all"]


async def test_the_original_is_replaced_and_deleted(sandbox: Sandbox) -> None:
    posted = await sandbox.client().chat_postMessage(channel="C0GENERAL", text="Choose")
    webhook = respond_to(sandbox, posted["ts"])

    await webhook.send(text="Chosen", replace_original=True)
    assert [m["text"] for m in await sandbox.messages("C0GENERAL")] == ["Chosen"]

    await webhook.send(delete_original=True)
    assert await sandbox.messages("C0GENERAL") == []


async def test_an_ephemeral_original_is_replaced_too(sandbox: Sandbox) -> None:
    hidden = await sandbox.client().chat_postEphemeral(
        channel="C0GENERAL", user="U0EMMA", text="Choose"
    )

    await respond_to(sandbox, hidden["message_ts"]).send(text="Chosen", replace_original=True)

    (message,) = await sandbox.messages("C0GENERAL")
    assert (message["text"], message["ephemeral"]) == ("Chosen", True)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"text": "x", "response_type": "loud"}, "invalid_arguments"),
        ({"text": "x", "replace_orignal": True}, "invalid_arguments"),
    ],
)
async def test_a_malformed_answer_is_refused(sandbox: Sandbox, answer: Json, error: str) -> None:
    refused = await respond_to(sandbox).send_dict(answer)

    assert refused.status_code == 400
    assert error in refused.body


async def test_an_unknown_url(sandbox: Sandbox) -> None:
    refused = await AsyncWebhookClient(f"{sandbox.url}/response/none").send(text="x")

    assert refused.status_code == 404
