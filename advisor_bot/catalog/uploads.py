"""What people offered for the catalog, kept until somebody accepts or discards it.

The bytes lie in the database, so that whichever process goes on has them.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Column, DateTime, Engine, LargeBinary, Text, update
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from advisor_bot.catalog.importing import Origin, origins
from advisor_bot.catalog.readers.formats import Format, format_of
from advisor_bot.catalog.readers.reading import Material
from advisor_bot.catalog.readers.tables import Mapping, columns, load_mapping, mapping_path
from advisor_bot.catalog.tables import DocumentRow, RecordRow
from advisor_bot.errors import KnowledgeError

MOST_BYTES = 20 * 1_048_576
LONGEST_NAME = 50
"""Of the file it is laid out as: file systems take 255 bytes, and a letter can be four."""
State = Literal["pending", "accepted", "discarded"]


class Upload(SQLModel, table=True):
    """One file, or what was found at an address, with who offered it and what became of that."""

    __tablename__ = "upload"

    id: str = Field(primary_key=True)
    """The key of what offered it: the same offer again is the same upload."""
    name: str
    """As its owner called it: untrusted, and never a path."""
    url: str | None = None
    by: str
    team: str
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    state: str = "pending"
    decided_by: str | None = None
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    """``None`` once it is of no more use."""
    mapping: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    """What its columns mean, where its owner said so, as YAML."""

    @property
    def origin(self) -> str:
        """What the import is called: the file's name, or the address."""
        return self.url or self.name


@dataclass(frozen=True)
class Look:
    """What an upload is, before it is read: its format, a table's columns, what it would replace."""

    format: Format | None
    headers: tuple[str, ...]
    mapping: Mapping | None
    """Of a table's columns; ``None`` for what is no table, and where the mapping given is wrong."""
    is_guessed: bool
    replaces: Origin | None


def save(engine: Engine, upload: Upload) -> None:
    """Raises KnowledgeError where it is larger than uploads may be."""
    if len(upload.content or b"") > MOST_BYTES:
        raise KnowledgeError(too_large(len(upload.content or b"")))
    with Session(engine) as session:
        session.merge(upload)
        session.commit()


def too_large(size: int) -> str:
    return (
        f"It is too large: {size / 1_048_576:.0f} MB, where {MOST_BYTES // 1_048_576} MB can be read. "
        "Split it, or have your administrator import it with “advisor-bot knowledge import”."
    )


def find(engine: Engine, id_: str) -> Upload | None:
    with Session(engine, expire_on_commit=False) as session:
        return session.get(Upload, id_)


def decide(engine: Engine, id_: str, state: State, by: str) -> Upload | None:
    """Makes a pending upload accepted or discarded; of several who try at once, one does. Returns it
    as it is now, ``None`` where it is gone. What is discarded loses its content."""
    values: dict[str, object] = {"state": state, "decided_by": by}
    if state == "discarded":
        values |= {"content": None, "mapping": None}
    with Session(engine) as session:
        session.execute(
            update(Upload)
            .where(col(Upload.id) == id_, col(Upload.state) == "pending")
            .values(**values)
        )
        session.commit()
    return find(engine, id_)


def empty(engine: Engine, id_: str) -> None:
    """Lets go of the content, which is in the catalog now."""
    with Session(engine) as session:
        session.execute(
            update(Upload).where(col(Upload.id) == id_).values(content=None, mapping=None)
        )
        session.commit()


def drop(engine: Engine, id_: str) -> None:
    with Session(engine) as session:
        session.execute(delete(Upload).where(col(Upload.id) == id_))
        session.commit()


def forget(engine: Engine, *, older_than: timedelta, now: datetime | None = None) -> int:
    """Deletes uploads past their time, decided on or not; returns how many went."""
    limit = (now or datetime.now(UTC)) - older_than
    with Session(engine) as session:
        gone = session.exec(delete(Upload).where(col(Upload.at) < limit)).rowcount
        session.commit()
    return gone


@contextmanager
def laid_out(upload: Upload) -> Iterator[Path]:
    """The upload as a file, under a name that is safe, with its mapping beside it; gone afterwards.
    Raises KnowledgeError where its content was let go of."""
    if upload.content is None:
        raise KnowledgeError(f"{upload.name} is no longer here. Share it again.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _safe(upload.name)
        path.write_bytes(upload.content)
        if upload.mapping is not None:
            mapping_path(path).write_text(upload.mapping, encoding="utf-8")
        yield path


def look(engine: Engine, upload: Upload, *, today: date) -> Look:
    """What the upload is, without reading it through."""
    replaces = next((one for one in origins(engine) if one.id == upload.origin), None)
    with laid_out(upload) as path:
        material = Material(path, upload.name, read_on=today, url=upload.url)
        format_ = format_of(material)
        headers, mapping = _columns(material) if format_ == "table" else ((), None)
    return Look(format_, headers, mapping, upload.mapping is None, replaces)


def taken_in(engine: Engine, origin: str) -> tuple[int, list[str]]:
    """How many programs of an import are in the catalog, and the titles of the first few."""
    theirs = (
        select(col(RecordRow.document_id))
        .where(RecordRow.origin == origin, RecordRow.kind == "program")
        .distinct()
    )
    with Session(engine) as session:
        count = session.exec(select(func.count()).select_from(theirs.subquery())).one()
        titles = session.exec(
            select(DocumentRow.title)
            .where(DocumentRow.kind == "program", col(DocumentRow.id).in_(theirs))
            .order_by(col(DocumentRow.id))
            .limit(3)
        ).all()
    return count, list(titles)


def _columns(material: Material) -> tuple[tuple[str, ...], Mapping | None]:
    saved = mapping_path(material.path)
    try:
        headers, _rows, guessed = columns(material)
        return headers, load_mapping(saved, headers) if saved.exists() else guessed
    except KnowledgeError:
        return (), None  # the reading tells what is wrong, in its place


def _safe(name: str) -> str:
    kept = "".join(char for char in name if char.isalnum() or char in "-_. ")
    return kept[-LONGEST_NAME:].strip(". ") or "upload"
