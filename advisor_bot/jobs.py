"""Durable work on DBOS: a question that was taken on is answered once, whatever dies in between.

A workflow's id is the question's key, so a second delivery of the same message finds the work already
known and does nothing. A process that starts again under the same executor name resumes what it left;
steps that had finished are not run twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS, DBOSConfig, ScheduleInput, SetWorkflowID

log = structlog.get_logger()

WORKFLOW_VERSION = "1"
"""Unfinished workflows are resumed by the same version only: raise it when their steps change."""
RETRY_SECONDS = 1.0
"""Before a step that failed is tried again; each further wait is twice as long."""
PURGE_EVERY = "17 3 * * *"
"""Cron: at night, off the full hour."""


@dataclass(frozen=True)
class Asked:
    """A question as it came from the team chat, with all that answering it needs."""

    key: str
    team: str
    channel: str
    user: str
    text: str
    ts: str
    thread_ts: str
    private: bool
    """Whether the place is the bot's own direct message with the asker."""
    user_team: str | None = None
    response_url: str | None = None
    """Set where the answer goes to one person only, through this address."""


Opened = dict[str, Any]


@dataclass(frozen=True)
class Answering:
    """The steps of answering, as the team chat does them.

    ``open`` makes the place where the answer will appear and returns what identifies it; ``deliver``
    fills it and can be repeated; ``apologise`` says plainly that it did not work out.
    """

    open: Callable[[Asked], Awaitable[Opened | None]]
    deliver: Callable[[Asked, Opened], Awaitable[None]]
    apologise: Callable[[Asked, Opened | None], Awaitable[None]]


class Jobs:
    """The durable work of one process. Register everything, then ``launch`` inside the event loop."""

    def __init__(self, *, database_url: str, executor: str) -> None:
        config: DBOSConfig = {
            "name": "advisor-bot",
            "system_database_url": database_url,
            "application_version": WORKFLOW_VERSION,
            "executor_id": executor,
            "log_level": "WARNING",
            "enable_otlp": False,
        }
        DBOS(config=config)
        self._answer: Callable[[dict[str, Any]], Coroutine[Any, Any, None]] | None = None
        self._schedules: list[ScheduleInput] = []

    def register_answering(self, steps: Answering) -> None:
        """Takes the steps that answer a question. Call once, before ``launch``."""

        @DBOS.step(
            name="open", retries_allowed=True, max_attempts=4, interval_seconds=RETRY_SECONDS
        )
        async def open_(asked: dict[str, Any]) -> Opened | None:
            return await steps.open(Asked(**asked))

        @DBOS.step(
            name="deliver", retries_allowed=True, max_attempts=4, interval_seconds=RETRY_SECONDS
        )
        async def deliver(asked: dict[str, Any], opened: Opened) -> None:
            await steps.deliver(Asked(**asked), opened)

        @DBOS.step(
            name="apologise", retries_allowed=True, max_attempts=4, interval_seconds=RETRY_SECONDS
        )
        async def apologise(asked: dict[str, Any], opened: Opened | None) -> None:
            await steps.apologise(Asked(**asked), opened)

        @DBOS.workflow(name="answer_question", max_recovery_attempts=20)
        async def answer_question(asked: dict[str, Any]) -> None:
            opened: Opened | None = None
            try:
                opened = await open_(asked)
                if opened is not None:
                    await deliver(asked, opened)
            except Exception as error:  # the outer boundary: nobody is left without a reason
                log.exception("answer_failed", key=asked["key"], error=type(error).__name__)
                await apologise(asked, opened)

        self._answer = answer_question

    def register_purge(
        self, forget: Callable[[timedelta], Awaitable[int]], *, older_than: timedelta
    ) -> None:
        """Every night ``forget`` deletes what is ``older_than`` that; finished work, which holds the
        questions it was given, goes with it."""

        @DBOS.step(name="purge")
        async def purge() -> int:
            return await forget(older_than)

        @DBOS.workflow(name="nightly_purge")
        async def nightly_purge(scheduled: datetime, _context: Any) -> None:
            rows = await purge()
            finished = await DBOS.list_workflows_async(
                completed_before=(scheduled - older_than).isoformat(),
                load_input=False,
                load_output=False,
            )
            await DBOS.delete_workflows_async([workflow.workflow_id for workflow in finished])
            log.info("purged", rows=rows, workflows=len(finished))

        self._schedules.append(
            {
                "schedule_name": "nightly_purge",
                "workflow_fn": nightly_purge,
                "schedule": PURGE_EVERY,
                "context": None,
            }
        )

    async def launch(self) -> None:
        """Starts the work, what was left unfinished first."""
        DBOS.launch()
        await DBOS.apply_schedules_async(self._schedules)

    async def ask(self, asked: Asked) -> None:
        """Takes a question on, durably. A question whose key is known already changes nothing."""
        if self._answer is None:
            raise RuntimeError("register_answering comes before ask")
        with SetWorkflowID(asked.key):
            await DBOS.start_workflow_async(self._answer, asdict(asked))

    async def stop(self, *, patience: timedelta = timedelta(seconds=10)) -> None:
        """Ends this process's work; what is unfinished is resumed by the next start."""
        await asyncio.to_thread(
            DBOS.destroy,
            destroy_registry=True,
            workflow_completion_timeout_sec=int(patience.total_seconds()),
        )
