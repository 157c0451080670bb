"""The catalog as it is read: from the database, as it is asked for, so that its size does not matter."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from advisor_bot.catalog.facts import Document, FieldOfWork, Page, Program, Provider
from advisor_bot.catalog.tables import (
    CatalogStateRow,
    DocumentKind,
    DocumentRow,
    OriginRow,
    ProgramFieldRow,
)

MOST_CACHED = 5_000
AT_ONCE = 400
"""Ids asked for in one statement: SQLite takes 999 variables by default."""

Key = tuple[DocumentKind, str]


@dataclass(frozen=True)
class Changes:
    """What changed after one revision, up to and including ``revision``."""

    revision: int
    documents: tuple[Document, ...]
    removed: tuple[Key, ...]

    @property
    def keys(self) -> list[Key]:
        """Of all that changed, removed or not."""
        return [*(key_of(document) for document in self.documents), *self.removed]


class Catalog:
    """All that is known, at one revision; safe to share by threads.

    What was read once is kept. A document that another process removes meanwhile is missing from then
    on: whoever asks for several gets those that are there.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        """Where it is stored, for what is asked of many documents at once (``selecting``)."""
        self._kept: dict[Key, Document] = {}
        self._counts: dict[tuple[DocumentKind, ...], int] = {}
        with Session(engine) as session:
            state = session.get(CatalogStateRow, 1)
            self.identity: str = state.catalog if state else ""
            """Which catalog this is; indexes of another one must not be used."""
            self.revision: int = state.revision if state else 0
            self._read_on = {
                row.id: row.read_on for row in session.exec(select(OriginRow)) if row.complete
            }

    def programs(self, ids: Iterable[str]) -> list[Program]:
        """The programs with these ids, in their order; unknown ones are left out."""
        return cast(list[Program], self._documents("program", ids))

    def program(self, id_: str) -> Program | None:
        return next(iter(self.programs([id_])), None)

    def providers(self, ids: Iterable[str]) -> list[Provider]:
        return cast(list[Provider], self._documents("provider", ids))

    def provider(self, id_: str) -> Provider | None:
        return next(iter(self.providers([id_])), None)

    def provider_of(self, program: Program) -> Provider:
        """The awarding body. Raises KeyError where there is none: imports record no such program."""
        provider = self.provider(program.provider)
        if provider is None:
            raise KeyError(program.provider)
        return provider

    def page(self, id_: str) -> Page | None:
        for kind in PAGE_KINDS:
            if found := self._documents(kind, [id_]):
                return cast(Page, found[0])
        return None

    def pages(self, *kinds: DocumentKind) -> list[Page]:
        """Every page of these kinds. Concepts and policies are few; imported documents may not be."""
        with Session(self.engine) as session:
            rows = session.exec(
                select(DocumentRow.kind, DocumentRow.id)
                .where(col(DocumentRow.kind).in_(kinds), ~col(DocumentRow.removed))
                .order_by(col(DocumentRow.kind), col(DocumentRow.id))
            ).all()
        by_kind = {kind: [id_ for of, id_ in rows if of == kind] for kind in kinds}
        return [
            page
            for kind in kinds
            for page in cast(list[Page], self._documents(kind, by_kind[kind]))
        ]

    def count(self, *kinds: DocumentKind) -> int:
        if kinds not in self._counts:
            self._counts[kinds] = self._counted(kinds)
        return self._counts[kinds]

    def _counted(self, kinds: tuple[DocumentKind, ...]) -> int:
        with Session(self.engine) as session:
            return session.exec(
                select(func.count())
                .select_from(DocumentRow)
                .where(col(DocumentRow.kind).in_(kinds), ~col(DocumentRow.removed))
            ).one()

    def fields(self) -> list[FieldOfWork]:
        """The fields of work that some program belongs to, in alphabetical order."""
        with Session(self.engine) as session:
            rows = session.exec(select(ProgramFieldRow.field).distinct()).all()
        return cast(list[FieldOfWork], sorted(rows))

    def ids(self, kind: DocumentKind) -> list[str]:
        with Session(self.engine) as session:
            return list(
                session.exec(
                    select(DocumentRow.id)
                    .where(DocumentRow.kind == kind, ~col(DocumentRow.removed))
                    .order_by(col(DocumentRow.id))
                )
            )

    def changes(self, since: int, *, at_most: int = 500) -> Changes:
        """What changed after revision ``since``: about ``at_most`` documents, whole revisions only.
        Nothing is left once ``revision`` comes back as the catalog's own."""
        with Session(self.engine) as session:
            found = session.exec(
                select(DocumentRow.revision)
                .where(DocumentRow.revision > since, DocumentRow.revision <= self.revision)
                .order_by(col(DocumentRow.revision))
                .offset(at_most)
                .limit(1)
            ).first()
            upto = self.revision if found is None else found
            rows = session.exec(
                select(DocumentRow)
                .where(DocumentRow.revision > since, DocumentRow.revision <= upto)
                .order_by(col(DocumentRow.revision), col(DocumentRow.kind), col(DocumentRow.id))
            ).all()
        return Changes(
            upto,
            tuple(self._parsed(row) for row in rows if not row.removed),
            tuple((cast(DocumentKind, row.kind), row.id) for row in rows if row.removed),
        )

    def _documents(self, kind: DocumentKind, ids: Iterable[str]) -> list[Document]:
        wanted = list(dict.fromkeys(ids))
        missing = [id_ for id_ in wanted if (kind, id_) not in self._kept]
        if len(self._kept) + len(missing) > MOST_CACHED:
            self._kept = {}
            missing = wanted
        kept = self._kept
        with Session(self.engine) as session:
            for part in _parts(missing):
                rows = session.exec(
                    select(DocumentRow).where(
                        DocumentRow.kind == kind,
                        col(DocumentRow.id).in_(part),
                        ~col(DocumentRow.removed),
                    )
                )
                for row in rows:
                    kept[kind, row.id] = self._parsed(row)
        return [kept[kind, id_] for id_ in wanted if (kind, id_) in kept]

    def _parsed(self, row: DocumentRow) -> Document:
        text = row.data or ""
        model = MODELS.get(row.kind, Page)
        if '"origin":"' not in text:
            return model.model_validate_json(text)
        return model.model_validate(_as_last_read(json.loads(text), self._read_on))


PAGE_KINDS: tuple[DocumentKind, ...] = ("concept", "policy", "document")
MODELS: Mapping[str, type[Document]] = {"provider": Provider, "program": Program}


def key_of(document: Document) -> Key:
    return kind_of(document), document.id


def kind_of(document: Document) -> DocumentKind:
    match document:
        case Provider():
            return "provider"
        case Program():
            return "program"
        case Page():
            return document.kind


def revision(engine: Engine) -> int:
    """Grows whenever the stored catalog changes; cheap enough to ask before every answer."""
    with Session(engine) as session:
        return session.exec(select(CatalogStateRow.revision)).first() or 0


def _as_last_read(value: Any, read_on: Mapping[str, date]) -> Any:
    """Every source that came by an import with the day of its last complete reading: it still says so."""
    if isinstance(value, list):
        return [_as_last_read(one, read_on) for one in value]
    if not isinstance(value, dict):
        return value
    renewed = {name: _as_last_read(one, read_on) for name, one in value.items()}
    if day := read_on.get(value.get("origin") or ""):
        renewed["checked_on"] = day
    return renewed


Item = TypeVar("Item")


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
