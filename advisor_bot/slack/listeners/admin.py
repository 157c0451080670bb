"""``/advisor-admin``: importing knowledge, and what was imported."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.jobs import Offered
from advisor_bot.slack.deciding import imported
from advisor_bot.slack.offers import NO_HTTPS, address_in, address_offered
from advisor_bot.slack.roles import Roles
from advisor_bot.slack.views.imports import HELP, form, imports

READING = "Reading … I show what is in it in our direct message."
NO_ADDRESS = (
    "After `import` I need one address, such as `/advisor-admin import https://example.org/courses.csv`. "
    "Files you share with me in our direct message; `/advisor-admin import` alone asks for either."
)


def register(
    app: AsyncApp, *, offer: Callable[[Offered], Awaitable[None]], engine: Engine, roles: Roles
) -> None:
    async def admin(
        ack: AsyncAck,
        body: dict[str, Any],
        context: AsyncBoltContext,
        client: AsyncWebClient,
        respond: AsyncRespond,
    ) -> None:
        await ack()

        async def tell(text: str, blocks: list[dict[str, Any]] | None = None) -> None:
            await respond(
                text=text, blocks=blocks, response_type="ephemeral", replace_original=False
            )

        word, _, rest = str(body.get("text") or "").strip().partition(" ")
        user, trigger = str(body["user_id"]), str(body["trigger_id"])
        if not await roles.admit(client, user, "command", tell):
            return
        match word.lower(), rest.strip():
            case "import", "":
                await client.views_open(trigger_id=trigger, view=form())
            case "import", named:
                team = str(context.team_id)
                offered = _offered(named, key=f"{team}:{trigger}", team=team, user=user)
                if isinstance(offered, Offered):
                    await offer(offered)
                await tell(READING if isinstance(offered, Offered) else offered)
            case "imports", "":
                found = await asyncio.to_thread(imported, engine)
                await tell("What was imported", imports(found))
            case _:
                await tell(HELP)

    app.command("/advisor-admin")(admin)


def _offered(named: str, *, key: str, team: str, user: str) -> Offered | str:
    """The offer of an address, or why it is none."""
    address = address_in(named)
    if address is None:
        return NO_ADDRESS
    if not address.startswith("https://"):
        return NO_HTTPS
    return address_offered(address, key=key, team=team, user=user)
