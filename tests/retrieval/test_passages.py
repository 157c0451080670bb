import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import (
    Catalog,
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
from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import passages_of, pieces, weight

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
SHOP = Source(url="https://example.org/price", title="Price", checked_on=dt.date(2026, 1, 2))
GUIDE = Source(url="https://example.org/guide", title="Guide", checked_on=dt.date(2026, 1, 3))


def claimed(value: Any, source: Source = SHOP, **more: str) -> Fact[Any]:
    return Fact[Any](value=value, status=Status.ISSUER_CLAIMED, source=source, **more)


def a_program(**changes: Any) -> Program:
    facts: dict[str, Any] = {
        "cost": claimed((Price(amount=49, currency="USD", per="month"),), note="Plus tax."),
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


def a_catalog(program: Program) -> Catalog:
    acme = Provider(
        id="acme", name="Acme", kind="company", country="DE", webpage="https://example.org"
    )
    page = Page(
        id="badges",
        kind="concept",
        title="Badges",
        answers=("What is a badge?",),
        sections=(Section(heading="", text="A signed record.", source=GUIDE),),
    )
    return Catalog(providers={"acme": acme}, programs={program.id: program}, pages={"badges": page})


def texts_of(program: Program) -> dict[tuple[str, str | None], str]:
    return {
        (passage.section, passage.source.title if passage.source else None): passage.text
        for passage in passages_of(a_catalog(program))
        if passage.kind == "program"
    }


def ids_of(program: Program) -> set[str]:
    return {passage.id for passage in passages_of(a_catalog(program))}


def test_a_program_becomes_an_overview_its_facts_by_source_and_its_sections() -> None:
    assert texts_of(a_program()) == {
        ("Overview", "Guide"): "Numbers Certificate. Also called: NC-1. Offered by Acme. "
        "Field: data. Level: beginner. Skills: SQL, charts.",
        ("Facts: cost and time", "Price"): "Cost (price): USD 49 a month (as the issuer says). "
        "Note: Plus tax.",
        ("Facts: cost and time", "Guide"): "Time (duration): 6 weeks (as the issuer says).",
        ("Facts: recognition", "Guide"): "Recognised by: ACE.",
        ("What you learn", "Guide"): "To count.",
    }


def test_facts_that_are_not_stated_are_not_found_by_their_name() -> None:
    assert "proctoring" not in " ".join(texts_of(a_program()).values()).lower()


def test_conflicting_facts_say_so() -> None:
    fact = Fact[Any](
        value=("ACE",), status=Status.CONFLICTING, source=SHOP, note="Two pages differ."
    )
    text = texts_of(a_program(facts={"recognised_by": fact}))[("Facts: recognition", "Price")]
    assert text == "Recognised by: ACE (sources conflict). Note: Two pages differ."


def test_a_retired_program_on_a_platform_says_both() -> None:
    overview = texts_of(a_program(status="retired", offered_on="acme"))[("Overview", "Guide")]
    assert "Offered by Acme on Acme." in overview
    assert overview.endswith("Status: retired.")


def test_every_passage_knows_its_document() -> None:
    passages = passages_of(a_catalog(a_program()))
    assert {(p.kind, p.document_id, p.provider, p.title) for p in passages} == {
        ("program", "numbers", "acme", "Numbers Certificate"),
        ("provider", "acme", "acme", "Acme"),
        ("concept", "badges", None, "Badges"),
    }
    assert all(p.id.startswith(f"{p.kind}:{p.document_id}#") for p in passages)
    assert all(p.title in p.in_context and p.text in p.in_context for p in passages)


def test_a_page_is_found_by_the_questions_it_answers() -> None:
    found = [p for p in passages_of(a_catalog(a_program())) if p.kind == "concept"]
    assert [p.text for p in found] == ["What is a badge?", "A signed record."]


def test_the_same_catalog_gives_the_same_ids() -> None:
    assert ids_of(a_program()) == ids_of(a_program())


@pytest.mark.parametrize(
    ("change", "new"),
    [
        ({"sections": (Section(heading="What you learn", text="To add.", source=GUIDE),)}, 1),
        ({"sections": (Section(heading="What you learn", text="To count.", source=SHOP),)}, 2),
        ({"facts": {"workload": claimed(Workload(weeks=7), GUIDE)}}, 1),
        ({"title": "Figures Certificate"}, 5),
        ({"aliases": ()}, 5),
    ],
)
def test_exactly_the_passages_that_changed_have_new_ids(change: dict[str, Any], new: int) -> None:
    assert len(ids_of(a_program(**change)) - ids_of(a_program())) == new


def test_a_passage_given_twice_is_there_once() -> None:
    section = Section(heading="Again", text="The same.")
    passages = passages_of(a_catalog(a_program(sections=(section, section))))
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


def test_no_shipped_passage_is_longer_than_the_model_reads(embedder: LocalEmbedder) -> None:
    catalog, problems = read_folder(KNOWLEDGE)
    assert problems == []
    for passage in passages_of(catalog):
        assert embedder.count_tokens(passage.in_context) < 256, passage.id


def test_a_full_piece_of_ordinary_text_fits_the_model(embedder: LocalEmbedder) -> None:
    catalog, _ = read_folder(KNOWLEDGE)
    prose = " ".join(section.text for page in catalog.pages.values() for section in page.sections)
    assert max(embedder.count_tokens(piece) for piece in pieces(prose)) < 236
