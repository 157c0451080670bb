"""Every path and command that the README names exists."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from advisor_bot.cli import cli
from advisor_bot.config import Settings

from .conftest import CHECKOUT

README = CHECKOUT / "README.md"
pytestmark = pytest.mark.skipif(not README.exists(), reason="there is no README.md yet")


def text() -> str:
    return README.read_text(encoding="utf-8")


def code() -> Iterator[str]:
    """Every line of a code block, and every span of code in the text."""
    blocks = re.findall(r"(?ms)^```[^\n]*\n(.*?)^```", text())
    for block in blocks:
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", text()))


def test_every_link_to_a_file_leads_to_one() -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)|(?:src|href)=\"([^\"#]+)\"", text())
    local = [a or b for a, b in links if not re.match(r"[a-z]+:", a or b)]
    assert [link for link in local if not (CHECKOUT / link).exists()] == []


def test_every_path_named_exists() -> None:
    looks_like_a_path = re.compile(r"^\.?[\w.-]+(/[\w.-]+)*/?$")
    tops = {path.name for path in CHECKOUT.iterdir()}
    named = [
        span
        for span in code()
        if looks_like_a_path.match(span) and (span.split("/")[0] in tops) and "/" in span
    ]
    made_when_run = {"data", ".venv"}
    missing = [
        path
        for path in named
        if path.split("/")[0] not in made_when_run and not (CHECKOUT / path).exists()
    ]
    assert missing == []


def test_every_command_named_is_one() -> None:
    root = typer.main.get_command(cli)
    problems: list[str] = []
    for line in code():
        for found in re.finditer(r"\badvisor-bot((?: +[\w./<>\[\]\"'=:-]+)*)", line):
            problems += problems_of(root, found[1].split(), line)
    assert problems == []


def problems_of(command: Any, words: list[str], line: str) -> Iterator[str]:
    """What in ``words`` is neither a command below ``command`` nor an option of it."""
    for word in words:
        below = getattr(command, "commands", None)
        options = {name for option in command.params for name in option.opts} | {"--help"}
        if word.startswith("--"):
            if word.split("=")[0] not in options:
                yield f"{line!r}: {command.name} has no option {word!r}"
        elif below is not None and word not in below:
            yield f"{line!r}: {command.name} has no command {word!r}"
            return
        elif below is not None:
            command = below[word]


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"(?m)^([\w-]+):", Path(CHECKOUT / "Makefile").read_text("utf-8")))
    named = {
        word
        for line in code()
        for found in re.finditer(r"^\s*(?:\$ )?make((?: +[\w-]+)+)|\bmake ([\w-]+)", line)
        for word in (found[1] or found[2]).split()
    }
    assert named - targets == set()


def test_every_setting_is_named_and_every_setting_named_is_one() -> None:
    ours = {name.upper() for name in Settings.model_fields}
    in_table = set(re.findall(r"(?m)^\| *`([A-Z][A-Z_]+)`", text()))
    assert in_table <= ours
    assert not in_table or in_table == ours
