"""The bot over HTTP: signed requests are answered, all others are refused without a trace."""

import io
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
import structlog

from advisor_bot.app import running_bot
from advisor_bot.config import Settings
from advisor_bot.sandbox.http_mode import sign
from advisor_bot.sandbox.seed import SIGNING_SECRET
from advisor_bot.services import Services
from advisor_bot.slack.http import make_web
from advisor_bot.telemetry import configure_logging
from tests.workspace import (
    DM,
    GENERAL,
    MENTION,
    Json,
    Workspace,
    open_workspace,
    services_for,
    serving,
    settings_for,
    shown,
    until,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORTH_IT = "is the Google data analytics certificate worth it?"
SECRET_WORDS = "my salary is confidential"


@dataclass(frozen=True)
class Served:
    workspace: Workspace
    url: str


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """What the bot logs, as an operator would read it: set up first, as the command line does."""
    root, stream = logging.getLogger(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        patch.setattr(root, "handlers", [])
        level = root.level
        configure_logging(level="INFO", form="json")
        yield stream
        root.setLevel(level)
        structlog.reset_defaults()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(
    log: io.StringIO,
    shipped: tuple[Settings, Services],
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Served]:
    async with open_workspace() as workspace:
        settings = settings_for(workspace, tmp_path_factory.mktemp("bot"))
        services = services_for(settings, shipped[1])
        async with (
            running_bot(settings, services, role="web", signing_secret=SIGNING_SECRET) as bot,
            serving(make_web(bot.app)) as url,
        ):
            workspace.state.use_http(f"{url}/slack/events")
            yield Served(workspace, url)
        services.engine.dispose()


@pytest.fixture
def logged(log: io.StringIO) -> io.StringIO:
    """What is logged from here on."""
    log.seek(0)
    log.truncate()
    return log


def event(text: str) -> str:
    message = {"type": "message", "channel": DM, "channel_type": "im", "user": "U0EMMA"}
    body: Json = {"type": "event_callback", "team_id": "T0SANDBOX", "event_id": "Ev1"}
    return json.dumps(body | {"event": message | {"text": text, "ts": "1.0"}})


async def post(
    served: Served, body: str, *, secret: str = SIGNING_SECRET, age: float = 0
) -> httpx.Response:
    at = str(int(time.time() - age))
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": sign(secret, at, body),
    }
    async with httpx.AsyncClient() as http:
        return await http.post(f"{served.url}/slack/events", content=body, headers=headers)


async def test_a_direct_message_is_answered(served: Served) -> None:
    answer = await served.workspace.ask(WORTH_IT)

    assert "Google Data Analytics Professional Certificate" in answer["text"]
    assert "*Sources*" in shown(answer)


async def test_a_mention_is_answered_once(served: Served) -> None:
    answer = await served.workspace.ask(f"{MENTION} {WORTH_IT}", GENERAL)
    await served.workspace.settled()

    assert len(await served.workspace.answers(GENERAL, answer["thread_ts"])) == 1


async def test_an_event_that_slack_sends_again_is_answered_once(served: Served) -> None:
    served.workspace.faults({"delivery": "drop_ack", "event": "message", "times": 3})

    answer = await served.workspace.ask(WORTH_IT)
    await served.workspace.settled()
    served.workspace.faults()

    assert len(await served.workspace.answers(DM, answer["thread_ts"])) == 1


async def test_a_command_is_answered_privately(served: Served) -> None:
    workspace = served.workspace
    await workspace.do("command", channel=GENERAL, command="/advisor", text=WORTH_IT)

    async def answered() -> bool:
        seen = await workspace.messages(GENERAL)
        return any(one["ephemeral"] and "*Sources*" in shown(one) for one in seen)

    await until(answered)
    assert not any(one["ephemeral"] for one in await workspace.messages(GENERAL, user="U0SAM"))


async def test_slack_may_verify_the_address(served: Served) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})

    response = await post(served, body)

    assert response.status_code == 200
    assert "abc" in response.text


@pytest.mark.parametrize(
    ("secret", "age"),
    [("another-secret", 0), (SIGNING_SECRET, 600)],
    ids=["wrong signature", "ten minutes old"],
)
async def test_what_slack_did_not_sign_just_now_is_refused_and_not_logged(
    served: Served, logged: io.StringIO, secret: str, age: float
) -> None:
    before = served.workspace.last_call

    response = await post(served, event(SECRET_WORDS), secret=secret, age=age)

    assert response.status_code == 401
    assert "a request with an invalid signature was refused" in logged.getvalue()
    assert "salary" not in logged.getvalue()
    assert "v0=" not in logged.getvalue()
    assert served.workspace.calls(since=before) == []


async def test_a_request_without_signature_is_refused(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        response = await http.post(f"{served.url}/slack/events", content=event(SECRET_WORDS))

    assert response.status_code == 401


async def test_nothing_that_was_said_is_logged(served: Served, logged: io.StringIO) -> None:
    answer = await served.workspace.ask("is the PMP worth it for somebody called Zebulon?")
    await until(lambda: "answered" in logged.getvalue())

    said = logged.getvalue()
    assert "Zebulon" not in said
    assert "Project Management Professional" in answer["text"]
    assert "Project Management Professional" not in said
    assert "xoxb-" not in said


async def test_a_watcher_sees_that_it_is_up(served: Served) -> None:
    async with httpx.AsyncClient() as http:
        health = await http.get(f"{served.url}/healthz")
        by_get = await http.get(f"{served.url}/slack/events")

    assert health.json() == {"ok": True}
    assert by_get.status_code == 405
