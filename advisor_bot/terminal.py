"""What the command line prints."""

import json
from collections.abc import AsyncIterator, Sequence

from rich.console import Console, Group
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from advisor_bot.advice.checklist import Checklist, Line, LineState
from advisor_bot.advice.events import (
    ChecklistEvent,
    DoneEvent,
    Event,
    SourcesEvent,
    TextEvent,
    as_json,
)
from advisor_bot.catalog.wording import day
from advisor_bot.diagnosis import Finding

_STYLES: dict[LineState, str] = {
    "evidenced": "green",
    "claimed by the issuer": "yellow",
    "not stated": "dim",
    "evidence against": "red",
}


async def print_answer(events: AsyncIterator[Event]) -> None:
    """The answer as a person reads it: text, sources, checklists."""
    console = Console()
    text = ""
    async for event in events:
        match event:
            case TextEvent():
                text += event.text
            case SourcesEvent():
                console.print(Markdown(text))
                console.print()
                for cited in event.sources:
                    source = cited.source
                    line = Text(
                        f"[{cited.number}] {source.full_title} · checked {day(source.checked_on)}"
                    )
                    if source.url:
                        line.append(f"\n    {source.url}", style="dim")
                    console.print(line)
                text = ""
            case ChecklistEvent():
                for checklist in event.checklists:
                    console.print(_checklist(checklist))
            case DoneEvent():
                if text:
                    console.print(Markdown(text))


async def print_json(events: AsyncIterator[Event]) -> None:
    """The events as they come, one JSON object a line."""
    console = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    async for event in events:
        console.print(json.dumps(as_json(event), ensure_ascii=False))


def _checklist(checklist: Checklist) -> Panel:
    questions = [
        _line(f"{place}. {line.title}", line) for place, line in enumerate(checklist.questions, 1)
    ]
    more = [_line(line.title, line) for line in checklist.more]
    return Panel(
        Group(*questions, Text(), *more),
        title=f"Quality checklist · {checklist.title}",
        title_align="left",
    )


def _line(title: str, line: Line) -> Text:
    text = Text.assemble((title, "bold"), " — ", (line.state, _STYLES[line.state]), ". ")
    text.append(line.sentence)
    if line.sources:
        oldest = day(min(source.checked_on for source in line.sources))
        where = ", ".join(source.url or source.full_title for source in line.sources)
        text.append(f" ({where}, checked {oldest})", style="dim")
    if line.ask:
        text.append(f"\n   Ask: {line.ask}", style="italic")
    return text


def print_findings(findings: Sequence[Finding]) -> None:
    console = Console()
    for finding in findings:
        mark = "[green]ok[/green]  " if finding.fine else "[red]mend[/red]"
        console.print(f"{mark} {finding.part}: {finding.says}", highlight=False)
