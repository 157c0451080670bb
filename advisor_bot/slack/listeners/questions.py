"""Questions: direct messages, mentions, replies in the bot's threads, the command, the shortcut."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from sqlalchemy import Engine

from advisor_bot.advice import conversation
from advisor_bot.advice.courtesies import help_text
from advisor_bot.jobs import Asked
from advisor_bot.slack.escaping import plain

Ask = Callable[[Asked], Awaitable[None]]

_ANSWERED_SUBTYPES = (None, "file_share", "thread_broadcast")
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


def asked_in(event: dict[str, Any], context: AsyncBoltContext) -> Asked | None:
    """The question in a message event; ``None`` for what is no person's message: edits, joins, bots.

    A mention in a channel arrives twice, as ``message`` and as ``app_mention``: both give one key.
    """
    if event.get("subtype") not in _ANSWERED_SUBTYPES or event.get("bot_id"):
        return None
    user, ts, team = event.get("user"), event.get("ts"), context.team_id
    if not user or not ts or not team or user == context.bot_user_id:
        return None
    channel = str(event["channel"])
    text = plain(str(event.get("text") or ""), bot_user=context.bot_user_id or "")
    return Asked(
        key=f"{team}:{channel}:{ts}",
        team=team,
        channel=channel,
        user=str(user),
        text=text or "help",
        ts=str(ts),
        thread_ts=str(event.get("thread_ts") or ts),
        private=event.get("channel_type") == "im" or channel.startswith("D"),
        user_team=event.get("user_team") or event.get("team"),
    )


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


def asked_by_command(body: dict[str, Any], context: AsyncBoltContext) -> Asked:
    return _asked_privately(
        body,
        context,
        channel=str(body["channel_id"]),
        user=str(body["user_id"]),
        text=str(body.get("text") or ""),
    )


def asked_by_shortcut(body: dict[str, Any], context: AsyncBoltContext) -> Asked:
    return _asked_privately(
        body,
        context,
        channel=str(body["channel"]["id"]),
        user=str(body["user"]["id"]),
        text=str(body["message"].get("text") or ""),
    )


def _asked_privately(
    body: dict[str, Any], context: AsyncBoltContext, *, channel: str, user: str, text: str
) -> Asked:
    team = str(context.team_id)
    trigger = str(body["trigger_id"])
    return Asked(
        key=f"{team}:{channel}:{trigger}",
        team=team,
        channel=channel,
        user=user,
        text=plain(text, bot_user=context.bot_user_id or ""),
        ts=trigger,
        thread_ts=trigger,
        private=True,
        response_url=str(body["response_url"]),
    )
