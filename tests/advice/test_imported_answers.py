"""Answers from knowledge that was imported, that disagrees with itself, or that has grown old."""

import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from advisor_bot.advice.brief import Brief, Citations
from advisor_bot.advice.checklist import checklist
from advisor_bot.advice.events import as_json
from advisor_bot.advice.grounding import Grounding, GuardCounts
from advisor_bot.advice.question import Question
from advisor_bot.advice.selection import Selection, candidate
from advisor_bot.advice.statements import statements
from advisor_bot.catalog.facts import Program
from advisor_bot.catalog.freshness import Freshness
from advisor_bot.catalog.store import Catalog
from advisor_bot.slack.views import answer as slack
from tests.building import TODAY, page, program, provider, stated, stored

from .conftest import STALE_AFTER, Answer, advisor_on, answer_of

WORTH_IT = "is the Dance Leader Award worth it?"
MONTHLY: dict[str, Any] = {"currency": "USD", "per": "month"}


def in_file(place: str, value: Any, status: str = "issuer-claimed", **more: Any) -> dict[str, Any]:
    """A fact from an imported file, as plain data."""
    source = {"title": "courses.csv", "place": place, "checked_on": TODAY}
    return {"value": value, "status": status, "source": source, **more}


def imported(**facts: Any) -> Program:
    """A program as a row of a file makes it: no page, no text, no field."""
    return program(
        "dance-leader",
        title="Dance Leader Award",
        webpage=None,
        sections=[],
        fields=[],
        facts=facts,
    )


async def ask(catalog: Catalog, text: str = WORTH_IT, *, on: date = TODAY) -> Answer:
    return await answer_of(advisor_on(catalog, on=on).answer(text))


def in_slack(answer: Answer) -> str:
    shown = slack.Answer()
    for event in answer.events:
        shown.take(event)
    return json.dumps(slack.full_blocks(shown), ensure_ascii=False)


async def test_a_row_of_a_file_is_cited_by_its_place_and_never_as_a_link() -> None:
    nameless = provider("academy", kind=None, country=None, webpage=None, sections=[])
    catalog = stored(imported(level=in_file("row 12", "beginner")), nameless)
    answer = await ask(catalog, "how long does the Dance Leader Award take?")
    assert answer.done.programs == ("dance-leader",)
    catalog = stored(imported(workload=in_file("row 12", {"weeks": 3})), nameless)
    answer = await ask(catalog, "how long does the Dance Leader Award take?")
    assert "3 weeks [1]" in answer.text
    (cited,) = answer.sources.sources
    assert (cited.source.full_title, cited.source.url) == ("courses.csv, row 12", None)
    data = json.dumps([as_json(event) for event in answer.events])
    assert '"place": "row 12"' in data
    text = in_slack(answer)
    assert "[1] courses.csv, row 12 · checked" in text
    assert "<|" not in text
    assert "None" not in text + answer.text


async def test_an_issuer_of_whom_nothing_is_known_is_only_named() -> None:
    nameless = provider("academy", kind=None, country=None, webpage=None, sections=[])
    answer = await ask(stored(imported(level=in_file("row 12", "beginner")), nameless))
    (shown,) = answer.checklists.checklists
    assert shown.questions[1].sentence.startswith("Issued by Academy. ")
    described = await ask(stored(imported(), nameless), "which courses does the Academy offer?")
    assert described.text.startswith("**Academy**: ")


async def test_two_rows_of_one_file_are_two_sources() -> None:
    facts = {
        "cost": in_file("row 12", ({"amount": 5, "currency": "USD"},)),
        "workload": in_file("row 90", {"weeks": 3}),
    }
    answer = await ask(stored(imported(**facts)))
    assert [cited.source.place for cited in answer.sources.sources] == ["row 12", "row 90"]


def disagreeing(name: str, ours: Any, theirs: Any, note: str) -> Program:
    beside = [in_file("row 12", theirs)]
    fact = stated(ours, "conflicting", on="page", note=note) | {"beside": beside}
    return imported(**{name: fact})


async def test_where_sources_disagree_both_sides_are_said_and_cited() -> None:
    one = disagreeing(
        "cost",
        ({"amount": 49, **MONTHLY},),
        ({"amount": 39, **MONTHLY},),
        "The page: USD 49 a month · courses.csv, row 12: USD 39 a month",
    )
    answer = await ask(stored(one))
    said = "sources disagree: The page: USD 49 a month · courses.csv, row 12: USD 39 a month"
    assert said in answer.text
    assert [cited.source.full_title for cited in answer.sources.sources] == [
        "The page",
        "courses.csv, row 12",
    ]
    (shown,) = answer.checklists.checklists
    line = shown.more[0]
    assert "Sources disagree: The page: USD 49 a month · courses.csv, row 12" in line.sentence
    assert [source.full_title for source in line.sources] == ["The page", "courses.csv, row 12"]
    assert line.state == "claimed by the issuer"


async def test_a_disputed_supervision_speaks_for_nothing() -> None:
    one = disagreeing(
        "proctoring", "supervised", "none", "The page: supervised · courses.csv: none"
    )
    answer = await ask(stored(one))
    strong, _, weak = answer.text.partition("**What to weigh**")
    assert "supervised" not in strong
    assert "sources disagree: The page: supervised · courses.csv: none" in weak
    assert "supervised assessment against" not in weak


async def test_a_disputed_assessment_is_no_evidence_against() -> None:
    one = disagreeing("assessment_type", ("none",), ("exam",), "The page: none · courses.csv: exam")
    (shown,) = (await ask(stored(one))).checklists.checklists
    for line in (shown.questions[0], shown.questions[2]):
        assert line.state == "not stated"
        assert line.sentence == (
            "Whether it is assessed at all is disputed. "
            "Sources disagree: The page: none · courses.csv: exam."
        )


OLD = date(2028, 1, 5)


@pytest.mark.parametrize("asked", [WORTH_IT, "what does the Dance Leader Award cost?"])
async def test_an_old_fact_is_marked_wherever_it_is_shown(asked: str) -> None:
    price = stated(({"amount": 5, "currency": "USD"},))
    catalog = stored(imported(cost=price))
    fresh, old = await ask(catalog, asked), await ask(catalog, asked, on=OLD)
    assert "ago" not in fresh.text + in_slack(fresh)
    assert "USD 5 [1] *(checked 15 months ago)*" in old.text
    (shown,) = old.checklists.checklists
    assert shown.more[0].sentence.endswith("Checked 15 months ago: ask again.")
    assert "Checked 15 months ago" in in_slack(old)


async def test_an_imported_document_answers_with_what_was_found_in_it() -> None:
    handbook = page(
        "handbook", kind="document", title="Handbook.pdf",
        sections=[
            {"heading": "", "text": "Welcome to all.", "source": in_file("page 1", 1)["source"]},
            {
                "heading": "Sabbaticals",
                "text": "A sabbatical after seven years of credentials pays half.",
                "source": in_file("page 9", 1)["source"],
            },
        ],
    )  # fmt: skip
    answer = await ask(stored(handbook), "what is a sabbatical after seven years of credentials?")
    assert answer.done.outcome == "explained"
    assert "From an imported document, “Handbook.pdf”" in answer.text
    assert "pays half. [1]" in answer.text
    assert "Welcome" not in answer.text
    (cited,) = answer.sources.sources
    assert cited.source.place == "page 9"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The time is 3 weeks.", "The time is 3 weeks. [1] *(checked 15 months ago)*"),
        ("The time is 3 weeks, checked 15 months ago.",
         "The time is 3 weeks, checked 15 months ago. [1]"),
    ],
)  # fmt: skip
async def test_a_model_cannot_leave_out_how_old_a_fact_is(written: str, shown: str) -> None:
    one = imported(workload=stated({"weeks": 3}))
    brief = Brief(
        question=Question("how long?", "detail", aspects=("time",)),
        selection=Selection((candidate(one, stored(one)),), 1),
        freshness=(old := Freshness(OLD, STALE_AFTER)),
        checklists=(checklist(one, provider(), freshness=old),),
    )
    grounding = Grounding(statements(brief), "how long?", Citations(old), GuardCounts())

    async def draft() -> AsyncIterator[str]:
        yield written

    assert "".join([text async for text in grounding.checked(draft())]) == shown
