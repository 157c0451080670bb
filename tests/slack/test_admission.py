"""Who is answered."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.jobs import Asked
from advisor_bot.slack.admission import GUEST, OUTSIDER, Admission

STRICT = Admission(guests=False, other_organisations=False)


class Directory(AsyncWebClient):
    """Slack's directory with one person in it."""

    def __init__(self, **person: bool) -> None:
        super().__init__(token="xoxb-test")
        self._person = person
        self.looked_up: list[str] = []

    async def users_info(self, *, user: str, **_more: Any) -> Any:
        self.looked_up.append(user)
        return {"ok": True, "user": {"id": user, **self._person}}


def asked(user_team: str | None = "T1") -> Asked:
    return Asked("k", "T1", "C1", "U1", "hi", "1.0", "1.0", private=False, user_team=user_team)


@pytest.mark.parametrize("team", [None, "T1"])
async def test_a_member_is_answered(team: str | None) -> None:
    assert await STRICT.refusal(Directory(), asked(team)) is None


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_is_refused_unless_allowed(kind: str) -> None:
    allowing = Admission(guests=True, other_organisations=False)

    assert await STRICT.refusal(Directory(**{kind: True}), asked()) == GUEST
    assert await allowing.refusal(Directory(**{kind: True}), asked()) is None


async def test_another_organisation_is_refused_without_a_look_up() -> None:
    directory = Directory()

    assert await STRICT.refusal(directory, asked("T2")) == OUTSIDER
    assert directory.looked_up == []


async def test_a_stranger_is_refused_even_if_the_event_names_no_team() -> None:
    assert await STRICT.refusal(Directory(is_stranger=True), asked(None)) == OUTSIDER


async def test_another_organisation_is_answered_if_allowed() -> None:
    allowing = Admission(guests=False, other_organisations=True)

    assert await allowing.refusal(Directory(is_stranger=True), asked("T2")) is None
    assert await allowing.refusal(Directory(is_restricted=True), asked("T2")) == GUEST


async def test_where_everybody_is_welcome_nobody_is_looked_up() -> None:
    directory = Directory(is_restricted=True)

    assert (
        await Admission(guests=True, other_organisations=True).refusal(directory, asked()) is None
    )
    assert directory.looked_up == []
