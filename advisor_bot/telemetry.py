"""Logs: stable event names with fields, never message text and never secrets."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

_TOKEN = re.compile(r"\b(xox[a-z]-|xapp-|sk-)[\w-]+")
_PRIVATE_FIELDS = frozenset({"text", "question", "answer", "body", "blocks", "token", "message"})


class _NoMessages(logging.Filter):
    """Keeps message text out: Bolt logs the whole body of a request whose signature is wrong, and at
    DEBUG the libraries log whole payloads."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "signature" in text.lower() and "body" in text.lower():
            record.msg, record.args = "a request with an invalid signature was refused", ()
        return record.levelno > logging.DEBUG or record.name.startswith("advisor_bot")


class _NoTokens(structlog.stdlib.ProcessorFormatter):
    """Cuts tokens out of the finished line, wherever in it they stand: message, field, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN.sub(r"\1…", super().format(record))


def configure_logging(*, level: str, form: Literal["console", "json"]) -> None:
    """Sends structlog and the standard library's loggers to standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_NoMessages())
    renderer = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _redact,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=False,
    )
    handler.setFormatter(_NoTokens(processor=renderer, foreign_pre_chain=processors))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "chromadb", "alembic", "dbos", "slack_sdk", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _redact(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    for name in _PRIVATE_FIELDS & event.keys():
        event[name] = "(not logged)"
    return event
