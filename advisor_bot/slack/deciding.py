"""What somebody of HR decided is done, once: an upload gets into the catalog or goes, an import is
forgotten."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient
from sqlalchemy import Engine

from advisor_bot.catalog import uploads
from advisor_bot.catalog.documents import CORRECTIONS, KNOWLEDGE
from advisor_bot.catalog.importing import Origin, origins
from advisor_bot.errors import DeliveryError, KnowledgeError
from advisor_bot.jobs import Decided, Deciding, Opened
from advisor_bot.slack import notices
from advisor_bot.slack.calls import plain_errors
from advisor_bot.slack.previewing import Intake
from advisor_bot.slack.views import previews
from advisor_bot.slack.views.imports import imports

log = structlog.get_logger()

GONE = "This is no longer here: what nobody decides on is kept for a limited time. Share it again."
SORRY = (
    "Something went wrong, and I could not finish this. What was done until then stays; doing it again "
    "goes on from there. If it fails again, tell your administrator."
)


def deciding(*, client: AsyncWebClient, engine: Engine, intake: Intake) -> Deciding:
    """The steps of carrying out a decision, for the durable work."""
    steps = _Steps(client, engine, intake)
    return Deciding(open=steps.open, deliver=steps.deliver, apologise=steps.apologise)


def imported(engine: Engine) -> list[Origin]:
    """What people have imported: neither the knowledge folder nor corrections."""
    return [one for one in origins(engine) if one.id not in (KNOWLEDGE, CORRECTIONS)]


@dataclass(frozen=True)
class _Steps:
    client: AsyncWebClient
    engine: Engine
    intake: Intake
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One import after the other in a process: each takes a core."""

    @plain_errors()
    async def open(self, decided: Decided) -> Opened | None:
        if decided.verdict == "forget":
            return {}
        upload = await asyncio.to_thread(
            uploads.decide,
            self.engine,
            decided.subject,
            "accepted" if decided.verdict == "accept" else "discarded",
            decided.user,
        )
        if upload is None:
            await self._tell(decided, GONE)
        elif upload.state == "discarded":
            log.info("upload_discarded", key=decided.key)
            await self._tell(decided, previews.discarded(upload))
        elif decided.verdict == "accept":
            await self._tell(decided, previews.importing(upload))
            return {}
        return None

    @plain_errors()
    async def deliver(self, decided: Decided, _opened: Opened) -> None:
        async with self.turn:
            await (self._forget if decided.verdict == "forget" else self._take_in)(decided)

    @plain_errors()
    async def apologise(self, decided: Decided, _opened: Opened | None) -> None:
        if decided.response_url:
            await _respond(decided, SORRY, None)
        else:
            await self._tell(decided, SORRY)

    async def _take_in(self, decided: Decided) -> None:
        upload = await asyncio.to_thread(uploads.find, self.engine, decided.subject)
        if upload is None or upload.content is None:
            await self._tell(decided, GONE)
            return
        try:
            report = await asyncio.to_thread(self.intake.take_in, upload)
        except KnowledgeError as error:
            await asyncio.to_thread(uploads.drop, self.engine, upload.id)
            await self._tell(decided, previews.unreadable(upload.name, str(error)))
            return
        programs, titles = await asyncio.to_thread(uploads.taken_in, self.engine, upload.origin)
        await self._tell(decided, previews.accepted(upload, report, programs, titles))
        await asyncio.to_thread(uploads.empty, self.engine, upload.id)
        log.info("upload_accepted", key=decided.key, programs=programs, refused=report.refused)

    async def _forget(self, decided: Decided) -> None:
        try:
            await asyncio.to_thread(self.intake.forget, decided.subject)
            said = f"{previews.bold(decided.subject)} is forgotten."
        except KnowledgeError as error:
            said = previews.inert(str(error))
        found = await asyncio.to_thread(imported, self.engine)
        await _respond(decided, said, imports(found, said=said))
        log.info("import_forgotten", key=decided.key)

    async def _tell(self, decided: Decided, text: str) -> None:
        await notices.change(self.client, channel=decided.channel, ts=decided.ts, text=text)


async def _respond(decided: Decided, text: str, blocks: list[dict[str, Any]] | None) -> None:
    """Replaces a message that one person sees. Raises DeliveryError where it is no longer taken."""
    response = await AsyncWebhookClient(str(decided.response_url)).send(
        text=text, blocks=blocks, response_type="ephemeral", replace_original=True
    )
    if response.status_code != 200:
        raise DeliveryError(f"Slack's response address answered {response.status_code}.")
