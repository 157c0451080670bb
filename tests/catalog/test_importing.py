"""Readings → catalog: only what changed, nothing lost, nothing doubled."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.facts import Document, Program, Source
from advisor_bot.catalog.importing import ImportReport, forget, origins, run, take_in
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.store import Catalog, revision
from advisor_bot.errors import KnowledgeError
from tests.building import (
    CHECKED,
    complete,
    new_engine,
    page,
    program,
    provider,
    stated,
)

LATER = date(2026, 12, 24)


@pytest.fixture
def engine() -> Engine:
    return new_engine()


def taken(
    engine: Engine, *documents: Document | Problem, origin: str = "list.csv", **how: Any
) -> ImportReport:
    """One reading of these documents, and of the providers that they name."""
    problems = [one for one in documents if isinstance(one, Problem)]
    read = complete(*(one for one in documents if not isinstance(one, Problem)))
    return take_in(engine, [*read, *problems], origin=origin, **{"read_on": CHECKED} | how)


def counts(report: ImportReport) -> dict[str, int]:
    names = ("added", "joined", "changed", "dropped", "unchanged", "kept", "refused")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def ids(engine: Engine) -> list[str]:
    return Catalog(engine).ids("program")


def test_what_is_read_is_known(engine: Engine) -> None:
    report = taken(engine, program("dance"), page("quality"))
    assert counts(report) == {"added": 3}
    catalog = Catalog(engine)
    assert catalog.program("dance") == program("dance")
    assert catalog.provider_of(program("dance")).name == "Academy"
    assert [one.id for one in catalog.pages("concept")] == ["quality"]


def test_the_same_again_changes_nothing(engine: Engine) -> None:
    taken(engine, program("dance"), page("quality"))
    before = revision(engine)
    assert counts(taken(engine, program("dance"), page("quality"))) == {"unchanged": 3}
    assert revision(engine) == before


def test_what_has_the_same_digest_is_not_even_read(engine: Engine) -> None:
    taken(engine, program("dance"), digest="x")

    def reading() -> Iterator[Document]:
        yield from complete(program("song"))

    report = take_in(engine, reading(), origin="list.csv", read_on=LATER, digest="x")
    assert counts(report) == {"unchanged": 2}
    assert ids(engine) == ["dance"]


def test_what_changed_is_written_and_what_is_gone_is_dropped(engine: Engine) -> None:
    taken(engine, program("a"), program("b"), program("c"))
    report = taken(engine, program("a"), program("b", status="retired"))
    assert counts(report) == {"changed": 1, "dropped": 1, "unchanged": 2}
    assert ids(engine) == ["a", "b"]
    found = Catalog(engine).program("b")
    assert found is not None
    assert found.status == "retired"


def test_nothing_is_dropped_while_there_are_problems(engine: Engine) -> None:
    taken(engine, program("a"), program("b"))
    broken = Problem("list.csv", "row 3", "has no title")
    report = taken(engine, program("a"), broken, digest="x")
    assert counts(report) == {"unchanged": 2, "kept": 1, "refused": 1}
    assert report.problems == [broken]
    assert ids(engine) == ["a", "b"]
    again = taken(engine, program("a"), broken, digest="x")
    assert again.problems == [broken], "problems are told until they are mended"
    assert counts(taken(engine, program("a"))) == {"unchanged": 2, "dropped": 1}


def test_a_value_that_was_left_out_keeps_nothing_from_being_dropped(engine: Engine) -> None:
    doubt = Problem("list.csv", "row 2, column Price", "has no currency", refused=False)
    taken(engine, program("a"), program("b"))
    report = taken(engine, program("a"), doubt, digest="x")
    assert counts(report) == {"unchanged": 2, "dropped": 1}
    assert (report.doubts, report.problems) == (1, [doubt])
    assert counts(taken(engine, program("a"), doubt, digest="x")) == {"unchanged": 2}


def test_a_dry_run_says_what_would_be_and_writes_nothing(engine: Engine) -> None:
    taken(engine, program("a"), program("b"))
    before = revision(engine)
    would = taken(engine, program("a"), program("c"), program("c"), dry_run=True)
    assert counts(would) == {"added": 1, "unchanged": 2, "dropped": 1}
    assert [one.title for one in would.examples] == ["A", "C", "C"]
    assert (revision(engine), ids(engine)) == (before, ["a", "b"])
    assert counts(taken(engine, program("a"), program("c"), program("c"))) == counts(would)


def test_a_reading_that_was_killed_goes_on_where_it_was(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    everything = complete(*(program(f"p{number}") for number in range(7)))

    def killed() -> Iterator[Document]:
        yield from everything[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(engine, killed(), origin="list.csv", read_on=CHECKED)
    assert [one.complete for one in origins(engine)] == [False]
    assert len(ids(engine)) == 3, "whole batches stay"
    report = take_in(engine, everything, origin="list.csv", read_on=CHECKED)
    assert counts(report) == {"added": 4, "unchanged": 4}
    assert [one.complete for one in origins(engine)] == [True]


def test_a_killed_reading_drops_nothing(engine: Engine) -> None:
    taken(engine, program("a"), program("b"))

    def killed() -> Iterator[Document]:
        yield from complete(program("a"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(engine, killed(), origin="list.csv", read_on=CHECKED)
    assert ids(engine) == ["a", "b"]


def test_two_of_one_name_in_one_file_are_two_programs(engine: Engine) -> None:
    short = program("dance", facts={"workload": stated({"weeks": 2})})
    long = program("dance", facts={"workload": stated({"weeks": 40})})
    report = taken(engine, short, long, long)
    assert counts(report) == {"added": 3}
    assert ids(engine) == ["dance", "dance-2"]
    assert counts(taken(engine, short, long, long)) == {"unchanged": 3}


def test_an_entry_that_adds_nothing_is_no_program_of_its_own(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = program("dance", facts={"workload": stated({"weeks": 2})}, sections=[])
    bare = program("dance", sections=[])
    other = program("dance", facts={"level": stated("beginner")}, sections=[])
    for batch in (250, 1):
        monkeypatch.setattr(run, "BATCH", batch)
        fresh = new_engine()
        would = taken(fresh, full, bare, other, dry_run=True)
        assert counts(taken(fresh, full, bare, other)) == counts(would)
        (found,) = Catalog(fresh).programs(ids(fresh))
        assert found.facts.workload.value is not None
        assert found.facts.level.value == "beginner"
        assert taken(fresh, full, bare, other).is_empty


def test_two_of_one_name_do_not_both_join_what_is_known(engine: Engine) -> None:
    taken(engine, program("dance"), origin="known.csv")
    short = program("dance", facts={"workload": stated({"weeks": 2})})
    long = program("dance", facts={"workload": stated({"weeks": 40})})
    for dry_run in (True, False):
        report = taken(engine, short, long, dry_run=dry_run)
        assert counts(report) == {"added": 1, "joined": 2}
    assert ids(engine) == ["dance", "dance-2"]


def test_more_of_one_name_than_anybody_means_are_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "MOST_OF_ONE_NAME", 3)
    many = [program("dance", version=str(number)) for number in range(5)]
    report = taken(engine, *many)
    assert report.refused == 2
    assert "more than 3 entries" in report.problems[0].reason
    assert len(ids(engine)) == 3


def test_a_program_from_two_origins_is_one(engine: Engine) -> None:
    taken(engine, program("dance", facts={"level": stated("beginner")}), origin="one.csv")
    other = program(
        "tanz", title="DANCE!", provider="the-academy", facts={"proctoring": stated("none")}
    )
    report = take_in(
        engine, [provider("the-academy", name="The Academy, Inc."), other],
        origin="two.csv", read_on=CHECKED,
    )  # fmt: skip
    assert counts(report) == {"joined": 2}
    (found,) = Catalog(engine).programs(ids(engine))
    assert (found.id, found.facts.level.value, found.facts.proctoring.value) == (
        "dance", "beginner", "none",
    )  # fmt: skip
    assert found.aliases == ("DANCE!",)
    forget(engine, "one.csv")
    (left,) = Catalog(engine).programs(ids(engine))
    assert (left.id, left.title, left.facts.level.value) == ("dance", "DANCE!", None)


def test_an_identifier_joins_what_has_different_names(engine: Engine) -> None:
    taken(engine, program("dance", identifiers=["https://registry.org/ce-1/"]), origin="one.json")
    report = taken(
        engine, program("ballet", provider="school", identifiers=["http://registry.org/ce-1"]),
        origin="two.json",
    )  # fmt: skip
    assert report.joined == 1
    assert ids(engine) == ["dance"]


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"version": "2"}, {"version": "3"}),
        (
            {"facts": {"credential_type": stated("nanodegree")}},
            {"facts": {"credential_type": stated("digital badge")}},
        ),
        ({}, {"provider": "school"}),
    ],
)
def test_what_cannot_be_the_same_stays_apart(
    engine: Engine, mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    taken(engine, program("dance", **mine), origin="one.csv")
    taken(engine, program("dance", **theirs), origin="two.csv")
    assert ids(engine) == ["dance", "dance-2"]


def test_providers_of_one_name_in_two_countries_stay_apart(engine: Engine) -> None:
    taken(engine, provider("national", country="US"), origin="one.csv")
    taken(engine, provider("national", country="PH"), origin="two.csv")
    assert Catalog(engine).ids("provider") == ["national", "national-2"]


def test_the_knowledge_folder_keeps_its_ids_and_takes_over_what_was_imported(
    engine: Engine,
) -> None:
    imported = program("academy-dance", title="Dance", facts={"level": stated("beginner")})
    taken(engine, imported, program("academy-song", title="Song"))
    own = program("dance", provider="academy-of-arts", title="Dance")
    report = taken(
        engine, provider("academy-of-arts", aliases=["Academy"]), own,
        origin=KNOWLEDGE, own_ids=True,
    )  # fmt: skip
    assert counts(report) == {"joined": 2}
    catalog = Catalog(engine)
    assert catalog.ids("program") == ["academy-song", "dance"]
    assert catalog.ids("provider") == ["academy-of-arts"]
    song = catalog.program("academy-song")
    assert song is not None
    assert song.provider == "academy-of-arts"
    found = catalog.program("dance")
    assert found is not None
    assert found.facts.level.value == "beginner"
    assert counts(taken(engine, imported, program("academy-song", title="Song"))) == {
        "unchanged": 3
    }


def test_the_knowledge_folder_gets_its_id_from_one_that_only_looks_alike(engine: Engine) -> None:
    taken(engine, program("dance", title="Ballroom", provider="school"))
    taken(engine, program("dance", title="Dance"), origin=KNOWLEDGE, own_ids=True)
    found = {one.id: one.title for one in Catalog(engine).programs(["dance", "dance-2"])}
    assert found == {"dance": "Dance", "dance-2": "Ballroom"}


def test_what_comes_back_has_its_id_again(engine: Engine) -> None:
    first, second = program("dance", version="1"), program("dance", version="2")
    taken(engine, first, origin="one.csv")
    taken(engine, second, origin="two.csv")
    taken(engine, page("quality"), origin="two.csv")
    assert ids(engine) == ["dance"]
    taken(engine, second, origin="two.csv")
    assert ids(engine) == ["dance", "dance-2"]


def test_an_import_read_again_later_counts_as_checked_then(engine: Engine) -> None:
    from_list = Source(title="list.csv", place="row 2", checked_on=CHECKED, origin="list.csv")
    fact = {"value": "beginner", "status": "issuer-claimed", "source": from_list.model_dump()}
    one = program("dance", facts={"level": fact, "proctoring": stated("none")})
    taken(engine, one, digest="x")
    before = Catalog(engine)
    taken(engine, one, digest="x", read_on=LATER)
    after = Catalog(engine)
    assert after.revision > before.revision, "who keeps what it has read hears of it"
    found = after.program("dance")
    assert found is not None
    assert found.facts.level.checked_on == LATER
    assert found.facts.proctoring.checked_on == CHECKED, "a page was read when it was read"


def test_a_provider_that_is_renamed_takes_its_programs_along(engine: Engine) -> None:
    taken(engine, program("dance"), program("song", provider="school"))
    before = Catalog(engine).revision
    taken(engine, provider("academy", name="Academy of Dance"), program("dance"),
          program("song", provider="school"))  # fmt: skip
    changed = Catalog(engine).changes(before)
    assert {one.id for one in changed.documents} == {"academy", "dance"}


def test_what_was_never_imported_cannot_be_forgotten(engine: Engine) -> None:
    with pytest.raises(KnowledgeError, match=r"Nothing was imported as 'x\.csv'"):
        forget(engine, "x.csv")


def test_origins_say_where_from_and_how_much(engine: Engine) -> None:
    taken(engine, program("dance"), came_from="/home/list.csv", by="U0HANA")
    (origin,) = origins(engine)
    assert (origin.id, origin.came_from, origin.by, origin.records, origin.read_on) == (
        "list.csv", "/home/list.csv", "U0HANA", 2, CHECKED,
    )  # fmt: skip


ENTRIES = st.tuples(
    st.sampled_from(["Dance", "Song", "Chess"]),
    st.sampled_from(["beginner", "advanced"]),
    st.sampled_from([None, "1", "2"]),
)
READINGS = st.lists(
    st.tuples(st.sampled_from(["a.csv", "b.csv", KNOWLEDGE]), st.lists(ENTRIES, max_size=4)),
    max_size=6,
)
Entry = tuple[str, str, str | None]


@settings(max_examples=40)
@given(READINGS)
def test_only_the_last_reading_of_each_origin_counts(
    readings: list[tuple[str, list[Entry]]],
) -> None:
    engine, fresh = new_engine(), new_engine()
    for origin, entries in readings:
        taken(engine, *_programs(entries, origin), origin=origin, own_ids=origin == KNOWLEDGE)
    for origin, entries in dict(readings).items():
        taken(fresh, *_programs(entries, origin), origin=origin, own_ids=origin == KNOWLEDGE)
    mine = Catalog(engine)
    assert _facts_said(mine) == _facts_said(Catalog(fresh))
    everything = mine.changes(0)
    assert mine.revision == everything.revision
    assert {one.id for one in everything.documents if isinstance(one, Program)} == set(
        mine.ids("program")
    )
    for one in mine.programs(mine.ids("program")):
        assert mine.provider_of(one)


def _programs(entries: Iterable[Entry], origin: str) -> list[Program]:
    made = [
        program(title.lower(), title=title, version=version, facts={"level": stated(level)})
        for title, level, version in entries
    ]
    return _distinct(made) if origin == KNOWLEDGE else made


def _distinct(programs: Iterable[Program]) -> list[Program]:
    return list({one.id: one for one in programs}.values())


def _facts_said(catalog: Catalog) -> set[tuple[str, str]]:
    """What is known, whichever of several documents says it."""
    return {
        (one.title, str(fact.value))
        for one in catalog.programs(catalog.ids("program"))
        for fact in (one.facts.level, *one.facts.level.beside)
    }
