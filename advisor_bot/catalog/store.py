"""The catalog in SQL: whole documents for answering, single facts for reports.

The knowledge files are the source of truth; these tables can be thrown away and filled again.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Engine
from sqlmodel import Field, Session, SQLModel, col, delete, select

from advisor_bot.catalog.facts import Catalog, Fact, Page, Program, Provider
from advisor_bot.catalog.readers.markdown import Document


class DocumentRow(SQLModel, table=True):
    __tablename__ = "document"

    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    content_hash: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class FactRow(SQLModel, table=True):
    __tablename__ = "fact"

    kind: str = Field(primary_key=True)
    document_id: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    status: str
    value: Any = Field(sa_column=Column(JSON, nullable=True))
    source_url: str | None = None
    note: str | None = None
    checked_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class CatalogChanges:
    """Ids (``kind/id``) of documents that came, changed and went."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def replace(engine: Engine, catalog: Catalog) -> CatalogChanges:
    """Makes the tables hold exactly ``catalog``, in one transaction, and says what changed."""
    wanted = {(_kind(document), document.id): document for document in documents(catalog)}
    with Session(engine) as session:
        known = {(row.kind, row.id): row.content_hash for row in session.exec(select(DocumentRow))}
        hashes = {key: content_hash(document) for key, document in wanted.items()}
        added = sorted(key for key in wanted if key not in known)
        changed = sorted(key for key in wanted if known.get(key, hashes[key]) != hashes[key])
        removed = sorted(key for key in known if key not in wanted)
        for kind, id_ in [*changed, *removed]:
            session.exec(
                delete(DocumentRow).where(col(DocumentRow.kind) == kind, col(DocumentRow.id) == id_)
            )
            session.exec(
                delete(FactRow).where(col(FactRow.kind) == kind, col(FactRow.document_id) == id_)
            )
        for kind, id_ in [*added, *changed]:
            document = wanted[kind, id_]
            session.add(
                DocumentRow(
                    kind=kind,
                    id=id_,
                    content_hash=hashes[kind, id_],
                    data=document.model_dump(mode="json"),
                )
            )
            session.add_all(_fact_rows(kind, document))
        session.commit()
    return CatalogChanges(
        added=tuple("/".join(key) for key in added),
        changed=tuple("/".join(key) for key in changed),
        removed=tuple("/".join(key) for key in removed),
        unchanged=len(wanted) - len(added) - len(changed),
    )


def load(engine: Engine) -> Catalog:
    """The whole catalog as it was last stored."""
    providers: dict[str, Provider] = {}
    programs: dict[str, Program] = {}
    pages: dict[str, Page] = {}
    with Session(engine) as session:
        for row in session.exec(select(DocumentRow).order_by(col(DocumentRow.id))):
            match row.kind:
                case "provider":
                    providers[row.id] = Provider.model_validate(row.data)
                case "program":
                    programs[row.id] = Program.model_validate(row.data)
                case _:
                    pages[row.id] = Page.model_validate(row.data)
    return Catalog(providers=providers, programs=programs, pages=pages)


def fingerprint(engine: Engine) -> str:
    """Changes whenever the stored catalog does; cheap enough to ask before every answer."""
    with Session(engine) as session:
        rows = session.exec(
            select(DocumentRow.kind, DocumentRow.id, DocumentRow.content_hash).order_by(
                col(DocumentRow.kind), col(DocumentRow.id)
            )
        )
        return hashlib.sha256("\n".join("/".join(row) for row in rows).encode()).hexdigest()


def documents(catalog: Catalog) -> Iterable[Document]:
    yield from catalog.providers.values()
    yield from catalog.programs.values()
    yield from catalog.pages.values()


def content_hash(document: Document) -> str:
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()


def _kind(document: Document) -> str:
    return document.kind if isinstance(document, Page) else type(document).__name__.lower()


def _fact_rows(kind: str, document: Document) -> list[FactRow]:
    if isinstance(document, Page):
        return []
    rows = []
    for name in type(document.facts).model_fields:
        fact: Fact[Any] = getattr(document.facts, name)
        dumped = fact.model_dump(mode="json")
        rows.append(
            FactRow(
                kind=kind,
                document_id=document.id,
                name=name,
                status=fact.status,
                value=dumped["value"],
                source_url=fact.source.url if fact.source else None,
                note=fact.note,
                checked_on=fact.checked_on,
                valid_until=fact.valid_until,
            )
        )
    return rows
