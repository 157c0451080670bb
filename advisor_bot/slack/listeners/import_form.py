"""The dialog that asks for files or an address to import."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.jobs import Offered
from advisor_bot.slack.offers import NO_HTTPS, address_offered, files_offered
from advisor_bot.slack.roles import Roles
from advisor_bot.slack.views.imports import MODAL

NOTHING_GIVEN = "Choose a file, or give an address."


def register(app: AsyncApp, *, offer: Callable[[Offered], Awaitable[None]], roles: Roles) -> None:
    async def submitted(
        ack: AsyncAck,
        body: dict[str, Any],
        view: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
    ) -> None:
        async def complain(text: str, block: str = "files") -> None:
            await ack(response_action="errors", errors={block: text})

        user = str(body["user"]["id"])
        if not await roles.admit(client, user, "form", complain):
            return
        values = view["state"]["values"]
        files = values["files"]["files"].get("files") or []
        address = str(values["address"]["address"].get("value") or "").strip()
        if not files and not address:
            await complain(NOTHING_GIVEN)
            return
        if address and not address.startswith("https://"):
            await complain(NO_HTTPS, "address")
            return
        await ack()
        team = str(context.team_id)
        key = f"{team}:{view['id']}"
        offers = files_offered(files, key=key, team=team, user=user)
        if address:
            offers.append(address_offered(address, key=key, team=team, user=user))
        await asyncio.gather(*map(offer, offers))

    app.view(MODAL)(submitted)
