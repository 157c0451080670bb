"""What the command line prints of an answer from imported files."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from advisor_bot.advice.checklist import Checklist, Line
from advisor_bot.advice.events import (
    ChecklistEvent,
    CitedSource,
    DoneEvent,
    Event,
    SourcesEvent,
    TextEvent,
)
from advisor_bot.catalog.facts import Source
from advisor_bot.terminal import print_answer, print_json

ROW = Source(title="courses.csv", place="row 12", checked_on=date(2026, 3, 3))


async def answer() -> AsyncIterator[Event]:
    line = Line("Cost", "claimed by the issuer", "Cost: USD 5.", (ROW,))
    yield TextEvent("It costs USD 5 [1].")
    yield SourcesEvent((CitedSource(1, ROW),))
    yield ChecklistEvent((Checklist("p", "P", "PMI", (line, line, line), ()),))
    yield DoneEvent("answered", "extractive", ("p",))


async def test_a_file_is_named_with_the_place_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    await print_answer(answer())
    printed = capsys.readouterr().out
    assert "[1] courses.csv, row 12 · checked 3 March 2026\n" in printed
    unwrapped = " ".join(printed.replace("│", " ").split())
    assert unwrapped.count("(courses.csv, row 12, checked 3 March 2026)") == 3
    assert "None" not in printed


async def test_as_json_a_file_has_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    await print_json(answer())
    printed = capsys.readouterr().out
    assert '"url": null, "title": "courses.csv", "place": "row 12"' in printed
