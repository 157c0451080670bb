"""Delivers events and interactions to the bot, and waits until it acknowledges them.

Sources: Slack's "Using Socket Mode" (envelopes, acknowledgements, several connections) and "The
Events API", "Error handling" (three retries).
"""

import asyncio
import copy
import itertools
import logging
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from advisor_bot.sandbox.faults import DeliveryFault, Faults
from advisor_bot.sandbox.http_mode import HttpEndpoint
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.pages import Pages
from advisor_bot.sandbox.timing import Timing
from advisor_bot.sandbox.undelivered import DispatchFailed, NotAcknowledged

MAX_CONNECTIONS = 10

_log = logging.getLogger(__name__)


@dataclass
class Connection:
    """One Socket Mode connection of the bot."""

    send: Callable[[Json], Awaitable[None]]
    pending: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)
    """What was sent and is not acknowledged yet, by envelope id."""

    def acknowledge(self, envelope_id: str, payload: Json) -> None:
        """Note the bot's acknowledgement; one that is unknown or too late is ignored."""
        waiting = self.pending.get(envelope_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(payload)

    def lost(self) -> None:
        """The connection ended: nothing more will be acknowledged over it."""
        for waiting in self.pending.values():
            if not waiting.done():
                waiting.set_exception(DispatchFailed())


class Delivery:
    """The way to the bot: any of its connections, each in turn."""

    def __init__(
        self,
        timing: Timing,
        faults: Faults,
        pages: Pages,
        spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._timing = timing
        self._faults = faults
        self._pages = pages
        self._spawn = spawn
        self._connections: deque[Connection] = deque()
        self._endpoint: HttpEndpoint | None = None
        self._arrived = asyncio.Event()
        self._tickets: set[str] = set()
        self._envelopes = itertools.count(1)
        self.opened = 0
        """How many connections the bot has opened so far."""

    @property
    def connections(self) -> int:
        """How many connections the bot has open."""
        return len(self._connections)

    @property
    def reachable(self) -> bool:
        """Whether there is a way to the bot."""
        return self._endpoint is not None or bool(self._connections)

    def use_http(self, endpoint: HttpEndpoint) -> None:
        """From now on reach the bot by HTTP, not over its connections."""
        self._endpoint = endpoint
        self._arrived.set()
        self._pages.publish({"type": "bot", "connected": True})

    def issue_ticket(self) -> str:
        """The right to open one connection, once."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    def redeem_ticket(self, ticket: str) -> bool:
        """Whether the ticket was good; it is not good a second time."""
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        return known

    def connect(self, send: Callable[[Json], Awaitable[None]]) -> Connection:
        """Add a connection; whatever waits for one is delivered over it."""
        connection = Connection(send)
        self._connections.append(connection)
        self.opened += 1
        self._arrived.set()
        self._pages.publish({"type": "bot", "connected": True})
        return connection

    def disconnect(self, connection: Connection) -> None:
        """Forget a connection; what it had not acknowledged is delivered again."""
        self._connections.remove(connection)
        if not self.reachable:
            self._arrived.clear()
            self._pages.publish({"type": "bot", "connected": False})
        connection.lost()

    async def refresh(self) -> None:
        """Ask the bot to reconnect, as Slack does to every connection from time to time."""
        for connection in list(self._connections):
            await connection.send({"type": "disconnect", "reason": "refresh_requested"})

    def event(self, payload: Json) -> None:
        """Deliver an Events API payload, as it is now, in the background, with Slack's retries."""
        fault = self._faults.for_event(payload["event"]["type"])
        self._spawn(self._deliver(copy.deepcopy(payload), fault))

    async def request(self, kind: str, payload: Json) -> Json:
        """Deliver an interaction or a command and return what it was acknowledged with.

        Raises DispatchFailed when no bot is there, NotAcknowledged after three seconds. Slack
        does not retry these.
        """
        if not self.reachable:
            raise DispatchFailed
        return await self._send(
            {"type": kind, "payload": payload, "accepts_response_payload": True}
        )

    async def _deliver(self, payload: Json, fault: DeliveryFault | None) -> None:
        kind = fault.delivery if fault else None
        if fault is not None and kind == "late":
            await asyncio.sleep(fault.seconds)
        if kind == "duplicate":
            self._spawn(self._deliver_again(payload))
        for attempt, delay in enumerate((0.0, *self._timing.retry_delays)):
            await asyncio.sleep(delay)
            if await self._attempt(payload, attempt, lose_ack=kind == "drop_ack" and attempt == 0):
                return
        _log.warning("event %s was never acknowledged", payload["event_id"])

    async def _deliver_again(self, payload: Json) -> None:
        await asyncio.sleep(0)
        await self._attempt(payload, 1)

    async def _attempt(self, payload: Json, attempt: int, *, lose_ack: bool = False) -> bool:
        while not self.reachable:
            await self._arrived.wait()
        envelope = {
            "type": "events_api",
            "payload": payload,
            "accepts_response_payload": False,
            "retry_attempt": attempt,
            "retry_reason": "timeout" if attempt else "",
        }
        try:
            await self._send(envelope)
        except (DispatchFailed, NotAcknowledged):
            return False
        return not lose_ack

    async def _send(self, envelope: Json) -> Json:
        if self._endpoint is not None:
            return await self._endpoint.send(envelope, self._timing.ack_seconds)
        connection = self._connections[0]
        self._connections.rotate(-1)
        envelope_id = f"{next(self._envelopes):08d}-{secrets.token_hex(8)}"
        waiting = asyncio.get_running_loop().create_future()
        connection.pending[envelope_id] = waiting
        try:
            await connection.send({"envelope_id": envelope_id, **envelope})
            return await asyncio.wait_for(waiting, self._timing.ack_seconds)
        except TimeoutError:
            raise NotAcknowledged from None
        finally:
            del connection.pending[envelope_id]
