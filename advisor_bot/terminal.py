"""What the command line prints."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, Group
from rich.markdown import Markdown
from rich.panel import Panel
from rich.progress import Progress as ProgressBar
from rich.table import Table
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
from advisor_bot.catalog.coverage import coverage
from advisor_bot.catalog.facts import Catalog
from advisor_bot.catalog.readers.markdown import Problem
from advisor_bot.catalog.sync import SyncReport
from advisor_bot.catalog.wording import day
from advisor_bot.diagnosis import Finding
from advisor_bot.retrieval.vectors import IndexChanges, Progress

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
                        f"[{cited.number}] {source.title} · checked {day(source.checked_on)}"
                    )
                    console.print(line.append(f"\n    {source.url}", style="dim"))
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
        where = ", ".join(source.url for source in line.sources)
        text.append(f" ({where}, checked {oldest})", style="dim")
    if line.ask:
        text.append(f"\n   Ask: {line.ask}", style="italic")
    return text


def print_check(catalog: Catalog, problems: Sequence[Problem]) -> None:
    """Problems first, then which facts are missing where."""
    console = Console()
    if problems:
        table = Table(title=f"{len(problems)} problems", title_justify="left")
        for name in ("File", "Field", "Reason"):
            table.add_column(name, overflow="fold")
        for problem in problems:
            table.add_row(Text(problem.file), Text(problem.field), Text(problem.reason))
        console.print(table)
    else:
        console.print("[green]No problems.[/green]")
    count = len(catalog.programs)
    table = Table(title=f"Facts of {count} programs", title_justify="left")
    table.add_column("Fact")
    for name in ("Stated", "Not stated", "Never looked"):
        table.add_column(name, justify="right")
    table.add_column("Never looked for in", overflow="fold")
    for row in coverage(catalog):
        table.add_row(
            row.name,
            str(row.stated),
            str(row.not_stated),
            str(len(row.missing)),
            _few(row.missing),
        )
    console.print(table)
    console.print(
        f"{len(catalog.providers)} providers, {count} programs, {len(catalog.pages)} pages."
    )


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar for passages being embedded, shown once there is something to embed."""
    with ProgressBar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing passages", total=None, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True)


def print_sync(report: SyncReport, changes: IndexChanges) -> None:
    """What a sync changed, by document, and what it refused."""
    console = Console()
    for label, ids in (
        ("added", report.changes.added),
        ("changed", report.changes.changed),
        ("removed", report.changes.removed),
    ):
        for id_ in ids:
            console.print(f"{label}: {id_}", highlight=False)
    for problem in report.problems:
        console.print(f"[red]refused:[/red] {problem}", highlight=False)
    for id_ in report.kept:
        console.print(f"kept as it was: {id_}", highlight=False)
    console.print(
        f"{len(report.changes.added)} documents added, {len(report.changes.changed)} changed, "
        f"{len(report.changes.removed)} removed, {report.changes.unchanged} unchanged; "
        f"{changes.added} passages embedded, {changes.removed} dropped, "
        f"{changes.unchanged} unchanged.",
        highlight=False,
    )


def print_findings(findings: Sequence[Finding]) -> None:
    console = Console()
    for finding in findings:
        mark = "[green]ok[/green]  " if finding.fine else "[red]mend[/red]"
        console.print(f"{mark} {finding.part}: {finding.says}", highlight=False)
