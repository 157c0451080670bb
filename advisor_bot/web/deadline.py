"""One time limit for everything that a badge may cost: computing and fetching."""

import time
from collections.abc import Callable


class TimeUp(Exception):
    """The time allowed for this badge is used up."""


class Deadline:
    """A moment after which :meth:`check` raises :class:`TimeUp`.

    ``clock`` counts seconds and never runs backwards.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    def check(self) -> None:
        if self.remaining() <= 0:
            raise TimeUp
