"""A log of the bot's API calls, for tests and for the curious."""

import itertools
from collections import deque
from dataclasses import dataclass, field

from advisor_bot.sandbox.model import Json

_KEPT = 5_000


@dataclass
class CallLog:
    """The most recent calls, numbered from 1."""

    _calls: deque[Json] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def record(self, method: str, args: Json, *, error: str | None) -> None:
        """Note a call; its token never gets here."""
        shown = {name: value for name, value in args.items() if name != "token"}
        self._calls.append(
            {
                "n": next(self._numbers),
                "method": method,
                "args": shown,
                "ok": error is None,
                "error": error,
            }
        )

    def since(self, number: int) -> list[Json]:
        """The calls after the numbered one, oldest first."""
        return [call for call in self._calls if call["n"] > number]
