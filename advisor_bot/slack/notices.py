"""Messages that are posted once, whatever dies in between, and changed as work goes on."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.slack import replies
from advisor_bot.slack.replies import Reply

_EVENT = "advisor_notice"
_LOOKED_THROUGH = 100
_CLOCKS_DIFFER = 60.0
"""Seconds by which our clock and Slack's may differ."""


async def post_once(
    client: AsyncWebClient,
    engine: Engine,
    *,
    key: str,
    channel: str,
    thread_ts: str | None,
    text: str,
) -> str:
    """The timestamp of the message with this key: posted now, or the one that an earlier try posted.

    Its metadata holds the key, so that it is found even where Slack's answer never arrived.
    """
    reply = await asyncio.to_thread(replies.find, engine, key)
    if reply and reply.ts:
        return reply.ts
    found = await _posted_before(client, reply, thread_ts) if reply else None
    if reply is None:
        # Written before Slack is asked: a crash in between is then known to have been possible.
        reply = Reply(key=key, channel=channel, thread_ts=thread_ts or "", at=datetime.now(UTC))
        await asyncio.to_thread(replies.save, engine, reply)
    ts = found or await _post(client, key, channel, thread_ts, text)
    known = reply.model_copy(update={"ts": ts, "thread_ts": thread_ts or ts})
    await asyncio.to_thread(replies.save, engine, known)
    return ts


async def _post(
    client: AsyncWebClient, key: str, channel: str, thread_ts: str | None, text: str
) -> str:
    posted = await client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        text=text,
        metadata={"event_type": _EVENT, "event_payload": {"key": key}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


async def _posted_before(client: AsyncWebClient, reply: Reply, thread_ts: str | None) -> str | None:
    since = reply.at.replace(tzinfo=UTC).timestamp() - _CLOCKS_DIFFER
    where: dict[str, Any] = {"channel": reply.channel, "oldest": f"{since:.6f}"}
    if thread_ts:
        answer = await client.conversations_replies(
            **where, ts=thread_ts, limit=_LOOKED_THROUGH, include_all_metadata=True
        )
    else:
        answer = await client.conversations_history(
            **where, limit=_LOOKED_THROUGH, include_all_metadata=True
        )
    for message in answer["messages"] or []:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("key") == reply.key:
            return str(message["ts"])
    return None


async def change(
    client: AsyncWebClient,
    *,
    channel: str,
    ts: str,
    text: str,
    blocks: list[dict[str, Any]] | None = None,
) -> None:
    """Replaces what a message says; without ``blocks`` it shows the text alone."""
    shown = blocks or [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    await client.chat_update(channel=channel, ts=ts, text=text, blocks=shown)
