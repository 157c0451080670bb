"""Who is in HR: by list and by user group, and nobody from outside."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from advisor_bot.slack.roles import KEPT_SECONDS, NOBODY_IS_HR, UNSURE, Roles


class Slack:
    """The two calls that tell who somebody is."""

    def __init__(self, members: list[str] | str = "", **person: Any) -> None:
        self.members = members
        self.person = {"team_id": "T1"} | person
        self.asked = 0

    async def usergroups_users_list(self, *, usergroup: str) -> dict[str, Any]:
        self.asked += 1
        if isinstance(self.members, str):
            raise SlackApiError("no", {"error": self.members})  # type: ignore[no-untyped-call]
        return {"users": self.members}

    async def users_info(self, *, user: str) -> dict[str, Any]:
        return {"user": self.person}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def roles(*users: str, group: str | None = None, clock: Clock | None = None) -> Roles:
    return Roles(team="T1", hr_users=frozenset(users), hr_group=group, clock=clock or Clock())


async def is_hr(of: Roles, slack: Slack, user: str = "U1", **more: Any) -> bool:
    return await of.is_hr(slack, user, **more)  # type: ignore[arg-type]


async def test_by_list_and_by_group() -> None:
    assert await is_hr(roles("U1"), Slack())
    assert await is_hr(roles(group="S1"), Slack(["U1"]))
    assert not await is_hr(roles("U2", group="S1"), Slack(["U3"]))
    assert not await is_hr(roles(), Slack())


@pytest.mark.parametrize(
    "outside",
    [
        {"is_restricted": True},
        {"is_ultra_restricted": True},
        {"is_stranger": True},
        {"is_bot": True},
        {"deleted": True},
        {"team_id": "T2"},
    ],
)
async def test_nobody_from_outside(outside: dict[str, Any]) -> None:
    assert not await is_hr(roles("U1"), Slack(**outside))
    assert not await is_hr(roles(group="S1"), Slack(["U1"], **outside))


async def test_nobody_whose_message_came_from_another_organisation() -> None:
    assert not await is_hr(roles("U1"), Slack(), user_team="T2")
    assert await is_hr(roles("U1"), Slack(), user_team="T1")


async def test_the_group_is_asked_for_once_a_minute() -> None:
    clock, slack = Clock(), Slack(["U1"])
    of = roles(group="S1", clock=clock)
    assert await is_hr(of, slack)
    slack.members = []
    clock.now += KEPT_SECONDS - 1
    assert await is_hr(of, slack)
    clock.now += 1
    assert not await is_hr(of, slack)
    assert slack.asked == 2


async def test_a_group_that_may_not_be_read_has_no_members() -> None:
    assert not await is_hr(roles(group="S1"), Slack("missing_scope"))
    assert await is_hr(roles("U1", group="S1"), Slack("no_such_subteam"))


async def test_while_slack_does_not_say_nobody_is_let_in() -> None:
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    slack: Any = Slack("internal_error")
    assert not await roles(group="S1").admit(slack, "U1", "command", tell)
    assert told == [UNSURE]


async def test_whoever_is_refused_is_told_so_and_an_administrator_what_is_missing() -> None:
    told: list[str] = []

    async def tell(text: str) -> None:
        told.append(text)

    slack: Any = Slack(["U9"])
    assert not await roles(group="S1").admit(slack, "U1", "command", tell)
    assert not await roles().admit(slack, "U1", "command", tell)
    assert await roles("U1").admit(slack, "U1", "command", tell)
    assert NOBODY_IS_HR not in told[0]
    assert told[1] == told[0] + NOBODY_IS_HR
    assert len(told) == 2
