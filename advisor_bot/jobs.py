"""Durable work on DBOS: what was taken on is done once, whatever dies in between.

A workflow's id is the key of what was asked for, so a second delivery of the same message, or a second
press of the same button, finds the work already known and does nothing. A process that starts again
under the same executor name resumes what it left; steps that had finished are not run twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar

import structlog
from dbos import DBOS, DBOSConfig, ScheduleInput, SetWorkflowID

log = structlog.get_logger()

WORKFLOW_VERSION = "2"
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


@dataclass(frozen=True)
class Offered:
    """A file in the team chat, or an address, that somebody wants to be read into the knowledge."""

    key: str
    team: str
    user: str
    name: str
    """What people call it; somebody else chose it."""
    address: str | None = None
    file: str | None = None
    """The team chat's id of it, where it is a file there."""
    mapping: str | None = None
    """The id of the file that says what its columns mean."""
    channel: str | None = None
    """Where to speak of it; in the person's own conversation with the bot where there is none."""
    thread_ts: str | None = None
    ts: str | None = None
    """The message that offered it."""
    user_team: str | None = None


Verdict = Literal["accept", "discard", "forget"]


@dataclass(frozen=True)
class Decided:
    """What somebody decided on an offer, or on something imported before."""

    key: str
    team: str
    user: str
    verdict: Verdict
    subject: str
    """The upload's id; for ``forget`` the import's name."""
    channel: str
    ts: str
    """The message with the button."""
    response_url: str | None = None
    """Set where that message is one person's alone."""


Opened = dict[str, Any]
Request = TypeVar("Request", Asked, Offered, Decided)


@dataclass(frozen=True)
class Steps(Generic[Request]):
    """The steps of doing what was asked for, as the team chat does them.

    ``open`` makes the place where the outcome will appear and returns what identifies it, or ``None``
    where nothing is left to do; ``deliver`` fills it and can be repeated; ``apologise`` says plainly
    that it did not work out.
    """

    open: Callable[[Request], Awaitable[Opened | None]]
    deliver: Callable[[Request, Opened], Awaitable[None]]
    apologise: Callable[[Request, Opened | None], Awaitable[None]]


Answering = Steps[Asked]
Previewing = Steps[Offered]
Deciding = Steps[Decided]
_Workflow = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


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
        self._workflows: dict[type, _Workflow] = {}
        self._schedules: list[ScheduleInput] = []

    def register_answering(self, steps: Answering) -> None:
        """Takes the steps that answer a question. Call once, before ``launch``, as the next two."""
        self._register("answer_question", "answer_failed", Asked, steps)

    def register_previewing(self, steps: Previewing) -> None:
        """Takes the steps that read what is offered and show what is in it."""
        self._register("preview_offer", "preview_failed", Offered, steps)

    def register_deciding(self, steps: Deciding) -> None:
        """Takes the steps that do what was decided."""
        self._register("carry_out_decision", "decision_failed", Decided, steps)

    def _register(
        self, name: str, failure: str, kind: type[Request], steps: Steps[Request]
    ) -> None:
        @_step(f"{name}.open")
        async def open_(request: dict[str, Any]) -> Opened | None:
            return await steps.open(kind(**request))

        @_step(f"{name}.deliver")
        async def deliver(request: dict[str, Any], opened: Opened) -> None:
            await steps.deliver(kind(**request), opened)

        @_step(f"{name}.apologise")
        async def apologise(request: dict[str, Any], opened: Opened | None) -> None:
            await steps.apologise(kind(**request), opened)

        @DBOS.workflow(name=name, max_recovery_attempts=20)
        async def work(request: dict[str, Any]) -> None:
            opened: Opened | None = None
            try:
                opened = await open_(request)
                if opened is not None:
                    await deliver(request, opened)
            except Exception as error:  # the outer boundary: nobody is left without a reason
                log.exception(failure, key=request["key"], error=type(error).__name__)
                await apologise(request, opened)

        self._workflows[kind] = work

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
        await self._start(asked)

    async def offer(self, offered: Offered) -> None:
        """Takes on to read something and show what is in it; once for each key."""
        await self._start(offered)

    async def decide(self, decided: Decided) -> None:
        """Takes on to do what was decided; once for each key."""
        await self._start(decided)

    async def _start(self, request: Asked | Offered | Decided) -> None:
        workflow = self._workflows.get(type(request))
        if workflow is None:
            raise RuntimeError(f"nobody has registered the steps for {type(request).__name__}")
        with SetWorkflowID(request.key):
            await DBOS.start_workflow_async(workflow, asdict(request))

    async def stop(self, *, patience: timedelta = timedelta(seconds=10)) -> None:
        """Ends this process's work; what is unfinished is resumed by the next start."""
        await asyncio.to_thread(
            DBOS.destroy,
            destroy_registry=True,
            workflow_completion_timeout_sec=int(patience.total_seconds()),
        )


def _step(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A durable step that is tried again when it fails."""
    return DBOS.step(
        name=name, retries_allowed=True, max_attempts=4, interval_seconds=RETRY_SECONDS
    )
