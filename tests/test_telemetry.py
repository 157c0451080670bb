import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from advisor_bot.telemetry import configure_logging

BOT_TOKEN = "xoxb-" + "1234567890-abcdefABCDEF"
APP_TOKEN = "xapp-" + "1-A0-99-deadbeef"
API_KEY = "sk-" + "proj-abcdef123456"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Logging is the process's own: later tests get it back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_event_has_its_name_its_fields_a_level_and_a_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(level="INFO", form="json")
    structlog.get_logger().warning("answer_fell_back", kind="timeout")
    (logged,) = lines(capsys.readouterr().err)
    assert logged.pop("timestamp")
    assert logged == {"event": "answer_fell_back", "kind": "timeout", "level": "warning"}


@pytest.mark.parametrize("field", ["text", "question", "answer", "body", "blocks", "token"])
def test_private_fields_are_not_logged(capsys: pytest.CaptureFixture[str], field: str) -> None:
    configure_logging(level="INFO", form="json")
    structlog.get_logger().info("asked", **{field: "am I being let go?", "channel": "C1"})
    written = capsys.readouterr().err
    assert "let go" not in written
    assert lines(written)[0]["channel"] == "C1"


@pytest.mark.parametrize("token", [BOT_TOKEN, APP_TOKEN, API_KEY])
@pytest.mark.parametrize("form", ["json", "console"])
def test_tokens_of_others_log_lines_are_cut(
    capsys: pytest.CaptureFixture[str], token: str, form: Any
) -> None:
    configure_logging(level="INFO", form=form)
    logging.getLogger("some.library").error("refused %s at %s", token, "host")
    written = capsys.readouterr().err
    assert token not in written
    assert "host" in written


def test_each_token_in_a_line_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", form="json")
    logging.getLogger("some.library").error("%s and %s", BOT_TOKEN, API_KEY)
    written = capsys.readouterr().err
    assert BOT_TOKEN not in written
    assert API_KEY not in written


def test_a_token_in_a_field_of_ours_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", form="json")
    structlog.get_logger().info("settings_read", value=f"Bearer {BOT_TOKEN}")
    assert BOT_TOKEN not in capsys.readouterr().err


def test_a_token_in_a_traceback_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", form="json")
    try:
        raise ValueError(f"cannot use {BOT_TOKEN}")
    except ValueError:
        structlog.get_logger().exception("call_failed")
        logging.getLogger("some.library").exception("call failed")
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert BOT_TOKEN not in written


def test_bolts_log_of_a_wrong_signature_keeps_no_body(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="INFO", form="json")
    logging.getLogger("slack_bolt.AsyncRequestVerification").info(
        "Invalid request signature detected (signature: %s, timestamp: %s, body: %s)",
        "v0=abc",
        "1700000000",
        '{"event": {"text": "my salary is low"}}',
    )
    written = capsys.readouterr().err
    assert "salary" not in written
    assert "invalid signature" in written


def test_the_sdks_payloads_at_debug_are_never_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="DEBUG", form="json")
    logging.getLogger("slack_sdk.web").debug("Sending a request: {'text': 'my salary'}")
    logging.getLogger("slack_bolt.App").debug("Dispatching {'text': 'my salary'}")
    assert "salary" not in capsys.readouterr().err


def test_our_own_debug_events_are_logged_when_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(level="DEBUG", form="json")
    structlog.get_logger("advisor_bot.jobs").debug("job_started", key="T1:C1:1.2")
    assert lines(capsys.readouterr().err)[0]["event"] == "job_started"


def test_less_than_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(level="ERROR", form="json")
    structlog.get_logger().warning("answer_fell_back")
    logging.getLogger("some.library").warning("hm")
    assert capsys.readouterr().err == ""
