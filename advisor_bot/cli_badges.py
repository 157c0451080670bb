"""``advisor-bot badges``: verifies badges on the command line."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from advisor_bot.badges.verification import Fetch, Report

badges = typer.Typer(help="Verifies earned badges.", no_args_is_help=True)

_SEVERITY = ("valid", "unproven", "invalid")
_EXIT_CODES = {"valid": 0, "invalid": 1, "unproven": 2}
_UNUSABLE = 3
_MARKS = {"passed": "✓", "failed": "✗", "unknown": "?", "not_applicable": "–"}


@badges.callback()
def _group() -> None:
    """Keeps ``verify`` a command of its own while it is the only one."""


@badges.command()
def verify(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|URL…", help="Badge files or addresses.")
    ],
    email: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Whose badge it should be.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a badge.")] = False,
    offline: Annotated[
        Path | None,
        typer.Option(metavar="MAP.json", help="Answer every fetch from URL → file; no network."),
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="The moment that counts as now.")
    ] = None,
    credly: Annotated[
        bool, typer.Option("--credly", help="Read Credly's pages; mind Credly's user terms.")
    ] = False,
) -> None:
    """Verify badges: JSON, signed tokens, PNG and SVG pictures, or addresses.

    Exit code 0: all are valid. 1: at least one is invalid. 2: at least one is unproven, none is
    invalid. 3: an argument cannot be used.
    """
    moment = _moment(at)
    worst = "valid"
    for source in sources:
        report = _verify(source, email=email, moment=moment, offline=offline, credly=credly)
        typer.echo(json.dumps(_plain(source, report)) if as_json else _text(source, report))
        worst = max(worst, report.verdict.value, key=_SEVERITY.index)
    raise typer.Exit(_EXIT_CODES[worst])


def _verify(
    source: str, *, email: str | None, moment: datetime, offline: Path | None, credly: bool
) -> "Report":
    from advisor_bot.badges.verification import Conditions, verify_address, verify_file
    from advisor_bot.badges.verification.sniffing import MAX_FILE_BYTES

    conditions = Conditions(fetch=_fetch(offline), at=moment, email=email, credly=credly)
    if source.startswith(("https://", "http://")):
        return verify_address(source, conditions)
    try:
        with Path(source).open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _unusable(f"{source} cannot be read: {error.strerror}.") from error
    return verify_file(data, conditions)


def _fetch(offline: Path | None) -> "Fetch":
    """A fetch for one badge."""
    from advisor_bot.badges.verification.offline import offline_fetch
    from advisor_bot.web.guarded_fetch import guarded_fetch

    if offline is None:
        return guarded_fetch()
    try:
        return offline_fetch(offline)
    except (OSError, ValueError) as error:
        raise _unusable(f"{offline} cannot be used as an offline map: {error}.") from error


def _moment(at: str | None) -> datetime:
    if at is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(at)
    except ValueError as error:
        raise _unusable(f"{at} is not a date such as 2026-11-23.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _unusable(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(_UNUSABLE)


def _plain(source: str, report: "Report") -> dict[str, Any]:
    badge = asdict(report.badge)
    for name in ("issued_on", "expires_on"):
        badge[name] = badge[name] and badge[name].isoformat()
    return {
        "source": source,
        "verdict": report.verdict.value,
        "summary": report.summary,
        "checks": [
            {"name": check.aspect.value, "outcome": check.outcome.value, "words": check.words}
            for check in report.checks
        ],
        "badge": badge,
        "confirmed_by": report.confirmed_by,
    }


def _text(source: str, report: "Report") -> str:
    lines = [f"{source}: {report.verdict.value}", f"  {report.summary}"]
    lines += [
        f"  {_MARKS[check.outcome.value]} {check.aspect.value.replace('_', ' ')}: {check.words}"
        for check in report.checks
    ]
    return "\n".join(lines)
