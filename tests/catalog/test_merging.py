"""Facts of several sources side by side."""

from typing import Any

import pytest

from advisor_bot.catalog.facts import Program, ProgramFacts, Provider, Section, Status
from advisor_bot.catalog.merging import Correction, merged
from tests.building import program, provider, source, stated


def said(name: str, value: Any, on: str) -> Program:
    return program("dance", facts={name: stated(value, on=on)})


def together(*programs: Program, correction: Correction | None = None) -> Program:
    found = merged(programs, correction)
    assert isinstance(found, Program)
    return found


AGREE: list[tuple[str, Any, Any]] = [
    ("level", "beginner", "beginner"),
    ("workload", {"weeks": 12, "weeks_max": 26}, {"weeks": 20}),
    ("workload", {"hours": 160}, {"weeks": 20}),
    ("cost", [{"amount": 49, "currency": "USD"}], [{"amount": 45, "currency": "EUR"}]),
    (
        "cost",
        [{"amount": 49, "currency": "USD"}],
        [{"amount": 30, "currency": "USD", "condition": "for members"}],
    ),
    ("assessment_type", ["quiz"], ["quiz", "project"]),
    ("skills", ["SQL"], ["Python"]),
    ("external_credit", [{"system": "ECTS", "amount": 7}], [{"system": "ACE", "amount": 9}]),
    ("prerequisites", ["none"], ["A laptop"]),
]
DISAGREE: list[tuple[str, Any, Any]] = [
    ("level", "beginner", "advanced"),
    ("proctoring", "none", "supervised"),
    ("workload", {"weeks": 12, "weeks_max": 26}, {"weeks": 4}),
    ("workload", {"hours": 160}, {"hours": 40}),
    ("cost", [{"amount": 49, "currency": "USD"}], [{"amount": 39, "currency": "USD"}]),
    ("assessment_type", ["none"], ["exam"]),
    ("validity", {"expires": False}, {"expires": True, "months": 36}),
    ("validity", {"expires": True, "months": 24}, {"expires": True, "months": 36}),
    ("external_credit", [{"system": "ECTS", "amount": 7}], [{"system": "ECTS", "amount": 6}]),
    ("participation_mode", ["online"], ["on site"]),
]


@pytest.mark.parametrize(("name", "mine", "theirs"), AGREE)
def test_what_can_both_be_true_stands_side_by_side(name: str, mine: Any, theirs: Any) -> None:
    fact = getattr(together(said(name, mine, "a"), said(name, theirs, "b")).facts, name)
    assert fact.status is Status.ISSUER_CLAIMED
    assert fact.source == source("a")
    assert [one.source for one in fact.beside] == [source("b")]


@pytest.mark.parametrize(("name", "mine", "theirs"), DISAGREE)
def test_what_cannot_both_be_true_is_conflicting(name: str, mine: Any, theirs: Any) -> None:
    one, other = said(name, mine, "a"), said(name, theirs, "b")
    fact = getattr(together(one, other).facts, name)
    assert fact.status is Status.CONFLICTING
    assert fact.value == getattr(one.facts, name).value, "the weightier is shown first"
    assert "The a: " in fact.note
    assert "The b: " in fact.note
    assert [beside.source for beside in fact.beside] == [source("b")]
    backwards = getattr(together(other, one).facts, name)
    assert backwards.status is Status.CONFLICTING


def test_what_only_one_source_states_is_not_in_doubt() -> None:
    found = together(program("dance"), said("level", "beginner", "b"), said("cost", [], "c"))
    assert found.facts.level.status is Status.ISSUER_CLAIMED
    assert found.facts.level.beside == ()


def test_what_was_looked_for_in_vain_stays_so_until_somebody_states_it() -> None:
    vain = program(
        "dance", facts={"level": {"status": "not stated", "source": source("vain").model_dump()}}
    )
    assert together(program("dance"), vain).facts.level.source == source("vain")
    assert together(vain, said("level", "beginner", "b")).facts.level.value == "beginner"


def test_three_sources_of_which_two_agree() -> None:
    found = together(
        said("level", "beginner", "a"),
        said("level", "beginner", "b"),
        said("level", "advanced", "c"),
    )
    assert found.facts.level.status is Status.CONFLICTING
    assert found.facts.level.note == "The a: beginner · The c: advanced"
    assert len(found.facts.level.beside) == 2


def test_a_correction_settles_a_conflict_and_keeps_what_was_said() -> None:
    right = Correction(facts=ProgramFacts.model_validate({"level": stated("advanced", on="hr")}))
    found = together(
        said("level", "beginner", "a"), said("level", "intermediate", "b"), correction=right
    )
    level = found.facts.level
    assert (level.value, level.status, level.source) == (
        "advanced", Status.ISSUER_CLAIMED, source("hr"),
    )  # fmt: skip
    assert [(one.value, one.source) for one in level.beside] == [
        ("beginner", source("a")), ("intermediate", source("b")),
    ]  # fmt: skip


def test_a_correction_can_say_that_nothing_is_stated() -> None:
    right = Correction.model_validate(
        {"facts": {"level": {"status": "not stated", "source": source("hr").model_dump()}}}
    )
    level = together(said("level", "beginner", "a"), correction=right).facts.level
    assert not level.is_stated
    assert level.source == source("hr")


def test_names_and_addresses_come_together() -> None:
    one = program("dance", title="Dance", aliases=["D1"], identifiers=["x"], webpage=None)
    other = program("dance", title="Dancing", aliases=["d1"], identifiers=["y"])
    found = together(one, other)
    assert found.title == "Dance"
    assert found.aliases == ("D1", "Dancing")
    assert found.identifiers == ("x", "y")
    assert found.webpage == other.webpage


def test_another_description_says_whose_it_is() -> None:
    one = program("dance", sections=[Section(heading="", text="Ours.", source=source("a"))])
    other = program(
        "dance",
        sections=[
            Section(heading="", text="Theirs.", source=source("b")),
            Section(heading="Exam", text="Hard.", source=source("b")),
            Section(heading="", text="Ours.", source=source("b")),
        ],
    )
    assert [(part.heading, part.text) for part in together(one, other).sections] == [
        ("", "Ours."), ("As The b describes it", "Theirs."), ("Exam", "Hard."),
    ]  # fmt: skip


def test_a_program_without_fields_is_put_into_those_its_title_names() -> None:
    assert (
        "cybersecurity"
        in together(
            program("x", title="Cybersecurity Analyst", fields=[]), program("x", fields=[])
        ).fields
    )


def test_providers_come_together_too() -> None:
    bare = provider("academy", kind=None, country=None, webpage=None)
    full = provider("academy", name="The Academy", facts={"track_record": stated("Since 1900")})
    found = merged([bare, full])
    assert found == full.model_copy(update={"name": "Academy", "aliases": ("The Academy",)})


def test_a_name_made_of_an_identifier_gives_way_to_a_real_one() -> None:
    number = "https://registry.org/resources/ce-1234"
    placeholder = provider(
        "organization-ce-1234", name="Organization ce-1234", identifiers=[number]
    )
    real = provider("academy", identifiers=[number])
    found = merged([placeholder, real])
    assert isinstance(found, Provider)
    assert (found.name, found.aliases) == ("Academy", ())
    alone = merged([placeholder])
    assert isinstance(alone, Provider)
    assert alone.name == "Organization ce-1234"
