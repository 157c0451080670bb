"""The stored turns of a conversation: what follow-ups lean on. Kept for a set time, then deleted."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import JSON, Column, DateTime, Engine
from sqlmodel import Field, Session, SQLModel, col, delete, select

SAME_CONVERSATION = timedelta(minutes=30)


class Turn(SQLModel, table=True):
    """One question and its answer. ``key`` is the question's; ``place`` and ``thread`` are any names
    for where it was asked; ``programs`` are the ids the answer named, the most important first."""

    __tablename__ = "turn"

    key: str = Field(primary_key=True)
    place: str = Field(index=True)
    thread: str = Field(index=True)
    asker: str
    question: str
    answer: str
    programs: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    outcome: str
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, index=True))


class Feedback(SQLModel, table=True):
    """Whether one person found one answer helpful; the last click counts."""

    __tablename__ = "feedback"

    answer: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    helpful: bool
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


def recent(
    engine: Engine, *, place: str, thread: str, asker: str, now: datetime, limit: int = 6
) -> list[Turn]:
    """The newest turns of a conversation, oldest first: those of the thread, or, in a thread that is
    just beginning, what the same person asked in the same place a short while ago."""
    in_thread = select(Turn).where(Turn.thread == thread)
    just_before = select(Turn).where(
        Turn.place == place, Turn.asker == asker, col(Turn.at) > now - SAME_CONVERSATION
    )
    with Session(engine, expire_on_commit=False) as session:
        for turns in (in_thread, just_before):
            if rows := session.exec(turns.order_by(col(Turn.at).desc()).limit(limit)).all():
                return list(rows)[::-1]
    return []


def askers(engine: Engine, thread: str) -> frozenset[str]:
    """Who has asked in a thread before; empty where it was never answered in."""
    with Session(engine) as session:
        return frozenset(session.exec(select(Turn.asker).where(Turn.thread == thread).distinct()))


def record(engine: Engine, turn: Turn) -> None:
    """Stores a turn; a second time with the same key changes nothing twice."""
    _upsert(engine, turn)


def record_feedback(engine: Engine, feedback: Feedback) -> None:
    _upsert(engine, feedback)


def forget(engine: Engine, *, older_than: timedelta, now: datetime | None = None) -> int:
    """Deletes turns and feedback past their time; returns how many rows went."""
    limit = (now or datetime.now(UTC)) - older_than
    with Session(engine) as session:
        gone = sum(
            session.exec(delete(table).where(col(table.at) < limit)).rowcount
            for table in (Turn, Feedback)
        )
        session.commit()
    return gone


def _upsert(engine: Engine, row: SQLModel) -> None:
    with Session(engine) as session:
        session.merge(row)
        session.commit()


def programs_in(turns: Sequence[Turn]) -> list[str]:
    """The programs last spoken of, the most important first."""
    for turn in reversed(turns):
        if turn.programs:
            return turn.programs
    return []
