"""The composer that needs no model: short, cited, and never more than is recorded."""

import re
from datetime import date
from typing import Any

import pytest

from advisor_bot.catalog.facts import Program
from tests.building import page, program, provider, stated, stored

from .conftest import advisor_on, answer_of

FULL: dict[str, Any] = {
    "credential_type": stated("certification"),
    "level": stated("advanced"),
    "cost": stated(({"amount": 300, "currency": "USD", "covers": "exam"},), on="cost"),
    "workload": stated({"hours": 20}, on="time"),
    "assessment_type": stated(("exam",), "verified", on="exam"),
    "assessment_standard": stated({"text": "An outline."}, "verified", on="exam"),
    "proctoring": stated("supervised with ID", "verified", on="exam"),
    "recognised_by": stated(("a guild",), on="guild"),
    "external_credit": stated(({"system": "ACE", "amount": 3},), on="ace"),
    "validity": stated({"expires": True, "months": 36}, on="page"),
    "verification": stated(("registry",), on="check", note="Search by name."),
    "prerequisites": stated(("a year of dancing",), on="page"),
}


async def text_of(asked: str, *programs: Program) -> str:
    return (await answer_of(advisor_on(stored(*programs)).answer(asked))).text


async def test_an_opinion_weighs_what_is_recorded() -> None:
    text = await text_of("is the Dance Leader worth it?", program("dance-leader", facts=FULL))
    assert "**Dance Leader** is an advanced-level certification from Academy." in text
    assert "USD 300 for the exam" in text
    assert "Needed before: a year of dancing" in text
    strong, _, weak = text.partition("What to weigh")
    assert "supervised with ID" in strong
    assert "Held against: An outline" in strong
    assert "It expires: valid for 3 years" in weak
    assert "worth it where you need proof" in text
    assert "confirmed independently" in text


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, "is not on record"),
        ({"assessment_type": stated(("none",))}, "not a proof of skill"),
        ({"rigor": stated("participation")}, "not a proof of skill"),
        (
            {
                "assessment_type": stated(("quiz",)),
                "assessment_standard": stated({"text": "80 %"}),
                "proctoring": stated("none"),
            },
            "modest proof",
        ),
        (
            {
                "assessment_type": stated(("exam",)),
                "assessment_standard": stated({"text": "An outline"}),
                "proctoring": stated("supervised"),
            },
            "on the issuer's word",
        ),
    ],
)
async def test_the_verdict_never_says_more_than_the_checklist(
    facts: dict[str, Any], verdict: str
) -> None:
    text = await text_of("is the Dance Leader worth it?", program("dance-leader", facts=facts))
    assert verdict in text.partition("**In short:**")[2]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("how long does the Dance Leader take?", "Time: 20 hours [1]."),
        ("what does the Dance Leader cost?", "Cost: USD 300 for the exam [1]."),
        ("does the Dance Leader expire?", "Validity: valid for 3 years [1]."),
        ("how is the Dance Leader verified?", "How to verify it: registry [1]. Search by name."),
        ("prerequisites of the Dance Leader?", "Needed before: a year of dancing [1]."),
        ("does the Dance Leader give credit?", "Credit: ACE 3 [1]."),
    ],
)
async def test_a_detail_is_answered_with_its_fact_and_note(asked: str, said: str) -> None:
    assert said in await text_of(asked, program("dance-leader", facts=FULL))


async def test_a_detail_that_is_not_stated_says_so() -> None:
    text = await text_of("does the Dance Leader expire?", program("dance-leader"))
    assert "Validity: not stated" in text
    assert "Ask the provider" in text


async def test_an_aspect_asked_for_is_shown_in_a_list_too() -> None:
    text = await text_of(
        "how can an employer verify a leadership course?",
        program("dance-leader", facts=FULL),
        program("song-leader"),
    )
    dance, song = sorted(re.split(r"(?m)^\d\. ", text)[1:])
    assert "How to verify it: registry [" in dance
    assert "How to verify it: not stated" in song


async def test_a_monthly_price_shows_what_it_comes_to() -> None:
    facts = {
        "cost": stated(({"amount": 40, "currency": "USD", "per": "month"},)),
        "workload": stated({"weeks": 13}),
    }
    text = await text_of("what does the Dance Leader cost?", program("dance-leader", facts=facts))
    assert "In all about USD 120 (3 months at USD 40)." in text


@pytest.mark.parametrize(
    ("asked", "opening"),
    [
        ("which leadership course?", "I know 2 leadership credentials:"),
        (
            "cheapest leadership course?",
            "Of the 2 leadership credentials I know, the cheapest first",
        ),
        (
            "shortest leadership course?",
            "Of the 2 leadership credentials I know, the shortest first",
        ),
        ("leadership course for a beginner?", "I know 1 leadership credential at beginner level"),
        ("a free leadership course", "I know 1 free leadership credential that may fit:"),
        (
            "a leadership course under USD 5",
            "Nothing recorded here meets all of that (leadership, at most 5). The closest:",
        ),
        (
            "an unproctored leadership course in under 2 weeks",
            "Nothing recorded here meets all of that (leadership, unsupervised, at most 2 weeks).",
        ),
    ],
)
async def test_a_list_says_what_it_is(asked: str, opening: str) -> None:
    dear = program("dance-leader", facts=FULL)
    facts = {
        "level": stated("beginner"),
        "workload": stated({"weeks": 40}),
        "proctoring": stated("supervised"),
        "cost": stated(({"amount": 90, "currency": "USD"},)),
    }
    programs = [dear, program("song-leader", facts=facts)]
    if "free" in asked:
        programs[1] = program("song-leader")
    assert (await text_of(asked, *programs)).startswith(opening)


async def test_what_no_fact_settles_is_marked_in_the_list() -> None:
    text = await text_of(
        "a leadership course with a proctored exam", program("dance-leader", facts=FULL),
        program("song-leader"),
    )  # fmt: skip
    assert text.index("Dance Leader") < text.index("Song Leader")
    assert "*Not stated: supervision*" in text.partition("Song Leader")[2]


async def test_two_programs_stand_side_by_side() -> None:
    text = await text_of(
        "compare Dance Leader and Song Singer",
        program("dance-leader", facts=FULL),
        program("song-singer", facts={"assessment_type": stated(("none",))}, provider="choir"),
    )
    assert text.startswith("Side by side, from recorded facts:")
    assert "Assessment: none" in text
    assert "Price: not stated" in text


async def test_a_platform_is_named_beside_the_issuer() -> None:
    one = program("dance-leader", offered_on="stage")
    knowledge = stored(one, provider("stage"))
    answer = await answer_of(advisor_on(knowledge).answer("is the Dance Leader worth it?"))
    assert "from Academy, on Stage." in answer.text


async def test_a_long_section_is_cut_between_its_lines() -> None:
    lines = [f"- point {n} " + "word " * 20 for n in range(12)]
    knowledge = stored(page("judging", "\n".join(lines), answers=["How do I judge it?"]))
    text = (await answer_of(advisor_on(knowledge).answer("how do I judge it?"))).text
    assert "point 0" in text
    assert "point 11" not in text
    assert text.count("word") % 20 == 0


async def test_an_issuer_for_whom_nobody_vouches_is_described_so() -> None:
    knowledge = stored(program("dance-leader"), provider("academy", name="Ballet House"))
    text = (await answer_of(advisor_on(knowledge).answer("what about Ballet House courses?"))).text
    assert "Who vouches for it is not stated." in text


async def test_prices_in_different_currencies_are_not_passed_off_as_comparable() -> None:
    pounds = {"cost": stated(({"amount": 90, "currency": "GBP"},))}
    programs = [program("dance-leader", facts=FULL), program("song-leader", facts=pounds)]
    warning = "different currencies"
    assert warning in await text_of("cheapest leadership course?", *programs)
    assert warning in await text_of("which is cheaper, Dance Leader or Song Leader?", *programs)
    assert warning not in await text_of("which leadership course?", *programs)
    assert warning not in await text_of("cheapest leadership course?", programs[0])


async def test_a_total_that_only_repeats_the_price_is_left_out() -> None:
    text = await text_of("what does the Dance Leader cost?", program("dance-leader", facts=FULL))
    assert "In all" not in text


async def test_a_fact_past_its_date_is_marked_where_it_is_said() -> None:
    ended = stated(({"amount": 5, "currency": "USD"},), valid_until=date(2026, 5, 1))
    one = program("dance-leader", facts={"cost": ended})
    for asked in ("is the Dance Leader worth it?", "what does the Dance Leader cost?"):
        assert "USD 5 [1] *(out of date since 1 May 2026)*" in (await text_of(asked, one)).replace(
            "[2]", "[1]"
        )


async def test_of_programs_that_may_fit_the_list_does_not_say_that_they_do() -> None:
    watched = [
        program(id_, facts={"proctoring": stated("supervised")})
        for id_ in ("a-dance", "b-dance", "c-dance", "d-dance")
    ]
    asked = "which leadership course has a proctored exam?"
    text = await text_of(asked, *watched, program("e-dance"))
    assert text.startswith("Of the 4 leadership credentials with a supervised exam I know, these")
    text = await text_of(asked, *watched[:1], program("e-dance"))
    assert text.startswith("I know 2 leadership credentials with a supervised exam that may fit:")


async def test_a_program_without_page_and_text_is_listed_by_its_facts() -> None:
    bare = program("dance-leader", webpage=None, sections=[], facts={"level": stated("advanced")})
    text = await text_of("which leadership course?", bare)
    assert "**Dance Leader** (Academy, advanced)\n" in text
    assert "None" not in text
