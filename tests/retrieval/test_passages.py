import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import (
    Document,
    Fact,
    Page,
    Price,
    Program,
    ProgramFacts,
    Provider,
    Section,
    Source,
    Status,
    Workload,
)
from advisor_bot.catalog.readers.markdown import read_folder
from advisor_bot.catalog.store import key_of
from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import document_of, passages_of, pieces, weight

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
SHOP = Source(url="https://example.org/price", title="Price", checked_on=dt.date(2026, 1, 2))
GUIDE = Source(url="https://example.org/guide", title="Guide", checked_on=dt.date(2026, 1, 3))

COST = (Price(amount=49, currency="USD", per="month"),)


def claimed(value: Any, source: Source = SHOP, **more: str) -> Fact[Any]:
    return Fact[Any](value=value, status=Status.ISSUER_CLAIMED, source=source, **more)


def a_program(**changes: Any) -> Program:
    facts: dict[str, Any] = {
        "cost": claimed(COST, note="Plus tax."),
        "workload": claimed(Workload(weeks=6), GUIDE),
        "level": claimed("beginner"),
        "skills": claimed(("SQL", "charts")),
        "proctoring": Fact(source=SHOP),
        "recognised_by": Fact(value=("ACE",), status=Status.VERIFIED, source=GUIDE),
    } | changes.pop("facts", {})
    fields: dict[str, Any] = {
        "id": "numbers",
        "title": "Numbers Certificate",
        "aliases": ("NC-1",),
        "provider": "acme",
        "fields": ("data",),
        "webpage": "https://example.org",
        "sections": (Section(heading="What you learn", text="To count.", source=GUIDE),),
    }
    return Program(**{**fields, **changes}, facts=ProgramFacts(**facts))


ACME = Provider(id="acme", name="Acme", kind="company", country="DE", webpage="https://example.org")
PAGE = Page(
    id="badges",
    kind="concept",
    title="Badges",
    answers=("What is a badge?",),
    sections=(Section(heading="", text="A signed record.", source=GUIDE),),
)
NAMES = {"acme": "Acme", "web": "The Web"}
OUTCOMES = claimed(tuple(f"Learners can tell case {number} from another." for number in range(20)))


def a_long_program(**changes: Any) -> Program:
    """With too many facts for one passage."""
    return a_program(facts={"learning_outcomes": OUTCOMES} | changes.pop("facts", {}), **changes)


def texts_of(program: Program) -> dict[str, str]:
    return {passage.section: passage.text for passage in passages_of(program, NAMES)}


def ids_of(program: Program) -> set[str]:
    return {passage.id for passage in passages_of(program, NAMES)}


def test_a_short_program_is_one_passage_and_its_sections() -> None:
    assert texts_of(a_program()) == {
        "Overview": "Numbers Certificate. Also called: NC-1. Offered by Acme. Field: data. "
        "Level: beginner. Skills: SQL, charts. "
        "Cost (price): USD 49 a month (as the issuer says). Note: Plus tax. "
        "Time (duration): 6 weeks (as the issuer says). Recognised by: ACE.",
        "What you learn": "To count.",
    }


def test_a_program_of_many_facts_becomes_an_overview_its_facts_by_topic_and_its_sections() -> None:
    texts = texts_of(a_long_program())
    assert texts.pop("Facts: assessment").startswith("Learning outcomes: Learners can tell case 0")
    assert texts == {
        "Overview": "Numbers Certificate. Also called: NC-1. Offered by Acme. Field: data. "
        "Level: beginner. Skills: SQL, charts.",
        "Facts: cost and time": "Cost (price): USD 49 a month (as the issuer says). "
        "Note: Plus tax. Time (duration): 6 weeks (as the issuer says).",
        "Facts: recognition": "Recognised by: ACE.",
        "What you learn": "To count.",
    }


def test_facts_that_are_not_stated_are_not_found_by_their_name() -> None:
    assert "proctoring" not in " ".join(texts_of(a_program()).values()).lower()


def test_conflicting_facts_say_so() -> None:
    fact = Fact[Any](
        value=("ACE",), status=Status.CONFLICTING, source=SHOP, note="Two pages differ."
    )
    text = texts_of(a_long_program(facts={"recognised_by": fact}))["Facts: recognition"]
    assert text == "Recognised by: ACE (sources conflict). Note: Two pages differ."


def test_a_retired_program_on_a_platform_says_both() -> None:
    overview = texts_of(a_long_program(status="retired", offered_on="web"))["Overview"]
    assert "Offered by Acme on The Web." in overview
    assert overview.endswith("Status: retired.")


def test_a_provider_that_says_little_of_itself_has_a_passage() -> None:
    [passage] = passages_of(Provider(id="acme", name="Acme"), {})
    assert passage.text == "Acme. Acme is a provider of credentials."


@pytest.mark.parametrize("document", [a_program(), a_long_program(), ACME, PAGE])
def test_every_passage_knows_its_document(document: Document) -> None:
    passages = passages_of(document, NAMES)
    assert passages
    assert {passage.document for passage in passages} == {key_of(document)}
    assert {document_of(passage.id) for passage in passages} == {key_of(document)}
    assert all(p.title in p.in_context and p.text in p.in_context for p in passages)


@pytest.mark.parametrize("id_", ["a:b", "a#b", "a/b#c:d", "ä"])
def test_any_id_can_be_told_from_a_passages_id(id_: str) -> None:
    [passage] = passages_of(Provider(id=id_, name="Acme"), {})
    assert document_of(passage.id) == ("provider", id_)


def test_a_page_is_found_by_the_questions_it_answers() -> None:
    assert [p.text for p in passages_of(PAGE, {})] == ["What is a badge?", "A signed record."]


def test_the_same_program_gives_the_same_ids() -> None:
    assert ids_of(a_program()) == ids_of(a_program())


def test_a_source_that_was_read_again_changes_no_passage() -> None:
    later = SHOP.model_copy(update={"checked_on": dt.date(2026, 9, 9), "url": "https://a.example"})
    program = a_long_program(facts={"cost": claimed(COST, later, note="Plus tax.")})
    assert ids_of(program) == ids_of(a_long_program())


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({"sections": (Section(heading="What you learn", text="To add.", source=GUIDE),)}, 1),
        ({"sections": (Section(heading="What else", text="To count.", source=GUIDE),)}, 1),
        ({"sections": (Section(heading="What you learn", text="To count.", source=SHOP),)}, 0),
        ({"facts": {"workload": claimed(Workload(weeks=7), GUIDE)}}, 1),
        ({"provider": "web"}, 1),
        ({"title": "Figures Certificate"}, 5),
        ({"aliases": ()}, 5),
    ],
)
def test_exactly_the_passages_that_changed_have_new_ids(change: dict[str, Any], new: int) -> None:
    assert len(ids_of(a_long_program(**change)) - ids_of(a_long_program())) == new


def test_a_passage_given_twice_is_there_once() -> None:
    section = Section(heading="Again", text="The same.")
    passages = passages_of(a_program(sections=(section, section)), NAMES)
    assert [p.text for p in passages].count("The same.") == 1


def test_a_long_section_is_cut_between_sentences() -> None:
    sentences = [f"Sentence number {number} has a few words." for number in range(60)]
    found = list(pieces(" ".join(sentences), most=50))
    assert " ".join(found) == " ".join(sentences)
    assert all(piece.endswith("words.") for piece in found)
    assert all(weight(piece) <= 50 for piece in found)


def test_lines_stay_lines() -> None:
    assert list(pieces("- one\n- two\n\n- three")) == ["- one\n- two\n- three"]


@given(text=st.text(), most=st.integers(1, 30))
def test_cutting_loses_no_word_and_keeps_to_the_size(text: str, most: int) -> None:
    found = list(pieces(text, most))
    assert " ".join(found).split() == text.split()
    assert all(weight(piece) <= most or len(piece.split()) == 1 for piece in found)


def test_no_shipped_passage_is_longer_than_the_model_reads(
    embedder: LocalEmbedder, shipped_documents: list[Document]
) -> None:
    names = {one.id: one.name for one in shipped_documents if isinstance(one, Provider)}
    for document in shipped_documents:
        for passage in passages_of(document, names):
            assert embedder.count_tokens(passage.in_context) < 256, passage.id


def test_a_full_piece_of_ordinary_text_fits_the_model(
    embedder: LocalEmbedder, shipped_documents: list[Document]
) -> None:
    pages = [document for document in shipped_documents if isinstance(document, Page)]
    prose = " ".join(section.text for page in pages for section in page.sections)
    assert max(embedder.count_tokens(piece) for piece in pieces(prose)) < 236


@pytest.fixture(scope="module")
def shipped_documents() -> list[Document]:
    read, problems = read_folder(KNOWLEDGE)
    assert problems == []
    return list(read.documents)
