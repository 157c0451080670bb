"""The checklist: what each state takes, and what may never count as proof."""

from datetime import date
from typing import Any

import pytest

from advisor_bot.advice.checklist import Checklist, Line, checklist
from advisor_bot.catalog.facts import Fact, ProgramFacts
from tests.building import TODAY, program, provider, source, stated

from .conftest import FRESH

EXAM = {"assessment_type": stated(("exam",), "verified", on="exam")}
STANDARD = {"assessment_standard": stated({"text": "An outline."}, "verified", on="standard")}


def accredited(scope: str, status: str = "verified") -> Any:
    return stated(
        ({"body": "ANAB", "scope": scope, "standard": "ISO/IEC 17024"},), status, on="anab"
    )


def made(issuer: dict[str, Any] | None = None, **facts: Any) -> Checklist:
    academy = provider("academy", facts=issuer or {})
    return checklist(program(facts=facts), academy, freshness=FRESH)


def competency(**facts: Any) -> Line:
    return made(**facts).questions[0]


def test_the_questions_and_the_lines_below_stand_in_their_order() -> None:
    one = made()
    assert [line.title for line in one.questions] == [
        "Competency against a standard",
        "Issuer's reputation",
        "How it is assessed",
    ]
    assert [line.title for line in one.more] == [
        "Cost and time",
        "Stackable, credit",
        "Expiry and renewal",
        "How an employer verifies it",
    ]
    assert (one.program, one.title, one.provider) == ("dance", "Dance", "Academy")


def test_where_nothing_is_stated_every_line_says_so_and_asks() -> None:
    one = made()
    for line in (*one.questions, *one.more):
        assert line.state == "not stated"
        assert line.ask is not None
        assert line.ask.endswith("?")
        assert line.sources == ()


def test_a_page_searched_in_vain_is_cited_with_its_date() -> None:
    one = made(validity=Fact[Any](source=source("vain")).model_dump())
    line = one.more[2]
    assert line.state == "not stated"
    assert [cited.url for cited in line.sources] == ["https://example.org/vain"]


@pytest.mark.parametrize(
    ("status", "state"),
    [("verified", "evidenced"), ("issuer-claimed", "claimed by the issuer")],
)
def test_an_assessment_against_a_standard_is_as_good_as_who_says_so(
    status: str, state: str
) -> None:
    line = competency(
        assessment_type=stated(("exam", "project"), status, on="exam"),
        assessment_standard=stated({"text": "An outline.", "pass_mark": "70 %"}, status, on="s"),
    )
    assert line.state == state
    assert line.sentence == ("Assessed by exam and project, against: An outline (pass mark: 70 %).")
    assert [cited.url for cited in line.sources] == [
        "https://example.org/exam",
        "https://example.org/s",
    ]
    assert line.ask is None


def test_one_claim_among_verified_facts_makes_a_claim() -> None:
    line = competency(**EXAM, assessment_standard=stated({"text": "An outline."}, "issuer-claimed"))
    assert line.state == "claimed by the issuer"


def test_half_of_it_is_not_stated_and_asks_for_the_other_half() -> None:
    without_standard = competency(**EXAM)
    assert without_standard.state == "not stated"
    assert "no standard" in without_standard.sentence
    assert without_standard.ask is not None
    assert "standard" in without_standard.ask
    without_method = competency(**STANDARD)
    assert without_method.state == "not stated"
    assert without_method.ask is not None
    assert "How" in without_method.ask


@pytest.mark.parametrize(
    "facts",
    [
        {"assessment_type": stated(("none",), "verified")},
        {"rigor": stated("participation", "verified")},
    ],
)
def test_what_is_not_assessed_is_evidence_against_in_both_lines(facts: dict[str, Any]) -> None:
    one = made(**facts, **STANDARD)
    assert [line.state for line in one.questions] == [
        "evidence against",
        "not stated",
        "evidence against",
    ]
    assert one.questions[0].sources


def test_an_accreditation_of_the_program_confirms_its_assessment() -> None:
    claims = {
        "assessment_type": stated(("exam",)),
        "assessment_standard": stated({"text": "An outline."}),
    }
    line = competency(**claims, accreditation=accredited("program"))
    assert line.state == "evidenced"
    assert "Accredited: ANAB (ISO/IEC 17024)." in line.sentence
    assert "https://example.org/anab" in [cited.url for cited in line.sources]
    claimed = competency(**claims, accreditation=accredited("program", "issuer-claimed"))
    assert claimed.state == "claimed by the issuer"


def test_an_accreditation_of_the_provider_is_never_proof_for_a_program() -> None:
    """Whether it is recorded with the provider or, by mistake, with the program."""
    claims = {
        "assessment_type": stated(("exam",)),
        "assessment_standard": stated({"text": "An outline."}),
    }
    for one in (
        made(**claims, accreditation=accredited("provider")),
        made({"accreditation": accredited("provider")}, **claims),
    ):
        line = one.questions[0]
        assert line.state == "claimed by the issuer"
        assert "ANAB" not in line.sentence
        assert "https://example.org/anab" not in [cited.url for cited in line.sources]


def test_the_reputation_says_what_an_accreditation_covers() -> None:
    line = made({"accreditation": accredited("provider")}).questions[1]
    assert "The provider, not this program, is accredited by ANAB (ISO/IEC 17024)." in line.sentence
    assert line.state == "evidenced"
    line = made(accreditation=accredited("program")).questions[1]
    assert "This program is accredited by ANAB" in line.sentence


def test_an_accreditation_of_a_program_recorded_with_the_provider_speaks_for_nobody() -> None:
    line = made({"accreditation": accredited("program")}).questions[1]
    assert "ANAB" not in line.sentence
    assert line.state == "not stated"


def test_the_reputation_rests_on_who_vouches_the_strongest_first() -> None:
    line = made(
        {"recognised_by": stated(("a ministry",), on="ministry"), "track_record": stated("Old.")},
        recognised_by=stated(("a guild",), "verified", on="guild"),
    ).questions[1]
    opening, *said = line.sentence.split(". ")
    assert opening == "Issued by Academy, a company (US)"
    assert said[0] == "Recognised by a guild"
    assert set(said[1:]) == {"The provider is recognised by a ministry", "Track record: Old."}
    assert line.state == "evidenced"
    assert "https://example.org/guild" in [cited.url for cited in line.sources]


@pytest.mark.parametrize(
    ("watched", "words"),
    [
        ("none", "By exam; nobody supervises it."),
        ("supervised", "By exam; supervised."),
        ("supervised with ID", "By exam; supervised, with an identity check."),
    ],
)
def test_how_it_is_assessed_says_who_watches(watched: str, words: str) -> None:
    line = made(**EXAM, proctoring=stated(watched, "verified")).questions[2]
    assert line.sentence == words
    assert line.state == "evidenced"
    assert line.ask is None


def test_an_assessment_whose_supervision_is_unknown_asks_for_it() -> None:
    line = made(**EXAM).questions[2]
    assert line.sentence == "By exam; whether anybody supervises it is not stated."
    assert line.ask == "Is the assessment supervised, and is identity checked?"


def test_supervision_without_a_method_is_not_stated() -> None:
    line = made(proctoring=stated("supervised", "verified")).questions[2]
    assert line.state == "not stated"
    assert line.sentence == "The method is not stated; supervised."


def test_who_disagrees_is_told_and_nothing_conflicting_is_evidenced() -> None:
    one = made(
        **STANDARD,
        assessment_type=stated(("exam",), "conflicting", note="The page says exam, a guide quiz."),
    )
    for line in (one.questions[0], one.questions[2]):
        assert line.state == "claimed by the issuer"
        assert "Sources disagree: The page says exam, a guide quiz." in line.sentence


@pytest.mark.parametrize("name", sorted(set(ProgramFacts.model_fields) & {"cost", "validity"}))
def test_a_fact_past_its_date_says_so(name: str) -> None:
    values: dict[str, Any] = {
        "cost": ({"amount": 5, "currency": "USD"},),
        "validity": {"expires": False},
    }
    end = date(2026, 11, 22)
    one = made(**{name: stated(values[name], "verified", valid_until=end)})
    (line,) = (line for line in one.more if line.state != "not stated")
    assert line.sentence.endswith("Out of date since 22 November 2026: ask again.")


def test_a_fact_is_good_on_its_last_day() -> None:
    one = made(validity=stated({"expires": False}, valid_until=TODAY))
    assert "Out of date" not in one.more[2].sentence


def test_half_stated_lines_name_the_missing_half() -> None:
    line = made(cost=stated(({"amount": 5, "currency": "USD"},))).more[0]
    assert line.sentence == "Cost: USD 5; time: not stated."
    assert line.state == "claimed by the issuer"
