"""The buttons below what was read, and in the list of what was imported."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.catalog import uploads
from advisor_bot.catalog.readers.tables import mapping_yaml
from advisor_bot.catalog.uploads import Look, Upload
from advisor_bot.jobs import Decided, Verdict
from advisor_bot.slack.deciding import GONE
from advisor_bot.slack.roles import Roles
from advisor_bot.slack.views import previews
from advisor_bot.slack.views.elements import Block
from advisor_bot.slack.views.imports import FORGET

Decide = Callable[[Decided], Awaitable[None]]


def register(
    app: AsyncApp,
    *,
    decide: Decide,
    look: Callable[[Upload], Look],
    engine: Engine,
    roles: Roles,
) -> None:
    async def admitted(body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond) -> bool:
        async def tell(text: str) -> None:
            await respond(text=text, response_type="ephemeral", replace_original=False)

        return await roles.admit(
            client, str(body["user"]["id"]), str(body["actions"][0]["action_id"]), tell
        )

    def pressed(verdict: Verdict) -> Callable[..., Awaitable[None]]:
        async def listener(
            ack: AsyncAck,
            body: dict[str, Any],
            context: AsyncBoltContext,
            client: AsyncWebClient,
            respond: AsyncRespond,
        ) -> None:
            await ack()
            if await admitted(body, client, respond):
                await decide(_decided(body, str(context.team_id), verdict))

        listener.__name__ = verdict
        return listener

    async def columns(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        await ack()
        if not await admitted(body, client, respond):
            return
        upload = await asyncio.to_thread(uploads.find, engine, str(body["actions"][0]["value"]))
        blocks = None
        if upload is not None and upload.content is not None:
            blocks = await asyncio.to_thread(_columns, upload, look)
        await respond(
            text=previews.COLUMNS_TITLE if blocks else GONE,
            blocks=blocks,
            response_type="ephemeral",
            replace_original=False,
            thread_ts=body["container"].get("thread_ts"),
        )

    app.action(previews.ACCEPT)(pressed("accept"))
    app.action(previews.DISCARD)(pressed("discard"))
    app.action(FORGET)(pressed("forget"))
    app.action(previews.COLUMNS)(columns)


def _decided(body: dict[str, Any], team: str, verdict: Verdict) -> Decided:
    """Pressed twice, by one person or by two, it is one decision on an upload; an import's name may be
    forgotten again, after it was imported again."""
    subject, container = str(body["actions"][0]["value"]), body["container"]
    once = f"{subject}:{verdict}"
    return Decided(
        key=f"{team}:forget:{body['trigger_id']}" if verdict == "forget" else once,
        team=team,
        user=str(body["user"]["id"]),
        verdict=verdict,
        subject=subject,
        channel=str(container["channel_id"]),
        ts=str(container["message_ts"]),
        response_url=str(body["response_url"]) if container.get("is_ephemeral") else None,
    )


def _columns(upload: Upload, look: Callable[[Upload], Look]) -> list[Block] | None:
    looked = look(upload)
    if looked.mapping is None:
        return None
    return previews.columns_help(upload, mapping_yaml(looked.mapping, looked.headers))
