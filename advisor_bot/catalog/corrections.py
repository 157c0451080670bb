"""What a person sets right about a program. It outlives every import, and counts more than each."""

from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, select

from advisor_bot.catalog.documents import CORRECTIONS, content_hash_of, lock, rebuild
from advisor_bot.catalog.facts import ProgramFacts
from advisor_bot.catalog.merging import Correction
from advisor_bot.catalog.tables import DocumentRow, RecordRow
from advisor_bot.errors import KnowledgeError


def correct(engine: Engine, program: str, *, fact: str, value: dict[str, Any]) -> None:
    """Settles one fact of a program; ``value`` is the fact as plain data, with its source.

    Raises KnowledgeError for a program or fact that there is not, and for a value that does not fit.
    """
    if fact not in ProgramFacts.model_fields:
        known = ", ".join(ProgramFacts.model_fields)
        raise KnowledgeError(f"There is no fact '{fact}'. The facts are: {known}.")
    if not value.get("source"):
        raise KnowledgeError("A correction needs a source: say where it can be read.")
    with Session(engine) as session:
        lock(session)
        before = _stored(session, program)
        facts = before.facts.model_dump(exclude_unset=True) | {fact: value}
        try:
            after = Correction.model_validate(
                before.model_dump(exclude_unset=True) | {"facts": facts}
            )
        except ValidationError as error:
            raise KnowledgeError(f"'{fact}' cannot be that: {_reasons(error)}.") from error
        _store(session, program, after)
        session.commit()


def withdraw(engine: Engine, program: str, *, fact: str | None = None) -> None:
    """Takes a correction back, of one fact or of all: what the sources say counts again. Raises
    KnowledgeError where nothing was corrected."""
    with Session(engine) as session:
        lock(session)
        before = _stored(session, program)
        facts = before.facts.model_dump(exclude_unset=True)
        if not facts or (fact and fact not in facts):
            raise KnowledgeError(
                f"Nothing was corrected there: {program}{f', {fact}' if fact else ''}."
            )
        facts = {name: one for name, one in facts.items() if fact and name != fact}
        _store(session, program, Correction.model_validate({"facts": facts}) if facts else None)
        session.commit()


def corrections(engine: Engine) -> dict[str, Correction]:
    """Every correction, by program."""
    with Session(engine) as session:
        rows = session.exec(
            select(RecordRow).where(RecordRow.origin == CORRECTIONS).order_by(RecordRow.key)
        )
        return {row.key: Correction.model_validate_json(row.data) for row in rows}


def _stored(session: Session, program: str) -> Correction:
    row = session.get(DocumentRow, ("program", program))
    if row is None or row.removed:
        raise KnowledgeError(
            f"There is no program '{program}'. `advisor-bot knowledge show` finds ids by name."
        )
    record = session.get(RecordRow, (CORRECTIONS, "program", program))
    return Correction.model_validate_json(record.data) if record else Correction()


def _store(session: Session, program: str, correction: Correction | None) -> None:
    record = session.get(RecordRow, (CORRECTIONS, "program", program))
    if correction is None:
        if record:
            session.delete(record)
    else:
        data = correction.model_dump_json(exclude_unset=True)
        record = record or RecordRow(
            origin=CORRECTIONS, kind="program", key=program, document_id=program,
            content_hash="", run=0, data="",
        )  # fmt: skip
        record.data, record.content_hash = data, content_hash_of(data)
        session.add(record)
    session.flush()
    rebuild(session, [("program", program)])


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in detail['loc'][2:])} {detail['msg']}".strip()
        for detail in error.errors()
    )
