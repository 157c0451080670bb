"""What people see of an import: true, within Slack's limits, and safe whatever strangers wrote."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from advisor_bot.catalog.facts import Fact, Price, Program, ProgramFacts, Source, Status
from advisor_bot.catalog.importing import ImportReport, Origin
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.readers.tables import Constants, Mapping, mapping_yaml
from advisor_bot.catalog.uploads import Look, Upload
from advisor_bot.sandbox.blocks import MAX_BLOCKS_TEXT, message_problems, text_length, view_problems
from advisor_bot.slack.views import previews
from advisor_bot.slack.views.imports import FORGET, MOST_IMPORTS, form, imports

DAY = date(2026, 11, 3)
HOSTILE = "<!channel> *bold* <https://evil.example|click> <@U0BOT> `x` & _y_"
LOOK = Look(
    "table", ("Course", "School", "Rating"), Mapping(title="Course", provider="School"), True, None
)


def upload(**changes: Any) -> Upload:
    whole: dict[str, Any] = {
        "id": "T:D:1:F1",
        "name": "garden.csv",
        "by": "U1",
        "team": "T",
        "at": datetime.now(UTC),
    }
    return Upload(**whole | changes)


def program(title: str = "Rose pruning") -> Program:
    source = Source(title="garden.csv", place="row 2", checked_on=DAY)
    cost: Fact[tuple[Price, ...]] = Fact(
        value=(Price(amount=40, currency="EUR"),), status=Status.ISSUER_CLAIMED, source=source
    )
    return Program(
        id="rose", title=title, provider="garden-school-of-york", facts=ProgramFacts(cost=cost)
    )


def report(**changes: Any) -> ImportReport:
    whole: dict[str, Any] = {"programs": 40, "facts": 312, "added": 41, "examples": [program()]}
    return ImportReport("garden.csv", **whole | changes)


def texts(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(texts, value))
    if not isinstance(value, dict):
        return ""
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return "\n".join([*own, *map(texts, value.values())])


def actions(blocks: list[dict[str, Any]]) -> list[str]:
    return [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_a_preview_says_what_was_read() -> None:
    blocks = previews.preview(upload(), LOOK, report())
    said = texts(blocks)

    assert message_problems(blocks) == []
    assert "*Programs read*\n40" in said
    assert "*New entries*\n41" in said
    assert "Course → *program* · School → *provider*" in said
    assert "_Not used:_ Rating" in said
    assert "• *Rose pruning*, Garden School of York\n    cost: EUR 40" in said
    assert "Problems" not in said
    assert actions(blocks) == [previews.ACCEPT, previews.DISCARD, previews.COLUMNS]


def test_the_first_problems_are_told_and_the_rest_counted() -> None:
    problems = [Problem("garden.csv", f"row {n}, column Price", "is no price") for n in range(9)]
    said = texts(previews.preview(upload(), LOOK, report(problems=problems, refused=7, doubts=12)))

    assert "*Problems*: 7 entries refused, 12 values left out" in said
    assert "• row 4, column Price: is no price" in said
    assert "row 5" not in said
    assert "… and 14 more" in said


def test_it_says_what_it_takes_the_place_of() -> None:
    before = Origin("garden.csv", "the team chat", "U0HANA", DAY, True, 12)
    look = Look("table", LOOK.headers, LOOK.mapping, False, before)
    said = texts(previews.preview(upload(), look, report(dropped=3)))

    assert "imported under this name on 3 November 2026 by <@U0HANA>" in said
    assert "*3 entries* of then would go" in said
    assert "*Columns, as you said*" in said


def test_where_nothing_is_new_there_is_nothing_to_accept() -> None:
    same = previews.preview(upload(), LOOK, ImportReport("garden.csv", unchanged=41))
    nothing = previews.preview(
        upload(),
        Look(None, (), None, True, None),
        ImportReport("x", refused=1, problems=[Problem("x", "file", "is none of the formats")]),
    )

    assert actions(same) == actions(nothing) == []
    assert "already" in texts(same)
    assert "not a format I read" in texts(nothing)
    assert "is none of the formats" in texts(nothing)


def hostile_blocks() -> list[list[dict[str, Any]]]:
    mapping = Mapping(title=HOSTILE, provider="School", constants=Constants(level=HOSTILE))
    look = Look("table", (HOSTILE, "School", HOSTILE * 2), mapping, True, None)
    problem = Problem(HOSTILE, HOSTILE, HOSTILE)
    named = upload(name=HOSTILE, decided_by="U1")
    read = report(examples=[program(HOSTILE)], problems=[problem], refused=1)
    origin = Origin(HOSTILE, None, HOSTILE, DAY, True, 1)
    said = [
        previews.accepted(named, read, 2, [HOSTILE]),
        previews.discarded(named),
        previews.importing(named),
        previews.reading(HOSTILE),
        previews.unreadable(HOSTILE, HOSTILE),
    ]
    sections = [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in said]
    return [previews.preview(named, look, read), imports([origin]), sections]


def mrkdwn_texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for one in value for text in mrkdwn_texts(one)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if value.get("type") == "mrkdwn" else []
    return own + [text for one in value.values() for text in mrkdwn_texts(one)]


def test_nothing_that_strangers_wrote_pings_links_or_formats() -> None:
    for blocks in hostile_blocks():
        assert message_problems(blocks) == []
        for text in mrkdwn_texts(blocks):
            assert "<!" not in text
            assert "<https://evil" not in text
            assert "<@U0BOT>" not in text
            assert "*bold*" not in text


def test_the_largest_preview_fits() -> None:
    headers = tuple(f"A rather long header of a column, number {n}" for n in range(300))
    mapping = Mapping(**dict.fromkeys(("title", "provider", "level", "cost"), headers[0]))
    problems = [Problem("x", "row 1, column y" * 20, "z & " * 300)] * 50
    long = report(examples=[program("T & " * 300)] * 5, problems=problems, refused=500)
    blocks = previews.preview(
        upload(name="n&" * 120), Look("table", headers, mapping, True, None), long
    )

    assert message_problems(blocks) == []
    assert text_length(blocks) <= MAX_BLOCKS_TEXT


def test_the_mapping_is_shown_as_a_file_to_correct() -> None:
    assert LOOK.mapping is not None
    blocks = previews.columns_help(upload(), mapping_yaml(LOOK.mapping, LOOK.headers))
    said = texts(blocks)

    assert message_problems(blocks) == []
    assert "garden.csv.mapping.yaml" in said
    assert "title: Course\nprovider: School" in said
    assert message_problems(previews.columns_help(upload(), "a: b\n" * 9_000)) == []


@pytest.mark.parametrize("by", ["U0HANA", None])
def test_imports_are_listed_with_a_way_to_forget_them(by: str | None) -> None:
    blocks = imports([Origin("garden.csv", "x", by, DAY, True, 1_139)])
    said, button = texts(blocks), blocks[1]["accessory"]

    assert message_problems(blocks) == []
    assert "*garden.csv*\n1,139 entries · 3 November 2026" in said
    assert ("by <@U0HANA>" in said) is (by is not None)
    assert (button["action_id"], button["value"]) == (FORGET, "garden.csv")
    assert "garden.csv" in button["confirm"]["text"]["text"]


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [Origin(f"{n}.csv", None, None, DAY, True, 1) for n in range(MOST_IMPORTS + 7)]
    blocks = imports([*many, Origin("https://a.example/" + "x" * 3_000, None, None, DAY, False, 1)])
    assert message_problems(blocks) == []
    assert "8 more" in texts(blocks)
    longest = imports(
        [
            Origin("https://a.example/" + "x&" * 900 + str(n), "x", "U0HANA", DAY, False, 10**6)
            for n in range(30)
        ]
    )
    assert message_problems(longest) == []
    assert text_length(longest) <= MAX_BLOCKS_TEXT
    assert (
        message_problems(imports([many[0], Origin("y" * 3_000, None, None, DAY, False, 1)])) == []
    )
    assert "Nothing was imported yet" in texts(imports([]))


def test_the_dialog_is_one_that_slack_takes() -> None:
    made = form()
    assert view_problems(made["blocks"]) == []
    assert len(made["title"]["text"]) <= 24
