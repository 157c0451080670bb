"""Whatever an answer holds, Slack takes it, and sources and feedback are in it."""

import json
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_bot.advice.checklist import Checklist, Line
from advisor_bot.advice.events import (
    ChecklistEvent,
    CitedSource,
    DoneEvent,
    SourcesEvent,
    StatusEvent,
    TextEvent,
)
from advisor_bot.catalog.facts import Source
from advisor_bot.sandbox.blocks import MAX_BLOCKS_TEXT, message_problems, text_length
from advisor_bot.slack.views.answer import (
    FEEDBACK,
    Answer,
    closing_blocks,
    ever_plainer,
    fits,
    full_blocks,
    summary,
)
from advisor_bot.slack.views.checklist import Block

words = st.text(alphabet="ab <>&*_|`#@!-\n", min_size=1, max_size=40)
long_words = st.builds(lambda word, times: word * times, words, st.integers(1, 60))
sources = st.builds(
    Source,
    url=st.none() | st.integers(1, 2000).map(lambda n: f"https://example.com/{'p' * n}?a=1&b=2"),
    title=long_words.filter(lambda text: bool(text.strip())),
    place=st.none() | st.sampled_from(["row 12", "page 3 <of> 9"]),
    checked_on=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
)
lines = st.builds(
    Line,
    title=st.sampled_from(["Competency against a standard", "Cost and time"]),
    state=st.sampled_from(["evidenced", "claimed by the issuer", "not stated", "evidence against"]),
    sentence=long_words,
    sources=st.lists(sources, max_size=4).map(tuple),
    ask=st.none() | words,
)
checklists = st.builds(
    Checklist,
    program=st.just("p"),
    title=long_words,
    provider=words,
    questions=st.tuples(lines, lines, lines),
    more=st.tuples(lines, lines, lines, lines),
)
answers = st.builds(
    Answer,
    text=st.builds(lambda word, times: word * times, words, st.integers(0, 600)),
    sources=st.lists(sources, max_size=30).map(
        lambda found: tuple(CitedSource(place, one) for place, one in enumerate(found, 1))
    ),
    checklists=st.lists(checklists, max_size=8).map(tuple),
    done=st.none() | st.builds(DoneEvent, outcome=st.just("answered"), composer=words),
)
slow = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(answers)
def test_slack_takes_every_answer(answer: Answer) -> None:
    for blocks in (full_blocks(answer), closing_blocks(answer)):
        assert message_problems(blocks) == []
        assert text_length(blocks) <= MAX_BLOCKS_TEXT


@slow
@given(answers)
def test_sources_and_feedback_are_never_dropped(answer: Answer) -> None:
    for blocks in (full_blocks(answer), closing_blocks(answer)):
        text = said(blocks)
        assert all(f"[{cited.number}] " in text for cited in answer.sources)
        assert text.count("· checked ") >= len(answer.sources)
        assert feedback_of(blocks) == FEEDBACK


@slow
@given(answers)
def test_a_checklist_is_shown_or_said_to_be_missing(answer: Answer) -> None:
    text = said(closing_blocks(answer))

    shown = text.count("*Quality checklist · ")
    assert shown == len(answer.checklists) or "No room for the checklist of: " in text


@slow
@given(answers)
def test_what_fits_stands_as_it_was_written(answer: Answer) -> None:
    text = answer.text.strip()
    whole = any(block.get("text") == text for block in full_blocks(answer))

    if fits(answer) and text and "<@" not in text and "<!" not in text and "<#" not in text:
        assert whole
    if not fits(answer):
        assert not whole


def test_an_overlong_text_is_cut_saying_so() -> None:
    [text, *_rest] = full_blocks(Answer(text="word " * 5000))

    assert text["text"].endswith("*(shortened: Slack takes no more)*")


def test_headings_without_number_become_plain_lines() -> None:
    [text, *_rest] = full_blocks(Answer(text="# A heading\n\nIts text.\n\n" * 40))

    assert "#" not in text["text"]
    assert text["text"].count("A heading") == 40


def test_a_line_says_state_sentence_source_and_date() -> None:
    blocks = closing_blocks(Answer(checklists=(a_checklist("PMP"),)))

    assert (
        "✅ *1. Competency against a standard* · evidenced\nAssessed by exam.\n"
        "_Ask the provider:_ Who?\n<https://example.com/exam|Exam outline> · checked 3 March 2026"
    ) in said(blocks)


def test_a_file_is_named_with_the_place_in_it_and_is_no_link() -> None:
    row = Source(title="courses <2026>.csv", place="row 12", checked_on=date(2026, 3, 3))
    line = Line("Cost and time", "claimed by the issuer", "Cost: USD 5.", (row,))
    one = Checklist("p", "P", "PMI", (line, line, line), (line,))
    text = said(closing_blocks(Answer(sources=(CitedSource(1, row),), checklists=(one,))))

    assert "[1] courses &lt;2026&gt;.csv, row 12 · checked 3 March 2026" in text
    assert "Cost: USD 5. (courses &lt;2026&gt;.csv, row 12 · checked 3 March 2026)" in text
    assert "<|" not in text
    assert "None" not in text


def test_very_many_files_are_still_all_named() -> None:
    rows = [
        Source(title="courses " + "x" * 150, place=f"row {n}", checked_on=date(2026, 3, 3))
        for n in range(90)
    ]
    cited = tuple(CitedSource(n, row) for n, row in enumerate(rows, 1))
    text = said(closing_blocks(Answer(sources=cited)))

    assert all(f"[{n}] courses" in text for n in range(1, 91))


def test_many_checklists_get_shorter_before_one_is_left_out() -> None:
    few = said(
        closing_blocks(Answer(checklists=tuple(a_checklist(f"P{n}", 500) for n in range(5))))
    )
    many = said(
        closing_blocks(Answer(checklists=tuple(a_checklist(f"P{n}", 500) for n in range(30))))
    )

    assert all(f"Quality checklist · P{n}*" in few for n in range(5))
    assert "The checklists are shortened to fit" in few
    assert "No room for the checklist of: " in many
    assert "P29" in many


def test_ever_plainer_drops_checklists_first_and_says_so() -> None:
    whole = Answer(
        text="Text", sources=(CitedSource(1, a_source()),), checklists=(a_checklist("P"),)
    )

    first, second, third = ever_plainer(whole)

    assert first == whole
    assert (second.checklists, second.sources) == ((), whole.sources)
    assert (third.checklists, third.sources, third.text) == ((), (), "Text")
    assert "Slack refused the checklists of this answer." in said(full_blocks(second))
    assert whole.notes == []


def test_an_answer_takes_what_its_events_bring() -> None:
    answer = Answer()
    cited, checks = (CitedSource(1, a_source()),), (a_checklist("P"),)
    done = DoneEvent("answered", "extractive")

    for event in (
        StatusEvent("is looking"),
        TextEvent("One "),
        TextEvent("two"),
        SourcesEvent(cited),
        ChecklistEvent(checks),
        done,
    ):
        answer.take(event)

    assert answer == Answer(text="One two", sources=cited, checklists=checks, done=done)


def test_the_notice_says_who_wrote_it() -> None:
    def notice(composer: str) -> str:
        return said(closing_blocks(Answer(done=DoneEvent("answered", composer))))

    assert "without a language model" in notice("extractive")
    assert "Written by a language model (gpt-x); it can be wrong" in notice("gpt-x")
    assert "I am a bot" in notice("code")


def test_the_summary_of_no_text_still_says_something() -> None:
    assert summary("  ") == "Answer"
    assert summary("**Bold** <!channel>") == "Bold &lt;!channel&gt;"
    assert len(summary("&" * 9000)) <= 2000


def a_source() -> Source:
    return Source(url="https://example.com/exam", title="Exam outline", checked_on=date(2026, 3, 3))


def a_checklist(title: str, length: int = 1) -> Checklist:
    line = Line(
        "Competency against a standard",
        "evidenced",
        "Assessed by exam. " * length,
        (a_source(),),
        "Who?",
    )
    return Checklist(title, title, "PMI", (line, line, line), (line, line))


def said(blocks: list[Block]) -> str:
    return "\n".join(json.dumps(block, ensure_ascii=False).replace("\\n", "\n") for block in blocks)


def feedback_of(blocks: list[Block]) -> str:
    return str(blocks[-1]["elements"][0]["action_id"])
