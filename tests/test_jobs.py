"""Durable work: once for each key, and not kept longer than it may be."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dbos import DBOS

from advisor_bot.jobs import Answering, Asked, Jobs, Opened

ASKED = Asked(
    key="T:C:1",
    team="T",
    channel="C",
    user="U",
    text="a secret question",
    ts="1",
    thread_ts="1",
    private=True,
)


class Said(list[str]):
    """The keys that were delivered, in order."""

    async def open(self, asked: Asked) -> Opened:
        return {"ts": asked.ts}

    async def deliver(self, asked: Asked, opened: Opened) -> None:
        self.append(asked.key)

    async def apologise(self, asked: Asked, opened: Opened | None) -> None:
        self.append(f"sorry {asked.key}")


@pytest.fixture
async def said(tmp_path: Path) -> AsyncIterator[tuple[Jobs, Said]]:
    jobs, said = Jobs(database_url=f"sqlite:///{tmp_path / 'jobs.sqlite'}", executor="test"), Said()
    jobs.register_answering(Answering(said.open, said.deliver, said.apologise))
    forgotten: list[timedelta] = []

    async def forget(older_than: timedelta) -> int:
        forgotten.append(older_than)
        return len(forgotten)

    jobs.register_purge(forget, older_than=timedelta(days=30))
    await jobs.launch()
    yield jobs, said
    await jobs.stop()


async def finished(key: str) -> None:
    handle = await DBOS.retrieve_workflow_async(key)  # type: ignore[var-annotated]
    await handle.get_result()


async def purge(jobs: Jobs, at: datetime) -> None:
    [schedule] = jobs._schedules
    handle = await DBOS.start_workflow_async(schedule["workflow_fn"], at, None)  # type: ignore[arg-type]
    await handle.get_result()


async def test_a_key_is_worked_on_once(said: tuple[Jobs, Said]) -> None:
    jobs, delivered = said
    for _ in range(3):
        await jobs.ask(ASKED)
        await finished(ASKED.key)
    assert delivered == [ASKED.key]


async def test_questions_are_kept_until_their_time_is_over(said: tuple[Jobs, Said]) -> None:
    jobs, _ = said
    await jobs.ask(ASKED)
    await finished(ASKED.key)

    await purge(jobs, datetime.now(UTC) + timedelta(days=29))
    assert [w.workflow_id for w in await DBOS.list_workflows_async(name="answer_question")] == [
        ASKED.key
    ]

    await purge(jobs, datetime.now(UTC) + timedelta(days=31))
    assert await DBOS.list_workflows_async(name="answer_question") == []
