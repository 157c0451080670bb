"""An answer as Slack shows it: the text, its sources, the checklists, and what to do with it.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from advisor_bot.advice.checklist import Checklist
from advisor_bot.advice.events import (
    ChecklistEvent,
    CitedSource,
    DoneEvent,
    Event,
    SourcesEvent,
    TextEvent,
)
from advisor_bot.catalog.facts import Source
from advisor_bot.catalog.wording import day
from advisor_bot.slack.escaping import markdown, mrkdwn, notification, shortened
from advisor_bot.slack.views.checklist import (
    BRIEF,
    FULL,
    SHORTER,
    Block,
    checklist_blocks,
    sections,
    source_link,
)

FEEDBACK = "answer_feedback"
LONGEST_TEXT = 11_000
"""Slack states 12,000 for all markdown blocks together, and has refused 11,341."""
MOST_CHARACTERS = 11_800
"""All texts of a message's blocks together; Slack refuses 12,000 as msg_blocks_too_long.
Source: github.com/slackapi/bolt-js, issues 2509 and 2867."""
MOST_SOURCES = 6_000
MOST_BLOCKS = 50
MOST_TRANSLATED = 20
ROOM_FOR_REMARK = 400
_SHORTENED = "The checklists are shortened to fit. Ask about one program to see all of its own."
_BREAK = re.compile(r"^ {0,3}(?:#{1,6} +(.*)|-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)


@dataclass
class Answer:
    """What has come of an answer so far."""

    text: str = ""
    sources: tuple[CitedSource, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    done: DoneEvent | None = None
    notes: list[str] = field(default_factory=list)

    def take(self, event: Event) -> None:
        match event:
            case TextEvent():
                self.text += event.text
            case SourcesEvent():
                self.sources = event.sources
            case ChecklistEvent():
                self.checklists = event.checklists
            case DoneEvent():
                self.done = event


def full_blocks(answer: Answer) -> list[Block]:
    """The whole message, for where it is posted or updated and not streamed."""
    return [*text_blocks(answer.text, _room_for_text(answer)), *closing_blocks(answer)]


def fits(answer: Answer) -> bool:
    """Whether the text can stand as it was streamed, with what must follow it."""
    text = markdown(answer.text).strip()
    return not text or text_blocks(text, _room_for_text(answer)) == [_markdown(text)]


def ever_plainer(answer: Answer) -> Iterator[Answer]:
    """The answer, then with less and less of what Slack may have refused, saying so."""
    yield answer
    for missing, rest in (
        ("checklists", replace(answer, checklists=())),
        ("checklists and sources", replace(answer, checklists=(), sources=())),
    ):
        note = f"Slack refused the {missing} of this answer."
        yield replace(rest, notes=[*answer.notes, note])


def _room_for_text(answer: Answer) -> int:
    remark = ROOM_FOR_REMARK if answer.checklists else 0
    return min(LONGEST_TEXT, MOST_CHARACTERS - remark - _characters(_end(answer)))


def text_blocks(text: str, longest: int = LONGEST_TEXT) -> list[Block]:
    text = markdown(text).strip()
    if _translated(text) > MOST_TRANSLATED:
        text = _BREAK.sub(r"\1", text)
    if len(text) > longest:
        cut = "\n\n*(shortened: Slack takes no more)*"
        text = shortened(text, longest - len(cut)) + cut
    return [_markdown(text)] if text else []


def _markdown(text: str) -> Block:
    return {"type": "markdown", "text": text}


def closing_blocks(answer: Answer) -> list[Block]:
    """What follows the text: checklists, sources, the notice and the feedback buttons. Where there is
    too much for one message, checklists get shorter and at last give way, saying so; sources and
    feedback never do."""
    end = _end(answer)
    used = min(len(markdown(answer.text)), _room_for_text(answer)) + _characters(end)
    characters = MOST_CHARACTERS - used - ROOM_FOR_REMARK
    count = MOST_BLOCKS - len(end) - 1 - min(_translated(answer.text), MOST_TRANSLATED)
    shown: list[Block] = []
    for detail in (FULL, SHORTER, BRIEF):
        shown = [
            block
            for checklist in answer.checklists
            for block in checklist_blocks(checklist, detail)
        ]
        if len(shown) <= count and _characters(shown) <= characters:
            remark = [] if detail == FULL else [_context(_SHORTENED)]
            return [*shown, *remark, *end]
    return [*_those_that_fit(answer.checklists, count, characters), *end]


def _those_that_fit(checklists: Sequence[Checklist], count: int, characters: int) -> list[Block]:
    shown: list[Block] = []
    for place, checklist in enumerate(checklists):
        more = [*shown, *checklist_blocks(checklist, BRIEF)]
        if len(more) > count or _characters(more) > characters:
            left = ", ".join(one.title for one in checklists[place:])
            said = f"No room for the checklist of: {mrkdwn(left, ROOM_FOR_REMARK - 100)}."
            return [*shown, _context(f"{said} Ask about it alone.")]
        shown = more
    return shown


def _end(answer: Answer) -> list[Block]:
    return [*_sources(answer.sources), _notice(answer), _feedback()]


def _characters(value: Any) -> int:
    """The characters of every text in some blocks."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if not isinstance(value, dict):
        return 0
    text = value.get("text")
    return (len(text) if isinstance(text, str) else 0) + sum(map(_characters, value.values()))


def _translated(text: str) -> int:
    """At most how many blocks Slack makes of a Markdown text: it splits it at headings and rules."""
    return 1 + 2 * len(_BREAK.findall(text))


def _sources(sources: Sequence[CitedSource]) -> list[Block]:
    """Every cited source; where they are very many, shorter and without their addresses."""
    if not sources:
        return []
    for shown in (source_link, _named):
        lines = [
            f"[{cited.number}] {shown(cited.source)} · checked {day(cited.source.checked_on)}"
            for cited in sources
        ]
        if sum(map(len, lines)) <= MOST_SOURCES:
            break
    return [{"type": "divider"}, *sections(["*Sources*", *lines])]


def _named(source: Source) -> str:
    host = urlsplit(source.url).hostname if source.url else None
    return mrkdwn(source.full_title, 50) + (f" ({mrkdwn(host, 50)})" if host else "")


def _notice(answer: Answer) -> Block:
    by = answer.done.composer if answer.done else "extractive"
    if by == "extractive":
        how = "Put together from recorded facts, without a language model."
    elif by == "code":
        how = "I am a bot."
    else:
        how = f"Written by a language model ({mrkdwn(by, 100)}); it can be wrong."
    tail = " The checklist comes from recorded facts." if answer.checklists else ""
    if answer.checklists or answer.sources:
        tail += " Prices change: the linked page has the last word."
    return _context(" ".join([how + tail, *answer.notes]))


def _context(text: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": text}],
    }


def _feedback() -> Block:
    def button(label: str, value: str) -> Block:
        return {
            "text": {"type": "plain_text", "text": label},
            "value": value,
            "accessibility_label": label,
        }

    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": button("Helpful", "helpful"),
                "negative_button": button("Not helpful", "not_helpful"),
            }
        ],
    }


def summary(text: str) -> str:
    """The plain text that notifications and screen readers get."""
    return notification(text.replace("**", ""), 2_000) or "Answer"
