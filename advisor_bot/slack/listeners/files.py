"""Files that people share with the bot: knowledge, where HR shares them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.jobs import Asked, Offered
from advisor_bot.slack.asking import asked_in
from advisor_bot.slack.calls import error_code
from advisor_bot.slack.offers import files_offered
from advisor_bot.slack.roles import Roles

log = structlog.get_logger()


def register(
    app: AsyncApp,
    *,
    ask: Callable[[Asked], Awaitable[None]],
    offer: Callable[[Offered], Awaitable[None]],
    roles: Roles,
) -> None:
    async def shared(
        event: dict[str, Any], context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        asked = asked_in(event, context)
        if asked is None:
            return
        offers = files_offered(
            event.get("files") or [],
            key=asked.key,
            team=asked.team,
            user=asked.user,
            user_team=asked.user_team,
            channel=asked.channel,
            ts=asked.ts,
            thread_ts=asked.thread_ts,
        )
        if offers and await _may_offer(client, roles, asked):
            await asyncio.gather(*map(offer, offers))
            return
        # One file is enough to be told, in the durable work, that files are for HR.
        await asyncio.gather(*map(offer, offers[:1]))
        if not offers or str(event.get("text") or "").strip():
            await ask(asked)

    app.event({"type": "message", "subtype": "file_share"}, matchers=[_is_direct])(shared)


async def _is_direct(event: dict[str, Any]) -> bool:
    return event.get("channel_type") == "im"


async def _may_offer(client: AsyncWebClient, roles: Roles, asked: Asked) -> bool:
    """Whether the files are offers, or come with a question. The durable work asks again, with
    patience, before it reads anything: here a Slack that does not say is no refusal."""
    try:
        return await roles.is_hr(client, asked.user, user_team=asked.user_team)
    except SlackApiError as error:
        log.warning("hr_unknown", action="share", error=error_code(error))
        return True
