"""An answer as Slack shows it: the text, its sources, the checklists, and what to do with it.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor_bot.advice.checklist import Checklist, Line, LineState
from advisor_bot.advice.events import (
    ChecklistEvent,
    CitedSource,
    DoneEvent,
    Event,
    SourcesEvent,
    TextEvent,
)
from advisor_bot.catalog.wording import day
from advisor_bot.slack.escaping import link, markdown, mrkdwn, shortened

Block = dict[str, Any]

FEEDBACK = "answer_feedback"
LONGEST_TEXT = 11_000
"""Slack states 12,000 for all markdown blocks together, and has refused 11,341."""
LONGEST_SECTION = 3_000
MOST_BLOCKS = 50
_MARKS: dict[LineState, str] = {
    "evidenced": "✅",
    "claimed by the issuer": "🟡",
    "not stated": "⚪",
    "evidence against": "❌",
}


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
    return [*text_blocks(answer.text), *closing_blocks(answer)]


def text_blocks(text: str) -> list[Block]:
    text = markdown(text).strip()
    if len(text) > LONGEST_TEXT:
        text = shortened(text, LONGEST_TEXT) + "\n\n*(shortened: Slack takes no more)*"
    return [{"type": "markdown", "text": text}] if text else []


def closing_blocks(answer: Answer) -> list[Block]:
    """What follows the text: sources, checklists, the notice and the feedback buttons. Where there is
    too much for one message, checklists give way, saying so; sources and feedback never do."""
    end = [_notice(answer), _feedback()]
    sources = _sources(answer.sources)
    room = MOST_BLOCKS - len(end) - len(sources) - 2
    middle: list[Block] = []
    for shown, checklist in enumerate(answer.checklists):
        blocks = checklist_blocks(checklist)
        if len(middle) + len(blocks) > room:
            left = ", ".join(mrkdwn(one.title) for one in answer.checklists[shown:])
            middle.append(_context(f"No room for the checklist of: {left}. Ask about it alone."))
            break
        middle += blocks
    return [*middle, *sources, *end]


def checklist_blocks(checklist: Checklist) -> list[Block]:
    """The three questions, then the shorter lines, each with state, sentence, source and date."""
    title = f"*Quality checklist · {mrkdwn(checklist.title)}*"
    questions = [_line(f"{place}. {line.title}", line) for place, line in _numbered(checklist)]
    more = [_short_line(line) for line in checklist.more]
    return [{"type": "divider"}, *_sections([title, *questions]), *_sections(more)]


def _numbered(checklist: Checklist) -> list[tuple[int, Line]]:
    return list(enumerate(checklist.questions, 1))


def _sections(lines: Sequence[str]) -> list[Block]:
    """The lines in as few section blocks as their limit allows."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) + 1 <= LONGEST_SECTION:
            texts[-1] += "\n" + line
        else:
            texts.append(line)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in texts]


def _line(title: str, line: Line) -> str:
    text = f"{_MARKS[line.state]} *{title}* — {line.state}. {_said(line, 900)}"
    return f"{text}\n      _Ask:_ {mrkdwn(line.ask)}" if line.ask else text


def _short_line(line: Line) -> str:
    return f"{_MARKS[line.state]} *{line.title}* — {_said(line, 400)}"


def _said(line: Line, longest: int) -> str:
    said = mrkdwn(shortened(line.sentence, longest))
    return f"{said} {_cited(line)}" if line.sources else said


def _cited(line: Line) -> str:
    links = ", ".join(link(source.url, shortened(source.title, 50)) for source in line.sources[:3])
    return f"({links}, checked {_oldest([source.checked_on for source in line.sources])})"


def _oldest(days: Sequence[date]) -> str:
    return day(min(days))


def _sources(sources: Sequence[CitedSource]) -> list[Block]:
    if not sources:
        return []
    lines = [
        f"[{cited.number}] {link(cited.source.url, shortened(cited.source.title, 80))} · "
        f"checked {day(cited.source.checked_on)}"
        for cited in sources
    ]
    return [{"type": "divider"}, *_sections(["*Sources*", *lines])]


def _notice(answer: Answer) -> Block:
    by = answer.done.composer if answer.done else "extractive"
    if by == "extractive":
        how = "Put together from recorded facts, without a language model."
    elif by == "code":
        how = "I am a bot."
    else:
        how = f"Written by a language model ({mrkdwn(by)}); it can be wrong."
    tail = " The checklist comes from recorded facts." if answer.checklists else ""
    if answer.checklists or answer.sources:
        tail += " Prices change: the linked page has the last word."
    return _context(" ".join([how + tail, *answer.notes]))


def _context(text: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": shortened(text, LONGEST_SECTION)}],
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
    return shortened(markdown(text).replace("**", "").strip(), 2_000) or "Answer"
