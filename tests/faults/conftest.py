"""The real bot in a workspace that fails as Slack does, with waits made short."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from advisor_bot import jobs
from advisor_bot.config import Settings
from advisor_bot.services import Services
from tests.workspace import Workspace, bot_in, open_workspace, services_for, settings_for


@pytest.fixture(scope="module", autouse=True)
def short_waits() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "RETRY_SECONDS", 0.05)
        yield


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    shipped: tuple[Settings, Services], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Workspace]:
    """A workspace with the bot in it, without a language model."""
    async with open_workspace() as workspace:
        settings = settings_for(workspace, tmp_path_factory.mktemp("bot"))
        async with bot_in(workspace, settings, services_for(settings, shipped[1])):
            yield workspace


@pytest.fixture
def workspace(served: Workspace) -> Iterator[Workspace]:
    yield served
    served.faults()
