"""The catalog's tables.

Two layers: ``record`` is what each origin (the knowledge folder, an imported file, a correction) says,
kept as it said it; ``document`` and what hangs on it are made from the records and can be made again.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from sqlalchemy import Column, Numeric, Text
from sqlmodel import Field, SQLModel

DocumentKind = Literal["provider", "program", "concept", "policy", "document"]


class CatalogStateRow(SQLModel, table=True):
    """One row: which catalog this is, and how often it has changed."""

    __tablename__ = "catalog_state"

    id: int = Field(primary_key=True)
    catalog: str
    """Made anew with every new database: an index that followed another one must not be used."""
    revision: int


class OriginRow(SQLModel, table=True):
    """Something that was read in: the knowledge folder, a file, an address, people's corrections."""

    __tablename__ = "origin"

    id: str = Field(primary_key=True)
    run: int
    """Counts its readings: a record of an older run than the last complete one is gone."""
    complete: bool
    """False while a reading is under way, and after one that was killed."""
    content_hash: str | None = None
    """Of what was read and of how: the same again needs no reading."""
    first_read_on: date
    read_on: date
    """The day of the last complete reading: what its records say was still said then."""
    came_from: str | None = None
    """Its address or path."""
    by: str | None = None
    """Who imported it, as the team chat names people."""


class RecordRow(SQLModel, table=True):
    """What one origin says of one provider, program or page."""

    __tablename__ = "record"

    origin: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    document_id: str = Field(index=True)
    content_hash: str
    run: int
    data: str = Field(sa_column=Column(Text, nullable=False))


class IdentityRow(SQLModel, table=True):
    """What a document is known by: a record with one of these keys is about that document."""

    __tablename__ = "identity"

    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    document_id: str = Field(index=True)


class DocumentRow(SQLModel, table=True):
    """A provider, program or page as all its records together say, with what is asked of many at once
    in columns. A removed one leaves its row, so that the indexes hear of it."""

    __tablename__ = "document"

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    revision: int = Field(index=True)
    removed: bool = False
    content_hash: str
    title: str
    provider: str | None = Field(default=None, index=True)
    offered_on: str | None = Field(default=None, index=True)
    status: str | None = None
    level: str | None = None
    proctoring: str | None = None
    total: Decimal | None = Field(default=None, sa_column=Column(Numeric(14, 2), nullable=True))
    """What it costs in all, where that can be told; ``currency`` of it."""
    currency: str | None = None
    weeks: float | None = None
    data: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class ProgramFieldRow(SQLModel, table=True):
    """The fields of work that a program belongs to."""

    __tablename__ = "program_field"

    program_id: str = Field(primary_key=True)
    field: str = Field(primary_key=True, index=True)
