"""Who may do what only some may: HR, by a list of people and by a Slack user group."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.slack.calls import NOT_OFFERED, error_code

log = structlog.get_logger()

KEPT_SECONDS = 60.0
"""How long a change in the user group may take to be noticed."""
FOR_HR_ONLY = (
    "I read files and addresses into my knowledge for people of HR only. Please ask somebody there; "
    "a question about a credential I answer for everybody."
)
NOBODY_IS_HR = (
    "\n(Nobody is set up as HR yet. Your administrator does that with the settings HR_USERGROUP or "
    "HR_USERS.)"
)
UNSURE = "Slack does not tell me right now whether you are in HR. Please try again in a moment."
_UNREADABLE = NOT_OFFERED | {"no_such_subteam", "subteam_not_found", "plan_upgrade_required"}


@dataclass
class Roles:
    """The roles of a workspace, as an administrator set them. Nobody from outside has one: no guest,
    nobody of another organisation, no bot."""

    team: str
    hr_users: frozenset[str]
    hr_group: str | None
    clock: Callable[[], float] = time.monotonic
    _members: frozenset[str] = frozenset()
    _read_at: float | None = field(default=None)

    async def is_hr(
        self, client: AsyncWebClient, user: str, *, user_team: str | None = None
    ) -> bool:
        """Whether this person is in HR. Raises SlackApiError where Slack does not say."""
        if user_team not in (None, self.team):
            return False
        if user not in self.hr_users and user not in await self._group(client):
            return False
        person = (await client.users_info(user=user))["user"] or {}
        outside = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        return person.get("team_id") in (None, self.team) and not any(map(person.get, outside))

    async def admit(
        self,
        client: AsyncWebClient,
        user: str,
        action: str,
        tell: Callable[[str], Awaitable[object]],
    ) -> bool:
        """Whether this person may do what HR may; where not, ``tell`` tells them why."""
        try:
            if await self.is_hr(client, user):
                return True
        except SlackApiError as error:
            log.warning("hr_unknown", action=action, error=error_code(error))
            await tell(UNSURE)
            return False
        note_refusal(action, user)
        await tell(self.refusal)
        return False

    @property
    def refusal(self) -> str:
        """What somebody is told who is not in HR."""
        if self.hr_users or self.hr_group:
            return FOR_HR_ONLY
        return FOR_HR_ONLY + NOBODY_IS_HR

    async def _group(self, client: AsyncWebClient) -> frozenset[str]:
        """The group's members, asked for at most once a minute. Where the app may not read the group,
        or there is none, it has no members: the log says so."""
        if self.hr_group is None:
            return frozenset()
        if self._read_at is None or self.clock() - self._read_at >= KEPT_SECONDS:
            try:
                answer = await client.usergroups_users_list(usergroup=self.hr_group)
                self._members = frozenset(answer["users"] or ())
            except SlackApiError as error:
                if error_code(error) not in _UNREADABLE:
                    raise
                log.warning("hr_group_unreadable", error=error_code(error))
                self._members = frozenset()
            self._read_at = self.clock()
        return self._members


def note_refusal(action: str, user: str) -> None:
    """Notes that somebody who is not in HR wanted to do what HR may."""
    log.info("hr_action_refused", action=action, user=user)
