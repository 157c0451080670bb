"""What the catalog was read from: the knowledge folder, files, addresses, corrections."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, delete, update
from sqlmodel import Session, col, func, select

from advisor_bot.catalog.documents import lock
from advisor_bot.catalog.tables import CatalogStateRow, OriginRow, RecordRow


@dataclass(frozen=True)
class Origin:
    """Something that was read in, and how much came by it."""

    id: str
    came_from: str | None
    by: str | None
    read_on: date
    complete: bool
    records: int


def origins(engine: Engine) -> list[Origin]:
    """Everything that the catalog was read from."""
    with Session(engine) as session:
        counts = dict(
            session.exec(
                select(RecordRow.origin, func.count()).group_by(col(RecordRow.origin))
            ).all()
        )
        rows = session.exec(select(OriginRow).order_by(col(OriginRow.id))).all()
    return [
        Origin(row.id, row.came_from, row.by, row.read_on, row.complete, counts.get(row.id, 0))
        for row in rows
    ]


def first_read_on(engine: Engine, origin: str) -> date | None:
    """The day of the origin's first reading: its facts bear it, so that the same file read again on
    another day is the same; ``None`` where it was never read."""
    with Session(engine) as session:
        row = session.get(OriginRow, origin)
        return row.first_read_on if row else None


def unchanged(
    engine: Engine, origin: str, digest: str, read_on: date, *, dry_run: bool
) -> int | None:
    """How many records there are of what was read before, completely, and is the same now; ``None``
    where it is not."""
    with Session(engine) as session:
        row = session.get(OriginRow, origin)
        if row is None or not row.complete or row.content_hash != digest:
            return None
        count = session.exec(
            select(func.count()).select_from(RecordRow).where(RecordRow.origin == origin)
        ).one()
    if not dry_run:
        finish(engine, origin, read_on, digest)
    return count


def begin(
    engine: Engine,
    origin: str,
    read_on: date,
    *,
    came_from: str | None,
    by: str | None,
    dry_run: bool,
) -> int:
    """The number of this run, noted as under way."""
    with Session(engine) as session:
        if not dry_run:
            lock(session)
        row = session.get(OriginRow, origin) or OriginRow(
            id=origin, run=0, complete=False, first_read_on=read_on, read_on=read_on
        )
        number = row.run + 1
        if not dry_run:
            row.run, row.complete = number, False
            row.came_from, row.by = came_from or row.came_from, by or row.by
            session.add(row)
            session.commit()
        return number


def finish(engine: Engine, origin: str, read_on: date, digest: str | None) -> None:
    """Notes that the reading under way is complete."""
    with Session(engine) as session:
        lock(session)
        row = session.get_one(OriginRow, origin)
        if row.read_on != read_on:
            # What was cached of the catalog shows the older day.
            session.execute(update(CatalogStateRow).values(revision=CatalogStateRow.revision + 1))
        row.complete, row.content_hash, row.read_on = True, digest, read_on
        session.add(row)
        session.commit()


def remove(engine: Engine, origin: str) -> None:
    """Forgets that there was such an origin; its records must be gone."""
    with Session(engine) as session:
        session.execute(delete(OriginRow).where(col(OriginRow.id) == origin))
        session.commit()
