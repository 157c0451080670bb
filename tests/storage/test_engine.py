from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

import advisor_bot.app  # noqa: F401 - every table of the bot is declared by something it imports
from advisor_bot.storage import migrate, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'deep' / 'er' / 'advisor.sqlite'}")
    yield engine
    engine.dispose()


def test_the_folder_of_the_database_is_made(engine: Engine, tmp_path: Path) -> None:
    with engine.connect():
        assert (tmp_path / "deep" / "er" / "advisor.sqlite").exists()


def test_readers_do_not_wait_for_writers(engine: Engine) -> None:
    migrate(engine)
    statement = text("INSERT INTO feedback VALUES ('a', 'u', 1, '2026-01-01')")
    with engine.begin() as writing:
        writing.execute(statement)
        with engine.connect() as reading:
            assert reading.execute(text("SELECT count(*) FROM feedback")).scalar() == 0


def test_migrations_make_exactly_the_tables_that_the_code_declares(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing_and_loses_nothing(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO feedback VALUES ('a', 'u', 1, '2026-01-01')"))
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM feedback")).scalar() == 1


def test_migrations_can_be_undone(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    import advisor_bot.storage.engine as module

    migrate(engine)
    config = Config()
    config.set_main_option("script_location", str(Path(module.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]


def test_one_person_rates_one_answer_once(engine: Engine) -> None:
    migrate(engine)
    statement = text("INSERT INTO feedback VALUES ('a', 'u', 1, '2026-01-01')")
    with engine.begin() as connection:
        connection.execute(statement)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(statement)
