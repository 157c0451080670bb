"""Uploads wait in the database until somebody decides, once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from advisor_bot.catalog import uploads
from advisor_bot.catalog.files import import_file
from advisor_bot.catalog.uploads import MOST_BYTES, Upload
from advisor_bot.errors import KnowledgeError
from advisor_bot.storage import migrate, open_engine

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CSV = b"Course,School,Price\nRose pruning,Garden School,EUR 40\nHedges,Garden School,EUR 60\n"
MAPPING = "title: School\nprovider: Course\n"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


def upload(**changes: Any) -> Upload:
    whole: dict[str, Any] = {
        "id": "u1",
        "name": "garden.csv",
        "by": "U1",
        "team": "T1",
        "at": AT,
        "content": CSV,
    }
    return Upload(**whole | changes)


def kept(engine: Engine, **changes: Any) -> Upload:
    uploads.save(engine, upload(**changes))
    found = uploads.find(engine, str(changes.get("id", "u1")))
    assert found is not None
    return found


def test_saved_twice_it_is_one(engine: Engine) -> None:
    kept(engine)
    assert kept(engine).content == CSV


def test_of_several_decisions_the_first_counts(engine: Engine) -> None:
    kept(engine)

    first = uploads.decide(engine, "u1", "accepted", "U1")
    second = uploads.decide(engine, "u1", "discarded", "U2")

    assert first is not None
    assert second is not None
    assert (second.state, second.decided_by, second.content) == ("accepted", "U1", CSV)


def test_what_is_discarded_or_done_loses_its_content(engine: Engine) -> None:
    kept(engine)
    kept(engine, id="u2")

    discarded = uploads.decide(engine, "u1", "discarded", "U1")
    uploads.empty(engine, "u2")

    assert discarded is not None
    assert (discarded.state, discarded.content) == ("discarded", None)
    done = uploads.find(engine, "u2")
    assert done is not None
    assert done.content is None
    with pytest.raises(KnowledgeError, match="no longer here"), uploads.laid_out(done):
        pass


def test_what_is_gone_cannot_be_decided_on(engine: Engine) -> None:
    kept(engine)
    uploads.drop(engine, "u1")
    assert uploads.decide(engine, "u1", "accepted", "U1") is None


def test_they_are_forgotten_after_their_time(engine: Engine) -> None:
    kept(engine)
    kept(engine, id="u2", at=AT + timedelta(days=2))

    gone = uploads.forget(engine, older_than=timedelta(days=30), now=AT + timedelta(days=31))

    assert gone == 1
    assert uploads.find(engine, "u1") is None
    assert uploads.find(engine, "u2") is not None


def test_too_much_is_refused(engine: Engine) -> None:
    with pytest.raises(KnowledgeError, match="20 MB"):
        uploads.save(engine, upload(content=b"x" * (MOST_BYTES + 1)))


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.csv", "/etc/passwd", "..", "", "a\0b\n.csv", "ü" * 300 + ".csv", "C:\\x"],
)
def test_a_name_is_never_a_path(engine: Engine, name: str) -> None:
    with uploads.laid_out(upload(name=name)) as path:
        assert path.read_bytes() == CSV
        folder = path.parent
        assert [one.name for one in folder.iterdir()] == [path.name]
        assert path.resolve().parent == folder.resolve()
    assert not folder.exists()


def test_a_look_shows_columns_and_what_is_replaced(engine: Engine) -> None:
    found = kept(engine)
    first = uploads.look(engine, found, today=TODAY)
    with uploads.laid_out(found) as path:
        import_file(
            engine, path, name=found.name, origin=found.origin, today=TODAY, came_from="x", by="U1"
        )
    second = uploads.look(engine, found, today=TODAY)

    assert (first.format, first.is_guessed, first.replaces) == ("table", True, None)
    assert first.mapping is not None
    assert (first.mapping.title, first.mapping.provider) == ("Course", "School")
    assert second.replaces is not None
    assert second.replaces.by == "U1"
    assert uploads.taken_in(engine, "garden.csv") == (2, ["Hedges", "Rose pruning"])
    assert uploads.taken_in(engine, "other.csv") == (0, [])


def test_the_mapping_that_came_with_it_counts(engine: Engine) -> None:
    look = uploads.look(engine, upload(mapping=MAPPING), today=TODAY)
    assert not look.is_guessed
    assert look.mapping is not None
    assert look.mapping.title == "School"
    wrong = uploads.look(engine, upload(mapping="title: Nowhere\n"), today=TODAY)
    assert wrong.mapping is None


def test_what_is_no_table_has_no_columns(engine: Engine) -> None:
    look = uploads.look(engine, upload(name="note.bin", content=b"\x00\x01"), today=TODAY)
    assert (look.format, look.mapping) == (None, None)
