"""Trigger ids and response URLs run out."""

import pytest

from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.response_urls import ResponseUrl, ResponseUrls
from advisor_bot.sandbox.triggers import Triggers


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_trigger_is_good_once() -> None:
    triggers = Triggers(3.0, Clock())
    trigger_id = triggers.issue("U0EMMA")

    assert triggers.exchange(trigger_id) == "U0EMMA"
    with pytest.raises(SlackError, match="exchanged_trigger_id"):
        triggers.exchange(trigger_id)


def test_a_trigger_is_good_for_three_seconds() -> None:
    clock = Clock()
    triggers = Triggers(3.0, clock)
    trigger_id = triggers.issue("U0EMMA")
    clock.now += 3.1

    with pytest.raises(SlackError, match="expired_trigger_id"):
        triggers.exchange(trigger_id)


def test_a_response_url_expires() -> None:
    clock = Clock()
    urls = ResponseUrls(1_800.0, clock)
    token = urls.issue("C0GENERAL", "U0EMMA")

    assert isinstance(urls.find(token), ResponseUrl)
    clock.now += 1_801
    assert urls.find(token) == "expired_url"
    assert urls.find("unknown") == "invalid_url"
