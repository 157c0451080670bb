from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from advisor_bot.advice.conversation import (
    Feedback,
    Turn,
    askers,
    forget,
    programs_in,
    recent,
    record,
    record_feedback,
)
from advisor_bot.storage import migrate, open_engine

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'turns.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


def turn(key: str, *, minutes_ago: float = 1, **values: Any) -> Turn:
    plain: dict[str, Any] = {
        "place": "C1",
        "thread": "t1",
        "asker": "U1",
        "question": key,
        "answer": "!",
        "programs": [],
        "outcome": "answered",
    }
    return Turn(key=key, at=NOW - timedelta(minutes=minutes_ago), **(plain | values))


def keys(engine: Engine, **where: Any) -> list[str]:
    asked: dict[str, Any] = {"place": "C1", "thread": "t1", "asker": "U1", "now": NOW}
    return [found.key for found in recent(engine, **(asked | where))]


def test_a_thread_gives_its_newest_turns_oldest_first(engine: Engine) -> None:
    for place in range(8):
        record(engine, turn(f"k{place}", minutes_ago=100 - place))
    assert keys(engine, limit=3) == ["k5", "k6", "k7"]


def test_everybody_in_a_thread_shares_it(engine: Engine) -> None:
    record(engine, turn("theirs", asker="U2"))
    assert keys(engine) == ["theirs"]
    assert askers(engine, "t1") == {"U2"}
    assert askers(engine, "t2") == frozenset()


def test_a_new_thread_goes_on_from_what_the_same_person_just_asked_there(engine: Engine) -> None:
    record(engine, turn("mine", minutes_ago=29))
    record(engine, turn("old", minutes_ago=31))
    record(engine, turn("theirs", asker="U2"))
    record(engine, turn("elsewhere", place="C2"))
    assert keys(engine, thread="new") == ["mine"]


def test_a_turn_recorded_twice_is_one(engine: Engine) -> None:
    record(engine, turn("k"))
    record(engine, turn("k", answer="again"))
    (one,) = recent(engine, place="C1", thread="t1", asker="U1", now=NOW)
    assert one.answer == "again"


def test_what_was_last_spoken_of(engine: Engine) -> None:
    turns = [turn("a", programs=["x"]), turn("b", programs=["y", "z"]), turn("c")]
    assert programs_in(turns) == ["y", "z"]
    assert programs_in([]) == []


def test_the_past_is_forgotten_when_its_time_is_over(engine: Engine) -> None:
    record(engine, turn("old", minutes_ago=2 * 24 * 60))
    record(engine, turn("new"))
    for user, days in (("U1", 2), ("U2", 0)):
        at = NOW - timedelta(days=days)
        record_feedback(engine, Feedback(answer="a", user=user, helpful=True, at=at))
    assert forget(engine, older_than=timedelta(days=1), now=NOW) == 2
    assert keys(engine) == ["new"]
    assert forget(engine, older_than=timedelta(days=1), now=NOW) == 0
