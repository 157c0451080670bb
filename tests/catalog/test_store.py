from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from advisor_bot.catalog import store
from advisor_bot.catalog.coverage import coverage
from advisor_bot.catalog.facts import Catalog, Fact
from advisor_bot.catalog.store import FactRow
from advisor_bot.storage import migrate, open_engine
from tests.building import CHECKED, catalog, page, program, provider, source, stated


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


def full() -> Catalog:
    facts = {
        "level": stated("beginner", "verified"),
        "cost": stated(({"amount": "7.5", "currency": "USD"},), valid_until=date(2027, 1, 1)),
        "validity": Fact[object](source=source("vain")).model_dump(),
    }
    return catalog(program("dance", facts=facts), provider("academy"), page("quality"))


def test_what_is_stored_is_what_comes_back(engine: Engine) -> None:
    store.replace(engine, full())
    assert store.load(engine) == full()


def test_the_shipped_catalog_survives_being_stored(engine: Engine, knowledge_dir: Path) -> None:
    from advisor_bot.catalog.readers.markdown import read_folder

    read, _ = read_folder(knowledge_dir)
    store.replace(engine, read)
    assert store.load(engine) == read


def test_changes_are_named_and_only_they_are_written(engine: Engine) -> None:
    first = catalog(program("a"), program("b"), page("quality"))
    changes = store.replace(engine, first)
    assert changes.added == ("concept/quality", "program/a", "program/b", "provider/academy")
    second = catalog(program("a"), program("c", title="New"), page("quality", "Other text."))
    changes = store.replace(engine, second)
    assert changes.added == ("program/c",)
    assert changes.changed == ("concept/quality",)
    assert changes.removed == ("program/b",)
    assert changes.unchanged == 2
    assert store.load(engine) == second


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    store.replace(engine, full())
    before = store.fingerprint(engine)
    changes = store.replace(engine, full())
    assert not changes
    assert changes.unchanged == 3
    assert store.fingerprint(engine) == before


def test_the_fingerprint_changes_with_content(engine: Engine) -> None:
    store.replace(engine, catalog(program("a")))
    before = store.fingerprint(engine)
    store.replace(engine, catalog(program("a", title="Another")))
    assert store.fingerprint(engine) != before


def test_single_facts_are_there_for_reports(engine: Engine) -> None:
    store.replace(engine, full())
    with Session(engine) as session:
        rows = {
            row.name: row
            for row in session.exec(select(FactRow).where(FactRow.document_id == "dance"))
        }
    level = rows["level"]
    assert (level.status, level.value, level.checked_on) == ("verified", "beginner", CHECKED)
    assert rows["cost"].valid_until == date(2027, 1, 1)
    vain = rows["validity"]
    assert (vain.status, vain.value, vain.source_url) == (
        "not stated",
        None,
        "https://example.org/vain",
    )


def test_facts_of_a_removed_document_go_with_it(engine: Engine) -> None:
    store.replace(engine, full())
    store.replace(engine, catalog(page("quality")))
    with Session(engine) as session:
        assert session.exec(select(FactRow)).all() == []


def test_coverage_tells_stated_from_searched_in_vain_from_never_looked() -> None:
    rows = {row.name: row for row in coverage(catalog(*full().programs.values(), program("b")))}
    assert (rows["level"].stated, rows["level"].missing) == (1, ("b",))
    vain = rows["validity"]
    assert (vain.stated, vain.not_stated, vain.missing) == (0, 1, ("b",))
    assert rows["skills"].missing == ("b", "dance")
