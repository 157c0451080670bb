"""The real bot in a local workspace, started once for each module."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from sqlalchemy import Engine

from advisor_bot import jobs
from advisor_bot.config import Settings
from advisor_bot.sandbox.seed import HR_GROUP
from advisor_bot.services import Services, open_services
from tests.workspace import Workspace, bot_in, open_workspace, services_for, settings_for


@dataclass(frozen=True)
class Running:
    workspace: Workspace
    settings: Settings
    engine: Engine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    shipped: tuple[Settings, Services], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """The bot without a language model."""
    async with open_workspace() as workspace:
        settings = settings_for(workspace, tmp_path_factory.mktemp("bot"))
        services = services_for(settings, shipped[1])
        async with bot_in(workspace, settings, services):
            yield Running(workspace, settings, services.engine)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def unfilled(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """The bot with a catalog of its own, empty at first; Hana is in HR. What fails is tried again
    soon."""
    folder = tmp_path_factory.mktemp("bot")
    (folder / "knowledge").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "RETRY_SECONDS", 0.05)
        async with open_workspace() as workspace:
            settings = settings_for(
                workspace,
                folder / "data",
                knowledge_dir=folder / "knowledge",
                hr_usergroup=HR_GROUP,
            )
            with open_services(settings) as services:
                async with bot_in(workspace, settings, services):
                    yield Running(workspace, settings, services.engine)


@pytest.fixture
def workspace(running: Running) -> Workspace:
    running.workspace.faults()
    return running.workspace
