"""Imports that are killed, and imports that meet: nothing is lost, nothing is doubled."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, func, select

from advisor_bot.catalog.importing import origins
from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.tables import RecordRow
from advisor_bot.config import Settings
from advisor_bot.services import open_services
from advisor_bot.storage import migrate, open_engine
from tests.faults.postgres import running_postgres

pytestmark = pytest.mark.process

IMPORTER = Path(__file__).with_name("importer.py")
CHECKOUT = Path(__file__).parent.parent.parent


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalog.sqlite'}"
        return
    with running_postgres(tmp_path) as url:
        yield url.replace("postgresql://", "postgresql+psycopg://")


def table(path: Path, numbers: range, *, level: str = "Beginner") -> Path:
    rows = [
        f"Course {number},School {number % 7},{number % 9 + 1} weeks,{level}" for number in numbers
    ]
    path.write_text("\n".join(["Title,Provider,Duration,Level", *rows]))
    return path


def start(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def count(database: str) -> int:
    """How many records there are by now."""
    engine = open_engine(database)
    try:
        with Session(engine) as session:
            return session.exec(select(func.count()).select_from(RecordRow)).one()
    except OperationalError:  # no tables yet
        return 0
    finally:
        engine.dispose()


def test_two_imports_at_once_and_one_of_them_twice(database: str, tmp_path: Path) -> None:
    engine = open_engine(database)
    migrate(engine)
    one = table(tmp_path / "one.csv", range(700))
    two = table(tmp_path / "two.csv", range(500, 1_200), level="Advanced")
    running = [start(str(IMPORTER), database, str(path)) for path in (one, two, one)]
    assert [process.wait(120) for process in running] == [0, 0, 0]
    catalog = Catalog(engine)
    assert catalog.count("program") == 1_200
    assert catalog.count("provider") == 7
    assert all(origin.complete for origin in origins(engine))
    in_both = [one for one in catalog.programs(catalog.ids("program")) if one.facts.level.beside]
    assert len(in_both) == 200
    everything = catalog.changes(0, at_most=10_000)
    assert len({one.id for one in everything.documents}) == 1_207
    engine.dispose()


def test_an_import_killed_while_it_reads_and_while_it_indexes_ends_complete(
    tmp_path: Path,
) -> None:
    file = table(tmp_path / "courses.csv", range(900))
    settings = Settings(_env_file=None, data_dir=tmp_path / "data")
    command = ("-c", "from advisor_bot.cli import main; main()", "knowledge", "import", str(file))

    reading = start(*command, DATA_DIR=str(settings.data_dir))
    _until(lambda: 0 < count(settings.database) < 900)
    reading.kill()
    reading.wait()
    engine = open_engine(settings.database)
    assert [origin.complete for origin in origins(engine)] == [False]

    indexing = start(*command, DATA_DIR=str(settings.data_dir))
    _until(lambda: all(origin.complete for origin in origins(engine)))
    time.sleep(2)  # into the embedding, which takes longer
    indexing.kill()
    indexing.wait()

    assert start(*command, DATA_DIR=str(settings.data_dir)).wait(300) == 0
    engine.dispose()
    with open_services(settings) as services:
        catalog = services.knowledge().catalog
        assert catalog.count("program") == 900
        passages = len(services.vectors)
        hits = services.knowledge().search.find("Course 899 School 3", limit=3)
    assert passages >= 900
    assert hits[0].document_id == "school-3-course-899"
    assert start(*command, DATA_DIR=str(settings.data_dir)).wait(300) == 0
    with open_services(settings) as services:
        assert len(services.vectors) == passages, "nothing is there twice"


def _until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if happens():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")
