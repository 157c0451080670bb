"""What the report says, held against a catalog small enough to count by hand."""

import re
from datetime import date, timedelta

import pytest

from advisor_bot.catalog.importing import take_in
from advisor_bot.catalog.store import Catalog
from advisor_bot.reports.knowledge import KnowledgeReport, knowledge_report
from advisor_bot.reports.page import html
from tests.building import complete, new_engine, page, program, provider, stated

TODAY = date(2027, 3, 1)
CHECKED = date(2026, 10, 1)
"""As tests.building has it: 151 days before."""


@pytest.fixture
def report() -> KnowledgeReport:
    assessed = {
        "assessment_type": stated(["exam"]),
        "assessment_standard": stated({"text": "A rubric"}),
        "level": stated("beginner"),
    }
    engine = new_engine()
    academy = provider("academy", facts={"track_record": stated("Since 1900")})
    documents = complete(
        academy,
        program("dance", facts=assessed),
        program("song", facts={"level": stated("beginner", valid_until=date(2026, 12, 1))}),
        program("chess", provider="school", title="<b>Chess</b>"),
        page("quality"),
    )
    take_in(engine, documents, origin="one.csv", read_on=CHECKED)
    other = program("dance", facts={"level": stated("advanced", on="other")})
    take_in(engine, complete(other), origin="two.csv", read_on=CHECKED)
    return knowledge_report(Catalog(engine), today=TODAY, stale_after=timedelta(days=151))


def test_it_counts_programs_and_the_lines_of_their_checklists(report: KnowledgeReport) -> None:
    assert (report.programs, report.providers, report.pages) == (3, 2, 1)
    assert report.answered == 1
    assert report.share == pytest.approx(1 / 3)
    competency = report.lines["Competency against a standard"]
    assert (competency["claimed by the issuer"], competency["not stated"]) == (1, 2)
    assert report.lines["Issuer's reputation"]["claimed by the issuer"] == 2
    assert report.stated["level"] == 2
    assert report.stated["cost"] == 0


def test_the_least_known_providers_come_first(report: KnowledgeReport) -> None:
    assert [(row.id, row.programs, row.answered) for row in report.by_provider] == [
        ("school", 1, 0), ("academy", 2, 1),
    ]  # fmt: skip


def test_facts_past_their_day_and_facts_in_conflict_are_listed(report: KnowledgeReport) -> None:
    assert [(one.program, one.fact, one.remark) for one in report.stale] == [
        ("song", "level", "out of date since 1 December 2026")
    ]
    assert [(one.program, one.fact) for one in report.conflicting] == [("dance", "level")]
    assert "The other: advanced" in report.conflicting[0].remark


def test_facts_checked_longer_ago_than_the_set_age_are_listed() -> None:
    engine = new_engine()
    take_in(
        engine, complete(program("dance", facts={"level": stated("beginner")})),
        origin="one.csv", read_on=CHECKED,
    )  # fmt: skip
    for days, found in ((151, 0), (150, 1)):
        old = knowledge_report(Catalog(engine), today=TODAY, stale_after=timedelta(days=days)).stale
        assert len(old) == found
    assert old[0].remark == "checked 5 months ago"


def test_an_empty_catalog_has_a_report_too() -> None:
    empty = knowledge_report(Catalog(new_engine()), today=TODAY, stale_after=timedelta(days=1))
    assert (empty.programs, empty.share) == (0, 0)
    assert "What Advisor Bot knows" in html(empty)


def test_the_page_holds_the_numbers_the_charts_and_nothing_from_elsewhere(
    report: KnowledgeReport,
) -> None:
    text = html(report)
    assert text.count("<svg") == 3
    assert "out of date since 1 December 2026" in text
    assert "&lt;b&gt;Chess" not in text, "only what must be looked at again is named"
    assert "<script" not in text
    loaded = re.findall(r"(?:src|href)=\"([^\"#]+)", text)
    assert [address for address in loaded if not address.startswith("#")] == []
    assert html(report) == text, "the same report gives the same page"


def test_names_are_escaped_on_the_page() -> None:
    engine = new_engine()
    hostile = provider("school", name="<script>alert(1)</script>")
    take_in(
        engine, complete(hostile, program("chess", provider="school")),
        origin="one.csv", read_on=CHECKED,
    )  # fmt: skip
    text = html(knowledge_report(Catalog(engine), today=TODAY, stale_after=timedelta(days=365)))
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)" in text
