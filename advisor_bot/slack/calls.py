"""Calls to Slack that a workspace may not know, and the errors that decide what happens next."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from advisor_bot.errors import DeliveryError

log = structlog.get_logger()

NOT_OFFERED = frozenset(
    {
        "unknown_method",
        "method_not_supported_for_channel_type",
        "feature_not_enabled",
        "not_allowed_token_type",
        "missing_scope",
        "access_denied",
        "no_permission",
    }
)
"""What a workspace answers that cannot stream or has no agent sessions."""

REFUSED_CONTENT = frozenset({"invalid_blocks", "msg_too_long", "msg_blocks_too_long"})
"""What Slack answers when it does not take a message as it is built."""


def error_code(error: SlackApiError) -> str:
    """Slack's error code; where something before Slack answered, such as a proxy, its HTTP status."""
    response: Any = error.response
    said = response.data if isinstance(response, AsyncSlackResponse) else response
    if isinstance(said, dict) and said.get("error"):
        return str(said["error"])
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    return f"http_{status}" if status else "unknown"


@asynccontextmanager
async def plain_errors() -> AsyncIterator[None]:
    """Around a step: turns the SDK's errors into ours, which say in words what happened, and which the
    durable work can store: an SDK error holds objects of its connection."""
    try:
        yield
    except SlackApiError as error:
        raise DeliveryError(f"Slack refused a call: {error_code(error)}.") from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise DeliveryError("Slack could not be reached.") from error


async def optional(call: Awaitable[Any], *, what: str) -> bool:
    """Makes a call that only adds comfort; when Slack refuses it, the log says so and work goes on.

    Returns whether it succeeded.
    """
    try:
        await call
    except SlackApiError as error:
        log.info("slack_comfort_refused", what=what, error=error_code(error))
        return False
    return True
