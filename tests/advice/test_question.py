"""Reading a question: intent, names, constraints, follow-ups."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.naming import page_asked_for
from advisor_bot.advice.question import Constraints, Intent, Question, understand
from advisor_bot.catalog.facts import Document
from tests.building import page, program, provider, stored

from .conftest import knowing

KNOWN = stored(
    program("google-data", title="Google Data Analytics Professional Certificate", provider="google",
            fields=["data"]),
    program("google-analytics", title="Google Analytics Certification", provider="google",
            fields=["digital marketing"]),
    program("pmp", title="Project Management Professional (PMP)", aliases=["PMP"], provider="pmi",
            fields=["project management"]),
    program("capm", title="Certified Associate in Project Management (CAPM)", aliases=["CAPM"],
            provider="pmi", fields=["project management"]),
    program("security-plus", title="CompTIA Security+", aliases=["Security+"], provider="comptia",
            fields=["cybersecurity"]),
    program("aphr", title="Associate Professional in Human Resources (aPHR)", aliases=["aPHR"],
            provider="hrci", fields=["human resources"]),
    program("ccrn", title="CCRN (Adult)", provider="aacn",
            aliases=["CCRN", "ICU nurse certification", "ventilator course"], fields=["health"]),
    provider("google", name="Google"),
    provider("pmi", name="Project Management Institute", aliases=["PMI"]),
    page("quality", answers=["How do I judge a micro-credential?", "What is a badge worth?"]),
)  # fmt: skip
KNOWLEDGE = knowing(KNOWN)


def knowing_of(*documents: Document) -> Knowledge:
    return knowing(stored(*documents))


def read(text: str, *previous: str) -> Question:
    return understand(text, KNOWLEDGE, previous)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("is the Google data analytics certificate worth it?", ["google-data"]),
        ("is the google analytics certification hard", ["google-analytics"]),
        ("Is CAPM better than the PMP?", ["capm", "pmp"]),
        ("does Security+ have a proctored exam", ["security-plus"]),
        ("what does the aPHR cost", ["aphr"]),
        ("which project management credential has an exam?", []),
        ("which course for an ICU nurse?", []),
        ("a ventilator course please", []),
        ("google something, and some other data with many words before the analytics", []),
        ("", []),
    ],
)
def test_programs_are_named_by_the_words_that_tell_them_apart(text: str, ids: list[str]) -> None:
    assert list(read(text).programs) == ids


def test_the_name_of_an_issuer_is_no_program() -> None:
    one = knowing_of(
        program("cloud", title="Cloud Practitioner", aliases=["AWS certification"], provider="aws"),
        provider("aws", name="Amazon", aliases=["AWS"]),
    )
    assert understand("how do I verify my AWS certificate", one).programs == ()
    assert understand("is the Cloud Practitioner any good", one).programs == ("cloud",)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cheapest cybersecurity credential for a beginner?", "find"),
        ("I want to learn about AI", "find"),
        ("is the PMP worth it?", "assess"),
        ("compare PMP and CAPM", "compare"),
        ("is the CAPM harder than the PMP?", "compare"),
        ("PMP or CAPM, which is cheaper?", "compare"),
        ("how long does the PMP take?", "detail"),
        ("does the PMP expire?", "detail"),
        ("what are micro-credentials?", "explain"),
        ("why are companies investing in badges?", "explain"),
        ("which skills do micro-credentials build?", "explain"),
        ("what does proctored mean?", "explain"),
        ("How much is my learning budget?", "policy"),
        ("will the company pay for my PMP?", "policy"),
        ("help", "help"),
        ("Hi there!", "help"),
        ("thanks", "help"),
        ("it rained all day", "other"),
    ],
)
def test_intents(text: str, intent: Intent) -> None:
    assert read(text).intent == intent


def test_a_company_question_about_a_program_keeps_the_program() -> None:
    assert read("will the company pay for my PMP?").programs == ("pmp",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cheapest cybersecurity credential for a beginner",
         Constraints(field="cybersecurity", level="beginner", order="cheapest")),
        ("shortest leadership course", Constraints(field="leadership", order="shortest")),
        ("free digital marketing courses", Constraints(field="digital marketing", free=True)),
        ("a data course under $1,500", Constraints(field="data", at_most=Decimal(1500))),
        ("a data course for at most 99.50 EUR",
         Constraints(field="data", at_most=Decimal("99.50"))),
        ("a data course in under 6 weeks", Constraints(field="data", weeks_at_most=6)),
        ("a data course within three months", Constraints(field="data", weeks_at_most=13)),
        ("a project management credential with a proctored exam",
         Constraints(field="project management", proctored=True)),
        ("an unproctored data course", Constraints(field="data", proctored=False)),
        ("learn about AI without coding", Constraints(field="artificial intelligence")),
        ("a data course that is not from Google", Constraints(field="data")),
        ("I have 500 euros for a data course",
         Constraints(field="data", at_most=Decimal(500))),
        ("I have 10 years in data", Constraints(field="data")),
        ("what does Google offer?", Constraints(providers=("google",))),
        ("how do I manage my team better", Constraints(field="leadership")),
        ("something nice", Constraints()),
    ],
)  # fmt: skip
def test_constraints(text: str, wanted: Constraints) -> None:
    assert read(text).constraints == wanted


def test_a_named_program_makes_field_and_provider_no_constraints() -> None:
    question = read("is the Google data analytics certificate good for a beginner?")
    assert question.constraints == Constraints(level="beginner")


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("how long does the PMP take", ("time",)),
        ("how much is the PMP", ("cost",)),
        ("how much time does the PMP need", ("time",)),
        ("does the PMP expire, and how is it assessed?", ("expiry", "assessment")),
        ("how can an employer verify the PMP", ("verification",)),
        ("prerequisites of the PMP", ("prerequisites",)),
        ("does the PMP count toward a degree", ("credit",)),
    ],
)
def test_aspects(text: str, aspects: tuple[str, ...]) -> None:
    assert read(text).aspects == aspects


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("and how long does it take?", ("pmp",)),
        ("what about its cost?", ("pmp",)),
        ("are they proctored?", ("pmp", "capm", "aphr")),
        ("which one is cheaper?", ("pmp", "capm", "aphr")),
        ("tell me more about the second one", ("capm",)),
        ("does the last one expire?", ("aphr",)),
        ("and CCRN?", ("ccrn",)),
    ],
)
def test_follow_ups_mean_what_was_last_spoken_of(text: str, ids: tuple[str, ...]) -> None:
    question = read(text, "pmp", "capm", "aphr")
    assert question.programs == ids
    assert question.follows_up == (ids != ("ccrn",))


def test_a_follow_up_searches_with_the_name_of_what_it_means() -> None:
    assert "Project Management Professional" in read("how long does it take?", "pmp").search


@pytest.mark.parametrize(
    "text",
    [
        "cheapest cybersecurity credential?",
        "what is a digital badge and is it any use?",
        "help",
        "what does Google offer, and is it good?",
    ],
)
def test_a_new_subject_is_no_follow_up(text: str) -> None:
    assert read(text, "pmp").programs == ()


def test_a_program_that_is_gone_does_not_break_a_follow_up() -> None:
    assert read("how long does it take?", "gone").search


def test_a_page_is_asked_for_by_its_own_questions() -> None:
    pages = KNOWN.pages("concept")
    assert page_asked_for("how do I judge micro-credentials?", pages) == "quality"
    assert page_asked_for("how do I judge a horse?", pages) is None
    assert read("What is a badge worth").page == "quality"


@given(st.text(max_size=300), st.lists(st.sampled_from(KNOWN.ids("program")), max_size=3))
def test_no_text_is_too_strange_to_be_read(text: str, previous: list[str]) -> None:
    question = understand(text, KNOWLEDGE, previous)
    assert question.text == text
    assert set(question.programs) <= set(KNOWN.ids("program"))


def test_a_program_that_left_the_catalog_is_not_followed_up() -> None:
    known = knowing_of(program("dance-leader"))
    question = understand("and how long does it take?", known, ["gone-award"])
    assert question.programs == ()
    assert not question.follows_up


def test_an_issuer_whose_code_is_an_everyday_word_is_named_in_capitals() -> None:
    known = knowing_of(program("hygiene"), provider("academy", name="Academy", aliases=["ACE"]))
    assert understand("how do I ace a course?", known).constraints.providers == ()
    assert understand("what does the ACE offer?", known).constraints.providers == ("academy",)
