"""The command line."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console

from advisor_bot.cli_badges import badges
from advisor_bot.cli_knowledge import knowledge
from advisor_bot.config import Settings, load_settings
from advisor_bot.errors import AdvisorError
from advisor_bot.telemetry import configure_logging

cli = typer.Typer(
    help="Advises on micro-credentials inside team chat.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
cli.add_typer(knowledge, name="knowledge")
cli.add_typer(badges, name="badges")

# Heavy parts are imported inside the commands, so that `--help` and errors come at once.


def main() -> None:
    """Runs a command; an error that a user can act on ends in its message and exit code 1."""
    try:
        cli()
    except AdvisorError as error:
        Console(stderr=True).print(f"[red]Error:[/red] {error}", highlight=False)
        sys.exit(1)


def _settings(*, quiet: bool = False) -> Settings:
    settings = load_settings()
    level = "ERROR" if quiet and settings.log_level == "INFO" else settings.log_level
    configure_logging(level=level, form=settings.log_format)
    return settings


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(130)


@cli.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1.")] = 8080,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Try it: a sandbox workspace with the bot in it, no Slack and no API key needed."""
    from advisor_bot import serving

    _run(serving.demo(_settings(quiet=True), port=port, open_browser=browser))


@cli.command()
def serve(
    http: Annotated[bool, typer.Option("--http", help="HTTP instead of Socket Mode.")] = False,
) -> None:
    """Run the bot in a Slack workspace."""
    from advisor_bot import serving

    settings = _settings()
    _run(serving.serve_http(settings) if http else serving.serve_socket_mode(settings))


@cli.command()
def worker() -> None:
    """Run durable work that needs no listener: schedules and resumed answers."""
    from advisor_bot import serving

    _run(serving.work(_settings()))


@cli.command()
def sandbox(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8080,
) -> None:
    """Run the sandbox workspace alone; connect a bot with SLACK_API_URL=http://HOST:PORT/api/."""
    from advisor_bot import serving

    _settings(quiet=True)
    _run(serving.sandbox(host=host, port=port))


@cli.command()
def ask(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the events, one a line.")] = False,
) -> None:
    """Answer a question in the terminal, as in Slack."""
    from advisor_bot import terminal
    from advisor_bot.intake import sync_knowledge
    from advisor_bot.services import open_services

    settings = _settings(quiet=True)
    with open_services(settings) as services:
        sync_knowledge(settings, services)
        events = services.advisor.answer(question)
        _run(terminal.print_json(events) if as_json else terminal.print_answer(events))


@cli.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="Public address, for HTTP; without it: Socket Mode.")
    ] = None,
) -> None:
    """Print the Slack app manifest for the chosen mode."""
    from advisor_bot.slack.manifest import manifest as make

    typer.echo(json.dumps(make(url=url), indent=2, ensure_ascii=False))


@cli.command()
def doctor() -> None:
    """Check settings, database, index, model and Slack, and say what to mend."""
    from advisor_bot import diagnosis, terminal

    settings = _settings(quiet=True)
    findings = asyncio.run(diagnosis.examine(settings))
    terminal.print_findings(findings)
    if not all(finding.fine for finding in findings):
        sys.exit(1)
