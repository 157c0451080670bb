"""Questions: direct messages, mentions, replies in the bot's threads, the command, the shortcut."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from sqlalchemy import Engine

from advisor_bot.advice import conversation
from advisor_bot.advice.courtesies import help_text
from advisor_bot.jobs import Asked
from advisor_bot.slack.asking import asked_by_command, asked_by_shortcut, asked_in

Ask = Callable[[Asked], Awaitable[None]]

ON_IT = "Looking into it … only you will see the answer."


def register(app: AsyncApp, *, ask: Ask, engine: Engine) -> None:
    async def message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        asked = asked_in(event, context)
        if asked and (asked.private or await _is_meant(event, asked, context, engine)):
            await ask(asked)

    async def command(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        asked = asked_by_command(body, context)
        if not asked.text:
            await ack(text=help_text())
            return
        await ack(text=ON_IT)
        await ask(asked)

    async def shortcut(
        ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        await ack()
        asked = asked_by_shortcut(body, context)
        await respond(
            text=ON_IT if asked.text else "This message has no text that I could advise on.",
            response_type="ephemeral",
            replace_original=False,
        )
        if asked.text:
            await ask(asked)

    app.event("message")(message)
    app.event("app_mention")(message)
    app.command("/advisor")(command)
    app.shortcut("ask_about_message")(shortcut)


async def _is_meant(
    event: dict[str, Any], asked: Asked, context: AsyncBoltContext, engine: Engine
) -> bool:
    """In a channel: a mention, or the next question of somebody who has asked in this thread and
    addresses nobody else."""
    text = str(event.get("text") or "")
    if f"<@{context.bot_user_id}>" in text:
        return True
    if not event.get("thread_ts") or "<@" in text:
        return False
    thread = f"{asked.team}:{asked.channel}:{asked.thread_ts}"
    return asked.user in await asyncio.to_thread(conversation.askers, engine, thread)
