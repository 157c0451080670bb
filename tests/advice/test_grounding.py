"""No figure, name, link or citation passes that no statement bears, however the draft is cut up."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.advice.brief import Citations
from advisor_bot.advice.grounding import Grounding, GuardCounts, figures
from advisor_bot.advice.statements import Statement
from tests.building import source

from .conftest import FRESH

RECORD = [
    Statement("Dance Award", "Dance Award, issued by Academy", source("dance")),
    Statement("Dance Award", "Cost: USD 1,350 for the exam", source("cost")),
    Statement("Dance Award", "Time: 12 to 24 months at 10 hours a week", source("time")),
    Statement("Dance Award", "Supervision: supervised with ID", source("exam")),
    Statement("Song Badge", "Cost: USD 99 for the course", source("song")),
]
HONEST = "Dance Award costs USD 1,350 for the exam. It takes 12 to 24 months."


def ground(
    pieces: Sequence[str], question: str = "is it worth it?"
) -> tuple[str, Citations, GuardCounts]:
    citations, guards = Citations(FRESH), GuardCounts()
    grounding = Grounding(RECORD, question, citations, guards)

    async def draft() -> AsyncIterator[str]:
        for piece in pieces:
            yield piece

    async def collected() -> str:
        return "".join([text async for text in grounding.checked(draft())])

    return asyncio.run(collected()), citations, guards


def test_what_is_on_record_passes_and_is_cited_by_what_bears_it() -> None:
    text, citations, _ = ground([HONEST])
    assert text == ("Dance Award costs USD 1,350 for the exam. [1] It takes 12 to 24 months. [2]")
    assert [cited.source.url for cited in citations.cited] == [
        "https://example.org/cost",
        "https://example.org/time",
    ]


@pytest.mark.parametrize(
    ("sentence", "guard"),
    [
        ("It costs USD 900 for the exam.", "figures"),
        ("The exam costs 1,350.50 USD.", "figures"),
        ("It takes 12 to 36 months.", "figures"),
        ("It is recognised by Harvard for the exam.", "names"),
        ("Employers everywhere admire graduates enormously.", "unsupported"),
    ],
)
def test_what_is_not_on_record_is_cut(sentence: str, guard: str) -> None:
    text, citations, guards = ground([sentence])
    assert text == ""
    assert citations.cited == ()
    assert getattr(guards, guard) == 1


def test_a_figure_of_another_program_is_not_borne_out() -> None:
    text, _, guards = ground(["Song Badge costs USD 1,350 for the course."])
    assert text == ""
    assert guards.figures == 1


def test_a_false_sentence_does_not_take_the_true_ones_with_it() -> None:
    text, _, _ = ground([f"{HONEST} It is free in 3 countries. Supervision: supervised with ID."])
    assert "3 countries" not in text
    assert "1,350" in text
    assert "supervised with ID" in text


@pytest.mark.parametrize(
    "dressed",
    [
        "The exam costs [USD 1,350](https://evil.example/pay).",
        "The exam costs USD 1,350 ![pixel](http://evil.example/x.png).",
        "The exam costs USD 1,350 at https://evil.example/pay now.",
        "The exam costs USD 1,350 at <https://evil.example|here>.",
        "The exam costs USD 1,350 at www.evil.example.",
        "The exam costs USD 1,350 at evil.com/pay.",
    ],
)
def test_links_never_pass(dressed: str) -> None:
    text, _, guards = ground([dressed])
    assert "evil" not in text
    assert "http" not in text
    assert guards.links >= 1


def test_citations_of_the_draft_are_replaced_by_ours() -> None:
    text, _, _ = ground(["The exam costs USD 1,350 [7]. [1, 99]"])
    assert re.findall(r"\[\d+\]", text) == ["[1]"]
    assert "99" not in text


def test_lists_and_paragraphs_keep_their_shape() -> None:
    draft = (
        "Recorded costs:\n\n1. **Dance Award** costs USD 1,350 for the exam.\n"
        "2. **Song Badge** costs USD 99 for the course.\n"
    )
    text, _, _ = ground([draft])
    assert re.search(r"(?m)^1\. \*\*Dance Award\*\*", text)
    assert re.search(r"(?m)^2\. \*\*Song Badge\*\*", text)


def test_a_promise_without_what_it_promises_is_not_made() -> None:
    text, _, _ = ground(["The Dance Award exam costs:\n- nothing at 77 places.\n"])
    assert text.strip() == ""


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert figures("1,000.00 and 1000 and 2.50 and 2.5") == {"1000", "2.5"}
    assert figures("v2 a1b") == frozenset()


WORDS = st.sampled_from(
    [
        *"the exam costs USD 1,350 900 99 12 to 24 36 months Dance Award Song Badge course".split(),
        *"supervised ID Harvard [1] [2] [17] 1. 2. - ** : ; . ! ? \n \n\n 3.14 -5 €7 50% $8".split(),
        "Dance Award costs USD 1,350 for the exam.",
        "It takes 12 to 24 months.",
        "Supervision: supervised with ID",
        "\n1. **Song Badge** costs USD 99 for the course",
        "[x](http://evil.example)",
        "https://evil.example/1350",
        "www.evil.example",
        "<http://evil.example|x>",
        "evil.com",
    ]
)
DRAFTS = st.lists(WORDS | st.text("01379 .,:[]()*-\naE", max_size=6), max_size=40).map(" ".join)
LINK = re.compile(r"https?:|www\.|evil|\]\(", re.I)


@given(DRAFTS)
def test_nothing_ungrounded_ever_passes(draft: str) -> None:
    text, citations, _ = ground([draft])
    known = figures(" ".join(statement.text for statement in RECORD))
    bare = re.sub(r"(?m)^\s*\d+[.)]\s", " ", re.sub(r"\[\d+\]", " ", text))
    assert figures(bare) <= known
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", text)}
    assert cited == {one.number for one in citations.cited}
    assert {one.source for one in citations.cited} <= {one.source for one in RECORD}
    assert not LINK.search(text)


@given(DRAFTS, st.data())
def test_how_the_draft_is_cut_up_makes_no_difference(draft: str, data: st.DataObject) -> None:
    whole, _, _ = ground([draft])
    places = sorted(data.draw(st.sets(st.integers(0, len(draft)), max_size=12)))
    ends = [0, *places, len(draft)]
    pieces = [draft[start:end] for start, end in pairwise(ends)]
    assert "".join(pieces) == draft
    cut_up, _, _ = ground(pieces)
    assert cut_up == whole
    letter_by_letter, _, _ = ground(list(draft))
    assert letter_by_letter == whole


def test_a_sentence_that_leans_on_a_cut_one_goes_with_it() -> None:
    text, _, _ = ground(["Harvard adores it. This costs USD 1,350 for the exam.\n" + HONEST])
    assert text.startswith("Dance Award costs USD 1,350")
    assert "This costs" not in text


def test_a_list_stands_below_the_line_that_announces_it() -> None:
    text, _, _ = ground(["The cost and the time for the exam:\n\n- The cost is USD 1,350.\n"])
    assert text == "The cost and the time for the exam:\n\n- The cost is USD 1,350. [1]"


@pytest.mark.parametrize("figure", ["500", "USD 500"])
def test_a_figure_of_the_asker_is_no_fact(figure: str) -> None:
    text, _, guards = ground([f"The exam costs {figure}."], f"is {figure} right for the exam?")
    assert text == ""
    assert guards.figures == 1


@pytest.mark.parametrize(
    ("draft", "mostly_cut"),
    [
        (HONEST, False),
        (HONEST + " Harvard adores it.", False),
        ("Harvard adores it. Yale adores it. Oxford too adores it. " + HONEST[:43], True),
        ("Harvard adores it.", True),
        ("", False),
    ],
)
def test_a_draft_of_which_little_is_left_does_not_serve(draft: str, mostly_cut: bool) -> None:
    grounding = Grounding(RECORD, "is it worth it?", Citations(FRESH), GuardCounts())

    async def once() -> AsyncIterator[str]:
        yield draft

    async def run() -> None:
        async for _ in grounding.checked(once()):
            pass

    asyncio.run(run())
    assert grounding.is_mostly_cut is mostly_cut


FACTS = [
    Statement("Dance Award", "Time: 6 months", source("time"), "workload"),
    Statement("Dance Award", "Validity: not stated", source("time"), "validity"),
    Statement("Dance Award", "Accreditation: not stated", source("time"), "accreditation"),
    Statement("Dance Award", "Supervision (proctoring): none", source("exam"), "proctoring"),
    Statement("Dance Award", "Assessment: exam", source("exam"), "assessment_type"),
]
VALID = [*FACTS, Statement("Dance Award", "Validity: valid for 3 years", source("v"), "validity")]


@pytest.mark.parametrize(
    ("record", "sentence", "passes"),
    [
        (FACTS, "It takes a time of 6 months.", True),
        (FACTS, "It is valid for 6 months.", False),
        (FACTS, "The validity and when it expires is not stated.", True),
        (FACTS, "The accredited assessment is an exam.", False),
        (FACTS, "The exam has proctoring and supervision.", False),
        (FACTS, "The exam has no supervision.", True),
        (VALID, "It is valid for 3 years.", True),
        (VALID, "It is valid for 6 years.", False),
    ],
)
def test_what_the_checklist_does_not_say_is_not_claimed(
    record: list[Statement], sentence: str, passes: bool
) -> None:
    guards = GuardCounts()
    grounding = Grounding(record, "is the assessment good?", Citations(FRESH), guards)

    async def once() -> AsyncIterator[str]:
        yield sentence

    async def run() -> str:
        return "".join([text async for text in grounding.checked(once())])

    assert bool(asyncio.run(run())) is passes
    assert guards.contradictions == (0 if passes else 1)
