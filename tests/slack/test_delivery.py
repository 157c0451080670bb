"""How an answer grows in Slack."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.advice.events import DoneEvent, Event, TextEvent
from advisor_bot.jobs import Asked
from advisor_bot.slack import delivery
from advisor_bot.slack.escaping import markdown
from advisor_bot.storage import migrate, open_engine

ASKED = Asked("k", "T1", "D1", "U1", "hi", "1.0", "1.0", private=True)


class Recording(AsyncWebClient):
    """A Slack that takes everything, and the text that stands in the streamed message."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-test")
        self.text = ""
        self.methods: list[str] = []

    async def api_call(self, api_method: str, **more: Any) -> Any:
        self.methods.append(api_method)
        given = more.get("json") or more.get("params") or more.get("data") or {}
        self.text += given.get("markdown_text") or ""
        return {"ok": True, "ts": "2.0"}


async def events(pieces: Sequence[str]) -> AsyncIterator[Event]:
    for piece in pieces:
        yield TextEvent(piece)
    yield DoneEvent("answered", "extractive")


async def streamed(folder: Path, pieces: Sequence[str]) -> Recording:
    engine = open_engine(f"sqlite:///{folder / 'test.sqlite'}")
    migrate(engine)
    client = Recording()
    opened = {"ts": "2.0", "streaming": True}
    await delivery.deliver(client, engine, ASKED, opened, events(pieces), stopped=lambda: False)
    engine.dispose()
    return client


pieces = st.lists(
    st.sampled_from(["<", "!", "@U0SAM>", "#C1>", "!here>", "<!channel>", " a ", "&", "\n", "<<"])
    | st.text(max_size=5),
    max_size=12,
)


@given(pieces)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_mention_split_between_pieces_still_pings_nobody(
    tmp_path: Path, pieces: list[str]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "PIECE", 1)
        client = await streamed(tmp_path, pieces)

    assert client.text == markdown("".join(pieces)) or not client.text.strip()


async def test_pieces_are_gathered_before_they_are_sent(tmp_path: Path) -> None:
    client = await streamed(tmp_path, ["word "] * 100)

    assert client.text == "word " * 100
    assert client.methods.count("chat.appendStream") == 2
    assert client.methods[-2:] == ["chat.stopStream", "agents.sessions.setStatus"]
