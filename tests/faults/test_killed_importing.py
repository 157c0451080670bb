"""The bot is killed while it takes in what HR accepted, starts again, and finishes: each program once."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from advisor_bot.catalog.tables import DocumentRow, RecordRow
from advisor_bot.catalog.uploads import Upload
from advisor_bot.slack.views.previews import ACCEPT
from advisor_bot.storage import open_engine
from tests.conftest import CHECKOUT
from tests.faults.process import Bot, environment_for
from tests.workspace import Json, Workspace, open_workspace, shown, until

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="module")]

HANA, HR = "U0HANA", "D0HANA"
ROWS = 700
TABLE = "Course,School,Price\n" + "".join(
    f"Pruning of plant number {row},Garden School,EUR {row}\n" for row in range(1, ROWS + 1)
)


@dataclass(frozen=True)
class Aftermath:
    workspace: Workspace
    engine: Engine
    message: Json
    records_when_killed: int
    log: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def aftermath(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Aftermath]:
    """Killed once with a preview on show, and once with part of the file taken in."""
    folder = tmp_path_factory.mktemp("killed")
    shutil.copytree(CHECKOUT / "knowledge" / "concepts", folder / "knowledge" / "concepts")
    async with open_workspace() as workspace:
        environment = environment_for(workspace) | {
            "DATA_DIR": str(folder / "data"),
            "KNOWLEDGE_DIR": str(folder / "knowledge"),
            "HR_USERS": HANA,
        }
        bot = Bot(folder, environment)
        try:
            await start(workspace, bot)
            file = await workspace.attach("plants.csv", TABLE, user=HANA)
            thread = await workspace.say("", HR, user=HANA, files=[file])
            message = await answer(workspace, thread, "Programs read")
            await kill(workspace, bot)

            await start(workspace, bot)
            await press_accept(workspace, message)
            engine = open_engine(f"sqlite:///{folder / 'data' / 'advisor.sqlite'}")
            taken = await until(lambda: records(engine), seconds=60)
            await kill(workspace, bot)

            await start(workspace, bot)
            await answer(workspace, thread, "is in the catalog")
            yield Aftermath(workspace, engine, message, taken, bot.log.read_text())
            engine.dispose()
        finally:
            await bot.stop()


async def test_it_was_killed_in_the_middle(aftermath: Aftermath) -> None:
    assert 0 < aftermath.records_when_killed < ROWS


async def test_every_program_is_there_once(aftermath: Aftermath) -> None:
    with Session(aftermath.engine) as session:
        titles = session.exec(
            select(DocumentRow.title).where(
                DocumentRow.kind == "program", ~col(DocumentRow.removed)
            )
        ).all()
    assert len(titles) == len(set(titles)) == ROWS


async def test_the_same_message_says_so_once(aftermath: Aftermath) -> None:
    thread = aftermath.message["thread_ts"]
    [only] = await aftermath.workspace.answers(HR, thread, user=HANA)

    assert only["ts"] == aftermath.message["ts"]
    assert f"*{ROWS} programs* from it" in shown(only)


async def test_its_last_program_is_answered_from(aftermath: Aftermath) -> None:
    said = await aftermath.workspace.ask(f"what does Pruning of plant number {ROWS} cost?")
    assert f"plants.csv, row {ROWS + 1}" in shown(said)


async def test_the_content_is_let_go_of(aftermath: Aftermath) -> None:
    def emptied() -> bool:
        with Session(aftermath.engine) as session:
            return session.exec(select(Upload.content)).all() == [None]

    await until(emptied)


async def test_the_log_says_nothing_of_the_file(aftermath: Aftermath) -> None:
    assert aftermath.log.count("bot_ready") == 3
    assert "Traceback" not in aftermath.log
    for said in ("plants", "Pruning", "Garden School"):
        assert said not in aftermath.log


def records(engine: Engine) -> int:
    with Session(engine) as session:
        return session.exec(
            select(func.count()).select_from(RecordRow).where(RecordRow.origin == "plants.csv")
        ).one()


async def start(workspace: Workspace, bot: Bot) -> None:
    delivery = workspace.state.delivery
    before = delivery.opened
    await bot.start()
    await until(lambda: delivery.opened > before and delivery.reachable, seconds=60)


async def kill(workspace: Workspace, bot: Bot) -> None:
    await bot.kill()
    await until(lambda: not workspace.state.delivery.reachable)


async def answer(workspace: Workspace, thread: str, words: str) -> Json:
    async def there() -> Json | None:
        found = await workspace.answers(HR, thread, user=HANA)
        return next((one for one in found if words in shown(one)), None)

    said: Json = await until(there, seconds=90)
    return said


async def press_accept(workspace: Workspace, message: Json) -> None:
    [block] = [one for one in message["blocks"] if one["type"] == "actions"]
    await workspace.do(
        "action",
        user=HANA,
        container={"type": "message", "channel": HR, "ts": message["ts"]},
        block_id=block["block_id"],
        action_id=ACCEPT,
    )
