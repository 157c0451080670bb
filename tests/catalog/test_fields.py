"""Fields of work: asked for in a question, and told from a title or skills."""

import pytest

from advisor_bot.catalog.facts import FieldOfWork
from advisor_bot.catalog.fields import MOST_FIELDS, field_of, fields_of


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("cheapest cybersecurity credential", "cybersecurity"),
        ("a security course", "cybersecurity"),
        ("how do I lead my team better", "leadership"),
        ("SEO, please", "digital marketing"),
        ("help desk certificate", "IT support"),
        ("data or artificial intelligence", "artificial intelligence"),
        ("supply chain certificate", "operations"),
        ("lean six sigma", "operations"),
        ("a TESOL course to teach abroad", "education"),
        ("training for trainers", "education"),
        ("food safety training", "safety"),
        ("health and safety at work", "safety"),
        ("first aid for nurses", "health"),
        ("knitting", None),
        ("", None),
    ],
)
def test_the_field_that_covers_most_of_a_question_is_asked_for(
    asked: str, field: FieldOfWork | None
) -> None:
    assert field_of(asked) == field


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Google Data Analytics", ("data",)),
        ("Kotlin for Java Developers", ("software development",)),
        ("Finance for Managers", ("finance",)),
        ("Lean Six Sigma Green Belt", ("operations",)),
        ("Procurement and Logistics Basics", ("operations",)),
        ("Instructional Design for Beginners", ("education",)),
        ("OSHA 30 for Construction", ("safety",)),
        ("Occupational Health and Safety", ("safety",)),
        ("Deep Learning", ("artificial intelligence",)),
        ("Personal Training", ()),
        ("The Safety of Objects", ()),
        ("Social Security in Europe", ()),
        ("Dog Emotion and Cognition", ()),
        ("Interior Design History", ()),
    ],
)
def test_a_title_names_its_field_in_so_many_words(
    title: str, fields: tuple[FieldOfWork, ...]
) -> None:
    assert fields_of(title) == fields


def test_skills_tell_where_the_title_does_not_and_enough_of_them_agree() -> None:
    assert fields_of("Capstone", ["SQL", "Statistics", "Writing"]) == ("data",)
    assert fields_of("Capstone", ["SQL"]) == ()
    others = [f"craft {number}" for number in range(20)]
    assert fields_of("Capstone", ["SQL", "Statistics", *others]) == ()


def test_the_title_outweighs_the_skills() -> None:
    assert fields_of("Public Speaking", ["SQL", "Statistics"]) == ("communication",)


def test_of_many_fields_the_clearest_are_kept() -> None:
    title = "Cloud, SQL, Finance, Cybersecurity and Leadership"
    found = fields_of(title, ["Leadership", "Leadership skills", "Finance"])
    assert len(found) == MOST_FIELDS
    assert found[:2] == ("leadership", "finance")
