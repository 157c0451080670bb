"""``advisor-bot knowledge …``: what the bot knows, where from, and how it comes to know more."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from advisor_bot.config import Settings, load_settings
from advisor_bot.errors import KnowledgeError
from advisor_bot.telemetry import configure_logging

knowledge = typer.Typer(
    help="Checks, imports, corrects and reports what the bot knows.", no_args_is_help=True
)

# Heavy parts are imported inside the commands, so that `--help` and errors come at once.

MOST_SHOWN = 10
DryRun = Annotated[bool, typer.Option("--dry-run", help="Report what would be; change nothing.")]


@knowledge.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of knowledge files; KNOWLEDGE_DIR by default.")
    ] = None,
) -> None:
    """Name every problem in the knowledge files, and which facts are missing where."""
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.catalog.readers.markdown import read_folder

    read, problems = read_folder(folder or _settings().knowledge_dir)
    terminal.print_check(read, problems)
    if problems:
        sys.exit(1)


@knowledge.command()
def sync(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Throw the indexes away and build them anew.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Bring catalog and indexes up to date with the knowledge files; only what changed."""
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.intake import index, sync_folder_of
    from advisor_bot.services import open_services

    settings = _settings()
    with open_services(settings, rebuild=rebuild) as services, terminal.progress() as show:
        report = sync_folder_of(settings, services, dry_run=dry_run, progress=show.read)
        changes = None if dry_run else index(services, progress=show.indexed)
    terminal.print_import(report, changes, dry_run=dry_run)
    if report.problems:
        sys.exit(1)


@knowledge.command("import")
def import_(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|FOLDER|URL…", help="What to read in.")
    ],
    name: Annotated[
        str | None,
        typer.Option("--as", help="Name of the import; by default the file's own or the address."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(help="What a table's columns mean, as `knowledge mapping` writes it."),
    ] = None,
    program: Annotated[
        str | None, typer.Option(help="The program that a document is about, if it does not say.")
    ] = None,
    provider: Annotated[
        str | None, typer.Option(help="Who awards it, if the document does not say.")
    ] = None,
    dry_run: DryRun = False,
    as_json: Annotated[bool, typer.Option("--json", help="One report a line, as JSON.")] = False,
) -> None:
    """Take knowledge in from files, folders or addresses, every fact with its source.

    Formats: CSV, TSV, XLSX; CTDL, Open Badges and schema.org as JSON; PDF, DOCX, PPTX, HTML. The same
    again changes nothing; what is gone from a file is dropped; an import that was killed goes on.
    """
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.catalog.readers.formats import ReadingOptions
    from advisor_bot.catalog.readers.tables import load_mapping
    from advisor_bot.intake import import_knowledge, index
    from advisor_bot.services import open_services

    settings = _settings()
    options = ReadingOptions(load_mapping(mapping) if mapping else None, program, provider)
    reports = []
    with open_services(settings) as services, terminal.progress() as show:
        for source in _each(sources, name):
            if not (mapping or as_json or dry_run):
                _show_mapping(Path(source))
            report = import_knowledge(
                settings, services, source, name=name, options=options, dry_run=dry_run,
                progress=show.read,
            )  # fmt: skip
            reports.append(report)
        changes = None if dry_run else index(services, progress=show.indexed)
    for place, report in enumerate(reports):
        if as_json:
            typer.echo(json.dumps(_plain(report), ensure_ascii=False))
            continue
        last = place == len(reports) - 1
        terminal.print_import(report, changes if last else None, dry_run=dry_run)
        if dry_run:
            terminal.print_examples(report)
    if any(report.refused and not report.programs for report in reports):
        sys.exit(1)


@knowledge.command()
def mapping(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV or XLSX file.")],
    write: Annotated[
        bool, typer.Option("--write/--show", help="Save it next to the file, or only show it.")
    ] = True,
) -> None:
    """Guess what a table's columns mean and save that next to the file, to be corrected by hand."""
    from advisor_bot.catalog.readers.reading import Material
    from advisor_bot.catalog.readers.tables import (
        columns,
        mapping_path,
        mapping_yaml,
        save_mapping,
    )

    if not file.is_file():
        raise KnowledgeError(f"There is no file {file}.")
    headers, _rows, guessed = columns(Material(file, file.name, read_on=_today()))
    typer.echo(mapping_yaml(guessed, headers), nl=False)
    if not write:
        return
    if mapping_path(file).exists():
        raise KnowledgeError(f"{mapping_path(file)} is there already, and was left as it is.")
    saved = save_mapping(guessed, file, headers)
    typer.echo(f"Saved as {saved}. Correct it there; the next import uses it.")


@knowledge.command()
def origins() -> None:
    """List what the catalog was read from, and when."""
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.catalog import importing
    from advisor_bot.services import open_services

    with open_services(_settings()) as services:
        terminal.print_origins(importing.origins(services.engine))


@knowledge.command()
def forget(
    name: Annotated[str, typer.Argument(help="A name that `knowledge origins` lists.")],
) -> None:
    """Drop everything that came by one import."""
    from advisor_bot.catalog import importing
    from advisor_bot.intake import index
    from advisor_bot.services import open_services

    with open_services(_settings()) as services:
        dropped = importing.forget(services.engine, name)
        index(services)
    typer.echo(f"{dropped:,} entries of '{name}' were dropped.")


@knowledge.command()
def show(
    program: Annotated[str, typer.Argument(help="A program's id, or words of its name.")],
) -> None:
    """Show everything that is recorded of a program, with who says it, and its id."""
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.services import open_services

    with open_services(_settings()) as services:
        known = services.knowledge()
        ids = [program]
        if known.catalog.program(program) is None:
            ids = [id_ for kind, id_ in known.search.named(program) if kind == "program"]
        found = known.catalog.programs(ids[:MOST_SHOWN])
        if not found:
            raise KnowledgeError(f"No program is called '{program}', nor anything like it.")
        if len(found) > 1:
            terminal.print_programs(found)
        else:
            terminal.print_program(found[0], known.catalog.provider_of(found[0]))


@knowledge.command()
def correct(
    program: Annotated[str, typer.Argument(help="The program's id.")],
    fact: Annotated[str, typer.Argument(help="The fact, such as level, cost or proctoring.")],
    value: Annotated[
        str | None,
        typer.Argument(help="Its value as YAML, as in the knowledge files; none: not stated."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(help="Where it can be read: an address, or the name of a document."),
    ] = None,
    note: Annotated[str | None, typer.Option(help="A few words on it.")] = None,
    verified: Annotated[
        bool, typer.Option("--verified", help="Somebody other than the issuer confirms it.")
    ] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the correction back instead.")
    ] = False,
) -> None:
    """Set one fact of a program right. A correction outlives every import."""
    from advisor_bot.catalog import corrections
    from advisor_bot.intake import index
    from advisor_bot.services import open_services

    with open_services(_settings()) as services:
        if withdraw:
            corrections.withdraw(services.engine, program, fact=fact)
        else:
            settled = _settled(value, source, note=note, verified=verified)
            corrections.correct(services.engine, program, fact=fact, value=settled)
        index(services)
    typer.echo(f"{program}, {fact}: {'taken back' if withdraw else 'set right'}.")


@knowledge.command()
def report(
    html: Annotated[
        Path | None, typer.Option("--html", help="Write it as a page with charts to this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """How much is known: by line of the checklist, by provider, and what to check again."""
    from advisor_bot import terminal_knowledge as terminal
    from advisor_bot.catalog.store import Catalog
    from advisor_bot.reports.knowledge import knowledge_report
    from advisor_bot.services import open_services

    settings = _settings()
    with open_services(settings) as services:
        found = knowledge_report(
            Catalog(services.engine), today=_today(), stale_after=settings.stale_after
        )
    if as_json:
        typer.echo(json.dumps(asdict(found), default=str, ensure_ascii=False))
    elif html is None:
        terminal.print_report(found)
    if html:
        from advisor_bot.reports.page import html as page

        html.write_text(page(found), encoding="utf-8")
        typer.echo(f"Written to {html}.", err=as_json)


def _settled(
    value: str | None, source: str | None, *, note: str | None, verified: bool
) -> dict[str, Any]:
    if source is None:
        raise KnowledgeError("A correction needs --source: where can it be read?")
    try:
        plain = yaml.safe_load(value) if value is not None else None
    except yaml.YAMLError as error:
        raise KnowledgeError(f"The value is not YAML: {' '.join(str(error).split())}") from error
    stated = "verified" if verified else "issuer-claimed"
    url = source if source.startswith(("http://", "https://")) else None
    return {
        "value": plain,
        "status": "not stated" if plain is None else stated,
        "source": {"url": url, "title": source, "checked_on": _today().isoformat()},
        "note": note,
    }


def _show_mapping(path: Path) -> None:
    """What the columns of a table are taken for; kept beside it, where a person can correct it."""
    from advisor_bot.catalog.readers.formats import format_of
    from advisor_bot.catalog.readers.reading import Material
    from advisor_bot.catalog.readers.tables import (
        columns,
        mapping_path,
        mapping_yaml,
        save_mapping,
    )

    if not path.is_file() or mapping_path(path).exists():
        return
    material = Material(path, path.name, read_on=_today())
    if format_of(material) != "table":
        return
    headers, _rows, guessed = columns(material)
    typer.echo(mapping_yaml(guessed, headers))
    try:
        saved = save_mapping(guessed, path, headers)
    except OSError as error:
        typer.echo(
            f"This guess could not be saved beside the file ({error.strerror}). To correct it, save the "
            "lines above elsewhere and name that file with --mapping.\n"
        )
    else:
        typer.echo(f"This guess was saved as {saved}. Correct it there if it is wrong.\n")


def _each(sources: list[str], name: str | None) -> list[str]:
    """The files below folders, and the rest as it is."""
    found: list[str] = []
    for source in sources:
        path = Path(source)
        if path.is_dir():
            found += [str(one) for one in sorted(path.rglob("*")) if _is_readable(one)]
        else:
            found.append(source)
    if not found:
        raise KnowledgeError("There is no file in there.")
    if name and len(found) > 1:
        raise KnowledgeError("--as names one import, but several files are given.")
    return found


def _is_readable(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix != ".yaml"


def _plain(report: Any) -> dict[str, Any]:
    plain = asdict(report)
    plain["problems"] = [str(problem) for problem in report.problems]
    plain["examples"] = [program.title for program in report.examples]
    return plain


def _today() -> date:
    return datetime.now(UTC).date()


def _settings() -> Settings:
    settings = load_settings()
    level = "ERROR" if settings.log_level == "INFO" else settings.log_level
    configure_logging(level=level, form=settings.log_format)
    return settings
