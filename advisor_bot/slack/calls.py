"""Calls to Slack that a workspace may not know, and the errors that decide what happens next."""

from collections.abc import Awaitable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

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


def error_code(error: SlackApiError) -> str:
    return str(error.response.get("error", "unknown"))


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
