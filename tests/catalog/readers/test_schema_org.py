"""schema.org in JSON-LD and in pages. The pages are made after what course sites publish, and after the
example in Google's guide "Course info (Course and CourseInstance) structured data"."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import (
    Credit,
    Document,
    Price,
    Program,
    ProgramFacts,
    Provider,
    Status,
    Validity,
    Workload,
)
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.schema_org import jsonld_in_html, read, read_html

TODAY = date(2026, 11, 23)
Json = dict[str, Any]


def read_json(folder: Path, value: Any) -> list[Document | Problem]:
    path = folder / "courses.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return list(read(Material(path, path.name, TODAY)))


def read_page(
    folder: Path, content: str | bytes, url: str | None = None
) -> list[Document | Problem]:
    path = folder / "page.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_html(Material(path, path.name, TODAY, url)))


def page_of(*scripts: Any) -> str:
    marked = [
        f'<script type="application/ld+json">{json.dumps(script)}</script>' for script in scripts
    ]
    return f"<!doctype html><html><head>{''.join(marked)}</head><body>Hello</body></html>"


def program_in(items: list[Document | Problem]) -> Program:
    [program] = [item for item in items if isinstance(item, Program)]
    return program


def provider_in(items: list[Document | Problem]) -> Provider:
    [provider] = [item for item in items if isinstance(item, Provider)]
    return provider


def problems_in(items: list[Document | Problem]) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem)]


def values(facts: ProgramFacts) -> Json:
    """Everything that is stated, and nothing else."""
    return {name: fact.value for name, fact in facts if fact.is_stated}


def section(program: Program, heading: str) -> str:
    return next((each.text for each in program.sections if each.heading == heading), "")


def course(**members: Any) -> Json:
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": "Photography",
        "provider": {"@type": "Organization", "name": "The Photo Course"},
        **members,
    }


GOOGLES_EXAMPLE: Json = {
    "@context": "https://schema.org/",
    "@id": "https://www.mooc-site.com/advancedCpp",
    "@type": "Course",
    "name": "Learn Advanced C++ Topics",
    "description": "Improve your C++ skills by learning advanced topics.",
    "publisher": {
        "@type": "Organization",
        "name": "CourseWebsite",
        "url": "https://www.mooc-site.com",
    },
    "provider": {
        "@type": "CollegeOrUniversity",
        "name": "Example University",
        "url": "https://www.uni.edu",
        "address": {"@type": "PostalAddress", "addressCountry": "US"},
    },
    "image": ["https://www.mooc-site.com/photos/1x1/photo.jpg"],
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4, "ratingCount": 1234},
    "offers": [{"@type": "Offer", "category": "Paid", "priceCurrency": "EUR", "price": 10.99}],
    "totalHistoricalEnrollment": 12345,
    "datePublished": "2019-03-21",
    "educationalLevel": "Advanced",
    "about": ["C++ Coding", "Backend Engineering"],
    "teaches": ["Practice and apply systems thinking", "Understand how memory allocation works."],
    "financialAidEligible": "Scholarship Available",
    "inLanguage": "en",
    "availableLanguage": ["fr", "es"],
    "syllabusSections": [
        {"@type": "Syllabus", "name": "Memory Allocation", "timeRequired": "PT6H"},
        {"@type": "Syllabus", "name": "C++ Pointers", "timeRequired": "PT11H"},
    ],
    "review": [{"@type": "Review", "author": {"@type": "Person", "name": "Lou S."}}],
    "coursePrerequisites": [
        "Basic understanding of C++ up to arrays and functions.",
        "https://www.mooc-site.com/beginnerCpp",
    ],
    "educationalCredentialAwarded": [
        {
            "@type": "EducationalOccupationalCredential",
            "name": "CourseProvider Certificate",
            "url": "https://www.mooc-site.com/certificate",
            "credentialCategory": "Certificate",
            "offers": [{"@type": "Offer", "category": "Paid", "price": 5, "priceCurrency": "USD"}],
        }
    ],
    "hasCourseInstance": [
        {
            "@type": "CourseInstance",
            "courseMode": "Blended",
            "location": "Example University",
            "courseSchedule": {
                "@type": "Schedule",
                "duration": "PT3H",
                "repeatFrequency": "Daily",
                "repeatCount": 31,
                "startDate": "2023-07-01",
                "endDate": "2023-07-31",
            },
            "instructor": [{"@type": "Person", "name": "Ira D."}],
        },
        {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": "PT22H"},
    ],
}


def test_googles_example(tmp_path: Path) -> None:
    items = read_page(tmp_path, page_of(GOOGLES_EXAMPLE), url="https://www.mooc-site.com/page")
    university, site, program, problem = items
    assert isinstance(university, Provider)
    assert isinstance(site, Provider)
    assert isinstance(program, Program)
    assert isinstance(problem, Problem)
    assert (university.name, university.kind, university.country, university.webpage) == (
        "Example University",
        "university",
        "US",
        "https://www.uni.edu",
    )
    assert (program.provider, program.offered_on) == (university.id, site.id)
    assert program.id == "example-university-learn-advanced-c-plus-plus-topics"
    assert program.identifiers == ("https://www.mooc-site.com/advancedCpp",)
    assert program.languages == ("en",)
    assert values(program.facts) == {
        "credential_type": "certificate",
        "learning_outcomes": (
            "Practice and apply systems thinking",
            "Understand how memory allocation works.",
        ),
        "level": "advanced",
        "participation_mode": ("blended", "online"),
        "prerequisites": (
            "Basic understanding of C++ up to arrays and functions.",
            "https://www.mooc-site.com/beginnerCpp",
        ),
        "cost": (
            Price(amount=Decimal("10.99"), currency="EUR"),
            Price(amount=Decimal(5), currency="USD", condition="for the credential"),
        ),
    }
    assert "differ in how long" in problem.reason  # 93 hours in July, 22 online
    assert section(program, "") == "Improve your C++ skills by learning advanced topics."
    assert section(program, "Subjects") == "C++ Coding\nBackend Engineering"
    assert section(program, "Contents") == "Memory Allocation\nC++ Pointers"
    assert "Lou" not in str(program)
    assert "Ira" not in str(program)


def test_a_fact_cites_the_courses_own_page_and_its_place_in_the_file(tmp_path: Path) -> None:
    items = read_page(
        tmp_path, page_of(course(url="https://photo.org/c/1", educationalLevel="Beginner"))
    )
    level = program_in(items).facts.level
    assert level.status is Status.ISSUER_CLAIMED
    assert level.quote == "Beginner"
    assert level.source is not None
    assert level.source.url == "https://photo.org/c/1"
    assert level.source.title == "Photography"
    assert level.source.place == 'JSON-LD script 1, record 1, Course "Photography"'


def test_a_course_of_a_marketplace(tmp_path: Path) -> None:
    """One script with a list: the course, then breadcrumbs."""
    scripts = [
        {
            "@context": "http://schema.org",
            "@type": "Course",
            "@id": "https://www.market.com/course/complete-python/",
            "name": "The Complete Python Bootcamp",
            "description": "Learn Python like a Professional &amp; <b>more</b>!",
            "provider": {"@type": "Organization", "name": "Market", "sameAs": "www.market.com"},
            "creator": [{"@type": "Person", "name": "Jo Port"}],
            "audience": {"@type": "Audience", "audienceType": ["Beginners"]},
            "about": {"name": "Python"},
            "isAccessibleForFree": False,
            "inLanguage": "en",
            "hasCourseInstance": {
                "@type": "CourseInstance",
                "courseMode": "Online",
                "courseWorkload": "PT22H",
            },
            "offers": [
                {"@type": "Offer", "category": "Paid", "priceCurrency": "USD", "price": "84.99"},
                {"@type": "Offer", "category": "Subscription"},
            ],
        },
        {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
    ]
    items = read_page(tmp_path, page_of(scripts))
    program = program_in(items)
    assert problems_in(items) == []
    assert provider_in(items).name == "Market"
    assert provider_in(items).identifiers == ()
    assert program.identifiers == ("https://www.market.com/course/complete-python/",)
    assert section(program, "") == "Learn Python like a Professional & more!"
    assert section(program, "Subjects") == "Python"
    assert values(program.facts) == {
        "workload": Workload(hours=22),
        "participation_mode": ("online",),
        "cost": (Price(amount=Decimal("84.99"), currency="USD"),),
    }


def test_a_graph_with_references_and_cycles(tmp_path: Path) -> None:
    graph = [
        {
            "@type": "Course",
            "@id": "https://esports.gg/programs/100#course",
            "name": "Coaching 100",
            "url": "https://esports.gg/programs/100",
            "provider": {"@id": "https://esports.gg/#organization"},
            "isPartOf": {"@id": "https://esports.gg/programs#all"},
            "hasCourseInstance": {"@id": "_:b1"},
            "educationalCredentialAwarded": {"@id": "#badge"},
        },
        {
            "@type": "CourseInstance",
            "@id": "_:b1",
            "name": "Autumn",
            "courseMode": "online",
            "courseWorkload": "P4W",
            "isPartOf": {"@id": "https://esports.gg/programs/100#course"},
        },
        {
            "@type": "EducationalOccupationalCredential",
            "@id": "#badge",
            "name": "Coach Badge",
            "credentialCategory": {"@type": "DefinedTerm", "name": "Badge", "termCode": "badge"},
        },
        {
            "@type": "EducationalOccupationalProgram",
            "@id": "https://esports.gg/programs#all",
            "name": "Whole Program",
            "provider": {"@id": "https://esports.gg/#organization"},
            "hasCourse": {"@id": "https://esports.gg/programs/100#course"},
        },
        {
            "@type": "Organization",
            "@id": "https://esports.gg/#organization",
            "name": "Esports",
            "url": "https://esports.gg",
            "subOrganization": {"@id": "https://esports.gg/#organization"},
        },
    ]
    items = read_json(tmp_path, {"@context": "https://schema.org", "@graph": graph})
    assert [getattr(item, "title", None) for item in items] == [
        None,
        "Coaching 100",
        "Whole Program",
    ]
    course_read, whole = items[1:]
    assert isinstance(course_read, Program)
    assert isinstance(whole, Program)
    assert values(course_read.facts) == {
        "credential_type": "digital badge",
        "workload": Workload(weeks=4),
        "participation_mode": ("online",),
        "stackable_into": ("Whole Program",),
    }
    assert section(whole, "Contents") == "Coaching 100"
    assert provider_in(items).identifiers == ("https://esports.gg/#organization",)


def test_a_program(tmp_path: Path) -> None:
    program = {
        "@context": "https://schema.org/",
        "@type": "EducationalOccupationalProgram",
        "name": "Mechatronics",
        "url": "https://www.college.edu/mechatronics?view=1",
        "provider": {
            "@type": "CollegeOrUniversity",
            "name": "A College",
            "address": {
                "@type": "PostalAddress",
                "addressCountry": {"@type": "Country", "name": "CA"},
            },
        },
        "timeToComplete": "P6M",
        "numberOfCredits": {
            "@type": "StructuredValue",
            "value": "12",
            "unitText": "semester hours",
        },
        "programPrerequisites": {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "HighSchool",
            "name": "High school diploma",
        },
        "educationalProgramMode": "IN_PERSON",
        "occupationalCredentialAwarded": "Professional Certificate",
        "offers": {
            "@type": "Offer",
            "category": "Total Cost",
            "priceSpecification": {
                "@type": "PriceSpecification",
                "price": 4250.0,
                "priceCurrency": "CAD",
            },
        },
    }
    items = read_json(tmp_path, program)
    assert provider_in(items).country == "CA"
    read_program = program_in(items)
    assert read_program.identifiers == ("https://www.college.edu/mechatronics?view=1",)
    assert values(read_program.facts) == {
        "credential_type": "professional certificate",
        "workload": Workload(weeks=26),
        "participation_mode": ("on site",),
        "external_credit": (Credit(system="semester hours", amount=12),),
        "prerequisites": ("High school diploma",),
        "cost": (Price(amount=Decimal(4250), currency="CAD"),),
    }


def test_a_credential_of_its_own(tmp_path: Path) -> None:
    credential = {
        "@context": "http://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": "Security Professional",
        "credentialCategory": ["Certification"],
        "creator": {
            "@type": "NGO",
            "name": "Security Guild",
            "sameAs": ["https://ror.org/0abc12345"],
        },
        "recognizedBy": [{"@type": "Organization", "name": "ANAB"}, {"name": "Security Guild"}],
        "competencyRequired": ["Risk management", {"@type": "DefinedTerm", "name": "Cryptography"}],
        "educationalLevel": "expert",
        "validFor": "P3Y",
        "validIn": {"@type": "AdministrativeArea", "name": "Worldwide"},
    }
    items = read_json(tmp_path, credential)
    provider = provider_in(items)
    assert (provider.kind, provider.identifiers) == ("non-profit", ("https://ror.org/0abc12345",))
    program = program_in(items)
    assert values(program.facts) == {
        "credential_type": "certification",
        "skills": ("Risk management", "Cryptography"),
        "level": "advanced",
        "recognised_by": ("ANAB",),
        "validity": Validity(expires=True, months=36),
    }
    assert "Valid in: Worldwide" in section(program, "More")


def test_a_catalog_lends_its_owner_to_its_courses(tmp_path: Path) -> None:
    school = {
        "@context": "https://schema.org",
        "@type": "EducationalOrganization",
        "name": "Night School",
        "hasOfferCatalog": {
            "@type": "OfferCatalog",
            "itemListElement": [
                {"@type": "Offer", "itemOffered": {"@type": "Course", "name": "Pottery"}},
                {"@type": "Offer", "itemOffered": {"@type": "Course", "name": "Spanish"}},
            ],
        },
    }
    items = read_json(tmp_path, school)
    assert provider_in(items).name == "Night School"
    assert [item.title for item in items if isinstance(item, Program)] == ["Pottery", "Spanish"]


def test_a_list_of_courses(tmp_path: Path) -> None:
    listed = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": 1,
                "item": course(name="One", url="https://a.org/all"),
            },
            {
                "@type": "ListItem",
                "position": 2,
                "item": course(name="Two", url="https://a.org/all"),
            },
            {
                "@type": "ListItem",
                "position": 3,
                "item": course(name="Three", url="https://a.org/3"),
            },
        ],
    }
    programs = [item for item in read_json(tmp_path, listed) if isinstance(item, Program)]
    assert [program.title for program in programs] == ["One", "Two", "Three"]
    assert [program.identifiers for program in programs] == [(), (), ("https://a.org/3",)]
    assert programs[0].webpage == "https://a.org/all"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"timeRequired": "PT40H"}, Workload(hours=40)),
        ({"timeRequired": "about 6 lessons"}, None),
        ({"hasCourseInstance": {"courseWorkload": "P2D"}}, Workload(weeks=0.4)),
        ({"hasCourseInstance": [{"courseWorkload": "PT5H"}] * 2}, Workload(hours=5)),
        # Hours beside weeks may be a week's or all.
        (
            {"timeRequired": "P10W", "hasCourseInstance": {"courseWorkload": "PT10H"}},
            Workload(weeks=10),
        ),
        (
            {"timeRequired": "P10W", "hasCourseInstance": {"courseWorkload": "10 hours per week"}},
            Workload(weeks=10, hours_per_week=10),
        ),
        (
            {
                "timeRequired": "P10W",
                "hasCourseInstance": {"courseWorkload": "5-10 hours per week"},
            },
            Workload(weeks=10),
        ),
        ({"hasCourseInstance": {"courseWorkload": "10 hours per week"}}, None),
        (
            {
                "hasCourseInstance": {
                    "courseWorkload": "2 hours of lectures, 1 hour of lab per week"
                }
            },
            None,
        ),
        (
            {
                "hasCourseInstance": {
                    "courseSchedule": {
                        "duration": "PT3H",
                        "repeatFrequency": "Weekly",
                        "repeatCount": 8,
                    }
                }
            },
            Workload(weeks=8, hours_per_week=3),
        ),
        (
            {
                "hasCourseInstance": {
                    "courseSchedule": {
                        "duration": "PT3H",
                        "repeatFrequency": "Daily",
                        "repeatCount": 31,
                    }
                }
            },
            Workload(weeks=4.4, hours=93),
        ),
        (
            {
                "hasCourseInstance": {
                    "courseSchedule": {"repeatFrequency": "P1M", "repeatCount": "3"}
                }
            },
            Workload(weeks=13),
        ),
        ({"hasCourseInstance": {"courseSchedule": {"repeatCount": 10**6}}}, None),
    ],
)
def test_how_long_it_takes(tmp_path: Path, members: Json, expected: Workload | None) -> None:
    program = program_in(read_json(tmp_path, course(**members)))
    assert program.facts.workload.value == expected


def usd(amount: str, **more: Any) -> Price:
    return Price(amount=Decimal(amount), currency="USD", **more)


@pytest.mark.parametrize(
    ("offers", "expected"),
    [
        ({"price": "1,299.00", "priceCurrency": "usd"}, (usd("1299"),)),
        ({"price": 0, "priceCurrency": "USD"}, (usd("0"),)),
        ({"category": "Free", "priceCurrency": "USD"}, (usd("0"),)),
        ({"category": "Paid", "priceCurrency": "INR"}, None),
        ({"lowPrice": 10, "highPrice": "20", "priceCurrency": "USD"}, (usd("10", up_to=20),)),
        (
            {"price": 5, "priceCurrency": "USD", "name": "Verified"},
            (usd("5", condition="Verified"),),
        ),
        ({"price": 5, "priceCurrency": "USD", "availability": "https://schema.org/SoldOut"}, None),
        (
            {
                "category": "Subscription",
                "priceSpecification": {
                    "@type": "UnitPriceSpecification",
                    "price": 39,
                    "priceCurrency": "USD",
                    "referenceQuantity": {"value": 1, "unitCode": "MON"},
                },
            },
            (usd("39", per="month"),),
        ),
        (
            {
                "priceCurrency": "USD",
                "priceSpecification": {"price": 399, "billingIncrement": 12, "unitCode": "MON"},
            },
            (usd("399", per="year"),),
        ),
        (
            {"price": 399, "priceCurrency": "USD", "billingDuration": "P1Y"},
            (usd("399", per="year"),),
        ),
        ([{"price": 9, "priceCurrency": "USD"}, {"price": 9, "priceCurrency": "USD"}], (usd("9"),)),
    ],
)
def test_what_it_costs(tmp_path: Path, offers: Any, expected: tuple[Price, ...] | None) -> None:
    items = read_json(tmp_path, course(offers=offers))
    assert program_in(items).facts.cost.value == expected
    assert problems_in(items) == []


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        ({"price": 49}, "no currency"),
        ({"price": 49, "priceCurrency": "Dollars"}, "no currency"),
        ({"price": "on request", "priceCurrency": "USD"}, "no amount"),
        ({"price": -5, "priceCurrency": "USD"}, "no amount"),
        ({"price": 39, "priceCurrency": "USD", "category": "Subscription"}, "period"),
        ({"price": 39, "priceCurrency": "USD", "billingDuration": "P6M"}, "period"),
    ],
)
def test_prices_in_doubt_are_problems(tmp_path: Path, offer: Json, said: str) -> None:
    items = read_json(tmp_path, course(offers=offer))
    assert program_in(items).facts.cost.value is None
    [problem] = problems_in(items)
    assert said in problem.reason
    assert problem.field.endswith('Course "Photography", price')
    assert not problem.refused


def test_a_price_holds_as_long_as_it_says(tmp_path: Path) -> None:
    offer = {"price": 9, "priceCurrency": "USD", "priceValidUntil": "2027-01-31T00:00:00Z"}
    cost = program_in(read_json(tmp_path, course(offers=offer))).facts.cost
    assert cost.valid_until == date(2027, 1, 31)


def test_free_is_a_price_only_in_a_currency(tmp_path: Path) -> None:
    free = program_in(read_json(tmp_path, course(isAccessibleForFree=True)))
    assert free.facts.cost.value is None
    assert free.facts.cost.note == "The offer says: accessible for free."
    assert "accessible for free" in section(free, "More")
    euros = course(isAccessibleForFree="true", offers={"category": "Free", "priceCurrency": "EUR"})
    assert program_in(read_json(tmp_path, euros)).facts.cost.value == (
        Price(amount=Decimal(0), currency="EUR"),
    )
    audited = course(isAccessibleForFree=True, offers={"price": 49, "priceCurrency": "USD"})
    cost = program_in(read_json(tmp_path, audited)).facts.cost
    assert cost.value == (usd("49"),)
    assert cost.note == "The offer says: accessible for free."


@pytest.mark.parametrize(
    ("credits", "expected"),
    [
        (3, Credit(system="other", amount=3, detail="of a kind that is not named")),
        ({"value": 5, "unitText": "ECTS credits"}, Credit(system="ECTS", amount=5)),
        ({"value": 1.5, "unitText": "CEUs"}, Credit(system="CEU", amount=1.5)),
        ({"value": 2, "unitText": "points"}, Credit(system="other", amount=2, detail="points")),
    ],
)
def test_credits(tmp_path: Path, credits: Any, expected: Credit) -> None:
    program = program_in(read_json(tmp_path, course(numberOfCredits=credits)))
    assert program.facts.external_credit.value == (expected,)


def test_a_number_that_no_fact_can_hold_costs_one_course_only(tmp_path: Path) -> None:
    path = tmp_path / "courses.json"
    tiny = json.dumps(course(numberOfCredits=12345)).replace("12345", "1e-400")
    path.write_text(f"[{tiny}, {json.dumps(course(name='Fine'))}]")
    items = list(read(Material(path, path.name, TODAY)))
    assert program_in(items).title == "Fine"
    assert "cannot be recorded" in problems_in(items)[0].reason


@pytest.mark.parametrize("stated", ["P30D", "three years", "PT5H"])
def test_a_validity_in_other_units_is_not_taken(tmp_path: Path, stated: str) -> None:
    awarded = {"@type": "EducationalOccupationalCredential", "name": "C", "validFor": stated}
    items = read_json(tmp_path, course(educationalCredentialAwarded=awarded))
    assert program_in(items).facts.validity.value is None
    [problem] = problems_in(items)
    assert stated in problem.reason


def test_who_makes_the_offer_is_the_provider_where_none_is_named(tmp_path: Path) -> None:
    offer = {
        "price": 5,
        "priceCurrency": "USD",
        "offeredBy": {"@type": "Organization", "name": "Shop"},
    }
    assert provider_in(read_json(tmp_path, course(provider=None, offers=offer))).name == "Shop"


def test_how_an_event_is_attended(tmp_path: Path) -> None:
    instance = {
        "@type": "CourseInstance",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "startDate": "2027-03-01",
        "location": {"@type": "Place", "name": "Utrecht"},
    }
    program = program_in(read_json(tmp_path, course(hasCourseInstance=instance)))
    assert program.facts.participation_mode.value == ("blended",)
    assert section(program, "Dates and places") == "2027-03-01; Utrecht"


def test_a_level_that_is_a_range_stays_words(tmp_path: Path) -> None:
    program = program_in(read_json(tmp_path, course(educationalLevel="Beginner to Advanced")))
    assert program.facts.level.value is None
    assert "Level: Beginner to Advanced" in section(program, "More")


def test_several_types_of_credential_are_none(tmp_path: Path) -> None:
    awarded = [{"credentialCategory": "Certificate"}, {"credentialCategory": "Badge"}]
    items = read_json(tmp_path, course(educationalCredentialAwarded=awarded))
    assert program_in(items).facts.credential_type.value is None
    assert "several types" in problems_in(items)[0].reason


@pytest.mark.parametrize(
    "written",
    [
        {"@context": "http://schema.org/", "@type": ["Product", "Course"], "name": "C"},
        {
            "@context": {"schema": "https://schema.org/"},
            "@type": "schema:Course",
            "schema:name": "C",
        },
        {"@type": "http://schema.org/Course", "http://schema.org/name": [{"@value": "C"}]},
        {"@context": {"@vocab": "http://schema.org/"}, "@type": "Course", "name": {"@value": "C"}},
    ],
)
def test_ways_to_write_the_vocabulary(tmp_path: Path, written: Json) -> None:
    prefix = next((key[: -len("name")] for key in written if key.endswith("name")), "")
    named = {**written, f"{prefix}provider": {"@type": "Organization", f"{prefix}name": "P"}}
    items = read_json(tmp_path, named)
    assert program_in(items).title == "C"
    assert provider_in(items).name == "P"


def test_courses_of_other_vocabularies_are_not_read(tmp_path: Path) -> None:
    items = read_json(tmp_path, course(**{"@context": "https://other.org/terms"}))
    assert [type(item) for item in items] == [Problem]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"provider": None}, "who provides it"),
        ({"provider": None, "publisher": {"@type": "Organization", "name": "Site"}}, "provides"),
        ({"provider": {"@id": "https://a.org/#nowhere"}}, "who provides it"),
        ({"provider": "https://a.org"}, "who provides it"),
        ({"name": ""}, "without a name"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_the_rest_is_read(
    tmp_path: Path, members: Json, said: str
) -> None:
    items = read_json(tmp_path, [course(**members), course(name="Fine")])
    assert program_in(items).title == "Fine"
    [problem] = problems_in(items)
    assert said in problem.reason
    assert problem.refused


def test_several_providers(tmp_path: Path) -> None:
    items = read_json(tmp_path, course(provider=["IBM", {"@type": "Organization", "name": "edX"}]))
    program = program_in(items)
    assert program.provider == "edx"
    both = [{"name": "IBM"}, {"name": "edX"}]
    program = program_in(read_json(tmp_path, course(provider=both)))
    assert program.provider == "ibm"
    assert "Also offered by: edX" in section(program, "More")


# Pages.


def test_every_script_of_a_page_counts_and_a_broken_one_is_named(tmp_path: Path) -> None:
    broken = '<script type="application/ld+json">{"@type": "Course", "name": "Bro'
    page = page_of(course(name="One")) + broken + "</script>" + page_of(course(name="Two"))
    items = read_page(tmp_path, page)
    assert [item.title for item in items if isinstance(item, Program)] == ["One", "Two"]
    [problem] = problems_in(items)
    assert "JSON-LD script 2" in problem.field


def test_blank_nodes_of_two_scripts_are_not_the_same(tmp_path: Path) -> None:
    def script(title: str, provider: str) -> list[Json]:
        named = {"@id": "_:b0", "@type": "Organization", "name": provider}
        return [course(name=title, provider={"@id": "_:b0"}), named]

    items = read_page(tmp_path, page_of(script("One", "First"), script("Two", "Second")))
    programs = [item for item in items if isinstance(item, Program)]
    assert [(each.title, each.provider) for each in programs] == [
        ("One", "first"),
        ("Two", "second"),
    ]


def test_only_json_ld_is_taken_from_a_page() -> None:
    page = """
      <!-- <script type="application/ld+json">{"in": "a comment"}</script> -->
      <script>document.write('{"@type": "Course"}')</script>
      <SCRIPT id=x TYPE='application/ld+json; charset=utf-8'>
        //<![CDATA[
        {"a": "<!-- kept -->"}
        //]]>
      </SCRIPT >
      <script type="application/json">{"not": "ld"}</script>
      <script type=application/ld+json><!-- {"b": 1} --></script>
      <script type="application/ld+json">{"never": "closed"
    """
    assert [each.strip() for each in jsonld_in_html(page)] == [
        '{"a": "<!-- kept -->"}',
        '{"b": 1}',
        '{"never": "closed"',
    ]


def test_a_page_without_json_ld_yields_nothing(tmp_path: Path) -> None:
    assert read_page(tmp_path, "<html><body><p>Course: Photography, USD 5</p></body></html>") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings_of_pages(tmp_path: Path, encoding: str) -> None:
    scripts = json.dumps(course(name="Überblick"), ensure_ascii=False)
    page = (
        f'<html><head><meta charset="{encoding}">'
        f'<script type="application/ld+json">{scripts}</script></head></html>'
    )
    assert program_in(read_page(tmp_path, page.encode(encoding))).title == "Überblick"


def test_an_address_without_a_site_is_of_the_page(tmp_path: Path) -> None:
    page = page_of(course(url="/courses/photo"))
    program = program_in(read_page(tmp_path, page, url="https://photo.org/list"))
    assert program.webpage == "https://photo.org/courses/photo"
    assert program_in(read_page(tmp_path, page)).webpage is None
    broken = read_page(tmp_path, page_of(course(url="//[")), url="https://photo.org/list")
    assert program_in(broken).webpage is None


def test_pages_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor_bot.catalog.readers.schema_org.reader.LARGEST_PAGE", 100)
    [problem] = read_page(tmp_path, page_of(course()))
    assert isinstance(problem, Problem)
    assert "more than 100 bytes" in problem.reason


def test_a_hostile_page_ends(tmp_path: Path) -> None:
    for part in ("<!--", '<script type="application/ld+json">', "<script ", "{", "["):
        read_page(tmp_path, part * 50_000)


# Any content.

_TERMS = st.sampled_from(
    [
        "@type", "@id", "@graph", "@context", "name", "provider", "publisher", "offers", "price",
        "priceCurrency", "lowPrice", "highPrice", "priceSpecification", "referenceQuantity", "unitCode",
        "billingDuration", "hasCourseInstance", "courseMode", "courseWorkload", "courseSchedule",
        "repeatCount", "repeatFrequency", "duration", "timeRequired", "numberOfCredits", "value",
        "educationalCredentialAwarded", "credentialCategory", "validFor", "teaches", "url", "inLanguage",
        "isAccessibleForFree", "isPartOf", "itemListElement", "item", "address", "addressCountry",
        "educationalLevel", "alternateName", "@value", "recognizedBy", "schema:name", "description",
    ]
)  # fmt: skip
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["Course", "Organization", "USD", "PT5H", "P1W", "https://a.de/b", "Weekly", "MON"]
    )
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TERMS, inner, max_size=6),
    max_leaves=30,
)


@given(value=_JSON)
def test_any_json_is_read_without_a_crash(
    value: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    assert read_json(folder, value)
    if isinstance(value, dict):
        full = course(**{key: each for key, each in value.items() if key != "@context"})
        for items in (read_json(folder, full), read_page(folder, page_of(full))):
            providers = {item.id for item in items if isinstance(item, Provider)}
            programs = [item for item in items if isinstance(item, Program)]
            assert all(program.provider in providers for program in programs)


@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_without_a_crash(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    read_page(folder, b'<script type="application/ld+json">' + content + b"</script>")
    read_page(folder, content)
    path = folder / "any.json"
    path.write_bytes(content)
    assert list(read(Material(path, path.name, TODAY)))
