"""Draws a stream of answer events into Slack: streamed where the workspace can, else posted and
updated; the same message whatever is interrupted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.advice.events import Event, StatusEvent, TextEvent
from advisor_bot.jobs import Asked, Opened
from advisor_bot.slack import replies
from advisor_bot.slack.calls import NOT_OFFERED, REFUSED_CONTENT, error_code, optional
from advisor_bot.slack.escaping import markdown
from advisor_bot.slack.replies import Reply
from advisor_bot.slack.views.answer import (
    LONGEST_TEXT,
    Answer,
    closing_blocks,
    ever_plainer,
    fits,
    full_blocks,
    summary,
    text_blocks,
)

log = structlog.get_logger()

PIECE = 200
"""Characters gathered before a streamed message grows: appendStream allows about 100 calls a minute."""
PIECE_SECONDS = 0.8
UPDATE_SECONDS = 1.5
"""Between two updates of a posted message: chat.update allows about 50 a minute."""
PLACEHOLDER = "Looking into it …"
STOPPED = "\n\n*Stopped, as you asked.*"
SORRY = (
    "Something went wrong while I was answering, and I could not finish. Please ask again in a moment; "
    "if it happens again, tell your administrator that the answer to this message failed."
)


class Drawn(Protocol):
    """A message that grows."""

    async def grow(self, text: str) -> None: ...

    async def finish(self, answer: Answer) -> None: ...


async def open_reply(
    client: AsyncWebClient, engine: Engine, asked: Asked, *, bot_user: str
) -> Opened:
    """Makes the message in which the answer will appear, or finds the one made before a crash."""
    reply = await asyncio.to_thread(replies.find, engine, asked.key)
    if reply and reply.ts is None and (orphan := await _orphan(client, engine, asked, bot_user)):
        reply = reply.model_copy(update={"ts": orphan, "streaming": True, "begun": True})
        await asyncio.to_thread(replies.save, engine, reply)
    if reply is None or reply.ts is None:
        reply = Reply(
            key=asked.key, channel=asked.channel, thread_ts=asked.thread_ts, at=datetime.now(UTC)
        )
        # Written before Slack is asked: a crash in between is then known to have been possible.
        await asyncio.to_thread(replies.save, engine, reply)
        reply.ts, reply.streaming = await _first_message(client, asked)
        await asyncio.to_thread(replies.save, engine, reply)
    return {"ts": reply.ts, "streaming": reply.streaming}


async def _first_message(client: AsyncWebClient, asked: Asked) -> tuple[str, bool]:
    try:
        started = await client.chat_startStream(
            channel=asked.channel,
            thread_ts=asked.thread_ts,
            recipient_team_id=asked.user_team or asked.team,
            recipient_user_id=asked.user,
        )
        return str(started["ts"]), True
    except SlackApiError as error:
        if error_code(error) not in NOT_OFFERED:
            raise
        log.info("slack_does_not_stream", error=error_code(error))
    return await post(client, asked, PLACEHOLDER), False


async def post(client: AsyncWebClient, asked: Asked, text: str) -> str:
    """Plain text in the thread of the question; its timestamp."""
    posted = await client.chat_postMessage(
        channel=asked.channel,
        thread_ts=asked.thread_ts,
        text=text,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted["ts"])


async def _end_stream(client: AsyncWebClient, asked: Asked, ts: str) -> None:
    """Slack updates no message that is still streaming; one that no longer is, is fine too."""
    await optional(client.chat_stopStream(channel=asked.channel, ts=ts), what="end stream")


async def _orphan(
    client: AsyncWebClient, engine: Engine, asked: Asked, bot_user: str
) -> str | None:
    """A message of ours in the thread, after the question, that belongs to no question we know."""
    thread = await client.conversations_replies(
        channel=asked.channel, ts=asked.thread_ts, oldest=asked.ts, limit=100
    )
    known = await asyncio.to_thread(replies.known_messages, engine, asked.channel, asked.thread_ts)
    for message in thread["messages"] or []:
        ts = str(message["ts"])
        if message.get("user") == bot_user and ts not in known and float(ts) > float(asked.ts):
            return ts
    return None


async def deliver(
    client: AsyncWebClient,
    engine: Engine,
    asked: Asked,
    opened: Opened,
    events: AsyncIterator[Event],
    *,
    stopped: Callable[[], bool],
) -> Answer:
    """Shows ``events`` in the opened message until they end or ``stopped`` says so. Run again after
    an interruption, it replaces what stands there."""
    reply = await asyncio.to_thread(replies.find, engine, asked.key)
    again = reply is not None and reply.begun
    if reply and not again:
        await asyncio.to_thread(replies.save, engine, reply.model_copy(update={"begun": True}))
    ts = str(opened["ts"])
    drawn: Drawn
    if opened["streaming"] and not again:
        drawn = _Streamed(client, asked, ts)
    else:
        if opened["streaming"]:
            await _end_stream(client, asked, ts)
        drawn = _Updated(client, asked, ts)
    answer = Answer()
    async for event in events:
        answer.take(event)
        if isinstance(event, StatusEvent):
            await show_status(client, asked, event.text)
        elif isinstance(event, TextEvent):
            await drawn.grow(answer.text)
        if stopped():
            answer.text += STOPPED
            break
    await drawn.finish(answer)
    await show_status(client, asked, "")
    return answer


async def show_status(client: AsyncWebClient, asked: Asked, text: str) -> None:
    """The line under the conversation that says what is being done; empty text clears it."""
    if not asked.private:
        return  # sessions, and their status line, exist in the bot's own conversations only
    session = client.agents_sessions_setStatus(
        channel_id=asked.channel,
        thread_ts=asked.thread_ts,
        status="processing" if text else "active",
    )
    if not await optional(session, what="session status"):
        status = client.assistant_threads_setStatus(
            channel_id=asked.channel, thread_ts=asked.thread_ts, status=text
        )
        await optional(status, what="thread status")


class _Streamed:
    """A message in streaming state; when its stream dies, it is finished by an update."""

    def __init__(self, client: AsyncWebClient, asked: Asked, ts: str) -> None:
        self._client = client
        self._asked = asked
        self._ts = ts
        self._sent = 0
        self._alive = True
        self._last = time.monotonic()

    async def grow(self, text: str) -> None:
        # Whether a "<" begins a mention is seen by what follows it only.
        upto = len(text) - text.endswith("<")
        waiting = upto - self._sent
        due = waiting >= PIECE or time.monotonic() - self._last >= PIECE_SECONDS
        if not (self._alive and waiting and due) or len(text) > LONGEST_TEXT:
            return
        try:
            await self._client.chat_appendStream(
                channel=self._asked.channel,
                ts=self._ts,
                markdown_text=markdown(text[self._sent : upto]),
            )
        except SlackApiError as error:
            # Whether the piece arrived is not known: the end replaces the whole text instead.
            log.warning("stream_died", error=error_code(error), key=self._asked.key)
            self._alive = False
        self._sent = upto
        self._last = time.monotonic()

    async def finish(self, answer: Answer) -> None:
        if self._alive and fits(answer):
            rest = markdown(answer.text[self._sent :])
            options: dict[str, Any] = {"markdown_text": rest} if rest.strip() else {}
            try:
                await self._client.chat_stopStream(
                    channel=self._asked.channel,
                    ts=self._ts,
                    blocks=closing_blocks(answer),
                    **options,
                )
                return
            except SlackApiError as error:
                log.warning("stream_not_closed", error=error_code(error), key=self._asked.key)
        await _end_stream(self._client, self._asked, self._ts)
        await _Updated(self._client, self._asked, self._ts).finish(answer)


class _Updated:
    """A posted message that is replaced as the answer grows."""

    def __init__(self, client: AsyncWebClient, asked: Asked, ts: str) -> None:
        self._client = client
        self._asked = asked
        self._ts = ts
        self._last = time.monotonic()

    async def grow(self, text: str) -> None:
        if time.monotonic() - self._last < UPDATE_SECONDS:
            return
        self._last = time.monotonic()
        await optional(self._update(text, text_blocks(text + " …")), what="update answer")

    async def finish(self, answer: Answer) -> None:
        refused: SlackApiError | None = None
        for plainer in ever_plainer(answer):
            try:
                await self._update(plainer.text, full_blocks(plainer))
                return
            except SlackApiError as error:
                if error_code(error) not in REFUSED_CONTENT:
                    raise
                # Rather a plainer answer than none: the text stays, and says what is missing.
                refused = error
                log.error("answer_blocks_refused", error=error_code(error), key=self._asked.key)
        if refused:
            raise refused

    async def _update(self, text: str, blocks: list[dict[str, Any]]) -> None:
        await self._client.chat_update(
            channel=self._asked.channel, ts=self._ts, text=summary(text), blocks=blocks
        )


async def apologise(client: AsyncWebClient, asked: Asked, opened: Opened | None) -> None:
    """Says in the place of the answer that there is none, and what to do."""
    if opened and opened.get("ts"):
        if opened.get("streaming"):
            await _end_stream(client, asked, opened["ts"])
        await client.chat_update(
            channel=asked.channel, ts=opened["ts"], text=SORRY, blocks=text_blocks(SORRY)
        )
    else:
        await post(client, asked, SORRY)
    await show_status(client, asked, "")
