"""What is pushed to the pages that people have open (Server-Sent Events)."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from advisor_bot.sandbox.model import Json

_BACKLOG = 10_000


@dataclass(eq=False)
class _Page:
    user_id: str
    waiting: "asyncio.Queue[str | None]" = field(default_factory=lambda: asyncio.Queue(_BACKLOG))
    """Events as JSON; None ends the page's stream."""
    dropped: bool = False


class Pages:
    """The open pages, each of which listens on behalf of one person."""

    def __init__(self) -> None:
        self._open: set[_Page] = set()
        self._closed = False

    def publish(self, event: Json, audience: frozenset[str] | None = None) -> None:
        """Push an event, as it is now, to the pages of an audience, or of everybody.

        A page that has stopped reading is dropped: it reloads what it missed when it returns.
        """
        reached = [p for p in self._open if audience is None or p.user_id in audience]
        text = json.dumps(event, ensure_ascii=False) if reached else ""
        for page in reached:
            self._put(page, text)

    def close(self) -> None:
        """End the streams of all open pages, so that a server can stop without waiting for them."""
        self._closed = True
        for page in list(self._open):
            self._put(page, None)

    def _put(self, page: _Page, event: str | None) -> None:
        if page.waiting.full():
            page.dropped = True
            self._open.discard(page)
        else:
            page.waiting.put_nowait(event)

    async def listen(self, user_id: str, keep_alive_seconds: float) -> AsyncIterator[str | None]:
        """Events for one person from now on, as JSON, and None after each silence."""
        page = _Page(user_id)
        self._open.add(page)
        try:
            while not (self._closed or page.dropped) or not page.waiting.empty():
                try:
                    event = await asyncio.wait_for(page.waiting.get(), keep_alive_seconds)
                except TimeoutError:
                    yield None
                    continue
                if event is not None:
                    yield event
        finally:
            self._open.discard(page)
