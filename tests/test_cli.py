"""The command line, as its users run it: real commands, in this process, on folders of their own."""

import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from advisor_bot import cli as module
from advisor_bot.advice.advisor import Advisor
from advisor_bot.advice.events import Event
from advisor_bot.cli import cli, main
from advisor_bot.config import Settings
from advisor_bot.services import Services

PROGRAM = """---
title: Dance Leader Award
provider: academy
fields: [leadership]
webpage: https://example.org/dance
sources:
  page: {url: "https://example.org/dance", title: "Dance [Leader]", checked_on: 2026-10-01}
facts:
  level: {value: beginner, status: issuer-claimed, source: page}
  validity: {status: not stated, source: page}
---
It teaches leading a dance.
"""
PROVIDER = """---
name: Academy
kind: company
country: US
webpage: https://example.org
---
It teaches dancing.
"""

Run = Callable[..., Result]


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small knowledge folder that the command line is set to."""
    folder = tmp_path / "knowledge"
    for name, text in (("providers/academy", PROVIDER), ("programs/dance", PROGRAM)):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder))
    monkeypatch.setenv("COLUMNS", "160")
    return folder


@pytest.fixture
def run() -> Run:
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        return runner.invoke(cli, list(arguments), catch_exceptions=False)

    return invoke


def test_help_names_every_command(run: Run) -> None:
    text = run("--help").stdout
    for command in ("demo", "serve", "worker", "ask", "knowledge", "manifest", "doctor"):
        assert re.search(rf"\b{command}\b", text), command


def test_ask_prints_text_sources_and_checklist(run: Run, knowledge: Path) -> None:
    result = run("ask", "is the Dance Leader Award worth it?")
    assert result.exit_code == 0
    assert "Dance Leader Award is a beginner-level credential from Academy" in result.stdout
    assert "[1] Dance [Leader] · checked 1 October 2026" in result.stdout
    assert "https://example.org/dance" in result.stdout
    assert "Quality checklist · Dance Leader Award" in result.stdout
    assert "1. Competency against a standard — not stated." in result.stdout
    assert "Ask: Is there an assessment" in result.stdout


def test_ask_prints_a_courtesy_too(run: Run, knowledge: Path) -> None:
    result = run("ask", "what is the weather?")
    assert result.exit_code == 0
    assert "outside what I know" in result.stdout


def test_ask_with_json_prints_one_event_a_line(run: Run, knowledge: Path) -> None:
    result = run("ask", "--json", "is the Dance Leader Award worth it?")
    assert result.exit_code == 0
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert events[0]["type"] == "status"
    assert [event["type"] for event in events[-3:]] == ["sources", "checklist", "done"]
    assert events[-1]["programs"] == ["dance"]
    assert events[-3]["sources"][0]["source"]["url"] == "https://example.org/dance"


def test_the_acceptance_question_in_the_terminal(
    run: Run, shipped: tuple[Settings, Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(shipped[0].data_dir))
    monkeypatch.setenv("COLUMNS", "160")
    asked = "which project management credential has a proctored exam?"
    text = run("ask", asked).stdout
    assert "supervised exam" in text
    events = [json.loads(line) for line in run("ask", "--json", asked).stdout.splitlines()]
    for title in (one["title"] for one in events[-2]["checklists"]):
        assert f"Quality checklist · {title}" in text


def scopes_for(events: list[str]) -> set[str]:
    """The scopes that Slack asks for per event (docs.slack.dev/reference/events)."""
    needed = {
        "app_mention": "app_mentions:read",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
    }
    return {needed[event] for event in events if event in needed}


@pytest.mark.parametrize("arguments", [(), ("--url", "https://bot.example.org/")])
def test_the_manifest_asks_for_what_its_events_and_calls_need(
    run: Run, arguments: tuple[str, ...]
) -> None:
    result = run("manifest", *arguments)
    assert result.exit_code == 0
    manifest: dict[str, Any] = json.loads(result.stdout)
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    assert scopes_for(events) <= scopes
    # chat.*, slash commands, users.info for admission, suggested prompts and status
    assert {"chat:write", "commands", "users:read", "assistant:write"} <= scopes
    assert len(scopes) == len(manifest["oauth_config"]["scopes"]["bot"])
    assert manifest["settings"]["interactivity"]["is_enabled"]
    assert len(manifest["display_information"]["description"]) <= 140


def test_every_listener_is_subscribed_to_and_every_subscription_has_a_listener(run: Run) -> None:
    manifest = json.loads(run("manifest").stdout)
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (Path(module.__file__).parent / "slack" / "listeners").glob("*.py")
    )
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    heard = set(re.findall(r'app\.event\("(\w+)"\)', source))
    assert heard == {event.partition(".")[0] for event in events}
    commands = {one["command"] for one in manifest["features"]["slash_commands"]}
    assert commands == set(re.findall(r'app\.command\("(/[\w-]+)"\)', source))
    shortcuts = {one["callback_id"] for one in manifest["features"]["shortcuts"]}
    assert shortcuts == set(re.findall(r'app\.shortcut\("(\w+)"\)', source))


def test_socket_mode_needs_no_address_and_http_has_it_everywhere(run: Run) -> None:
    socket = json.loads(run("manifest").stdout)
    assert socket["settings"]["socket_mode_enabled"]
    assert '"url"' not in json.dumps(socket)
    assert "request_url" not in json.dumps(socket)
    http = json.loads(run("manifest", "--url", "https://bot.example.org").stdout)
    address = "https://bot.example.org/slack/events"
    assert not http["settings"]["socket_mode_enabled"]
    assert http["settings"]["event_subscriptions"]["request_url"] == address
    assert http["settings"]["interactivity"]["request_url"] == address
    assert {one["url"] for one in http["features"]["slash_commands"]} == {address}


def test_doctor_is_content_with_a_bot_that_has_no_slack_and_no_model(
    run: Run, knowledge: Path
) -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "1 programs, 0 pages, indexed" in result.stdout
    assert "none configured" in result.stdout
    assert "no SLACK_BOT_TOKEN" in result.stdout


def test_doctor_names_every_part_that_fails(
    run: Run, knowledge: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KNOWLEDGE_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_MAX_RETRIES", "0")
    result = run("doctor")
    assert result.exit_code == 1
    assert result.stdout.count("mend") == 2
    assert "Set KNOWLEDGE_DIR" in result.stdout
    assert "cannot be reached" in result.stdout


def test_an_error_ends_in_its_message_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "none")
    monkeypatch.setattr("sys.argv", ["advisor-bot", "doctor"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    written = capsys.readouterr().err
    assert "Error: These settings are wrong" in written
    assert "PORT" in written
    assert "Traceback" not in written


def test_ask_takes_the_one_pipeline(
    run: Run, knowledge: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = Advisor.answer

    def listening(self: Advisor, text: str) -> AsyncIterator[Event]:
        asked.append(text)
        return answer(self, text)

    monkeypatch.setattr(Advisor, "answer", listening)
    run("ask", "help")
    assert asked == ["help"]
