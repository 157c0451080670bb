"""One reading under way, batch by batch.

Every batch is final: a run that is killed has lost nothing, and the next one goes on from what is
there. Batches of several processes come one after the other, by a lock on the catalog's state.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, or_, select

from advisor_bot.catalog.documents import by_kind, content_hash, lock, rebuild
from advisor_bot.catalog.facts import Document, Program, Provider
from advisor_bot.catalog.identity import bounded
from advisor_bot.catalog.importing.report import ImportReport, What
from advisor_bot.catalog.placing import Placed, Placing, RecordKey
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.store import Key, kind_of
from advisor_bot.catalog.tables import DocumentKind, DocumentRow, RecordRow

BATCH = 250
MOST_OF_ONE_NAME = 50


@dataclass
class Run:
    """One reading under way."""

    engine: Engine
    origin: str
    number: int
    placing: Placing
    report: ImportReport
    dry_run: bool
    _seen: dict[RecordKey, str] = field(default_factory=dict)
    """What was read in this batch, with its hash; in a dry run, which leaves no traces to look up, in
    all of them."""

    def take(self, documents: list[Document]) -> None:
        """One batch. Final, once it returns."""
        with Session(self.engine) as session:
            if not self.dry_run:
                lock(session)
                self._seen.clear()
            known = self._records(session, documents)
            changed: dict[RecordKey, tuple[Document, str]] = {}
            unchanged: list[RecordKey] = []
            for document in documents:
                digest = content_hash(document)
                key = self._key(session, document, digest, known)
                if key is None:
                    continue
                row = known.get(key)
                if row and row.content_hash == digest:
                    unchanged.append(key)
                    self.placing.remember(document, row.document_id)
                else:
                    changed[key] = (document, digest)
            placed = self.placing.place(
                session,
                {key: one for key, (one, _) in changed.items()},
                {key: known[key].document_id for key in changed if key in known},
            )
            self._count(placed, len(unchanged))
            if not self.dry_run:
                self._write(session, changed, placed.documents, unchanged)
                records = Counter((kind_of(one), one.id) for one in placed.documents.values())
                fresh = {
                    (kind_of(one), one.id): one
                    for key, one in placed.documents.items()
                    if key in placed.new and records[kind_of(one), one.id] == 1
                }
                fresh = {key: one for key, one in fresh.items() if key not in placed.moved}
                rebuild(session, {*records, *placed.moved}, fresh=fresh)
                session.commit()

    def drop(self, may_drop: Callable[[str, str], bool]) -> None:
        """Lets go of what this reading no longer has."""
        if self.dry_run:
            self._count_dropped(may_drop)
            return
        last = ("", "")
        while True:
            with Session(self.engine) as session:
                lock(session)
                rows = self._left_behind(session, last)
                if not rows:
                    return
                named = _still_named(session, rows)
                gone = [row for row in rows if may_drop(row.kind, row.key) and row not in named]
                affected: set[Key] = {(row.kind, row.document_id) for row in gone}  # type: ignore[misc]
                last = (rows[-1].kind, rows[-1].key)
                self.report.dropped += len(gone)
                self.report.kept += len(rows) - len(gone)
                for row in gone:
                    self.report.note("dropped", row.kind, row.document_id)
                    session.delete(row)
                session.flush()
                rebuild(session, affected)
                session.commit()

    def _left_behind(self, session: Session, after: tuple[str, str]) -> list[RecordRow]:
        """The next records that this run has not read, all of one kind: programs come before the
        providers that they name."""
        kind, key = after
        rows = list(
            session.exec(
                select(RecordRow)
                .where(
                    RecordRow.origin == self.origin,
                    RecordRow.run < self.number,
                    (col(RecordRow.kind) > kind)
                    | ((col(RecordRow.kind) == kind) & (col(RecordRow.key) > key)),
                )
                .order_by(col(RecordRow.kind), col(RecordRow.key))
                .limit(BATCH)
            )
        )
        return [row for row in rows if row.kind == rows[0].kind]

    def _count_dropped(self, may_drop: Callable[[str, str], bool]) -> None:
        last = ("", "")
        with Session(self.engine) as session:
            while rows := self._left_behind(session, last):
                last = (rows[-1].kind, rows[-1].key)
                gone = [row for row in rows if (row.kind, row.key) not in self._seen]
                dropped = [row for row in gone if may_drop(row.kind, row.key)]
                for row in dropped:
                    self.report.note("dropped", row.kind, row.document_id)
                self.report.dropped += len(dropped)
                self.report.kept += len(gone) - len(dropped)
                session.expunge_all()

    def _records(
        self, session: Session, documents: Iterable[Document]
    ) -> dict[RecordKey, RecordRow]:
        wanted: dict[str, list[str]] = {}
        for document in documents:
            wanted.setdefault(kind_of(document), []).append(base_key(document))
        return {
            (cast(DocumentKind, row.kind), row.key): row
            for kind, keys in wanted.items()
            for row in session.exec(
                select(RecordRow).where(
                    RecordRow.origin == self.origin,
                    RecordRow.kind == kind,
                    col(RecordRow.key).in_(keys),
                )
            )
        }

    def _key(
        self,
        session: Session,
        document: Document,
        digest: str,
        known: dict[RecordKey, RecordRow],
    ) -> RecordKey | None:
        """The key of this document's record; ``None`` for what this run has read word for word."""
        kind, base = kind_of(document), base_key(document)
        for number in range(1, MOST_OF_ONE_NAME + 1):
            key: RecordKey = (kind, base if number == 1 else f"{base}#{number}")
            if number > 1 and (row := session.get(RecordRow, (self.origin, *key))):
                known[key] = row
            found = known.get(key)
            read = found.content_hash if found and found.run == self.number else self._seen.get(key)
            if read is None:
                self._seen[key] = digest
                return key
            if isinstance(document, Provider) or read == digest:
                return None
        title = document.title if not isinstance(document, Provider) else document.name
        reason = f"there are more than {MOST_OF_ONE_NAME} entries of this name"
        self.report.take(Problem(self.origin, title, reason))
        return None

    def _count(self, placed: Placed, unchanged: int) -> None:
        report = self.report
        report.unchanged += unchanged
        report.added += len(placed.new)
        report.joined += len(placed.joined)
        report.changed += len(placed.documents) - len(placed.new) - len(placed.joined)
        for key, document in placed.documents.items():
            what: What = "changed"
            if key in placed.new:
                what = "added"
            elif key in placed.joined:
                what = "joined"
            report.note(what, key[0], document.id)

    def _write(
        self,
        session: Session,
        changed: dict[RecordKey, tuple[Document, str]],
        placed: dict[RecordKey, Document],
        unchanged: list[RecordKey],
    ) -> None:
        for kind, keys in by_kind([*changed, *unchanged]).items():
            still = [key for key in keys if (kind, key) not in changed]
            of_kind = (col(RecordRow.origin) == self.origin, col(RecordRow.kind) == kind)
            session.execute(
                update(RecordRow)
                .where(*of_kind, col(RecordRow.key).in_(still), col(RecordRow.run) < self.number)
                .values(run=self.number)
            )
            gone = [key for key in keys if (kind, key) in changed]
            session.execute(delete(RecordRow).where(*of_kind, col(RecordRow.key).in_(gone)))
        rows = [
            {
                "origin": self.origin,
                "kind": key[0],
                "key": key[1],
                "document_id": placed[key].id,
                "content_hash": digest,
                "run": self.number,
                "data": placed[key].model_dump_json(),
            }
            for key, (_, digest) in changed.items()
        ]
        if rows:
            session.execute(insert(RecordRow), rows)


def _still_named(session: Session, rows: Iterable[RecordRow]) -> list[RecordRow]:
    """Those of these records that are the last of a provider which some program names: its programs
    come first, and what is left of them was kept because its file has a problem."""
    return [
        row
        for row in rows
        if row.kind == "provider"
        and session.exec(
            select(DocumentRow.id)
            .where(~col(DocumentRow.removed))
            .where(
                or_(
                    DocumentRow.provider == row.document_id,
                    DocumentRow.offered_on == row.document_id,
                )
            )
        ).first()
        and not session.exec(
            select(RecordRow.key).where(
                RecordRow.kind == "provider",
                RecordRow.document_id == row.document_id,
                or_(RecordRow.origin != row.origin, RecordRow.key != row.key),
            )
        ).first()
    ]


def base_key(document: Document) -> str:
    """What a record is known by within its origin: its identifier, or its id there."""
    if isinstance(document, Program | Provider) and document.identifiers:
        return bounded(document.identifiers[0])
    return document.id
