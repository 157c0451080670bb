"""The one reply path: every question, wherever it was asked, is answered by these steps."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy import Engine

from advisor_bot.advice import conversation
from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.conversation import Turn
from advisor_bot.errors import DeliveryError
from advisor_bot.jobs import Answering, Asked, Opened
from advisor_bot.slack import delivery
from advisor_bot.slack.admission import Admission
from advisor_bot.slack.calls import plain_errors
from advisor_bot.slack.delivery import SORRY
from advisor_bot.slack.views.answer import Answer, ever_plainer, full_blocks, summary

log = structlog.get_logger()


@dataclass
class Stops:
    """Which conversations were told to stop, while their answers are under way in this process."""

    _under_way: Counter[tuple[str, str]] = field(default_factory=Counter)
    _stopped: set[tuple[str, str]] = field(default_factory=set)

    def begin(self, asked: Asked) -> Callable[[], bool]:
        place = (asked.channel, asked.thread_ts)
        self._under_way[place] += 1
        return lambda: place in self._stopped

    def end(self, asked: Asked) -> None:
        place = (asked.channel, asked.thread_ts)
        self._under_way[place] -= 1
        if self._under_way[place] <= 0:
            del self._under_way[place]
            self._stopped.discard(place)

    def stop(self, channel: str, thread_ts: str) -> None:
        if (channel, thread_ts) in self._under_way:
            self._stopped.add((channel, thread_ts))


def answering(
    *,
    client: AsyncWebClient,
    engine: Engine,
    advisor: Advisor,
    admission: Admission,
    stops: Stops,
    bot_user: str,
) -> Answering:
    """The steps of answering in Slack, for the durable work."""

    @plain_errors()
    async def open_(asked: Asked) -> Opened | None:
        if reason := await admission.refusal(client, asked):
            await _refuse(client, asked, reason)
            return None
        if asked.response_url:
            return {}
        await delivery.show_status(client, asked, "is reading your question")
        return await delivery.open_reply(client, engine, asked, bot_user=bot_user)

    @plain_errors()
    async def deliver(asked: Asked, opened: Opened) -> None:
        began = time.monotonic()
        turns = await asyncio.to_thread(
            conversation.recent,
            engine,
            place=place_of(asked),
            thread=thread_of(asked),
            asker=asked.user,
            now=datetime.now(UTC),
        )
        turns = [turn for turn in turns if turn.key != asked.key]
        events = advisor.answer(asked.text, turns)
        if asked.response_url:
            answer = Answer()
            async for event in events:
                answer.take(event)
            await _respond(asked.response_url, summary(answer.text), answer)
        else:
            stopped = stops.begin(asked)
            try:
                answer = await delivery.deliver(
                    client, engine, asked, opened, events, stopped=stopped
                )
            finally:
                stops.end(asked)
        await asyncio.to_thread(conversation.record, engine, _turn(asked, answer))
        _log(asked, answer, time.monotonic() - began)

    @plain_errors()
    async def apologise(asked: Asked, opened: Opened | None) -> None:
        if asked.response_url:
            await _respond(asked.response_url, SORRY, None)
        else:
            await delivery.apologise(client, asked, opened)

    return Answering(open=open_, deliver=deliver, apologise=apologise)


def place_of(asked: Asked) -> str:
    return f"{asked.team}:{asked.channel}"


def thread_of(asked: Asked) -> str:
    """A private question to the command is a conversation of its own asker, not of the channel."""
    if asked.response_url:
        return f"{place_of(asked)}:{asked.user}"
    return f"{place_of(asked)}:{asked.thread_ts}"


async def _refuse(client: AsyncWebClient, asked: Asked, reason: str) -> None:
    log.info("question_refused", key=asked.key)
    if asked.response_url:
        await _respond(asked.response_url, reason, None)
    elif asked.private:
        await delivery.post(client, asked, reason)
    else:
        # Slack shows an ephemeral reply in a thread only where the thread exists already.
        in_thread = asked.thread_ts if asked.thread_ts != asked.ts else None
        await client.chat_postEphemeral(
            channel=asked.channel, user=asked.user, thread_ts=in_thread, text=reason
        )


async def _respond(url: str, text: str, answer: Answer | None) -> None:
    """Sends what only the asker sees. Raises DeliveryError when the address no longer takes it."""
    status = 0
    for plainer in ever_plainer(answer) if answer else [None]:
        response = await AsyncWebhookClient(url).send(
            text=text,
            blocks=full_blocks(plainer) if plainer else None,
            response_type="ephemeral",
            replace_original=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        status = response.status_code
        if status == 200:
            return
        if status != 400:  # 400: the content is refused, the address is good
            break
    raise DeliveryError(f"Slack's response address answered {status}.")


def _turn(asked: Asked, answer: Answer) -> Turn:
    done = answer.done
    return Turn(
        key=asked.key,
        place=place_of(asked),
        thread=thread_of(asked),
        asker=asked.user,
        question=asked.text,
        answer=answer.text,
        programs=list(done.programs) if done else [],
        outcome=done.outcome if done else "stopped",
        at=datetime.now(UTC),
    )


def _log(asked: Asked, answer: Answer, seconds: float) -> None:
    """What an operator needs to know of an answer, and nothing of what was said."""
    done = answer.done
    log.info(
        "answered",
        key=asked.key,
        seconds=round(seconds, 3),
        outcome=done.outcome if done else "stopped",
        composer=done.composer if done else None,
        fell_back=done.fell_back if done else None,
        programs=len(done.programs) if done else 0,
        characters=len(answer.text),
    )
