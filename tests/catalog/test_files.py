"""A file → the catalog: what makes it the same again, and what is refused."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from advisor_bot.catalog.files import import_file, imported_from
from advisor_bot.catalog.importing import ImportReport, origins
from advisor_bot.catalog.readers.formats import ReadingOptions
from advisor_bot.catalog.readers.tables import Mapping, mapping_path
from advisor_bot.catalog.store import Catalog
from advisor_bot.errors import KnowledgeError
from tests.building import new_engine

TODAY = date(2026, 11, 23)
LIST = "Course,School,Duration,Level\nChess,Board Games,6 weeks,Beginner\nGo,Board Games,9 weeks,\n"


@pytest.fixture
def engine() -> Engine:
    return new_engine()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "games.csv"
    path.write_text(LIST)
    return path


def taken(engine: Engine, path: Path, **how: Any) -> ImportReport:
    named: dict[str, Any] = {
        "name": path.name,
        "origin": path.name,
        "today": TODAY,
        "came_from": str(path),
    }
    return import_file(engine, path, **named | how)


def test_every_fact_cites_the_file_and_the_row(engine: Engine, file: Path) -> None:
    taken(engine, file)
    (chess,) = Catalog(engine).programs(["board-games-chess"])
    source = chess.facts.workload.source
    assert source is not None
    assert (source.full_title, source.url, source.origin) == ("games.csv, row 2", None, "games.csv")
    assert imported_from(engine, "games.csv") == str(file)
    assert imported_from(engine, "other.csv") is None


def test_of_an_address_the_address_is_cited(engine: Engine, file: Path) -> None:
    taken(engine, file, url="https://example.org/games.csv")
    (chess,) = Catalog(engine).programs(["board-games-chess"])
    source = chess.facts.workload.source
    assert source is not None
    assert (source.url, source.place) == ("https://example.org/games.csv", "row 2")


def test_a_file_on_another_day_is_the_same_file(engine: Engine, file: Path) -> None:
    taken(engine, file)
    later = date(2027, 1, 5)
    assert taken(engine, file, today=later).is_empty
    file.write_text(LIST + "Mill,Board Games,1 week,\n")
    report = taken(engine, file, today=later)
    assert (report.added, report.changed, report.unchanged) == (1, 0, 3)
    (chess, mill) = Catalog(engine).programs(["board-games-chess", "board-games-mill"])
    assert chess.facts.workload.checked_on == mill.facts.workload.checked_on == later


def test_what_says_how_to_read_a_file_is_part_of_it(engine: Engine, file: Path) -> None:
    taken(engine, file)
    given = Mapping(title="Course", provider="School")
    report = taken(engine, file, options=ReadingOptions(mapping=given))
    assert report.changed == 2, "without level and duration now"
    mapping_path(file).write_text("title: Course\nprovider: School\nlevel: Level\n")
    assert taken(engine, file).changed == 1
    assert taken(engine, file).is_empty


@pytest.mark.parametrize("name", ["knowledge", "corrections"])
def test_our_own_names_are_not_to_be_had(engine: Engine, file: Path, name: str) -> None:
    with pytest.raises(KnowledgeError, match="cannot be called"):
        taken(engine, file, origin=name)
    assert origins(engine) == []


def test_what_is_not_there_or_named_without_measure_is_refused(
    engine: Engine, tmp_path: Path, file: Path
) -> None:
    with pytest.raises(KnowledgeError, match="There is no file"):
        taken(engine, tmp_path / "nothing.csv")
    with pytest.raises(KnowledgeError, match="shorter"):
        taken(engine, file, origin="x" * 301)
    assert origins(engine) == []
