"""What happens around questions: the stop button, and the end of an installation."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp

from advisor_bot.slack.answering import Stops

log = structlog.get_logger()


def register(app: AsyncApp, *, stops: Stops) -> None:
    async def stopped(event: dict[str, Any]) -> None:
        channel = str(event.get("channel") or event.get("channel_id"))
        stops.stop(channel, str(event.get("thread_ts")))

    async def removed(event: dict[str, Any]) -> None:
        log.warning("slack_installation_ended", kind=event["type"])

    app.event("agent_session_stopped")(stopped)
    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked")(removed)
