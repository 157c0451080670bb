"""The language model breaks off, or is told to stop, while its answer is being shown."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.composing.extractive import ExtractiveComposer
from advisor_bot.advice.composing.model import PROMPT_VARIABLES, ModelComposer
from advisor_bot.advice.prompts import load_prompt
from advisor_bot.config import Settings
from advisor_bot.services import Services, make_chat
from tests.model_server import FIRST_WORDS, LAST_WORDS, WRITTEN, ModelServer
from tests.workspace import (
    DM,
    Json,
    Workspace,
    bot_in,
    open_workspace,
    services_for,
    serving,
    settings_for,
    shown,
    until,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORTH_IT = "is the Google data analytics certificate worth it?"


@dataclass(frozen=True)
class Running:
    workspace: Workspace
    model: ModelServer
    engine: Engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    shipped: tuple[Settings, Services], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """The bot with a language model."""
    model = ModelServer()
    async with serving(model.app) as url, open_workspace() as workspace:
        settings = settings_for(
            workspace,
            tmp_path_factory.mktemp("bot"),
            openai_base_url=f"{url}/v1",
            openai_model="stub",
            openai_max_retries=0,
        )
        chat = make_chat(settings)
        assert chat is not None
        prompt = load_prompt(settings.prompts_dir, "answer", PROMPT_VARIABLES)
        advisor = Advisor(
            knowledge=shipped[1].knowledge,
            composer=ModelComposer(chat, prompt, max_input_tokens=6000),
            fallback=ExtractiveComposer(),
            today=lambda: datetime.now(UTC).date(),
            stale_after=settings.stale_after,
        )
        services = services_for(settings, shipped[1], advisor)
        async with bot_in(workspace, settings, services):
            yield Running(workspace, model, services.engine)
        await chat.close()


@pytest.fixture
def model(running: Running) -> ModelServer:
    """The model, well behaved until the test says otherwise."""
    fresh = ModelServer()
    running.model.__dict__.update(
        {name: value for name, value in vars(fresh).items() if name != "app"}
    )
    return running.model


async def partly_shown(workspace: Workspace, thread: str) -> Json:
    async def streamed() -> Json | None:
        found = await workspace.answers(DM, thread)
        return found[0] if found and found[0]["text"] else None

    got: Json = await until(streamed)
    return got


async def test_the_model_s_answer_is_streamed_and_says_who_wrote_it(
    running: Running, model: ModelServer
) -> None:
    model.hold_at = 4
    thread = await running.workspace.say(WORTH_IT)
    await until(model.waiting.is_set)
    part = await partly_shown(running.workspace, thread)
    assert part["streaming"]
    assert LAST_WORDS not in part["text"]

    model.go_on.set()
    answer = await running.workspace.answer(DM, thread)

    assert answer["ts"] == part["ts"]
    assert answer["text"].index(FIRST_WORDS) < answer["text"].index(LAST_WORDS)
    assert "Written by a language model (stub)" in shown(answer)
    assert "[1] <http" in shown(answer)


async def test_no_database_connection_is_held_while_the_model_writes(
    running: Running, model: ModelServer
) -> None:
    model.hold_at = 3
    thread = await running.workspace.say(WORTH_IT)
    await until(model.waiting.is_set)

    pool = running.engine.pool
    assert isinstance(pool, QueuePool)
    await until(lambda: pool.checkedout() == 0)

    model.go_on.set()
    await running.workspace.answer(DM, thread)


async def test_a_model_cut_off_in_the_middle_is_finished_by_the_recorded_facts(
    running: Running, model: ModelServer
) -> None:
    model.cut_at = 4

    answer = await running.workspace.ask(WORTH_IT)

    text = answer["text"]
    assert text.index(FIRST_WORDS) < text.index("The language model stopped")
    assert text.index("from the recorded facts instead") < text.index("**In short:**")
    assert "without a language model" in shown(answer)
    assert len(await running.workspace.answers(DM, answer["thread_ts"])) == 1


async def test_a_model_that_says_nothing_is_replaced(running: Running, model: ModelServer) -> None:
    model.cut_at = 0

    answer = await running.workspace.ask(WORTH_IT)

    assert answer["text"].startswith("*The language model")
    assert "**In short:**" in answer["text"]


async def test_the_model_cannot_ping_anybody(running: Running, model: ModelServer) -> None:
    model.pieces = [piece.replace("cases", "cases <!here> <!channel>") for piece in WRITTEN]
    model.pieces = [*model.pieces, " The cost is in <#C1>."]

    answer = await running.workspace.ask(WORTH_IT)

    assert "cases &lt;!here> &lt;!channel>" in answer["text"]
    assert "C1" not in answer["text"]  # no name that is not on record


async def test_the_stop_button_ends_the_answer(running: Running, model: ModelServer) -> None:
    model.hold_at = 4
    workspace = running.workspace
    thread = await workspace.say(WORTH_IT)
    await until(model.waiting.is_set)
    part = await partly_shown(workspace, thread)

    await workspace.do("stop", channel=DM, thread_ts=thread)
    model.go_on.set()
    answer = await workspace.answer(DM, thread)

    assert answer["ts"] == part["ts"]
    assert "Stopped, as you asked." in shown(answer)
    assert len(await workspace.answers(DM, thread)) == 1
    session = await workspace.session(DM, thread)
    assert session is not None
    assert session["status"] == "active"


async def test_a_question_after_a_stop_is_answered(running: Running, model: ModelServer) -> None:
    answer = await running.workspace.ask(WORTH_IT)

    assert "Stopped" not in shown(answer)
    assert answer["text"].index(FIRST_WORDS) < answer["text"].index(LAST_WORDS)
