"""The other way to the bot: signed HTTP requests to its request URL.

Sources: Slack's "Verifying requests from Slack" (signature), "The Events API" (retry headers).
"""

import asyncio
import hashlib
import hmac
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.undelivered import DispatchFailed, NotAcknowledged


@dataclass(frozen=True)
class HttpEndpoint:
    """A bot that is reached by HTTP; one URL for events, commands and interactions."""

    url: str
    signing_secret: str
    clock: Callable[[], float]

    async def send(self, envelope: Json, seconds: float) -> Json:
        """Send what an envelope holds; returns what the bot answered with.

        Raises NotAcknowledged after so many seconds, and DispatchFailed for anything but a 2xx.
        """
        request = self._request(envelope)
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(_exchange, request, seconds), seconds)
        except TimeoutError:
            raise NotAcknowledged from None
        except urllib.error.URLError as failure:
            raise DispatchFailed from failure
        return _as_acknowledgement(answer)

    def _request(self, envelope: Json) -> urllib.request.Request:
        body, content_type = _body(envelope)
        timestamp = str(int(self.clock()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self.signing_secret, timestamp, body),
        }
        if envelope.get("retry_attempt"):
            headers["X-Slack-Retry-Num"] = str(envelope["retry_attempt"])
            headers["X-Slack-Retry-Reason"] = "http_timeout"
        return urllib.request.Request(self.url, body.encode(), headers, method="POST")


def sign(secret: str, timestamp: str, body: str) -> str:
    """Slack's ``v0`` signature of a request body."""
    base = f"v0:{timestamp}:{body}".encode()
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _body(envelope: Json) -> tuple[str, str]:
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if envelope["type"] == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


def _exchange(request: urllib.request.Request, seconds: float) -> str:
    try:
        with urllib.request.urlopen(request, timeout=seconds) as response:
            body: bytes = response.read()
    except urllib.error.HTTPError as failure:
        failure.close()
        raise
    return body.decode()


def _as_acknowledgement(body: str) -> Json:
    if not body.startswith("{"):
        return {"text": body} if body else {}
    answer: Json = json.loads(body)
    return answer
