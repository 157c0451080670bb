"""The reader of our own knowledge files."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import Page, Program, Provider, Status
from advisor_bot.catalog.readers.markdown import Kind, read_folder, read_text
from advisor_bot.catalog.readers.reading import Problem

PROGRAM = """---
title: Dance Certificate
provider: academy
fields: [leadership]
webpage: https://example.org/dance
sources:
  page: {url: "https://example.org/dance", title: Dance, checked_on: 2026-10-01}
  other: {url: "https://example.org/other", title: Other, checked_on: 2026-09-01}
facts:
  level: {value: beginner, status: issuer-claimed, source: page}
---
It teaches dancing.

## How it is assessed
By an exam.
Source: other
"""
PROVIDER = """---
name: Academy
kind: company
country: US
webpage: https://example.org
---
It teaches.
"""


def read(text: str, kind: Kind = "program") -> tuple[Any, list[Problem]]:
    return read_text(kind, "dance", f"{kind}s/dance.md", text)


def only_problem(text: str, kind: Kind = "program") -> Problem:
    document, problems = read(text, kind)
    assert document is None
    (problem,) = problems
    return problem


def test_a_file_becomes_a_document_with_cited_facts_and_sections() -> None:
    program, problems = read(PROGRAM)
    assert problems == []
    assert isinstance(program, Program)
    assert program.id == "dance"
    level = program.facts.level
    assert (level.value, level.status) == ("beginner", Status.ISSUER_CLAIMED)
    assert level.source is not None
    assert level.source.url == "https://example.org/dance"
    opening, assessed = program.sections
    assert (opening.heading, opening.text) == ("", "It teaches dancing.")
    assert assessed.heading == "How it is assessed"
    assert assessed.text == "By an exam."
    assert [s.source and s.source.title for s in program.sections] == ["Dance", "Other"]


def test_what_a_file_leaves_out_is_not_stated() -> None:
    program, _ = read(PROGRAM)
    cost = program.facts.cost
    assert (cost.status, cost.value, cost.source) == (Status.NOT_STATED, None, None)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_marks_do_not_matter(ending: str, mark: str) -> None:
    program, problems = read(mark + PROGRAM.replace("\n", ending))
    assert problems == []
    assert program.facts == read(PROGRAM)[0].facts
    assert [section.text for section in program.sections] == ["It teaches dancing.", "By an exam."]


def test_the_folder_says_whether_a_page_is_a_concept_or_a_policy() -> None:
    text = "---\ntitle: Budget\nsample: true\n---\nEUR 10.\n"
    for kind in ("concept", "policy"):
        page, problems = read_text(kind, "budget", "f", text)
        assert problems == []
        assert isinstance(page, Page)
        assert (page.kind, page.sample) == (kind, True)


PROBLEMS = [
    ("no front matter", "Just text.\n", "front matter", "must start with a '---' block"),
    ("not closed", "---\ntitle: A\n", "front matter", "must start with a '---' block"),
    ("bad YAML", "---\ntitle: [a\n---\ntext\n", "front matter", "flow sequence"),
    ("a list", "---\n- a\n---\ntext\n", "front matter", "must be a mapping"),
    (
        "a key twice",
        PROGRAM.replace("title: Dance C", "title: x\ntitle: Dance C"),
        "front matter",
        "'title' is given twice",
    ),
    (
        "a fact twice",
        PROGRAM.replace("facts:\n", "facts:\n  level: {status: not stated}\n"),
        "front matter",
        "'level' is given twice",
    ),
    (
        "no title",
        PROGRAM.replace("title: Dance Certificate\n", ""),
        "title",
        "Field required",
    ),
    (
        "an unknown field",
        PROGRAM.replace("provider:", "prize: 5\nprovider:"),
        "prize",
        "not permitted",
    ),
    (
        "an unknown fact",
        PROGRAM.replace("  level:", "  levle:"),
        "facts.levle",
        "not permitted",
    ),
    (
        "a value outside the vocabulary",
        PROGRAM.replace("value: beginner", "value: newbie"),
        "facts.level.value",
        "'beginner'",
    ),
    (
        "an unknown field of work",
        PROGRAM.replace("[leadership]", "[dancing]"),
        "fields.0",
        "'leadership'",
    ),
    (
        "an unknown source",
        PROGRAM.replace("source: page}", "source: pgae}"),
        "facts.level.source",
        "no source is named 'pgae'",
    ),
    (
        "a fact without a source",
        PROGRAM.replace(", source: page}", "}"),
        "facts.level",
        "needs a source",
    ),
    (
        "a bare fact",
        PROGRAM.replace("{value: beginner, status: issuer-claimed, source: page}", "beginner"),
        "facts.level",
        "needs value, status and source",
    ),
    (
        "not stated, but a value",
        PROGRAM.replace("issuer-claimed", "not stated"),
        "facts.level",
        "has no value",
    ),
    (
        "claimed without a value",
        PROGRAM.replace("value: beginner, ", ""),
        "facts.level",
        "needs a value",
    ),
    (
        "conflicting without a note",
        PROGRAM.replace("issuer-claimed", "conflicting"),
        "facts.level",
        "who says what",
    ),
    (
        "facts as a list",
        PROGRAM.replace("  level: {", "  - {"),
        "facts",
        "must map fact names to facts",
    ),
    (
        "sources as a list",
        "---\nname: A\nkind: company\ncountry: US\nwebpage: https://e.org\nsources: [a]\n---\nx\n",
        "sources",
        "must map a short key",
    ),
    (
        "a bare source",
        PROGRAM.replace("sources:\n", "sources:\n  bare: https://e.org\n"),
        "sources.bare",
        "needs url, title and checked_on",
    ),
    (
        "a source without a date",
        PROGRAM.replace(", title: Other, checked_on: 2026-09-01", ", title: Other"),
        "sources.other.checked_on",
        "Field required",
    ),
    (
        "an unknown source below a section",
        PROGRAM.replace("Source: other", "Source: another"),
        "section 'How it is assessed'",
        "no source is named 'another'",
    ),
    (
        "a web address that is none",
        PROGRAM.replace("webpage: https://example.org/dance", "webpage: example"),
        "webpage",
        "valid URL",
    ),
    (
        "a script as address",
        PROGRAM.replace("webpage: https://example.org/dance", "webpage: 'javascript:alert(1)'"),
        "webpage",
        "http",
    ),
    (
        "a day that does not exist",
        PROGRAM.replace("2026-10-01", "2026-13-01"),
        "sources.page.checked_on",
        "valid date",
    ),
    (
        "a source named by a list",
        PROGRAM.replace("source: page}", "source: [page]}"),
        "facts.level.source",
        "no source is named",
    ),
    ("a list as name", "---\n? [a]\n: b\n---\nx\n", "front matter", "cannot be a list"),
    ("a number that is none", "---\na: !!int b\n---\nx\n", "front matter", "invalid literal"),
    ("an endless number", f"---\na: {'9' * 5000}\n---\nx\n", "front matter", "digits"),
    ("too deep", f"---\n{'[' * 3000}\n---\nx\n", "front matter", "recursion"),
    ("code", "---\na: !!python/object:os.system {}\n---\nx\n", "front matter", "constructor"),
    (
        "no text",
        PROGRAM.split("It teaches")[0],
        "text",
        "needs a description",
    ),
]


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [pytest.param(*case[1:], id=case[0]) for case in PROBLEMS],
)
def test_a_problem_names_file_field_and_reason(text: str, field: str, reason: str) -> None:
    # A file whose source is unknown has more than one problem; the others follow from it.
    kind: Kind = "provider" if text.startswith("---\nname") else "program"
    document, problems = read(text, kind)
    assert document is None
    assert any(p.field == field and reason in p.reason for p in problems), problems
    assert {problem.file for problem in problems} == {f"{kind}s/dance.md"}
    assert all("\n" not in str(problem) for problem in problems)


def test_every_problem_of_a_file_is_named_at_once() -> None:
    text = (
        PROGRAM.replace("title: Dance Certificate\n", "")
        .replace("value: beginner", "value: newbie")
        .replace("Source: other", "Source: nowhere")
    )
    _, problems = read(text)
    assert {p.field for p in problems} == {
        "title",
        "facts.level.value",
        "section 'How it is assessed'",
    }


@pytest.mark.parametrize(
    ("fact", "where", "reason"),
    [
        ("cost: {value: [{amount: -1, currency: USD}]", "facts.cost.value.0.amount", "greater"),
        ("cost: {value: [{amount: 1, currency: $}]", "facts.cost.value.0.currency", "match"),
        ("cost: {value: [{amount: 5, up_to: 5, currency: USD}]", "facts.cost.value.0", "more than"),
        ("workload: {value: {hours_per_week: 3}", "facts.workload.value", "give hours or weeks"),
        ("workload: {value: {weeks: 3, weeks_max: 2}", "facts.workload.value", "smaller minimum"),
        ("validity: {value: {expires: true}", "facts.validity.value", "give months exactly"),
        (
            "validity: {value: {expires: false, months: 3}",
            "facts.validity.value",
            "give months exactly",
        ),
        (
            "accreditation: {value: [{body: X, scope: everything}]",
            "facts.accreditation.value.0.scope",
            "'provider' or 'program'",
        ),
    ],
)
def test_values_that_cannot_be_are_refused(fact: str, where: str, reason: str) -> None:
    line = f"  {fact}, status: issuer-claimed, source: page}}\n"
    problem = only_problem(PROGRAM.replace("facts:\n", f"facts:\n{line}"))
    assert problem.field == where
    assert reason in problem.reason


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def test_a_folder_gives_what_is_usable_and_names_the_rest(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "providers/academy.md": PROVIDER,
            "providers/latin.md": b"---\nname: caf\xe9\n---\n",
            "programs/dance.md": PROGRAM,
            "programs/lost.md": PROGRAM.replace("academy", "nobody"),
            "programs/carried.md": PROGRAM.replace(
                "provider: academy", "provider: academy\noffered_on: latin"
            ),
            "programs/notes.txt": "not read",
            "concepts/same.md": "---\ntitle: A\n---\nx\n",
            "policies/same.md": "---\ntitle: B\n---\ny\n",
        },
    )
    catalog, problems = read_folder(folder)
    assert set(catalog.programs) == {"dance"}
    assert set(catalog.providers) == {"academy"}
    assert catalog.pages["same"].kind == "concept"
    assert [str(problem) for problem in problems] == [
        "providers/latin.md: text: is not UTF-8 (byte 13)",
        "programs/carried.md: offered_on: no file providers/latin.md (or it has problems)",
        "programs/lost.md: provider: no file providers/nobody.md (or it has problems)",
        "policies/same.md: name: concepts/same.md has the same id",
    ]


def test_the_shipped_files_have_no_problems(knowledge_dir: Path) -> None:
    catalog, problems = read_folder(knowledge_dir)
    assert problems == []
    assert len(catalog.providers) >= 12
    assert len(catalog.programs) >= 30
    assert sum(page.kind == "concept" for page in catalog.pages.values()) >= 10
    assert [page.id for page in catalog.pages.values() if page.sample] == ["learning-budget"]


KINDS: st.SearchStrategy[Kind] = st.sampled_from(["provider", "program", "concept", "policy"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["title", "name", "facts", "sources", "sections", "id", "kind", "fields", "answers", "provider"]
)


@given(KINDS, st.text(max_size=200))
def test_no_text_crashes_the_reader(kind: Kind, text: str) -> None:
    document, problems = read_text(kind, "x", "f.md", text)
    assert (document is None) == bool(problems)


@given(KINDS, st.text(max_size=120), st.text(max_size=60))
def test_no_front_matter_crashes_the_reader(kind: Kind, front: str, body: str) -> None:
    document, problems = read_text(kind, "x", "f.md", f"---\n{front}\n---\n{body}")
    assert (document is None) == bool(problems)


@given(KINDS, st.dictionaries(NAMES, VALUES, max_size=5))
def test_no_values_crash_the_reader(kind: Kind, front: dict[str, Any]) -> None:
    dumped = yaml.safe_dump(front, allow_unicode=True)
    document, problems = read_text(kind, "x", "f.md", f"---\n{dumped}---\ntext")
    assert (document is None) == bool(problems)


@given(st.data())
def test_a_round_trip_keeps_every_fact(data: st.DataObject) -> None:
    levels = st.sampled_from(["beginner", "intermediate", "advanced", "all levels"])
    words = st.text("abcäß :#'\"-{}[]&*!|>%@`,?", min_size=1, max_size=20).filter(
        lambda text: text.strip()
    )
    facts: dict[str, Any] = {
        "level": {"value": data.draw(levels), "status": "verified", "source": "page"},
        "skills": {
            "value": data.draw(st.lists(words, min_size=1, max_size=4)),
            "status": "conflicting",
            "source": "page",
            "note": data.draw(words),
        },
        "cost": {
            "value": [{"amount": data.draw(st.integers(0, 10**6)), "currency": "EUR"}],
            "status": "issuer-claimed",
            "source": "page",
            "valid_until": data.draw(st.dates()),
        },
        "validity": {"status": "not stated", "source": "page"},
    }
    front = {
        "title": data.draw(words),
        "provider": "academy",
        "fields": ["data"],
        "webpage": "https://example.org",
        "sources": {"page": {"url": "https://e.org", "title": "P", "checked_on": "2026-01-02"}},
        "facts": facts,
    }
    text = f"---\n{yaml.safe_dump(front, allow_unicode=True)}---\nAbout it.\n"
    program, problems = read(text)
    assert problems == []
    again = Program.model_validate_json(program.model_dump_json())
    assert again == program
    for name, given_fact in facts.items():
        fact = getattr(again.facts, name)
        assert fact.status == given_fact["status"]
        assert fact.valid_until == given_fact.get("valid_until")
    assert again.facts.level.value == facts["level"]["value"]
    assert list(again.facts.skills.value or ()) == [s.strip() for s in facts["skills"]["value"]]
    assert again.facts.cost.value is not None
    assert again.facts.cost.value[0].amount == facts["cost"]["value"][0]["amount"]


def test_a_provider_is_read_as_a_provider() -> None:
    document, problems = read(PROVIDER, "provider")
    assert problems == []
    assert isinstance(document, Provider)
