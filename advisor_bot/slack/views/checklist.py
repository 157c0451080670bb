"""A quality checklist as Slack shows it, in as much detail as there is room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from advisor_bot.advice.checklist import Checklist, Line, LineState
from advisor_bot.catalog.facts import Source
from advisor_bot.catalog.wording import day
from advisor_bot.slack.escaping import link, mrkdwn

Block = dict[str, Any]

LONGEST_SECTION = 3_000
_MARKS: dict[LineState, str] = {
    "evidenced": "✅",
    "claimed by the issuer": "🟡",
    "not stated": "⚪",
    "evidence against": "❌",
}


@dataclass(frozen=True)
class Detail:
    """How much of a checklist is shown: characters of a question's sentence and of a shorter line's,
    links behind each, and whether what to ask the provider is added."""

    question: int
    more: int
    links: int
    asks: bool


FULL = Detail(question=900, more=400, links=3, asks=True)
SHORTER = Detail(question=260, more=140, links=1, asks=True)
BRIEF = Detail(question=110, more=0, links=1, asks=False)


def checklist_blocks(checklist: Checklist, detail: Detail = FULL) -> list[Block]:
    """The three questions, then the shorter lines, each with state, sentence, source and date. Where
    ``detail`` leaves the shorter lines no room, they show their states alone."""
    title = f"*Quality checklist · {mrkdwn(checklist.title, 150)}*"
    questions = [
        _question(f"{place}. {line.title}", line, detail)
        for place, line in enumerate(checklist.questions, 1)
    ]
    if detail.more:
        more = [f"{_marked(line)} — {_said(line, detail.more, detail)}" for line in checklist.more]
    else:
        more = [" · ".join(_marked(line) for line in checklist.more)]
    return [{"type": "divider"}, *sections([title, *questions], gap="\n\n"), *sections(more)]


def sections(lines: Iterable[str], *, gap: str = "\n") -> list[Block]:
    """The lines in as few section blocks as their limit allows."""
    texts: list[str] = []
    for line in filter(None, lines):
        if texts and len(texts[-1]) + len(gap) + len(line) <= LONGEST_SECTION:
            texts[-1] += gap + line
        else:
            texts.append(line)
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in texts]


def _question(title: str, line: Line, detail: Detail) -> str:
    said = mrkdwn(line.sentence, detail.question)
    text = f"{_MARKS[line.state]} *{title}* · {line.state}\n{said}"
    if line.ask and detail.asks:
        text += f"\n_Ask the provider:_ {mrkdwn(line.ask, 300)}"
    if line.sources:
        text += f"\n{_cited(line, detail)}"
    return text


def _marked(line: Line) -> str:
    return f"{_MARKS[line.state]} *{line.title}*"


def _said(line: Line, longest: int, detail: Detail) -> str:
    said = mrkdwn(line.sentence, longest)
    return f"{said} ({_cited(line, detail)})" if line.sources else said


def source_link(source: Source, longest: int = 80) -> str:
    """A source as a link; a file that was imported has no address, and its name stands alone."""
    title = source.full_title
    return link(source.url, title, longest) if source.url else mrkdwn(title, longest)


def _cited(line: Line, detail: Detail) -> str:
    label = 50 if detail.asks else 12
    links = " · ".join(source_link(one, label) for one in line.sources[: detail.links])
    return f"{links} · checked {day(min(one.checked_on for one in line.sources))}"
