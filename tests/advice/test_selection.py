"""Which programs are offered: typed facts filter and order, search breaks ties."""

from decimal import Decimal
from typing import Any

import pytest

from advisor_bot.advice.question import Constraints, Question
from advisor_bot.advice.selection import Selection, candidate, in_order, select
from advisor_bot.catalog.facts import Program
from advisor_bot.catalog.totals import total_cost, weeks_needed
from tests.building import program, stated, stored


def priced(*prices: dict[str, Any], **facts: Any) -> Program:
    return program(
        "p", facts=facts | {"cost": stated(tuple({"currency": "USD"} | one for one in prices))}
    )


def one(id_: str, *, usd: int | None = None, weeks: float | None = None, **values: Any) -> Program:
    facts: dict[str, Any] = values.pop("facts", {})
    if usd is not None:
        facts["cost"] = stated(({"amount": usd, "currency": "USD"},))
    if weeks is not None:
        facts["workload"] = stated({"weeks": weeks})
    return program(id_, facts=facts, **values)


def chosen(selection: Selection) -> list[str]:
    return [candidate.program.id for candidate in selection.candidates]


def ask(*programs: Program, scores: dict[str, float] | None = None, **wanted: Any) -> Selection:
    question = Question("?", "find", constraints=Constraints(field="leadership", **wanted))
    return select(question, scores or {}, stored(*programs))


def test_the_cheapest_comes_first_and_unknown_prices_last() -> None:
    selection = ask(one("unknown"), one("dear", usd=90), one("cheap", usd=5), order="cheapest")
    assert chosen(selection) == ["cheap", "dear", "unknown"]


def test_the_shortest_comes_first_and_unknown_durations_last() -> None:
    selection = ask(one("unknown"), one("long", weeks=9), one("quick", weeks=1), order="shortest")
    assert chosen(selection) == ["quick", "long", "unknown"]


def test_search_orders_what_facts_leave_equal() -> None:
    selection = ask(one("a"), one("b"), one("c"), scores={"b": 2.0, "c": 1.0})
    assert chosen(selection) == ["b", "c", "a"]


def test_what_breaks_the_budget_is_left_out_and_unknown_prices_are_marked() -> None:
    selection = ask(
        one("unknown"), one("dear", usd=201), one("fits", usd=200), at_most=Decimal(200)
    )
    assert chosen(selection) == ["fits", "unknown"]
    assert [found.unknown for found in selection.candidates] == [(), ("price",)]
    assert selection.considered == 2


def test_free_means_nothing_to_pay() -> None:
    selection = ask(one("free", usd=0), one("cheap", usd=1), free=True)
    assert chosen(selection) == ["free"]


@pytest.mark.parametrize(
    ("proctored", "ids"),
    [(True, ["id", "watched", "unknown"]), (False, ["alone", "unknown"])],
)
def test_supervision(proctored: bool, ids: list[str]) -> None:
    programs = [
        one("unknown"),
        one("alone", facts={"proctoring": stated("none")}),
        one("id", facts={"proctoring": stated("supervised with ID")}),
        one("watched", facts={"proctoring": stated("supervised")}),
    ]
    selection = ask(*programs, proctored=proctored)
    assert chosen(selection) == ids
    assert selection.candidates[-1].unknown == ("supervision",)


def test_a_level_is_met_by_programs_for_all_levels() -> None:
    selection = ask(
        one("expert", facts={"level": stated("advanced")}),
        one("all", facts={"level": stated("all levels")}),
        one("starter", facts={"level": stated("beginner")}),
        one("unknown"),
        level="beginner",
    )
    assert sorted(chosen(selection)) == ["all", "starter", "unknown"]
    assert selection.candidates[-1].unknown == ("level",)


def test_what_lasts_too_long_is_left_out() -> None:
    selection = ask(one("long", weeks=9), one("quick", weeks=4), weeks_at_most=4)
    assert chosen(selection) == ["quick"]


def test_where_nothing_fits_the_closest_are_shown_and_it_is_said() -> None:
    selection = ask(one("dear", usd=201), at_most=Decimal(10))
    assert selection.unmet
    assert chosen(selection) == ["dear"]
    assert not ask(at_most=Decimal(10)).unmet


def test_only_the_field_and_the_provider_asked_for() -> None:
    programs = [
        one("a", fields=["data"]),
        one("b"),
        one("c", provider="school"),
        one("d", offered_on="school"),
    ]
    everything = stored(*programs)
    only = Constraints(providers=("school",))
    assert chosen(select(Question("?", "find", constraints=only), {}, everything)) == ["c", "d"]
    both = Constraints(providers=("academy",), field="data")
    assert chosen(select(Question("?", "find", constraints=both), {}, everything)) == ["a"]


def test_retired_programs_are_not_offered() -> None:
    assert chosen(ask(one("old", status="retired"), one("new"))) == ["new"]


def test_without_field_or_provider_only_what_search_ranks_near_its_best() -> None:
    programs = stored(one("a"), one("b"), one("c"), one("d"))
    scores = {"a": 1.0, "b": 0.8, "c": 0.5}
    assert chosen(select(Question("?", "find"), scores, programs)) == ["a", "b"]
    assert chosen(select(Question("?", "find"), {}, programs)) == []


def test_no_more_than_asked_for_are_shown_of_all_considered() -> None:
    selection = ask(*(one(f"p{place}") for place in range(5)))
    assert len(selection.candidates) == 3
    assert selection.considered == 5


@pytest.mark.parametrize(
    ("program", "amount", "how"),
    [
        (priced({"amount": 100}), 100, "USD 100"),
        (
            priced({"amount": 100}, {"amount": 50, "covers": "exam"}),
            150,
            "USD 100 + USD 50 for the exam",
        ),
        (
            priced({"amount": 39, "per": "month"}, workload=stated({"weeks": 26})),
            234,
            "6 months at USD 39",
        ),
        (
            priced({"amount": 40, "per": "month"}, workload=stated({"hours": 10})),
            40,
            "1 month at USD 40",
        ),
        (
            priced({"amount": 5, "condition": "members"}, {"amount": 90}),
            90,
            "USD 90",
        ),
        (priced({"amount": 0}), 0, "USD 0"),
    ],
)
def test_the_cost_in_all_shows_its_arithmetic(program: Program, amount: int, how: str) -> None:
    total = total_cost(program)
    assert total is not None
    assert (int(total.amount), total.how, total.currency) == (amount, how, "USD")


@pytest.mark.parametrize(
    "program",
    [
        program("p"),
        priced({"amount": 39, "per": "month"}),
        priced({"amount": 9, "covers": "renewal"}),
        priced({"amount": 9}, {"amount": 9, "covers": "exam", "currency": "EUR"}),
    ],
)
def test_what_cannot_be_told_has_no_total(program: Program) -> None:
    assert total_cost(program) is None


def test_hours_alone_count_at_five_a_week() -> None:
    hours = program("p", facts={"workload": stated({"hours": 20})})
    at_ten = program("p", facts={"workload": stated({"hours": 20, "hours_per_week": 10})})
    assert (weeks_needed(hours), weeks_needed(at_ten), weeks_needed(program("p"))) == (4, 2, None)


def test_named_programs_are_put_in_the_order_asked_for() -> None:
    everything = stored(one("dear", usd=9, weeks=1), one("cheap", usd=5, weeks=2))
    named = [candidate(found, everything) for found in everything.programs(["dear", "cheap"])]
    ids = {
        order: [found.program.id for found in in_order(named, order)]
        for order in ("fit", "cheapest", "shortest")
    }
    assert ids == {
        "fit": ["dear", "cheap"],
        "cheapest": ["cheap", "dear"],
        "shortest": ["dear", "cheap"],
    }
