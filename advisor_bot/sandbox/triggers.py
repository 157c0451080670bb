"""Trigger ids: the right to open a modal, within three seconds, once."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from advisor_bot.sandbox.errors import SlackError


@dataclass
class _Trigger:
    user_id: str
    expires: float
    used: bool = False


class Triggers:
    """Hands out trigger ids and takes them back.

    Source of the rules: Slack's "Handling user interaction", "Using trigger_id to open modals".
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._triggers: dict[str, _Trigger] = {}

    def issue(self, user_id: str) -> str:
        """A new trigger id for an interaction of this person."""
        now = self._clock()
        trigger_id = f"{int(now * 1000)}.{len(self._triggers)}.{secrets.token_hex(8)}"
        self._triggers[trigger_id] = _Trigger(user_id, now + self._seconds)
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """The person behind a trigger id.

        Raises invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user_id
