"""What the commands about knowledge show in the terminal."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table
from rich.text import Text

from advisor_bot.catalog.coverage import coverage
from advisor_bot.catalog.facts import Fact, Program, Provider
from advisor_bot.catalog.importing import ImportReport, Origin
from advisor_bot.catalog.readers.markdown import Folder
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.wording import day, describe
from advisor_bot.reports.knowledge import STATES, Finding, KnowledgeReport
from advisor_bot.retrieval.vectors import IndexChanges

MOST_PROBLEMS = 20
MOST_ROWS = 25
MOST_ENTRIES = 50


@dataclass(frozen=True)
class Showing:
    """Where an import reports how far it is: documents read, then documents indexed of how many."""

    read: Callable[[int], None]
    indexed: Callable[[int, int], None]


@contextmanager
def progress() -> Iterator[Showing]:
    """Two lines, each shown once there is something in it, with rate and time left."""
    bar = ProgressBar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        reading = bar.add_task("Reading", total=None, visible=False, rate="")
        indexing = bar.add_task("Indexing documents", total=None, visible=False, rate="")
        began: dict[int, float] = {}

        def rate(task: int, done: int) -> str:
            seconds = time.monotonic() - began.setdefault(task, time.monotonic())
            return f"{done / seconds:,.0f} a second" if seconds > 1 else ""

        yield Showing(
            read=lambda done: bar.update(
                reading, completed=done, visible=True, rate=rate(reading, done)
            ),
            indexed=lambda done, of: bar.update(
                indexing, completed=done, total=of, visible=True, rate=rate(indexing, done)
            ),
        )


def print_check(folder: Folder, problems: Sequence[Problem]) -> None:
    """Problems first, then which facts are missing where."""
    console = Console()
    if problems:
        console.print(_problems(problems, len(problems)))
    else:
        console.print("[green]No problems.[/green]")
    count = len(folder.programs)
    table = Table(title=f"Facts of {count} programs", title_justify="left")
    table.add_column("Fact")
    for name in ("Stated", "Not stated", "Never looked"):
        table.add_column(name, justify="right")
    table.add_column("Never looked for in", overflow="fold")
    for row in coverage(folder.programs):
        table.add_row(
            row.name,
            str(row.stated),
            str(row.not_stated),
            str(len(row.missing)),
            _few(row.missing),
        )
    console.print(table)
    console.print(
        f"{len(folder.providers)} providers, {count} programs, {len(folder.pages)} pages."
    )


def print_import(
    report: ImportReport, indexed: IndexChanges | None = None, *, dry_run: bool = False
) -> None:
    """What one reading brought, what it refused, and what became of the indexes."""
    console = Console()
    if report.problems:
        console.print(_problems(report.problems, report.refused + report.doubts))
    would = "would be " if dry_run else ""
    touched = report.added + report.joined + report.changed + report.dropped
    if touched <= MOST_ENTRIES:
        for entry in report.entries:
            console.print(f"{would}{entry.what}: {entry.kind}/{entry.id}", highlight=False)
    counts = (
        (report.added, "added"),
        (report.joined, "joined to what was known"),
        (report.changed, "changed"),
        (report.dropped, "dropped"),
    )
    said = [f"{count:,} {would}{what}" for count, what in counts if count]
    said += [f"{report.unchanged:,} unchanged"] if report.unchanged else []
    said += [f"{report.refused:,} refused"] if report.refused else []
    said += [f"{report.doubts:,} values left out"] if report.doubts else []
    summary = ", ".join(said) or "nothing in it"
    if report.programs:
        programs = "1 program" if report.programs == 1 else f"{report.programs:,} programs"
        summary += f" ({programs} with {report.facts:,} facts read)"
    console.print(f"[bold]{report.origin}[/bold]: {summary}.", highlight=False)
    if report.kept:
        console.print(
            f"{report.kept:,} are no longer there, but stay known because of the problems above. "
            "Mend them and import again.",
            highlight=False,
        )
    if indexed:
        console.print(
            f"{indexed.added:,} passages embedded, {indexed.removed:,} dropped, "
            f"{indexed.unchanged:,} unchanged.",
            highlight=False,
        )


def print_examples(report: ImportReport) -> None:
    """The first programs that were read, with how much each states."""
    if not report.examples:
        return
    table = Table(title="For example", title_justify="left")
    for name in ("Program", "Provider", "Facts stated"):
        table.add_column(name, overflow="fold")
    for program in report.examples:
        stated = [
            name
            for name in type(program.facts).model_fields
            if getattr(program.facts, name).is_stated
        ]
        table.add_row(Text(program.title), Text(program.provider), ", ".join(stated) or "none")
    Console().print(table)


def print_programs(programs: Sequence[Program]) -> None:
    """Several programs that may be meant, by their ids."""
    table = Table(title="Which of these?", title_justify="left")
    for name in ("Id", "Title"):
        table.add_column(name, overflow="fold")
    for program in programs:
        table.add_row(program.id, Text(program.title))
    Console().print(table)


def print_program(program: Program, provider: Provider) -> None:
    """All that is recorded of one program; where sources differ, each on a line of its own."""
    console = Console()
    console.print(Text.assemble((program.title, "bold"), f" ({provider.name})"))
    console.print(f"id: {program.id}", highlight=False)
    table = Table()
    for name in ("Fact", "Value", "Status", "Source"):
        table.add_column(name, overflow="fold")
    for name in type(program.facts).model_fields:
        fact: Fact[Any] = getattr(program.facts, name)
        for place, one in enumerate((fact, *fact.beside)):
            if one.source:
                value = describe(one.value) if one.is_stated else "—"
                source = f"{one.source.full_title}, {day(one.source.checked_on)}"
                table.add_row("" if place else name, Text(value), one.status, Text(source))
    console.print(table)


def print_origins(found: Sequence[Origin]) -> None:
    table = Table(title="What the catalog was read from", title_justify="left")
    for name in ("Name", "From", "By", "Last read"):
        table.add_column(name, overflow="fold")
    table.add_column("Entries", justify="right")
    for origin in found:
        read = day(origin.read_on) if origin.complete else "interrupted: import it again"
        table.add_row(
            Text(origin.id),
            Text(origin.came_from or ""),
            origin.by or "",
            read,
            f"{origin.records:,}",
        )
    Console().print(table)


def print_report(report: KnowledgeReport) -> None:
    """Coverage by line of the checklist and by provider, then what to look at again."""
    console = Console()
    console.print(
        f"[bold]{report.programs:,} programs[/bold] of {report.providers:,} providers, "
        f"{report.pages:,} pages; {report.share:.0%} of the programs have all three questions of the "
        "checklist answered.",
        highlight=False,
    )
    lines = Table(title="Programs by line of the checklist", title_justify="left")
    lines.add_column("Line")
    for state in STATES:
        lines.add_column(state.capitalize(), justify="right")
    for title, counts in report.lines.items():
        lines.add_row(title, *(f"{counts[state]:,}" for state in STATES))
    console.print(lines)
    providers = Table(title="Providers, the least known first", title_justify="left")
    providers.add_column("Provider", overflow="fold")
    for name in ("Programs", "Answered", "Old facts"):
        providers.add_column(name, justify="right")
    for row in report.by_provider[:MOST_ROWS]:
        providers.add_row(
            Text(row.name), f"{row.programs:,}", f"{row.answered:,}", f"{row.stale:,}"
        )
    console.print(providers)
    if len(report.by_provider) > MOST_ROWS:
        console.print(f"and {len(report.by_provider) - MOST_ROWS:,} more providers")
    for title, found in (
        ("To be checked again", report.stale),
        ("In conflict", report.conflicting),
    ):
        console.print(_findings(title, found))


def _findings(title: str, found: Sequence[Finding]) -> Table | str:
    if not found:
        return f"{title}: nothing."
    more = f", the first {MOST_ROWS}" if len(found) > MOST_ROWS else ""
    table = Table(title=f"{title}: {len(found):,} facts{more}", title_justify="left")
    for name in ("Program", "Fact", "Why", "Source"):
        table.add_column(name, overflow="fold")
    for one in found[:MOST_ROWS]:
        table.add_row(Text(one.title), one.fact, Text(one.remark), Text(one.source))
    return table


def _problems(problems: Sequence[Problem], count: int) -> Table:
    title = f"{count:,} problems" if count != 1 else "1 problem"
    if count > MOST_PROBLEMS:
        title += f", the first {MOST_PROBLEMS}"
    table = Table(title=title, title_justify="left")
    for name in ("File", "Where", "Reason"):
        table.add_column(name, overflow="fold")
    for problem in problems[:MOST_PROBLEMS]:
        table.add_row(Text(problem.file), Text(problem.field), Text(problem.reason))
    return table


def _few(ids: Sequence[str]) -> str:
    return ", ".join(ids[:4]) + (f" and {len(ids) - 4} more" if len(ids) > 4 else "")
