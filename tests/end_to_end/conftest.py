"""The real bot in a local workspace, started once for each module."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from sqlalchemy import Engine

from advisor_bot.app import Services
from advisor_bot.config import Settings
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


@pytest.fixture
def workspace(running: Running) -> Workspace:
    running.workspace.faults()
    return running.workspace
