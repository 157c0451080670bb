"""Takes what a reader reads into the catalog: once, in small steps, and only what changed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice

from sqlalchemy import Engine

from advisor_bot.catalog.facts import Document
from advisor_bot.catalog.importing import run as running
from advisor_bot.catalog.importing.origins import (
    Origin,
    begin,
    finish,
    first_read_on,
    origins,
    remove,
    unchanged,
)
from advisor_bot.catalog.importing.report import Entry, ImportReport, Progress
from advisor_bot.catalog.placing import Placing
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.errors import KnowledgeError

__all__ = [
    "Entry",
    "ImportReport",
    "Origin",
    "Progress",
    "first_read_on",
    "forget",
    "origins",
    "take_in",
]


def take_in(
    engine: Engine,
    reading: Iterable[Document | Problem],
    *,
    origin: str,
    read_on: date,
    digest: str | None = None,
    came_from: str | None = None,
    by: str | None = None,
    own_ids: bool = False,
    may_drop: Callable[[str, str], bool] | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Makes the catalog hold what ``reading`` says under ``origin``, and nothing else under it.

    ``digest`` is of what is read: where the last complete run had the same, nothing is read. With
    ``own_ids`` the documents keep their ids, as files of the knowledge folder do. ``may_drop`` tells by
    kind and key whether a record that is gone from the reading may be dropped; by default all may if
    nothing was refused, and none otherwise. ``dry_run`` reports what would be, and writes nothing.
    """
    if digest:
        known = unchanged(engine, origin, digest, read_on, dry_run=dry_run)
        if known is not None:
            return ImportReport(origin, unchanged=known)
    report = ImportReport(origin)
    placing = Placing(origin, own_ids=own_ids, remembers=dry_run)
    number = begin(engine, origin, read_on, came_from=came_from, by=by, dry_run=dry_run)
    work = running.Run(engine, origin, number, placing, report, dry_run)
    done = 0
    for documents in _batches(reading, report):
        work.take(documents)
        done += len(documents)
        if progress:
            progress(done)
    if may_drop is None:
        all_read = report.refused == 0
        work.drop(lambda _kind, _key: all_read)
    else:
        work.drop(may_drop)
    if not dry_run:
        finish(engine, origin, read_on, digest if report.refused == 0 else None)
    return report


def forget(engine: Engine, origin: str) -> int:
    """Drops all that came by ``origin``; returns how many records that were. Raises KnowledgeError
    where nothing did."""
    first = first_read_on(engine, origin)
    if first is None:
        raise KnowledgeError(f"Nothing was imported as '{origin}'.")
    report = take_in(engine, (), origin=origin, read_on=first, may_drop=lambda _kind, _key: True)
    remove(engine, origin)
    return report.dropped


def _batches(
    reading: Iterable[Document | Problem], report: ImportReport
) -> Iterator[list[Document]]:
    """The documents in parts; the report hears of everything."""
    items = iter(reading)
    while part := list(islice(items, running.BATCH)):
        for item in part:
            report.take(item)
        yield [item for item in part if not isinstance(item, Problem)]
