"""The bot is killed while it answers, starts again, and finishes: the same message, once."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import Session, col, select

from advisor_bot.config import Settings
from advisor_bot.sandbox.seed import APP_TOKEN, BOT_TOKEN
from advisor_bot.services import Services
from advisor_bot.slack.replies import Reply
from advisor_bot.storage import open_engine
from tests.faults.postgres import running_postgres
from tests.faults.process import Bot, environment_for
from tests.model_server import FIRST_WORDS, LAST_WORDS, ModelServer
from tests.workspace import (
    DM,
    GENERAL,
    MENTION,
    Json,
    Workspace,
    kinds,
    open_workspace,
    serving,
    shown,
    until,
)

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

WORTH_IT = "is the Google data analytics certificate worth it?"


@dataclass(frozen=True)
class Scene:
    """A workspace, a slow language model, and the bot between them."""

    workspace: Workspace
    model: ModelServer
    bot: Bot
    database: str
    jobs_database: str

    async def start_bot(self) -> None:
        delivery = self.workspace.state.delivery
        before = delivery.opened
        await self.bot.start()
        await until(lambda: delivery.opened > before and delivery.reachable, seconds=60)

    async def begun(self, channel: str, text: str) -> Json:
        """The part of an answer that stands in Slack when the model falls silent."""
        thread = await self.workspace.say(text, channel)

        async def part() -> Json | None:
            found = await self.workspace.answers(channel, thread)
            return found[0] if found and FIRST_WORDS in found[0]["text"] else None

        shown_so_far: Json = await until(part, seconds=60)
        return shown_so_far


@dataclass(frozen=True)
class Aftermath:
    """What stood in Slack when the bot was killed, and where to look for what became of it."""

    workspace: Workspace
    direct: Json
    mentioned: Json
    unnoted: Json
    missed: str
    log: str


@pytest_asyncio.fixture(
    scope="module",
    loop_scope="module",
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
async def aftermath(
    request: pytest.FixtureRequest,
    shipped: tuple[Settings, Services],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Aftermath]:
    """The bot is killed with three answers half written, misses a question, and starts again."""
    folder = tmp_path_factory.mktemp("killed")
    async with AsyncExitStack() as stack:
        postgres = None
        if request.param == "postgres":
            postgres = stack.enter_context(running_postgres(tmp_path_factory.mktemp("postgres")))
        at = await stack.enter_async_context(scene(folder, shipped, postgres))
        await at.start_bot()
        at.model.hold_at = 3
        direct = await at.begun(DM, WORTH_IT)
        mentioned = await at.begun(GENERAL, f"{MENTION} {WORTH_IT}")
        unnoted = await at.begun(DM, WORTH_IT)
        await at.bot.kill()
        forget_reply(at, unnoted["thread_ts"])
        await until(lambda: not at.workspace.state.delivery.reachable)
        missed = await at.workspace.say(WORTH_IT, DM)
        at.model.hold_at = None

        await at.start_bot()
        await at.workspace.settled()
        for part in (direct, mentioned, unnoted):
            await at.workspace.answer(part["channel"], part["thread_ts"])
        await at.workspace.answer(DM, missed)
        # Whatever would come a second time has come when the next question is answered.
        await at.workspace.settled()
        yield Aftermath(at.workspace, direct, mentioned, unnoted, missed, at.bot.log.read_text())


@pytest.mark.parametrize("where", ["direct", "mentioned"])
async def test_a_half_written_answer_is_finished_in_its_message(
    aftermath: Aftermath, where: str
) -> None:
    part: Json = getattr(aftermath, where)

    [answer] = await aftermath.workspace.answers(part["channel"], part["thread_ts"])

    assert part["streaming"]
    assert answer["ts"] == part["ts"]
    assert_whole(answer)


async def test_a_reply_whose_timestamp_was_lost_is_found_again(aftermath: Aftermath) -> None:
    """Killed between Slack's making of the message and our noting of it."""
    part = aftermath.unnoted

    [answer] = await aftermath.workspace.answers(DM, part["thread_ts"])

    assert answer["ts"] == part["ts"]
    assert_whole(answer)


async def test_a_question_that_came_while_the_bot_was_down_is_answered_once(
    aftermath: Aftermath,
) -> None:
    [answer] = await aftermath.workspace.answers(DM, aftermath.missed)

    assert_whole(answer)


async def test_the_log_tells_of_it_without_a_word_of_what_was_said(aftermath: Aftermath) -> None:
    assert aftermath.log.count("bot_ready") == 2
    assert "answered" in aftermath.log
    assert "Traceback" not in aftermath.log
    for said in ("worth it", "eight online courses", BOT_TOKEN, APP_TOKEN):
        assert said not in aftermath.log


def assert_whole(answer: Json) -> None:
    """The answer is complete, in order, and nothing in it is doubled."""
    assert not answer["streaming"]
    written = answer["blocks"][0]["text"]
    assert written.count(FIRST_WORDS) == written.count(LAST_WORDS) == 1
    assert written.index(FIRST_WORDS) < written.index(LAST_WORDS)
    assert shown(answer).count("*Quality checklist") == 1
    assert shown(answer).count("*Sources*") == 1
    assert kinds(answer)[-1] == "context_actions"


@asynccontextmanager
async def scene(
    folder: Path, shipped: tuple[Settings, Services], postgres: str | None
) -> AsyncIterator[Scene]:
    model = ModelServer()
    # The index is the slow part of a first start, and not what is tested here.
    shutil.copytree(shipped[0].data_dir, folder / "data")
    async with serving(model.app) as model_url, open_workspace() as workspace:
        environment = environment_for(workspace) | {
            "DATA_DIR": str(folder / "data"),
            "OPENAI_BASE_URL": f"{model_url}/v1",
            "OPENAI_MODEL": "stub",
        }
        if postgres:
            environment["DATABASE_URL"] = postgres
        bot = Bot(folder, environment)
        sqlite = f"sqlite:///{folder / 'data'}"
        database = (postgres or "").replace("postgresql:", "postgresql+psycopg:")
        try:
            yield Scene(
                workspace,
                model,
                bot,
                database or f"{sqlite}/advisor.sqlite",
                database or f"{sqlite}/jobs.sqlite",
            )
        finally:
            model.go_on.set()
            await bot.stop()


def forget_reply(at: Scene, thread: str) -> None:
    """Makes the databases say what they said before Slack's answer to the first call arrived."""
    engine = open_engine(at.database)
    with Session(engine) as session:
        reply = session.exec(select(Reply).where(col(Reply.thread_ts) == thread)).one()
        reply.ts, reply.begun, reply.streaming = None, False, False
        session.add(reply)
        session.commit()
        key = reply.key
    engine.dispose()
    jobs = open_engine(at.jobs_database)
    outputs = "operation_outputs" if "sqlite" in at.jobs_database else "dbos.operation_outputs"
    with jobs.begin() as connection:
        gone = connection.execute(
            text(f"DELETE FROM {outputs} WHERE workflow_uuid = :key"), {"key": key}
        )
        assert gone.rowcount == 1
    jobs.dispose()
