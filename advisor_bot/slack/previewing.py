"""What somebody of HR offers is read, kept, and shown to them: nothing gets into the catalog by it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.catalog import uploads
from advisor_bot.catalog.importing import ImportReport
from advisor_bot.catalog.uploads import MOST_BYTES, Look, Upload
from advisor_bot.errors import KnowledgeError
from advisor_bot.jobs import Offered, Opened, Previewing
from advisor_bot.slack import files, notices
from advisor_bot.slack.calls import REFUSED_CONTENT, error_code, plain_errors
from advisor_bot.slack.escaping import notification
from advisor_bot.slack.roles import Roles, note_refusal
from advisor_bot.slack.views import previews

log = structlog.get_logger()

SORRY = (
    "Something went wrong while I was reading {name}, and nothing of it was kept. Please share it again "
    "in a moment; if that fails too, tell your administrator."
)
_LONE_MAPPING = (
    "It says what a table's columns mean: share it together with the table, in one message."
)


@dataclass(frozen=True)
class Intake:
    """What reading and importing do with the catalog. Each of these takes its time, in a thread."""

    fetch: Callable[[str], tuple[str, bytes]]
    """An address → the name and the bytes of what is there."""
    look: Callable[[Upload], Look]
    dry_run: Callable[[Upload], ImportReport]
    take_in: Callable[[Upload], ImportReport]
    """Into the catalog and the indexes."""
    forget: Callable[[str], int]
    """An import out of both."""


def previewing(
    *, client: AsyncWebClient, engine: Engine, roles: Roles, intake: Intake
) -> Previewing:
    """The steps of showing what is in an offer, for the durable work."""
    steps = _Steps(client, engine, roles, intake)
    return Previewing(open=steps.open, deliver=steps.deliver, apologise=steps.apologise)


@dataclass(frozen=True)
class _Steps:
    client: AsyncWebClient
    engine: Engine
    roles: Roles
    intake: Intake

    @plain_errors()
    async def open(self, offered: Offered) -> Opened | None:
        allowed = await self.roles.is_hr(self.client, offered.user, user_team=offered.user_team)
        if not allowed:
            note_refusal("offer", offered.user)
        text = previews.reading(offered.name) if allowed else self.roles.refusal
        opened = await _place(self.client, self.engine, offered, text)
        return opened if allowed else None

    @plain_errors()
    async def deliver(self, offered: Offered, opened: Opened) -> None:
        try:
            upload = await self._kept(offered)
            if upload.state != "pending":
                return  # shown before, and decided on since
            look = await asyncio.to_thread(self.intake.look, upload)
            report = await asyncio.to_thread(self.intake.dry_run, upload)
        except KnowledgeError as error:
            log.info("offer_unreadable", key=offered.key)
            await asyncio.to_thread(uploads.drop, self.engine, offered.key)
            said = previews.unreadable(offered.name, str(error))
            await notices.change(self.client, **opened, text=said)
            return
        await self._show(opened, upload, look, report)
        if report.is_empty:
            await asyncio.to_thread(uploads.drop, self.engine, upload.id)
        log.info("offer_shown", key=offered.key, programs=report.programs, refused=report.refused)

    @plain_errors()
    async def apologise(self, offered: Offered, opened: Opened | None) -> None:
        await asyncio.to_thread(uploads.drop, self.engine, offered.key)
        text = SORRY.format(name=previews.bold(offered.name))
        if opened is None:
            opened = await _place(self.client, self.engine, offered, text)
        await notices.change(self.client, **opened, text=text)

    async def _kept(self, offered: Offered) -> Upload:
        """The offer with its bytes, fetched where they are not here yet."""
        upload = await asyncio.to_thread(uploads.find, self.engine, offered.key)
        if upload is None:
            upload = await _brought(self.client, offered, self.intake)
            await asyncio.to_thread(uploads.save, self.engine, upload)
        return upload

    async def _show(self, opened: Opened, upload: Upload, look: Look, report: ImportReport) -> None:
        text = _summary(upload, report)
        try:
            blocks = previews.preview(upload, look, report)
            await notices.change(self.client, **opened, text=text, blocks=blocks)
        except SlackApiError as error:
            if error_code(error) not in REFUSED_CONTENT:
                raise
            log.error("preview_blocks_refused", error=error_code(error), key=upload.id)
            blocks = previews.plainer(upload, report)
            await notices.change(self.client, **opened, text=text, blocks=blocks)


async def _place(
    client: AsyncWebClient, engine: Engine, offered: Offered, text: str
) -> dict[str, str]:
    """The message that speaks of the offer, where nobody but its owner and the bot read."""
    channel = offered.channel
    if channel is None:
        opened = await client.conversations_open(users=offered.user)
        channel = str((opened["channel"] or {})["id"])
    ts = await notices.post_once(
        client,
        engine,
        key=offered.key,
        channel=channel,
        thread_ts=offered.thread_ts,
        text=text,
    )
    return {"channel": channel, "ts": ts}


async def _brought(client: AsyncWebClient, offered: Offered, intake: Intake) -> Upload:
    """The offer with its bytes. Raises KnowledgeError where it cannot be had."""
    mapping = None
    if offered.address:
        name, content = await asyncio.to_thread(intake.fetch, offered.address)
    else:
        name, content = await _downloaded(client, str(offered.file))
        if offered.mapping:
            _, written = await _downloaded(client, offered.mapping)
            mapping = written.decode("utf-8-sig", errors="replace")
        elif name.lower().endswith(MAPPINGS):
            raise KnowledgeError(_LONE_MAPPING)
    return Upload(
        id=offered.key,
        name=name,
        url=offered.address,
        by=offered.user,
        team=offered.team,
        at=datetime.now(UTC),
        content=content,
        mapping=mapping,
    )


MAPPINGS = (".mapping.yaml", ".mapping.yml")
"""How the names of files end that say what a table's columns mean."""


async def _downloaded(client: AsyncWebClient, file_id: str) -> tuple[str, bytes]:
    file = await files.about(client, file_id, most_bytes=MOST_BYTES)
    content = await files.content_of(client, file, most_bytes=MOST_BYTES)
    return " ".join(file.name.split()) or "file", content


def _summary(upload: Upload, report: ImportReport) -> str:
    said = f"{upload.name}: {report.programs:,} programs read, {report.added:,} entries are new."
    return notification(said, 300)
