"""Starting and ending: what stops the bot from starting is said, and nothing is left behind."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from advisor_bot.config import Settings
from advisor_bot.errors import SettingsError
from advisor_bot.services import Services
from advisor_bot.serving import serve_http
from tests.workspace import bot_in, open_workspace, services_for, settings_for


async def test_bots_one_after_the_other_leave_nothing_behind(
    shipped: tuple[Settings, Services], tmp_path: Path
) -> None:
    async with open_workspace() as workspace:
        for number in range(2):
            tasks = asyncio.all_tasks()
            settings = settings_for(workspace, tmp_path / str(number))
            async with bot_in(workspace, settings, services_for(settings, shipped[1])):
                await workspace.ask("help")

            left = {task for task in asyncio.all_tasks() - tasks if "uvicorn" not in repr(task)}
            assert left == set()
            assert not [one.name for one in threading.enumerate() if "dbos" in one.name.lower()]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"slack_bot_token": SecretStr("xoxb-wrong")}, "Slack refused SLACK_BOT_TOKEN"),
        ({"slack_app_token": SecretStr("xapp-wrong")}, "Slack refused SLACK_APP_TOKEN"),
        ({"slack_bot_token": None}, "Set SLACK_BOT_TOKEN"),
        ({"slack_app_token": None}, "Set SLACK_APP_TOKEN"),
    ],
    ids=["bot token refused", "app token refused", "no bot token", "no app token"],
)
async def test_a_bot_that_cannot_start_says_what_to_set(
    shipped: tuple[Settings, Services], tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    async with open_workspace() as workspace:
        settings = settings_for(workspace, tmp_path).model_copy(update=changes)

        with pytest.raises(SettingsError, match=told):
            async with bot_in(workspace, settings, services_for(settings, shipped[1])):
                pass


async def test_http_without_a_signing_secret_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="Set SLACK_SIGNING_SECRET"):
        await serve_http(settings)
