"""Records → documents: writes what all records of a document together say, and what is asked of many
documents at once."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, or_, select

from advisor_bot.catalog.facts import Document, Page, Program, Provider
from advisor_bot.catalog.identity import keys_of
from advisor_bot.catalog.merging import Correction, merged
from advisor_bot.catalog.store import MODELS, Key
from advisor_bot.catalog.tables import (
    CatalogStateRow,
    DocumentKind,
    DocumentRow,
    IdentityRow,
    OriginRow,
    ProgramFieldRow,
    RecordRow,
)
from advisor_bot.catalog.totals import total_cost, weeks_needed

KNOWLEDGE = "knowledge"
"""The origin of the knowledge folder: of several records its own count most, after corrections."""
CORRECTIONS = "corrections"

Row = dict[str, Any]


def lock(session: Session) -> None:
    """Makes this transaction the only one that writes to the catalog."""
    session.execute(update(CatalogStateRow).values(revision=CatalogStateRow.revision))


def rebuild(
    session: Session, keys: Collection[Key], *, fresh: Mapping[Key, Document] | None = None
) -> None:
    """Brings the documents with these keys in line with their records.

    ``fresh`` are documents that are known to be new and to have one record each. Needs the lock.
    """
    fresh = fresh or {}
    wanted = {**_from_records(session, [key for key in keys if key not in fresh]), **fresh}
    known = _known(session, keys)
    changed: dict[Key, Document] = {}
    data: dict[Key, str] = {}
    for key, document in wanted.items():
        text = document.model_dump_json()
        if known.get(key, (None, ""))[0] != content_hash_of(text):
            changed[key], data[key] = document, text
    removed = [key for key in known if key not in wanted and known[key][0] is not None]
    if not changed and not removed:
        return
    session.execute(update(CatalogStateRow).values(revision=CatalogStateRow.revision + 1))
    revision = session.exec(select(CatalogStateRow.revision)).one()
    _clear(session, [*(key for key in changed if key in known), *removed])
    _mark_removed(session, removed, revision)
    _write(session, changed, data, revision)
    renamed = [
        id_
        for (kind, id_), document in changed.items()
        if isinstance(document, Provider)
        and (kind, id_) in known
        and known[kind, id_][1] != document.name
    ]
    _touch_programs_of(session, renamed, revision)


def content_hash(document: Document) -> str:
    return content_hash_of(document.model_dump_json())


def content_hash_of(data: str) -> str:
    return hashlib.sha256(data.encode()).hexdigest()


def _from_records(session: Session, keys: Iterable[Key]) -> dict[Key, Document]:
    read_on = {row.id: row.read_on for row in session.exec(select(OriginRow))}
    records: dict[Key, list[RecordRow]] = defaultdict(list)
    for kind, ids in by_kind(keys).items():
        found = session.exec(
            select(RecordRow).where(RecordRow.kind == kind, col(RecordRow.document_id).in_(ids))
        )
        for row in found:
            records[kind, row.document_id].append(row)

    def weight(row: RecordRow) -> tuple[bool, int, str, str]:
        age = read_on[row.origin].toordinal() if row.origin in read_on else 0
        return row.origin != KNOWLEDGE, -age, row.origin, row.key

    documents: dict[Key, Document] = {}
    for key, rows in records.items():
        said = sorted((row for row in rows if row.origin != CORRECTIONS), key=weight)
        right = next((row for row in rows if row.origin == CORRECTIONS), None)
        if said:
            correction = Correction.model_validate_json(right.data) if right else None
            model = MODELS.get(key[0], Page)
            document = merged([model.model_validate_json(row.data) for row in said], correction)
            documents[key] = document.model_copy(update={"id": key[1]})
    return documents


def _known(session: Session, keys: Iterable[Key]) -> dict[Key, tuple[str | None, str]]:
    """Hash (none where removed) and title of the documents that have a row."""
    known: dict[Key, tuple[str | None, str]] = {}
    for kind, ids in by_kind(keys).items():
        rows = session.exec(
            select(
                DocumentRow.id, DocumentRow.content_hash, DocumentRow.removed, DocumentRow.title
            ).where(DocumentRow.kind == kind, col(DocumentRow.id).in_(ids))
        )
        for id_, digest, removed, title in rows:
            known[kind, id_] = (None if removed else digest, title)
    return known


def _clear(session: Session, keys: Iterable[Key]) -> None:
    for kind, ids in by_kind(keys).items():
        session.execute(
            delete(DocumentRow).where(col(DocumentRow.kind) == kind, col(DocumentRow.id).in_(ids))
        )
        if kind == "program":
            session.execute(delete(ProgramFieldRow).where(col(ProgramFieldRow.program_id).in_(ids)))


def _mark_removed(session: Session, keys: Sequence[Key], revision: int) -> None:
    """Their identities stay: what comes back gets its id again."""
    rows: list[Row] = [
        {
            "kind": kind,
            "id": id_,
            "revision": revision,
            "removed": True,
            "content_hash": "",
            "title": "",
        }
        for kind, id_ in keys
    ]
    _insert(session, DocumentRow, rows)


def _write(
    session: Session, documents: Mapping[Key, Document], data: Mapping[Key, str], revision: int
) -> None:
    _insert(
        session,
        DocumentRow,
        [_document_row(key, one, data[key], revision) for key, one in documents.items()],
    )
    _insert(
        session,
        ProgramFieldRow,
        [
            {"program_id": one.id, "field": field}
            for one in documents.values()
            if isinstance(one, Program)
            for field in dict.fromkeys(one.fields)
        ],
    )
    _write_identities(session, documents)


def _write_identities(session: Session, documents: Mapping[Key, Document]) -> None:
    """Every key has one owner, the first: a second program of the same name is found by what else it
    has."""
    wanted: dict[Key, str] = {}
    for (kind, id_), document in documents.items():
        for key in keys_of(document):
            wanted.setdefault((kind, key), id_)
    owned: set[Key] = set()
    for kind, keys in by_kind(wanted).items():
        owned.update(
            (kind, key)
            for key in session.exec(
                select(IdentityRow.key).where(
                    IdentityRow.kind == kind, col(IdentityRow.key).in_(keys)
                )
            )
        )
    _insert(
        session,
        IdentityRow,
        [
            {"kind": kind, "key": key, "document_id": id_}
            for (kind, key), id_ in wanted.items()
            if (kind, key) not in owned
        ],
    )


def _touch_programs_of(session: Session, providers: Sequence[str], revision: int) -> None:
    """A provider's name is part of what its programs are found by."""
    if providers:
        session.execute(
            update(DocumentRow)
            .where(
                or_(
                    col(DocumentRow.provider).in_(providers),
                    col(DocumentRow.offered_on).in_(providers),
                )
            )
            .values(revision=revision)
        )


def _document_row(key: Key, document: Document, data: str, revision: int) -> Row:
    row: Row = {
        "kind": key[0],
        "id": document.id,
        "revision": revision,
        "removed": False,
        "content_hash": content_hash_of(data),
        "title": document.name if isinstance(document, Provider) else document.title,
        "data": data,
        **dict.fromkeys(
            (
                "provider",
                "offered_on",
                "status",
                "level",
                "proctoring",
                "total",
                "currency",
                "weeks",
            )
        ),
    }
    if isinstance(document, Program):
        total = total_cost(document)
        row |= {
            "provider": document.provider,
            "offered_on": document.offered_on,
            "status": document.status,
            "level": document.facts.level.value,
            "proctoring": document.facts.proctoring.value,
            "total": total.amount if total else None,
            "currency": total.currency if total else None,
            "weeks": weeks_needed(document),
        }
    return row


def _insert(session: Session, table: type[Any], rows: list[Row]) -> None:
    if rows:
        session.execute(insert(table), rows)


def by_kind(keys: Iterable[Key]) -> dict[DocumentKind, list[str]]:
    """The second parts of keys, by their kinds: what one statement can ask for."""
    grouped: dict[DocumentKind, list[str]] = defaultdict(list)
    for kind, one in keys:
        grouped[kind].append(one)
    return grouped
