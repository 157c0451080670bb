"""Which document a record is about: one that is known, or a new one with an id of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import update
from sqlmodel import Session, col, or_, select

from advisor_bot.catalog.facts import Document, Page, Program, Provider
from advisor_bot.catalog.identity import by_identifier, contradict, keys_of, of_provider
from advisor_bot.catalog.merging import disagree
from advisor_bot.catalog.store import MODELS, Key, kind_of
from advisor_bot.catalog.tables import DocumentKind, DocumentRow, IdentityRow, RecordRow

RecordKey = tuple[DocumentKind, str]
"""A record's kind and key within its origin."""


@dataclass(frozen=True)
class Placed:
    """Records with the ids of the catalog. ``moved`` are documents that had to give up or take over an
    id, and need to be made anew."""

    documents: dict[RecordKey, Document]
    new: set[RecordKey]
    joined: set[RecordKey]
    moved: set[Key]


@dataclass
class _Known:
    """What the database knows of the documents that a batch may be about."""

    owners: dict[str, str]
    documents: dict[str, Document]
    ours: set[str]
    """Those that have a record of this origin already."""
    taken: set[str]
    """Of the ids that the batch's documents come with, those that some document has."""


@dataclass
class Placing:
    """The placing of one origin's records. ``own_ids``: the documents keep the ids they come with.
    ``remembers``: nothing is written meanwhile, so what was placed must be kept in mind."""

    origin: str
    own_ids: bool = False
    remembers: bool = False
    _providers: dict[str, str] = field(default_factory=dict)
    """The origin's own id of a provider → the catalog's."""
    _planned: dict[Key, str] = field(default_factory=dict)
    _placed: dict[Key, Program | Provider] = field(default_factory=dict)
    """What the batch has records of."""
    _taken: set[Key] = field(default_factory=set)

    def remember(self, document: Document, id_: str) -> None:
        """Notes under which id a record is known already."""
        if isinstance(document, Provider):
            self._providers[document.id] = id_

    def place(
        self,
        session: Session,
        documents: Mapping[RecordKey, Document],
        known_ids: Mapping[RecordKey, str],
    ) -> Placed:
        """``documents`` with the catalog's ids; ``known_ids`` are of records that were read before."""
        if not self.remembers:
            self._planned.clear()
            self._placed.clear()
            self._taken.clear()
        placed = Placed({}, set(), set(), set())
        for model in (Provider, Program, Page):
            group = {
                key: self._with_providers(document)
                for key, document in documents.items()
                if isinstance(document, model)
            }
            self._place_group(session, group, known_ids, placed)
        return Placed(
            {key: placed.documents[key] for key in documents},
            placed.new,
            placed.joined,
            placed.moved,
        )

    def _place_group(
        self,
        session: Session,
        group: Mapping[RecordKey, Document],
        known_ids: Mapping[RecordKey, str],
        placed: Placed,
    ) -> None:
        unknown = {key: one for key, one in group.items() if key not in known_ids}
        known = self._look_up(session, unknown)
        for key, document in group.items():
            id_ = known_ids.get(key)
            if id_ is None:
                id_, is_new = self._id_for(session, document, known, placed.moved)
                (placed.new if is_new else placed.joined).add(key)
            self.remember(document, id_)
            final = document if document.id == id_ else document.model_copy(update={"id": id_})
            placed.documents[key] = final
            self._note(final)

    def _note(self, document: Document) -> None:
        key = (kind_of(document), document.id)
        if not isinstance(document, Page):
            self._placed.setdefault(key, document.model_copy(update={"sections": ()}))
        self._taken.add(key)
        for identity in keys_of(document):
            self._planned.setdefault((key[0], identity), document.id)

    def _id_for(
        self, session: Session, document: Document, known: _Known, moved: set[Key]
    ) -> tuple[str, bool]:
        """The id of the document that this one is about, and whether it is a new one."""
        owner = self._owner(document, known)
        if not self.own_ids:
            return (owner, False) if owner else (self._free_id(session, document, known), True)
        kind, id_ = kind_of(document), document.id
        there = session.get(DocumentRow, (kind, id_))
        if there and not there.removed and owner != id_ and not self._is_about(there, document):
            self._move(session, kind, id_, self._free_id(session, document, known), moved)
            there = None
        if owner and owner != id_:
            self._move(session, kind, owner, id_, moved)
            return id_, False
        return id_, there is None or there.removed

    def _is_about(self, row: DocumentRow, document: Document) -> bool:
        found = MODELS.get(row.kind, Page).model_validate_json(row.data or "")
        return bool(set(keys_of(found)) & set(keys_of(document))) or isinstance(document, Page)

    def _owner(self, document: Document, known: _Known) -> str | None:
        kind = kind_of(document)
        for key in keys_of(document):
            owner = self._planned.get((kind, key)) or known.owners.get(key)
            if owner and (by_identifier(key) or not self._contradicts(owner, document, known)):
                return owner
        return None

    def _contradicts(self, id_: str, document: Document, known: _Known) -> bool:
        """Whether the known document ``id_``, which shares a name with this one, must be another."""
        key = (kind_of(document), id_)
        other = self._placed.get(key) or known.documents.get(id_)
        if other is None or isinstance(other, Page) or isinstance(document, Page):
            return False
        if contradict(other, document):
            return True
        # Two sources may disagree on one program; one that names two of one name means two, unless all
        # that it says fits one.
        is_ours = id_ in known.ours or key in self._placed
        return (
            is_ours
            and isinstance(other, Program)
            and isinstance(document, Program)
            and disagree(other.facts, document.facts)
        )

    def _look_up(self, session: Session, documents: Mapping[RecordKey, Document]) -> _Known:
        if not documents:
            return _Known({}, {}, set(), set())
        kind = kind_of(next(iter(documents.values())))
        keys = [key for document in documents.values() for key in keys_of(document)]
        owners = dict(
            session.exec(
                select(IdentityRow.key, IdentityRow.document_id).where(
                    IdentityRow.kind == kind, col(IdentityRow.key).in_(keys)
                )
            ).all()
        )
        ids = set(owners.values())
        rows = session.exec(
            select(DocumentRow).where(
                DocumentRow.kind == kind, col(DocumentRow.id).in_(ids), ~col(DocumentRow.removed)
            )
        ).all()
        ours = session.exec(
            select(RecordRow.document_id).where(
                RecordRow.origin == self.origin,
                RecordRow.kind == kind,
                col(RecordRow.document_id).in_(ids),
            )
        ).all()
        taken = session.exec(
            select(DocumentRow.id).where(
                DocumentRow.kind == kind,
                col(DocumentRow.id).in_([document.id for document in documents.values()]),
            )
        ).all()
        model = MODELS.get(kind, Page)
        there = {row.id: model.model_validate_json(row.data or "") for row in rows}
        return _Known(owners, there, set(ours), set(taken))

    def _free_id(self, session: Session, document: Document, known: _Known) -> str:
        """The document's own id, with a number where another one has it."""
        kind, id_ = kind_of(document), document.id
        if (kind, id_) not in self._taken and id_ not in known.taken:
            return id_
        for number in count(2):
            id_ = f"{document.id}-{number}"
            if (kind, id_) not in self._taken and session.get(DocumentRow, (kind, id_)) is None:
                break
        return id_

    def _with_providers(self, document: Document) -> Document:
        if not isinstance(document, Program):
            return document
        provider = self._providers.get(document.provider, document.provider)
        platform = document.offered_on and self._providers.get(
            document.offered_on, document.offered_on
        )
        if (provider, platform) == (document.provider, document.offered_on):
            return document
        return document.model_copy(update={"provider": provider, "offered_on": platform})

    def _move(
        self, session: Session, kind: DocumentKind, old: str, new: str, moved: set[Key]
    ) -> None:
        """Gives the records of one document another id, also where others name it as their provider."""
        moved |= {(kind, old), (kind, new)}
        if self.remembers:
            return
        for table in (RecordRow, IdentityRow):
            session.execute(
                update(table)
                .where(col(table.kind) == kind, col(table.document_id) == old)
                .values(document_id=new)
            )
        if kind == "provider":
            programs = _programs_of(session, old)
            moved |= {("program", id_) for id_ in programs}
            _rename_provider(session, programs, old, new)


def _programs_of(session: Session, provider: str) -> Sequence[str]:
    return session.exec(
        select(DocumentRow.id).where(
            DocumentRow.kind == "program",
            or_(col(DocumentRow.provider) == provider, col(DocumentRow.offered_on) == provider),
        )
    ).all()


def _rename_provider(session: Session, programs: Sequence[str], old: str, new: str) -> None:
    """In what was recorded of these programs, and in the keys that they are known by."""
    records = session.exec(
        select(RecordRow).where(
            RecordRow.kind == "program", col(RecordRow.document_id).in_(programs)
        )
    ).all()
    for row in records:
        program = Program.model_validate_json(row.data)
        renamed = {
            name: new for name in ("provider", "offered_on") if getattr(program, name) == old
        }
        if renamed:
            row.data = program.model_copy(update=renamed).model_dump_json()
            session.add(row)
    identities = session.exec(
        select(IdentityRow).where(
            IdentityRow.kind == "program", col(IdentityRow.document_id).in_(programs)
        )
    ).all()
    for identity in identities:
        if key := of_provider(identity.key, old, new):
            session.delete(identity)
            if session.get(IdentityRow, ("program", key)) is None:
                session.add(IdentityRow(kind="program", key=key, document_id=identity.document_id))
    session.flush()
