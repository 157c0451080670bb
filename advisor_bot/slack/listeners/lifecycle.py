"""What happens around questions: joining a channel, the stop button, the end of an installation."""

from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.slack.answering import Stops
from advisor_bot.slack.calls import optional

log = structlog.get_logger()

INTRODUCTION = (
    "Hello, I advise on micro-credentials: which certificate or badge is worth your time, what it "
    "costs, how it is assessed. Mention me with a question, or use `/advisor` for an answer that "
    "only you see."
)


def register(app: AsyncApp, *, stops: Stops) -> None:
    async def joined(
        event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext
    ) -> None:
        if event.get("user") != context.bot_user_id:
            return
        greeting = client.chat_postMessage(
            channel=event["channel"], text=INTRODUCTION, unfurl_links=False, unfurl_media=False
        )
        await optional(greeting, what="introduction")

    async def stopped(event: dict[str, Any]) -> None:
        channel = str(event.get("channel") or event.get("channel_id"))
        stops.stop(channel, str(event.get("thread_ts")))

    async def noticed(event: dict[str, Any]) -> None:
        # Subscribed to, because the agent view sends them; without a listener Slack would retry.
        log.debug("slack_event_noticed", event_type=event["type"])

    async def removed(event: dict[str, Any]) -> None:
        log.warning("slack_installation_ended", event_type=event["type"])

    app.event("member_joined_channel")(joined)
    app.event("agent_session_stopped")(stopped)
    app.event("agent_session_title_changed")(noticed)
    app.event("app_context_changed")(noticed)
    app.event("app_uninstalled")(removed)
    app.event("tokens_revoked")(removed)
