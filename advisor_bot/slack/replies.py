"""The durable memory of replies under way: where an answer appears, and how far it got.

It lets an interrupted answer be finished in the same message, and finds a message that was posted just
before the process died, when its timestamp could not be kept any more.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, DateTime, Engine
from sqlmodel import Field, Session, SQLModel, col, delete, select


class Reply(SQLModel, table=True):
    """The message in which a question is answered. ``ts`` is unknown until Slack has told it;
    ``begun`` is set before the first piece of text goes out."""

    __tablename__ = "reply"

    key: str = Field(primary_key=True)
    channel: str
    thread_ts: str
    ts: str | None = None
    streaming: bool = False
    begun: bool = False
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))


def find(engine: Engine, key: str) -> Reply | None:
    with Session(engine, expire_on_commit=False) as session:
        return session.get(Reply, key)


def save(engine: Engine, reply: Reply) -> None:
    with Session(engine) as session:
        session.merge(reply)
        session.commit()


def known_messages(engine: Engine, channel: str, thread_ts: str) -> frozenset[str]:
    """The messages in a thread that belong to some question."""
    with Session(engine) as session:
        rows = session.exec(
            select(Reply.ts).where(
                Reply.channel == channel, Reply.thread_ts == thread_ts, col(Reply.ts).is_not(None)
            )
        )
        return frozenset(ts for ts in rows if ts)


def forget(engine: Engine, *, older_than: timedelta, now: datetime | None = None) -> int:
    """Deletes replies past their time; returns how many went."""
    limit = (now or datetime.now(UTC)) - older_than
    with Session(engine) as session:
        gone = session.exec(delete(Reply).where(col(Reply.at) < limit)).rowcount
        session.commit()
    return gone
