"""A message that is posted once, whatever dies in between."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine

from advisor_bot.slack import replies
from advisor_bot.slack.notices import post_once
from advisor_bot.slack.replies import Reply
from advisor_bot.storage import migrate, open_engine
from tests.workspace import DM, Workspace, open_workspace


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


def client(workspace: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-sandbox", base_url=f"{workspace.url}/api/")


async def posted(workspace: Workspace, engine: Engine, key: str, thread: str | None) -> str:
    return await post_once(
        client(workspace), engine, key=key, channel=DM, thread_ts=thread, text="Reading …"
    )


@pytest.mark.parametrize("in_thread", [True, False])
async def test_asked_again_it_is_the_same_message(engine: Engine, in_thread: bool) -> None:
    async with open_workspace() as workspace:
        thread = await workspace.say("a file", DM) if in_thread else None
        first = await posted(workspace, engine, "k", thread)

        assert await posted(workspace, engine, "k", thread) == first
        assert await posted(workspace, engine, "other", thread) != first
        assert len(workspace.calls("chat.postMessage")) == 2


@pytest.mark.parametrize("in_thread", [True, False])
async def test_a_message_whose_timestamp_was_lost_is_found(engine: Engine, in_thread: bool) -> None:
    """Killed between Slack's making of it and our noting of it."""
    async with open_workspace() as workspace:
        thread = await workspace.say("a file", DM) if in_thread else None
        await posted(workspace, engine, "other", thread)
        first = await posted(workspace, engine, "k", thread)
        lost = Reply(key="k", channel=DM, thread_ts=thread or "", at=datetime.now(UTC))
        replies.save(engine, lost)

        assert await posted(workspace, engine, "k", thread) == first
        assert len(workspace.calls("chat.postMessage")) == 2


async def test_where_slack_was_never_reached_it_is_posted(engine: Engine) -> None:
    async with open_workspace() as workspace:
        replies.save(engine, Reply(key="k", channel=DM, thread_ts="", at=datetime.now(UTC)))

        ts = await posted(workspace, engine, "k", None)

        assert [call["args"]["text"] for call in workspace.calls("chat.postMessage")] == [
            "Reading …"
        ]
        found = replies.find(engine, "k")
        assert found is not None
        assert found.ts == ts
