"""Looks at every part that the bot leans on, and says what to mend."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from advisor_bot.catalog.store import PAGE_KINDS
from advisor_bot.config import Settings
from advisor_bot.errors import AdvisorError
from advisor_bot.intake import sync_knowledge
from advisor_bot.services import make_chat, open_services
from advisor_bot.slack.app import make_client
from advisor_bot.slack.connection import identify


@dataclass(frozen=True)
class Finding:
    part: str
    fine: bool
    says: str


async def examine(settings: Settings) -> list[Finding]:
    """A finding for each part; problems of one never hide those of another."""
    return [
        await _look("Knowledge and index", _knowledge, settings),
        await _look("Language model", _model, settings),
        await _look("Slack", _slack, settings),
    ]


async def _look(
    part: str, examine_part: Callable[[Settings], Awaitable[str]], settings: Settings
) -> Finding:
    try:
        return Finding(part, True, await examine_part(settings))
    except AdvisorError as error:
        return Finding(part, False, str(error))
    except OSError as error:
        return Finding(part, False, f"cannot be reached: {error}")


async def _knowledge(settings: Settings) -> str:
    with open_services(settings) as services:
        report, _ = sync_knowledge(settings, services)
        catalog = services.knowledge().catalog
    if report.problems:
        return f"usable; {report.refused} problems, see `advisor-bot knowledge check`"
    return f"{catalog.count('program')} programs, {catalog.count(*PAGE_KINDS)} pages, indexed"


async def _model(settings: Settings) -> str:
    chat = make_chat(settings)
    if chat is None:
        return "none configured: answers are put together from facts"
    async with contextlib.aclosing(chat.stream("Answer with the one word: ready")) as reply:
        async for _ in reply:
            break
    await chat.close()
    return f"{chat.name} answers"


async def _slack(settings: Settings) -> str:
    if settings.slack_bot_token is None:
        return "no SLACK_BOT_TOKEN: only `advisor-bot demo` and `ask` will work"
    client = make_client(
        token=settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
    )
    me = await identify(client)
    return f"connected to {me.team} as {me.user}"
