"""Programs selected in the database: what fits, what may fit, and in which order."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor_bot.catalog.facts import Level, Program
from advisor_bot.catalog.selecting import Criteria, Order, Selected, select_programs
from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.totals import total_cost, weeks_needed
from tests.building import program, stated, stored


def one(id_: str, *, usd: int | None = None, weeks: float | None = None, **values: Any) -> Program:
    facts: dict[str, Any] = values.pop("facts", {})
    if usd is not None:
        facts["cost"] = stated(({"amount": usd, "currency": "USD"},))
    if weeks is not None:
        facts["workload"] = stated({"weeks": weeks})
    return program(id_, facts=facts, **values)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return stored(
        one("alone", usd=0, weeks=2, facts={"proctoring": stated("none"), "level": stated("beginner")}),
        one("dear", usd=900, weeks=20, facts={"level": stated("advanced")}, fields=["data"]),
        one("gone", usd=1, status="retired"),
        one("mute", provider="school"),
        one("open", usd=50, facts={"level": stated("all levels")}, offered_on="school"),
        one("watched", usd=200, weeks=8, facts={"proctoring": stated("supervised")}),
    )  # fmt: skip


def ids(found: Selected) -> list[str]:
    return [match.id for match in found.matches]


@pytest.mark.parametrize(
    ("criteria", "order", "expected"),
    [
        (Criteria(), "fit", ["alone", "dear", "mute", "open", "watched"]),
        (Criteria(), "cheapest", ["alone", "open", "watched", "dear", "mute"]),
        (Criteria(), "shortest", ["alone", "watched", "dear", "mute", "open"]),
        (Criteria(field="data"), "fit", ["dear"]),
        (Criteria(field="design"), "fit", []),
        (Criteria(providers=("school",)), "fit", ["mute", "open"]),
        (Criteria(providers=("school",), field="data"), "fit", []),
        (Criteria(among=frozenset({"mute", "gone", "nowhere"})), "fit", ["mute"]),
        (Criteria(among=frozenset()), "fit", []),
        (Criteria(level="beginner"), "fit", ["alone", "open", "mute", "watched"]),
        (Criteria(proctored=True), "fit", ["watched", "dear", "mute", "open"]),
        (Criteria(proctored=False), "fit", ["alone", "dear", "mute", "open"]),
        (Criteria(at_most=Decimal(50)), "cheapest", ["alone", "open", "mute"]),
        (Criteria(weeks_at_most=8), "shortest", ["alone", "watched", "mute", "open"]),
    ],
)  # fmt: skip
def test_what_fits_stands_before_what_may_fit(
    catalog: Catalog, criteria: Criteria, order: Order, expected: list[str]
) -> None:
    found = select_programs(catalog, criteria, order=order, limit=9)
    assert ids(found) == expected
    assert (found.considered, found.unmet) == (len(expected), False)


def test_what_no_fact_settles_is_named(catalog: Catalog) -> None:
    wanted = Criteria(level="beginner", proctored=True, at_most=Decimal(60), weeks_at_most=9)
    found = select_programs(catalog, wanted, limit=9)
    assert {match.id: match.unknown for match in found.matches} == {
        "open": ("supervision", "duration"),
        "mute": ("level", "supervision", "price", "duration"),
    }


def test_where_nothing_fits_all_that_was_spoken_of_is_close(catalog: Catalog) -> None:
    found = select_programs(catalog, Criteria(field="data", at_most=Decimal(1)))
    assert found.unmet
    assert [(match.id, match.unknown) for match in found.matches] == [("dear", ())]


def test_a_search_decides_between_equals_and_never_against_facts(catalog: Catalog) -> None:
    scores = {"watched": 0.2, "open": 0.9, "gone": 1.0, "nowhere": 1.0}
    assert ids(select_programs(catalog, Criteria(), scores=scores)) == ["open", "watched", "alone"]
    cheapest = select_programs(catalog, Criteria(), order="cheapest", scores=scores, limit=2)
    assert ids(cheapest) == ["alone", "open"]
    supervised = select_programs(catalog, Criteria(proctored=True), scores=scores, limit=2)
    assert ids(supervised) == ["watched", "open"]


@settings(max_examples=40)
@given(
    scores=st.dictionaries(
        st.sampled_from(["alone", "dear", "mute", "open", "watched"]), st.floats(0.01, 1)
    ),
    order=st.sampled_from(["fit", "cheapest", "shortest"]),
    proctored=st.none() | st.booleans(),
    limit=st.integers(1, 5),
)
def test_the_first_few_are_the_first_of_all(
    catalog: Catalog,
    scores: dict[str, float],
    order: Order,
    proctored: bool | None,
    limit: int,
) -> None:
    criteria = Criteria(proctored=proctored)
    few = select_programs(catalog, criteria, order=order, scores=scores, limit=limit)
    everything = select_programs(catalog, criteria, order=order, scores=scores, limit=99)
    assert few.matches == everything.matches[:limit]
    assert few.considered == everything.considered == len(everything.matches)


@st.composite
def programs(draw: st.DrawFn) -> list[Program]:
    made = []
    for place in range(draw(st.integers(0, 8))):
        facts: dict[str, Any] = {}
        if level := draw(st.sampled_from([None, "beginner", "advanced", "all levels"])):
            facts["level"] = stated(level)
        if watched := draw(st.sampled_from([None, "none", "supervised"])):
            facts["proctoring"] = stated(watched)
        made.append(
            one(
                f"p{place}",
                usd=draw(st.sampled_from([None, 0, 20, 300])),
                weeks=draw(st.sampled_from([None, 1, 8])),
                facts=facts,
                fields=draw(st.sampled_from([[], ["data"], ["design"], ["data", "design"]])),
                provider=draw(st.sampled_from(["academy", "school"])),
                offered_on=draw(st.sampled_from([None, "school"])),
                status=draw(st.sampled_from(["active", "retired", "upcoming"])),
            )
        )
    return made


@st.composite
def criteria(draw: st.DrawFn) -> Criteria:
    level: Level | None = draw(st.sampled_from([None, "beginner", "intermediate"]))
    among = draw(st.none() | st.sets(st.sampled_from([f"p{place}" for place in range(9)])))
    return Criteria(
        field=draw(st.sampled_from([None, "data"])),
        providers=draw(st.sampled_from([(), ("school",)])),
        among=None if among is None else frozenset(among),
        level=level,
        proctored=draw(st.none() | st.booleans()),
        at_most=draw(st.sampled_from([None, Decimal(0), Decimal(50)])),
        weeks_at_most=draw(st.sampled_from([None, 4.0])),
    )


def settled(program: Program, wanted: Criteria) -> dict[str, bool | None]:
    """For each criterion whether ``program`` meets it, ``None`` where nothing says."""
    facts, total, weeks = program.facts, total_cost(program), weeks_needed(program)
    met: dict[str, bool | None] = {}
    if wanted.level:
        level = facts.level.value
        met["level"] = None if level is None else level in (wanted.level, "all levels")
    if wanted.proctored is not None:
        watched = facts.proctoring.value
        met["supervision"] = None if watched is None else (watched != "none") == wanted.proctored
    if wanted.at_most is not None:
        met["price"] = None if total is None else total.amount <= wanted.at_most
    if wanted.weeks_at_most is not None:
        met["duration"] = None if weeks is None else weeks <= wanted.weeks_at_most
    return met


def spoken_of(program: Program, wanted: Criteria) -> bool:
    return (
        program.status != "retired"
        and (wanted.field is None or wanted.field in program.fields)
        and (not wanted.providers or bool({program.provider, program.offered_on} & {"school"}))
        and (wanted.among is None or program.id in wanted.among)
    )


def in_plain_python(
    everything: list[Program], wanted: Criteria, order: Order, scores: dict[str, float]
) -> tuple[list[str], bool]:
    about = [program for program in everything if spoken_of(program, wanted)]
    fitting = [one for one in about if False not in settled(one, wanted).values()]
    unmet = bool(about and not fitting)

    def place(program: Program) -> tuple[Any, ...]:
        total = total_cost(program)
        amount: float | Decimal | None = None
        if order == "cheapest":
            amount = total.amount if total else None
        if order == "shortest":
            amount = weeks_needed(program)
        is_unknown = not unmet and None in settled(program, wanted).values()
        unplaced = order != "fit" and amount is None
        return is_unknown, unplaced, amount or 0, -scores.get(program.id, 0), program.id

    return [program.id for program in sorted(about if unmet else fitting, key=place)], unmet


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    everything=programs(),
    wanted=criteria(),
    order=st.sampled_from(["fit", "cheapest", "shortest"]),
    scores=st.dictionaries(st.sampled_from([f"p{n}" for n in range(9)]), st.floats(0.01, 1)),
    limit=st.integers(1, 9),
)
def test_the_database_selects_as_plain_python_would(
    everything: list[Program],
    wanted: Criteria,
    order: Order,
    scores: dict[str, float],
    limit: int,
) -> None:
    found = select_programs(stored(*everything), wanted, order=order, scores=scores, limit=limit)
    expected, unmet = in_plain_python(everything, wanted, order, scores)
    assert (ids(found), found.considered, found.unmet) == (expected[:limit], len(expected), unmet)
    if not unmet:
        by_id = {program.id: settled(program, wanted) for program in everything}
        unsettled = [id_ for id_ in expected if None in by_id[id_].values()]
        assert found.unsettled == len(unsettled)
        for match in found.matches:
            said = by_id[match.id].items()
            assert match.unknown == tuple(name for name, met in said if met is None)
