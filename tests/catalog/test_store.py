"""Reading the catalog: what was asked for, whatever the size of the rest."""

from pathlib import Path

import pytest

from advisor_bot.catalog import store
from advisor_bot.catalog.coverage import coverage
from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.facts import Fact, Program
from advisor_bot.catalog.importing import take_in
from advisor_bot.catalog.readers.markdown import read_folder
from advisor_bot.catalog.store import Catalog
from tests.building import (
    CHECKED,
    complete,
    new_engine,
    page,
    program,
    provider,
    source,
    stated,
    stored,
)


def full() -> Program:
    facts = {
        "level": stated("beginner", "verified"),
        "cost": stated(({"amount": "7.5", "currency": "USD"},)),
        "validity": Fact[object](source=source("vain")).model_dump(),
    }
    return program("dance", facts=facts, offered_on="stage", fields=["data", "design"])


def test_the_shipped_catalog_survives_being_stored(knowledge_dir: Path) -> None:
    read, _ = read_folder(knowledge_dir)
    engine = new_engine()
    take_in(engine, read.documents, origin=KNOWLEDGE, read_on=CHECKED, own_ids=True)
    catalog = Catalog(engine)
    assert {one.id: one for one in catalog.programs(catalog.ids("program"))} == read.programs
    assert {one.id: one for one in catalog.providers(catalog.ids("provider"))} == read.providers
    assert {one.id: one for one in catalog.pages("concept", "policy")} == read.pages


def test_documents_come_in_the_order_asked_for_and_unknown_ones_not_at_all() -> None:
    catalog = stored(full(), program("song"))
    assert [one.id for one in catalog.programs(["song", "nothing", "dance", "song"])] == [
        "song", "dance",
    ]  # fmt: skip
    assert catalog.program("nothing") is None
    assert catalog.provider("nothing") is None
    assert catalog.page("nothing") is None
    assert catalog.provider_of(full()).id == "academy"
    with pytest.raises(KeyError):
        catalog.provider_of(program("x", provider="nobody"))


def test_more_are_kept_than_fit_into_one_statement_and_no_more_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 3)
    monkeypatch.setattr(store, "MOST_CACHED", 5)
    names = [f"p{number}" for number in range(8)]
    catalog = stored(*(program(name) for name in names))
    for _ in range(2):
        assert [one.id for one in catalog.programs(names)] == names
    assert [one.id for one in catalog.programs(names[:2])] == names[:2]


def test_pages_of_every_kind_are_found_by_id() -> None:
    catalog = stored(page("quality"), page("budget", kind="policy"), page("flyer", kind="document"))
    assert [one.kind for one in map(catalog.page, ("quality", "budget", "flyer")) if one] == [
        "concept", "policy", "document",
    ]  # fmt: skip
    assert [one.id for one in catalog.pages("policy", "concept")] == ["budget", "quality"]


def test_counts_and_fields() -> None:
    catalog = stored(full(), program("song"), page("quality"))
    assert (catalog.count("program"), catalog.count("provider", "concept")) == (2, 3)
    assert catalog.fields() == ["data", "design", "leadership"]


def test_an_empty_catalog_is_one() -> None:
    catalog = Catalog(new_engine())
    assert (catalog.count("program"), catalog.fields(), catalog.revision) == (0, [], 0)
    assert catalog.changes(0).revision == 0


def test_changes_come_in_whole_revisions_until_nothing_is_left() -> None:
    engine = new_engine()
    for number in range(6):
        take_in(
            engine, complete(*(program(f"p{n}") for n in range(number + 1))),
            origin="list.csv", read_on=CHECKED,
        )  # fmt: skip
    catalog = Catalog(engine)
    since, seen = 0, list[str]()
    while since != catalog.revision:
        changes = catalog.changes(since, at_most=2)
        assert changes.revision > since
        since = changes.revision
        seen += [one.id for one in changes.documents if isinstance(one, Program)]
    assert seen == [f"p{number}" for number in range(6)]
    assert catalog.changes(since).documents == ()


def test_changes_name_what_is_gone() -> None:
    engine = new_engine()
    take_in(engine, complete(full(), program("song")), origin="list.csv", read_on=CHECKED)
    before = Catalog(engine)
    take_in(engine, complete(program("song")), origin="list.csv", read_on=CHECKED)
    changes = Catalog(engine).changes(before.revision)
    assert changes.documents == ()
    assert set(changes.removed) == {("program", "dance"), ("provider", "stage")}
    assert before.changes(before.revision).removed == (), "a view stays at its revision"


def test_a_provider_is_there_as_long_as_a_program_names_it() -> None:
    assert stored(full(), provider("stage", name="The Stage")).provider("stage") is not None


def test_coverage_tells_stated_from_searched_in_vain_from_never_looked() -> None:
    rows = {row.name: row for row in coverage({"dance": full(), "b": program("b")})}
    assert (rows["level"].stated, rows["level"].missing) == (1, ("b",))
    vain = rows["validity"]
    assert (vain.stated, vain.not_stated, vain.missing) == (0, 1, ("b",))
    assert rows["skills"].missing == ("b", "dance")
