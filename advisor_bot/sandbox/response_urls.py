"""Response URLs: five answers within half an hour, to where an interaction happened.

Source: Slack's "Handling user interaction", "Message responses".
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

MAX_USES = 5


@dataclass
class ResponseUrl:
    """Where an interaction happened: its channel, person and, for a click, its message."""

    channel: str
    user: str
    expires: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class ResponseUrls:
    """Hands out response URLs by token."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._urls: dict[str, ResponseUrl] = {}

    def issue(
        self, channel: str, user: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """The token of a new response URL."""
        token = secrets.token_urlsafe(18)
        expires = self._clock() + self._seconds
        self._urls[token] = ResponseUrl(channel, user, expires, message_ts, thread_ts)
        return token

    def find(self, token: str) -> ResponseUrl | str:
        """The response URL behind a token, or Slack's error code for why it no longer works."""
        url = self._urls.get(token)
        if url is None:
            return "invalid_url"
        if self._clock() > url.expires:
            return "expired_url"
        if url.uses >= MAX_USES:
            return "used_url"
        return url
