"""The composition root: the bot in Slack, wired together."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from advisor_bot.advice import conversation
from advisor_bot.catalog import importing, uploads
from advisor_bot.catalog.importing import ImportReport
from advisor_bot.catalog.uploads import Upload, look
from advisor_bot.config import Settings, executor_name
from advisor_bot.errors import SettingsError
from advisor_bot.intake import import_upload, index
from advisor_bot.jobs import Jobs
from advisor_bot.services import Services, today
from advisor_bot.slack import replies
from advisor_bot.slack.admission import Admission
from advisor_bot.slack.answering import Stops, answering
from advisor_bot.slack.app import AsyncApp, make_app, make_client
from advisor_bot.slack.connection import identify, socket_mode
from advisor_bot.slack.deciding import deciding
from advisor_bot.slack.previewing import Intake, previewing
from advisor_bot.slack.roles import Roles
from advisor_bot.web.downloading import fetched

log = structlog.get_logger()


@dataclass(frozen=True)
class Bot:
    """The bot in Slack: the app that listens, and the durable work behind it."""

    app: AsyncApp
    jobs: Jobs


@asynccontextmanager
async def running_bot(
    settings: Settings, services: Services, *, role: str, signing_secret: str | None = None
) -> AsyncIterator[Bot]:
    """The bot with its durable work under way, unfinished answers first. ``role`` names the process."""
    if settings.slack_bot_token is None:
        raise SettingsError(
            "Set SLACK_BOT_TOKEN, or try the bot without Slack: `advisor-bot demo`."
        )
    client = make_client(
        token=settings.slack_bot_token.get_secret_value(), api_url=settings.slack_api_url
    )
    me = await identify(client)
    stops = Stops()
    intake = make_intake(settings, services)
    roles = Roles(team=me.team_id, hr_users=settings.hr_user_ids, hr_group=settings.hr_usergroup)
    jobs = Jobs(database_url=settings.jobs_database, executor=executor_name(settings, role))
    jobs.register_answering(
        answering(
            client=client,
            engine=services.engine,
            advisor=services.advisor,
            admission=Admission(
                guests=settings.answer_guests,
                other_organisations=settings.answer_other_organisations,
            ),
            stops=stops,
            bot_user=me.user_id,
        )
    )
    jobs.register_previewing(
        previewing(client=client, engine=services.engine, roles=roles, intake=intake)
    )
    jobs.register_deciding(deciding(client=client, engine=services.engine, intake=intake))

    async def forget(older_than: timedelta) -> int:
        kept = (conversation.forget, replies.forget, uploads.forget)
        gone = [
            await asyncio.to_thread(one, services.engine, older_than=older_than) for one in kept
        ]
        return sum(gone)

    jobs.register_purge(forget, older_than=timedelta(days=settings.retention_days))
    app = make_app(
        client=client,
        signing_secret=signing_secret,
        ask=jobs.ask,
        offer=jobs.offer,
        decide=jobs.decide,
        look=intake.look,
        engine=services.engine,
        roles=roles,
        stops=stops,
    )
    await jobs.launch()
    log.info("bot_ready", role=role, team=me.team_id)
    try:
        yield Bot(app, jobs)
    finally:
        await jobs.stop()


@asynccontextmanager
async def connected(settings: Settings, bot: Bot) -> AsyncIterator[None]:
    """The bot's Socket Mode connection."""
    if settings.slack_app_token is None:
        raise SettingsError(
            "Set SLACK_APP_TOKEN (an app-level token with connections:write) for Socket Mode, "
            "or serve over HTTP: `advisor-bot serve --http`."
        )
    async with socket_mode(bot.app, settings.slack_app_token.get_secret_value()):
        yield


def make_intake(settings: Settings, services: Services) -> Intake:
    """What importing in the team chat does with the catalog."""

    def fetch(url: str) -> tuple[str, bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = fetched(url, Path(folder))
            return path.name, path.read_bytes()

    def take_in(upload: Upload) -> ImportReport:
        report = import_upload(settings, services, upload)
        index(services)
        return report

    def forget(origin: str) -> int:
        dropped = importing.forget(services.engine, origin)
        index(services)
        return dropped

    return Intake(
        fetch=fetch,
        look=lambda upload: look(services.engine, upload, today=today()),
        dry_run=lambda upload: import_upload(settings, services, upload, dry_run=True),
        take_in=take_in,
        forget=forget,
    )
