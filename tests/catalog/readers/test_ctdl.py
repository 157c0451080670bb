"""CTDL JSON-LD. What the real files say was read off them by hand."""

import base64
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.catalog.facts import (
    Accreditation,
    AssessmentStandard,
    Credit,
    Document,
    Fact,
    Price,
    Program,
    ProgramFacts,
    Provider,
    Status,
    Validity,
    Workload,
)
from advisor_bot.catalog.readers.ctdl import read
from advisor_bot.catalog.readers.reading import Material, Problem

TODAY = date(2026, 11, 23)
REGISTRY = "https://sandbox.credentialengineregistry.org/resources/"
Graph = list[dict[str, Any]]


@pytest.fixture(scope="session")
def published(real_data: Path) -> Path:
    return real_data / "ctdl"


def read_file(path: Path) -> list[Document | Problem]:
    return list(read(Material(path, path.name, TODAY)))


def read_json(folder: Path, value: Any) -> list[Document | Problem]:
    path = folder / "registry.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_file(path)


def programs(found: list[Document | Problem]) -> list[Program]:
    return [each for each in found if isinstance(each, Program)]


def providers(found: list[Document | Problem]) -> list[Provider]:
    return [each for each in found if isinstance(each, Provider)]


def problems(found: list[Document | Problem]) -> list[str]:
    return [str(each) for each in found if isinstance(each, Problem)]


def stated(facts: ProgramFacts) -> dict[str, Any]:
    return {
        name: fact.value
        for name in type(facts).model_fields
        if (fact := getattr(facts, name)).is_stated
    }


def sections(document: Program | Provider) -> dict[str, str]:
    return {section.heading: section.text for section in document.sections}


# The published files


def test_a_certificate_with_outcomes(published: Path) -> None:
    found = read_file(
        published / "CareerBridge_Credential_WithAggregateDataProfile_API_Output.json"
    )
    (program,) = programs(found)

    assert program.title == "A+/MCP Certification Training"
    assert program.identifiers == (
        REGISTRY + "ce-343120e2-c068-4630-bb39-0a09e56d5613",
        "ce-343120e2-c068-4630-bb39-0a09e56d5613",
    )
    assert program.webpage == "https://batestech.edu"
    assert program.languages == ("en",)
    assert program.status == "active"
    assert program.offered_on is None
    assert stated(program.facts) == {
        "credential_type": "certificate",
        "workload": Workload(weeks=39),  # P9M
        "participation_mode": ("on site", "online"),
    }
    told = sections(program)
    assert told[""].startswith("Structured as a shorter alternative to the computer networking")
    assert told["Where"] == "Tacoma, WA, United States"
    assert "234 awarded" in told["Outcomes"]
    assert "Successful Completers: 344" in told["Outcomes"]
    assert "Hired for a Training-Related Job: 195" in told["Outcomes"]
    assert "Average Wage: USD 19.35" in told["Outcomes"]


def test_an_owner_that_is_an_id_only_is_named_by_it_and_reported(published: Path) -> None:
    found = read_file(
        published / "CareerBridge_Credential_WithAggregateDataProfile_API_Output.json"
    )
    owner = "ce-43cfb849-94af-4324-b1f3-d3c0df784fbb"
    (provider,) = providers(found)
    (program,) = programs(found)

    assert provider.name == f"Organization {owner}"
    assert provider.identifiers == (REGISTRY + owner, owner)
    assert provider.webpage is None, "the program's page may lie with somebody else"
    assert program.provider == provider.id
    (problem,) = problems(found)
    assert f"{REGISTRY}{owner}" in problem
    assert "import the file of that organization as well" in problem


def test_a_degree_in_two_languages(published: Path) -> None:
    found = read_file(published / "CredentialWithMultipleLanguages_Api_output.json")
    (program,) = programs(found)

    assert program.title == "Bachelor of Science in Accounting"
    assert program.aliases == ("بكالوريوس العلوم في المحاسبة",)
    assert program.languages == ("ar", "en")
    assert program.provider == "organization-ce-a588a18b-2616-4c74-bdcd-6507c0693d0e"
    assert stated(program.facts) == {
        "workload": Workload(weeks=8, weeks_max=12),
        "accreditation": (Accreditation(body="Some Accreditation Body", scope="program"),),
        "prerequisites": (
            "Complete High School",
            "Have a drivers licence",
            "10 credits (Semester Hour): Credit unit is in semester hours.",
        ),
        "cost": (
            Price(amount=Decimal(100), currency="USD", condition="Application"),
            Price(amount=Decimal(12999), currency="USD"),
        ),
    }
    assert program.facts.cost.note == "Tuition: Full amount due at time of registration"
    assert program.facts.workload.note == "Estimated duration of 8 to 12 weeks."
    told = sections(program)
    assert told["Kind"] == "Bachelor degree"
    assert told[""].endswith("for small and medium enterprises (SMEs).")
    assert "- A required learning opportunity. (learning opportunity)" in told["Requirements"]
    assert (
        told["Subjects and occupations"] == "Keywords: Accounting, Taxation, financial management"
    )


def test_what_is_named_and_not_in_the_file_is_reported_once(published: Path) -> None:
    found = read_file(published / "CredentialWithMultipleLanguages_Api_output.json")

    assert [
        each for each in problems(found) if "ce-ccd00a32-d5ad-41e7-b14c-5c096bc9eea0" in each
    ] == [
        "CredentialWithMultipleLanguages_Api_output.json: node"
        " ce-cef8a76d-f168-0513-8fac-0b8dc60ef853: names what is not in this file, so it was left"
        " out: ce-ccd00a32-d5ad-41e7-b14c-5c096bc9eea0. Import one file that has them all, such as a"
        " list of their envelopes"
    ]


def test_a_certification_in_detail(published: Path) -> None:
    found = read_file(published / "Credential_PublishDetailedRecord_API_output.json")
    (program,) = programs(found)

    assert program.title == "My Certification Name"
    assert program.identifiers[1] == "ce-509682bb-658e-4eb6-87f2-ebff5d5e0aec"
    assert program.webpage == "http://example.com/credential/1234"
    assert program.provider == "organization-ce-a588a18b-2616-4c74-bdcd-6507c0693d0e"
    assert stated(program.facts) == {
        "credential_type": "certification",
        # A second accreditor, ce-541da30c…, is an id only.
        "accreditation": (
            Accreditation(body="Council on Social Work Education (CSWE)", scope="program"),
        ),
        "recognised_by": (
            "A QA Organization (recognised in a place that is not named, except Oregon, United States)",
        ),
        "prerequisites": ("Complete High School", "Have a drivers licence."),
        "cost": (
            Price(amount=Decimal(100), currency="USD", condition="Application"),
            Price(amount=Decimal(12999), currency="USD"),
        ),
    }
    told = sections(program)
    assert "Cybersecurity Technology Master's Degree" in told["Prepares for"]
    assert "Information Security Analysts" in told["Subjects and occupations"]
    assert "skills" not in stated(program.facts), "occupations are no skills"
    assert any("ce-541da30c-15dd-4ead-881b-729796024b8f" in each for each in problems(found))


def test_each_fact_cites_the_page_and_the_place(published: Path) -> None:
    found = read_file(published / "Credential_PublishDetailedRecord_API_output.json")
    fact = programs(found)[0].facts.cost

    assert fact.status is Status.ISSUER_CLAIMED
    assert fact.source is not None
    assert fact.source.url == "http://example.com/credential/1234"
    assert fact.source.title == "My Certification Name"
    assert fact.source.place == "node ce-509682bb-658e-4eb6-87f2-ebff5d5e0aec"
    assert fact.source.checked_on == TODAY


def test_a_learning_opportunity_that_stands_alone(published: Path) -> None:
    found = read_file(published / "LearningOpportunity_160_Driving_Academy_published.json")
    (provider,) = providers(found)
    (program,) = programs(found)

    assert (provider.name, provider.webpage) == (
        "160 Driving Academy",
        "https://160drivingacademy.com",
    )
    assert provider.identifiers == (), "a blank node's id means nothing outside the file"
    assert program.title == "160 Driving Academy"
    assert program.provider == provider.id == "160-driving-academy"
    assert program.offered_on is None
    assert stated(program.facts) == {
        "workload": Workload(weeks=4, hours=160),
        "participation_mode": ("on site", "online"),
        "recognised_by": (
            "Illinois Community College Board (approved)",
            "Illinois Secretary of State (approved)",
            "Industry Standard: Illinois Secretary of State Licensed Facility (approved)",
        ),
        "prerequisites": (
            "Drug/Alchohol Screening",
            "Other - DOT Physical Exam",
            "In-Person interview. Should bring drivers license and 3 year history",
        ),
        "cost": (Price(amount=Decimal(4695), currency="USD"),),
    }
    assert sections(program)["Where"].splitlines() == [
        "Belleville, Illinois, USA",
        "Waukegan, Illinois, USA",
        "Springfield, Illinois, USA",
    ]
    assert problems(found) == []


def test_an_organization_in_its_registry_envelope(published: Path) -> None:
    found = read_file(published / "OrganizationEnvelope.json")
    (provider,) = providers(found)

    assert (provider.id, provider.name) == ("nocti", "NOCTI")
    assert provider.identifiers == (
        "https://credentialengineregistry.org/resources/ce-6a62b250-a1a2-4d31-a702-cdc2437efd31",
        "ce-6a62b250-a1a2-4d31-a702-cdc2437efd31",
    )
    assert (provider.kind, provider.country) == ("non-profit", "US")
    assert provider.webpage == "http://www.nocti.org/index.cfm"
    accreditor = "International Certification Accreditation Council (ICAC)"
    assert provider.facts.accreditation.value == (Accreditation(body=accreditor, scope="provider"),)
    assert provider.facts.track_record.value == "Founded in 1966"
    assert provider.facts.quality_assurance.value == (
        "In general, assessment review occurs every two to three years. Information from the review"
        " may result in a determination to revise or retire an assessment."
    )
    assert not provider.facts.recognised_by.is_stated
    told = sections(provider)
    assert told[""].startswith("NOCTI is the largest provider of industry-based credentials")
    assert told["Mission and goals"].startswith("Building a competent workforce")
    assert "must be administered in a proctored environment" in told["Administration process"]
    assert told["How to verify a credential"] == (
        "Individual Credentialing. Badge Claim. http://www.nocti.org/SkillBadges.cfm?m=3"
    )
    assert programs(found) == []
    assert problems(found) == []


@pytest.mark.parametrize(
    ("name", "cut", "expected"),
    [
        (
            "LearningOpportunity_160_Driving_Academy_published.json",
            "_:82ccd211-98f1-44fa-b0c5-ef115da75e29",
            1,
        ),
        ("OrganizationEnvelope.json", "International Certification Accreditation", 1),
    ],
)
def test_a_file_cut_off_gives_what_stands_before(
    published: Path, tmp_path: Path, name: str, cut: str, expected: int
) -> None:
    whole = (published / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: whole.rindex(cut.encode())])
    found = read_file(path)

    assert len(providers(found)) == expected
    assert "cut off" in problems(found)[0]


# Made by hand

OWNER = {
    "@id": "_:owner",
    "@type": "ceterms:CredentialOrganization",
    "ceterms:name": {"en": "Acme"},
}


def certificate(**members: Any) -> dict[str, Any]:
    own = {
        "@id": "https://registry.example/resources/ce-00000000-0000-4000-8000-000000000001",
        "@type": "ceterms:Certificate",
        "ceterms:name": {"en": "Data Basics"},
        "ceterms:ownedBy": ["_:owner"],
    }
    return own | {f"ceterms:{term}": value for term, value in members.items()}


def facts_of(folder: Path, *others: dict[str, Any], **members: Any) -> ProgramFacts:
    found = read_json(folder, {"@graph": [certificate(**members), OWNER, *others]})
    (program,) = programs(found)
    return program.facts


def concept(code: str, name: str = "") -> dict[str, Any]:
    aligned: dict[str, Any] = {"@type": "ceterms:CredentialAlignmentObject"}
    return aligned | {"ceterms:targetNode": code, "ceterms:targetNodeName": {"en": name or code}}


def cost(price: Any, kind: str | None = "costType:Tuition", **members: Any) -> dict[str, Any]:
    profile = {"@type": "ceterms:CostProfile", "ceterms:price": price, "ceterms:currency": "USD"}
    if kind:
        profile["ceterms:directCostType"] = concept(kind, kind.split(":")[1])
    return profile | {f"ceterms:{term}": value for term, value in members.items()}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ceterms:MicroCredential", "micro-credential"),
        ("ceterms:CertificateOfCompletion", "certificate of completion"),
        ("ceterms:OpenBadge", "digital badge"),
        ("ceterms:DigitalBadge", "digital badge"),
        ("ceterms:License", None),
        ("ceterms:MasterDegree", None),
    ],
)
def test_classes_of_credentials(tmp_path: Path, kind: str, expected: str | None) -> None:
    found = read_json(tmp_path, {"@graph": [certificate() | {"@type": kind}, OWNER]})

    assert programs(found)[0].facts.credential_type.value == expected


@pytest.mark.parametrize(
    "wrap", ["graph", "list", "graphs", "envelope", "envelopes", "token", "lines"]
)
def test_every_way_to_write_a_registry_record(tmp_path: Path, wrap: str) -> None:
    graph = {"@context": "https://credreg.net/ctdl", "@graph": [certificate(), OWNER]}
    payload = base64.urlsafe_b64encode(json.dumps(graph).encode()).decode().rstrip("=")
    envelope = {"envelope_id": "1", "resource": "not.read.here", "decoded_resource": graph}
    written: dict[str, Any] = {
        "graph": graph,
        "list": graph["@graph"],
        "graphs": [graph],
        "envelope": envelope,
        "envelopes": [envelope],
        "token": {"envelope_id": "1", "resource": f"e30.{payload}.c2ln"},
    }
    if wrap == "lines":
        path = tmp_path / "lines.json"
        path.write_text(json.dumps(graph) + "\n", encoding="utf-8")
        found = read_file(path)
    else:
        found = read_json(tmp_path, written[wrap])

    assert [each.title for each in programs(found)] == ["Data Basics"]
    assert [each.name for each in providers(found)] == ["Acme"]
    assert problems(found) == []


def test_a_single_resource_with_its_owner_inside(tmp_path: Path) -> None:
    owner = {"@type": "ceterms:CredentialOrganization", "ceterms:name": {"de": "Die Akademie"}}
    (provider, program) = read_json(tmp_path, certificate(ownedBy=owner))

    assert isinstance(provider, Provider)
    assert isinstance(program, Program)
    assert (provider.name, program.provider) == ("Die Akademie", provider.id)


def test_an_envelope_that_its_registry_deleted_is_left_out(tmp_path: Path) -> None:
    envelope = {
        "decoded_resource": {"@graph": [certificate(), OWNER]},
        "node_headers": {"deleted_at": "2026-01-01T00:00:00Z"},
    }
    found = read_json(tmp_path, [envelope])

    assert programs(found) == []
    assert "its registry has deleted it" in problems(found)[0]


def test_blank_nodes_of_two_graphs_are_two_things(tmp_path: Path) -> None:
    other = OWNER | {"ceterms:name": {"en": "Beta"}}
    second = certificate(name={"en": "Cloud Basics"}) | {"@id": "https://registry.example/2"}
    found = read_json(tmp_path, [{"@graph": [certificate(), OWNER]}, {"@graph": [second, other]}])

    assert {each.title: each.provider for each in programs(found)} == {
        "Data Basics": "acme",
        "Cloud Basics": "beta",
    }


def test_a_provider_comes_once_and_before_what_it_owns(tmp_path: Path) -> None:
    graphs = [
        {"@graph": [certificate(name=name) | {"@id": f"https://registry.example/{name}"}, OWNER]}
        for name in ("One", "Two")
    ]
    found = read_json(tmp_path, graphs)

    assert [type(each) for each in found] == [Provider, Program, Program]


def test_organizations_of_one_name_and_two_addresses_stay_apart(tmp_path: Path) -> None:
    graph: Graph = []
    for number in (1, 2):
        organization = f"https://registry.example/org/{number}"
        graph.append(OWNER | {"@id": organization})
        own = {"@id": f"https://registry.example/{number}", "ceterms:ownedBy": [organization]}
        graph.append(certificate() | own)
    found = read_json(tmp_path, {"@graph": graph})

    assert len({each.id for each in providers(found)}) == 2
    assert len({each.provider for each in programs(found)}) == 2
    assert len({each.id for each in programs(found)}) == 2


def test_an_address_makes_two_of_three_with_one_name(tmp_path: Path) -> None:
    graph: Graph = [OWNER]
    for number, organization in enumerate(["_:owner", "https://a.example", "https://b.example"]):
        own = {"@id": f"https://registry.example/{number}", "ceterms:ownedBy": [organization]}
        graph.append(certificate(name=f"Course {number}") | own)
        graph += [OWNER | {"@id": organization}] if number else []
    found = read_json(tmp_path, {"@graph": graph})

    first, second, third = (each.provider for each in programs(found))
    assert first == second != third


def test_an_owner_may_be_given_by_name_alone(tmp_path: Path) -> None:
    found = read_json(tmp_path, certificate(ownedBy=["Acme University"]))

    assert [(each.name, each.identifiers) for each in providers(found)] == [("Acme University", ())]
    assert problems(found) == []


def test_a_program_is_no_owner(tmp_path: Path) -> None:
    found = read_json(tmp_path, certificate(ownedBy=[certificate()["@id"]]))

    assert programs(found) == []
    assert providers(found) == []


def test_the_owner_issues_and_who_offers_carries(tmp_path: Path) -> None:
    platform = {"@id": "_:p", "@type": "ceterms:CredentialOrganization", "ceterms:name": "Platform"}
    graph = [certificate(offeredBy=["_:p"]), OWNER, platform]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert (program.provider, program.offered_on) == ("acme", "platform")


def test_an_owner_may_be_stated_by_the_organization(tmp_path: Path) -> None:
    program = certificate()
    del program["ceterms:ownedBy"]
    found = read_json(tmp_path, {"@graph": [program, OWNER | {"ceterms:owns": [program["@id"]]}]})

    assert [each.provider for each in programs(found)] == ["acme"]


def test_a_program_without_an_owner_is_refused(tmp_path: Path) -> None:
    program = certificate()
    del program["ceterms:ownedBy"]
    found = read_json(tmp_path, {"@graph": [program, OWNER]})

    assert programs(found) == []
    assert "says neither who owns nor who offers it" in problems(found)[0]


def test_prices_of_every_kind(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        estimatedCost=[
            cost(49.5, paymentPattern={"en": "per month"}),
            cost(20, "costType:Application"),
            cost(150, "costType:StandaloneAssessment"),
            cost("80", "costType:RenewalFee", endDate="2027-01-31"),
        ],
    )

    assert facts.cost.value == (
        Price(amount=Decimal("49.5"), currency="USD", per="month"),
        Price(amount=Decimal(20), currency="USD", condition="Application"),
        Price(amount=Decimal(150), currency="USD", covers="exam"),
        Price(amount=Decimal(80), currency="USD", covers="renewal"),
    )
    assert facts.cost.valid_until == date(2027, 1, 31)


def test_two_tuitions_are_told_apart_by_whom_they_are_for(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        estimatedCost=[
            cost(1000, audienceType=[concept("audience:Resident", "Resident")]),
            cost(3000, audienceType=[concept("audience:NonResident", "Non-Resident")]),
        ],
    )

    assert [price.condition for price in facts.cost.value or ()] == ["Resident", "Non-Resident"]


def test_a_total_stands_for_the_tuition_within_it(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, estimatedCost=[cost(900), cost(1000, "costType:AggregateCost")])

    assert [(price.amount, price.condition) for price in facts.cost.value or ()] == [
        (Decimal(900), "Tuition"),
        (Decimal(1000), None),
    ]


@pytest.mark.parametrize(
    "profile",
    [
        cost(100, "costType:Application"),
        cost(100, paymentPattern={"en": "Per semester"}),
        cost(100, paymentPattern={"en": "4 monthly installments"}),
        cost("ask us"),
        cost(-5),
        cost(True),
        cost(100, currency=None),
        cost(100, currency="dollars"),
        cost(10**12),
    ],
)
def test_a_price_that_cannot_be_told_is_none(tmp_path: Path, profile: dict[str, Any]) -> None:
    assert not facts_of(tmp_path, estimatedCost=[profile]).cost.is_stated


def test_a_price_without_a_currency_is_reported(tmp_path: Path) -> None:
    graph = [certificate(estimatedCost=[cost(100, currency=None)]), OWNER]

    assert "the price of 100 was left out" in problems(read_json(tmp_path, {"@graph": graph}))[0]


@pytest.mark.parametrize(
    ("profiles", "expected"),
    [
        ([{"exactDuration": "PT40H"}], Workload(hours=40)),
        ([{"exactDuration": "P10W", "timeRequired": "PT60H"}], Workload(weeks=10, hours=60)),
        ([{"minimumDuration": "PT2H", "maximumDuration": "PT4H"}], Workload(hours=2, hours_max=4)),
        ([{"exactDuration": "P4W"}, {"exactDuration": "P8W"}], None),
        ([{"minimumDuration": "P8W"}], None),
        ([{"minimumDuration": "P8W", "maximumDuration": "P4W"}], None),
        ([{"exactDuration": "about a month"}], None),
        ([{"exactDuration": "P0W"}], None),
    ],
)
def test_durations(tmp_path: Path, profiles: Graph, expected: Workload | None) -> None:
    estimated = [{f"ceterms:{term}": said for term, said in each.items()} for each in profiles]

    assert facts_of(tmp_path, estimatedDuration=estimated).workload.value == expected


def assessment(own: str, **members: Any) -> dict[str, Any]:
    node = {"@id": own, "@type": "ceterms:AssessmentProfile", "ceterms:name": {"en": f"Exam {own}"}}
    return node | {f"ceterms:{term}": value for term, value in members.items()}


def requires(*parts: str, term: str = "targetAssessment") -> list[dict[str, Any]]:
    return [{"@type": "ceterms:ConditionProfile", f"ceterms:{term}": list(parts)}]


def test_a_required_assessment_tells_how_its_credential_is_assessed(tmp_path: Path) -> None:
    exam = assessment(
        "https://registry.example/exam",
        ownedBy=["_:owner"],
        assessmentMethodType=[concept("assessMethod:Exam"), concept("assessMethod:Performance")],
        isProctored=True,
        scoringMethodDescription={"en": "At least 70 of 100 points."},
        estimatedCost=[cost(120)],
        deliveryType=[concept("deliveryType:OnlineOnly")],
    )
    graph = [certificate(requires=requires("https://registry.example/exam")), exam, OWNER]
    found = read_json(tmp_path, {"@graph": graph})
    (program,) = programs(found)

    assert program.facts.assessment_type.value == ("exam", "observation")
    assert program.facts.proctoring.value == "supervised"
    assert program.facts.assessment_standard.value == AssessmentStandard(
        text="At least 70 of 100 points."
    )
    assert program.facts.cost.value == (
        Price(
            amount=Decimal(120),
            currency="USD",
            covers="exam",
            condition="Exam https://registry.example/exam",
        ),
    )
    assert not program.facts.participation_mode.is_stated, "the exam is online, not the learning"
    assert program.facts.proctoring.source is not None
    assert program.facts.proctoring.source.place == "node https://registry.example/exam"


def test_assessments_that_disagree_on_proctoring_tell_nothing(tmp_path: Path) -> None:
    graph = [
        certificate(requires=requires("_:a", "_:b")),
        assessment("_:a", isProctored=True),
        assessment("_:b", isProctored="false"),
        OWNER,
    ]
    found = read_json(tmp_path, {"@graph": graph})

    assert not programs(found)[0].facts.proctoring.is_stated
    assert "neither was recorded" in problems(found)[0]


def test_an_artifact_is_told_in_words_only(tmp_path: Path) -> None:
    exam = assessment("_:a", assessmentMethodType=[concept("assessMethod:Artifact", "Artifact")])
    found = read_json(tmp_path, {"@graph": [certificate(requires=requires("_:a")), exam, OWNER]})
    (program,) = programs(found)

    assert not program.facts.assessment_type.is_stated
    assert "Method: Artifact" in sections(program)["Assessment"]


def course(own: str, **members: Any) -> dict[str, Any]:
    node = {"@id": own, "@type": "ceterms:Course", "ceterms:name": {"en": f"Course {own}"}}
    return node | {f"ceterms:{term}": value for term, value in members.items()}


def test_a_required_course_tells_how_long_and_how_the_credential_is_learned(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        course(
            "_:c",
            estimatedDuration=[{"ceterms:exactDuration": "P6W"}],
            deliveryType=[concept("deliveryType:BlendedDelivery")],
            estimatedCost=[cost(300)],
        ),
        requires=requires("_:c", term="targetLearningOpportunity"),
    )

    assert facts.workload.value == Workload(weeks=6)
    assert facts.participation_mode.value == ("blended",)
    assert facts.cost.value == (Price(amount=Decimal(300), currency="USD", condition="Course _:c"),)


def test_what_is_wrong_with_a_part_is_reported_with_the_whole(tmp_path: Path) -> None:
    graph = [
        certificate(requires=requires("_:c", term="targetLearningOpportunity")),
        course("_:c", estimatedCost=[cost(300, currency=None)]),
        OWNER,
    ]
    (problem,) = problems(read_json(tmp_path, {"@graph": graph}))

    assert "ce-00000000-0000-4000-8000-000000000001" in problem
    assert "node _:c: currency: there is none" in problem


def test_the_times_of_several_courses_are_not_added_up(tmp_path: Path) -> None:
    duration = [{"ceterms:exactDuration": "P6W"}]
    facts = facts_of(
        tmp_path,
        course("_:c", estimatedDuration=duration),
        course("_:d", estimatedDuration=duration),
        requires=requires("_:c", "_:d", term="targetLearningOpportunity"),
    )

    assert not facts.workload.is_stated


def test_a_course_of_another_owner_stays_a_program(tmp_path: Path) -> None:
    other = {"@id": "_:other", "@type": "ceterms:CredentialOrganization", "ceterms:name": "Beta"}
    graph = [
        certificate(requires=requires("https://b.example/1", term="targetLearningOpportunity")),
        course("https://b.example/1", ownedBy=["_:other"]),
        OWNER,
        other,
    ]
    found = read_json(tmp_path, {"@graph": graph})

    assert {each.provider for each in programs(found)} == {"acme", "beta"}


def test_an_alternative_is_told_in_words_and_feeds_no_facts(tmp_path: Path) -> None:
    condition = requires("_:a")[0] | {
        "ceterms:alternativeCondition": [
            {"ceterms:targetAssessment": ["_:b"], "ceterms:description": {"en": "Portfolio route"}}
        ]
    }
    graph = [
        certificate(requires=[condition]),
        assessment("_:a", isProctored=True),
        assessment("_:b", isProctored=False),
        OWNER,
    ]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert program.facts.proctoring.value == "supervised"
    assert "Or: Portfolio route" in sections(program)["Requirements"]


def test_accreditation_has_its_dates_from_the_action(tmp_path: Path) -> None:
    body = {"@id": "_:qa", "@type": "ceterms:QACredentialOrganization", "ceterms:name": "ANAB"}
    action = {
        "@id": "https://registry.example/action",
        "@type": "ceterms:AccreditAction",
        "ceterms:object": certificate()["@id"],
        "ceterms:actingAgent": ["_:qa"],
        "ceterms:startDate": "2024-05-01",
        "ceterms:endDate": "2029-04-30",
        "ceterms:actionStatusType": concept("actionStat:ActiveActionStatus"),
    }
    facts = facts_of(tmp_path, body, action, accreditedBy=["_:qa"])

    assert facts.accreditation.value == (
        Accreditation(
            body="ANAB", scope="program", since=date(2024, 5, 1), until=date(2029, 4, 30)
        ),
    )


def test_an_action_that_failed_is_none(tmp_path: Path) -> None:
    body = {"@id": "_:qa", "@type": "ceterms:QACredentialOrganization", "ceterms:name": "ANAB"}
    action = {
        "@type": "ceterms:RecognizeAction",
        "ceterms:object": certificate()["@id"],
        "ceterms:actingAgent": ["_:qa"],
        "ceterms:actionStatusType": concept("actionStat:FailedActionStatus"),
    }

    assert not facts_of(tmp_path, body, action).recognised_by.is_stated


def test_what_accredits_the_owner_does_not_accredit_the_program(tmp_path: Path) -> None:
    body = {"@id": "_:qa", "@type": "ceterms:QACredentialOrganization", "ceterms:name": "IACET"}
    owner = OWNER | {"ceterms:accreditedBy": ["_:qa"]}
    found = read_json(tmp_path, {"@graph": [certificate(), owner, body]})

    assert not programs(found)[0].facts.accreditation.is_stated
    assert providers(found)[0].facts.accreditation.value == (
        Accreditation(body="IACET", scope="provider"),
    )
    assert [each.name for each in providers(found)] == ["Acme"], "who only accredits is no provider"


def test_credit_that_is_earned(tmp_path: Path) -> None:
    facts = facts_of(
        tmp_path,
        creditValue=[
            {
                "ceterms:creditUnitType": [concept("creditUnit:ContinuingEducationUnit")],
                "schema:value": 1.5,
            },
            {
                "ceterms:creditUnitType": [concept("creditUnit:ContactHour", "Contact Hour")],
                "schema:value": 15,
            },
        ],
    )

    assert facts.external_credit.value == (
        Credit(system="CEU", amount=1.5),
        Credit(system="other", amount=15, detail="Contact Hour"),
    )


def test_what_it_counts_toward(tmp_path: Path) -> None:
    degree = {
        "@id": "_:degree",
        "@type": "ceterms:AssociateDegree",
        "ceterms:name": "Associate in Data",
    }
    stack = certificate(name="Data Professional", hasPart=[certificate()["@id"]]) | {
        "@id": "https://registry.example/stack"
    }
    graph = [
        certificate(isAdvancedStandingFor=[{"ceterms:targetCredential": ["_:degree"]}]),
        OWNER,
        degree,
        stack,
    ]
    found = read_json(tmp_path, {"@graph": graph})

    assert programs(found)[0].facts.stackable_into.value == (
        "Associate in Data",
        "Data Professional",
    )


def test_renewal_and_the_end_of_the_offer_are_two_things(tmp_path: Path) -> None:
    graph = [
        certificate(
            renewalFrequency="P3Y",
            renewal=[{"ceterms:description": {"en": "30 hours of further training"}}],
            expirationDate="2026-01-01",
        ),
        OWNER,
    ]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert program.facts.validity.value == Validity(
        expires=True, months=36, renewal="30 hours of further training"
    )
    assert program.status == "retired", "no longer offered since January"


def test_an_end_of_the_offer_says_nothing_of_how_long_it_holds(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, expirationDate="2030-01-01")

    assert not facts.validity.is_stated


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("credentialStat:Active", "active"),
        ("credentialStat:Deprecated", "retired"),
        ("credentialStat:Suspended", "retired"),
        ("lifeCycle:Developing", "upcoming"),
        ("credentialStat:Whatever", "active"),
    ],
)
def test_status(tmp_path: Path, code: str, expected: str) -> None:
    graph = [certificate(credentialStatusType=concept(code)), OWNER]
    found = read_json(tmp_path, {"@graph": graph})

    assert programs(found)[0].status == expected
    assert bool(problems(found)) == code.endswith("Whatever")


def test_competencies_are_skills_or_outcomes_by_their_length(tmp_path: Path) -> None:
    statement = "Explain how a relational database keeps its rows consistent under load"
    facts = facts_of(
        tmp_path,
        teaches=[concept("https://c.example/1", "SQL"), concept("https://c.example/2", statement)],
        occupationType=[concept("https://o.example/1", "Data Analyst")],
    )

    assert facts.skills.value == ("SQL",)
    assert facts.learning_outcomes.value == (statement,)


@pytest.mark.parametrize(
    ("agent_types", "sectors", "expected"),
    [
        (["FourYear"], ["Public"], "university"),
        (["Government", "CertificationBody"], ["Public"], "government"),
        (["Business"], ["PrivateForProfit"], "company"),
        (["ProfessionalAssociation"], [], "professional body"),
        (["TwoYear"], ["Public"], None),
        (["Business", "ProfessionalAssociation"], [], None),
        (["Government", "FourYear"], [], None),
    ],
)
def test_kinds_of_organizations(
    tmp_path: Path, agent_types: list[str], sectors: list[str], expected: str | None
) -> None:
    owner = OWNER | {
        "ceterms:agentType": [concept(f"orgType:{each}") for each in agent_types],
        "ceterms:agentSectorType": [concept(f"agentSector:{each}") for each in sectors],
    }
    found = read_json(tmp_path, {"@graph": [certificate(), owner]})

    assert providers(found)[0].kind == expected


def test_a_fuller_description_wins_over_a_reference(tmp_path: Path) -> None:
    own = "https://registry.example/org"
    stub = {"@id": own, "@type": "ceterms:CredentialOrganization", "ceterms:name": {"en": "Acme"}}
    full = stub | {"ceterms:subjectWebpage": "https://acme.example"}
    found = read_json(tmp_path, {"@graph": [certificate(ownedBy=[own]), stub, full]})

    assert [each.webpage for each in providers(found)] == ["https://acme.example"]
    assert problems(found) == []


def test_two_descriptions_that_disagree_are_reported(tmp_path: Path) -> None:
    found = read_json(tmp_path, {"@graph": [certificate(), certificate(name="Other"), OWNER]})

    assert [each.title for each in programs(found)] == ["Data Basics"]
    assert "described twice, differently" in problems(found)[0]


def test_circles_end(tmp_path: Path) -> None:
    own = certificate()["@id"]
    graph = [
        certificate(
            isPartOf=[own],
            hasPart=[own, "_:other"],
            requires=requires(own, "_:a"),
            accreditedBy=[own],
            isAdvancedStandingFor=[{"ceterms:targetCredential": [own]}],
        ),
        assessment("_:a", requires=requires("_:a", own), isPartOf=["_:a"]),
        OWNER | {"ceterms:accreditedBy": ["_:owner"], "ceterms:ownedBy": ["_:owner"]},
    ]
    found = read_json(tmp_path, {"@graph": graph})

    assert [each.title for each in programs(found)] == ["Data Basics"]


def test_one_bad_record_does_not_stop_the_file(tmp_path: Path) -> None:
    graph: list[Any] = ["text", 5, None, {"no": "type"}, certificate(name=None), certificate()]
    graph[5]["@id"] = "https://registry.example/2"
    found = read_json(tmp_path, {"@graph": [*graph, OWNER]})

    assert [each.title for each in programs(found)] == ["Data Basics"]
    assert len(problems(found)) == 5


@pytest.mark.parametrize("value", [{"hello": "world"}, {"@type": "ceterms:Pathway"}, [], "text"])
def test_a_file_with_nothing_for_us_says_so(tmp_path: Path, value: Any) -> None:
    assert (
        "there is no program in it that could be read" in problems(read_json(tmp_path, value))[-1]
    )


def test_a_long_description_is_cut_and_reported(tmp_path: Path) -> None:
    graph = [certificate(description={"en": "word " * 10_000}), OWNER]
    found = read_json(tmp_path, {"@graph": graph})

    assert len(programs(found)[0].sections[0].text) <= 20_000
    assert "was cut at 20,000 characters" in problems(found)[0]


def test_markup_is_taken_out(tmp_path: Path) -> None:
    graph = [
        certificate(description={"en": "<p>Learn <b>SQL</b><script>steal()</script></p>"}),
        OWNER,
    ]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert sections(program)[""] == "Learn SQL"


def test_who_recognises_it_and_where(tmp_path: Path) -> None:
    body = {"@id": "_:qa", "@type": "ceterms:QACredentialOrganization", "ceterms:name": "The Board"}
    other = body | {"@id": "_:b", "ceterms:name": "The Guild"}
    place = {
        "ceterms:addressRegion": {"en": "Ohio"},
        "ceterms:addressCountry": {"en": "United States"},
    }
    action = {
        "@type": "ceterms:ApproveAction",
        "ceterms:object": certificate()["@id"],
        "ceterms:actingAgent": ["_:b"],
        "ceterms:startDate": "2025-02-01T00:00:00",
    }
    facts = facts_of(
        tmp_path,
        body,
        other,
        action,
        regulatedIn=[{"ceterms:assertedBy": ["_:qa"], "ceterms:mainJurisdiction": [place]}],
        recognizedIn=[{"ceterms:assertedBy": ["_:b"], "ceterms:globalJurisdiction": True}],
        accreditedIn=[{"ceterms:assertedBy": ["_:qa"], "ceterms:mainJurisdiction": [place]}],
    )

    assert facts.recognised_by.value == (
        "The Guild (recognised everywhere)",
        "The Guild (approved, since 2025-02-01)",
        "The Board (regulated in Ohio, United States)",
    )
    assert facts.accreditation.value == (Accreditation(body="The Board", scope="program"),)
    assert facts.accreditation.note == "The Board: in Ohio, United States"


def test_a_revocation_is_reported(tmp_path: Path) -> None:
    action = {
        "@type": "ceterms:RevokeAction",
        "ceterms:object": certificate()["@id"],
        "ceterms:actingAgent": ["_:owner"],
    }
    found = read_json(tmp_path, {"@graph": [certificate(), OWNER, action]})

    assert "a revocation by Acme is recorded" in problems(found)[0]


def test_a_date_that_can_be_read_two_ways_is_none(tmp_path: Path) -> None:
    graph = [certificate(expirationDate="03/04/2025"), OWNER]
    found = read_json(tmp_path, {"@graph": graph})

    assert programs(found)[0].status == "active"
    assert "'03/04/2025' is not a date that can be told" in problems(found)[0]


def test_everything_that_is_asked_of_a_learner(tmp_path: Path) -> None:
    degree = {"@id": "_:d", "@type": "ceterms:BachelorDegree", "ceterms:name": "Any bachelor"}
    facts = facts_of(
        tmp_path,
        degree,
        requires=[
            {
                "ceterms:description": {"en": "Before you start"},
                "ceterms:condition": {"en": ["Basic statistics"], "fr": ["Statistiques"]},
                "ceterms:experience": {"en": "Work with data"},
                "ceterms:yearsOfExperience": 2,
                "ceterms:minimumAge": "18",
                "ceterms:submissionOf": ["https://a.example/form"],
                "ceterms:targetCredential": ["_:d"],
                "ceterms:creditValue": [{"schema:minValue": 3, "schema:maxValue": 6}],
            },
            {"ceterms:description": {"en": "Sign the code of ethics."}},
        ],
    )

    assert facts.prerequisites.value == (
        "Basic statistics",
        "Work with data",
        "2 years of experience",
        "At least 18 years old",
        "Any bachelor",
        "3 to 6 credits",
        "Sign the code of ethics.",
    )


def test_costs_that_an_organization_keeps_for_several_programs(tmp_path: Path) -> None:
    manifest = {
        "@id": "_:m",
        "@type": "ceterms:CostManifest",
        "ceterms:estimatedCost": [cost(75, None)],
    }

    assert facts_of(tmp_path, manifest, commonCosts=["_:m"]).cost.value == (
        Price(amount=Decimal(75), currency="USD"),
    )


def test_a_directory_of_holders_is_a_registry(tmp_path: Path) -> None:
    service = {
        "ceterms:description": {"en": "Look holders up"},
        "ceterms:verificationDirectory": ["https://acme.example/holders"],
    }
    graph = [certificate(usesVerificationService=[service]), OWNER]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert program.facts.verification.value == ("registry",)
    assert sections(program)["How to verify"] == "Look holders up. https://acme.example/holders"


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["BeginnerLevel"], "beginner"),
        (["BeginnerLevel", "IntermediateLevel", "AdvancedLevel"], "all levels"),
        (["BeginnerLevel", "AdvancedLevel"], None),
        (["BachelorsDegreeLevel"], None),
    ],
)
def test_levels(tmp_path: Path, codes: list[str], expected: str | None) -> None:
    levels = [concept(f"audLevel:{code}") for code in codes]

    assert facts_of(tmp_path, audienceLevelType=levels).level.value == expected


def test_names_versions_and_numbers_of_its_own(tmp_path: Path) -> None:
    own = "0d3f5c6e-1111-4222-8333-444455556666"
    graph = [
        certificate(
            alternateName={"en": ["DB-1", "Data Basics"]},
            versionIdentifier=[{"ceterms:identifierValueCode": "3.1"}],
            credentialId=own,
            codedNotation="DB 101",
        ),
        OWNER,
    ]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert program.aliases == ("DB-1",)
    assert program.version == "3.1"
    assert own in program.identifiers
    assert "DB 101" not in program.identifiers, "a code is not unique"
    assert sections(program)["Codes and dates"] == "Code: DB 101"


def test_a_concept_may_be_given_by_its_name_alone(tmp_path: Path) -> None:
    named = {"@type": "ceterms:CredentialAlignmentObject"}
    application = cost(100, None) | {
        "ceterms:directCostType": named | {"ceterms:targetNodeName": {"en": "Application"}}
    }
    facts = facts_of(
        tmp_path,
        estimatedCost=[application],
        learningDeliveryType=["OnlineOnly"],
        audienceLevelType="audLevel:BeginnerLevel",
    )

    assert not facts.cost.is_stated, "an application fee is not the price"
    assert facts.participation_mode.value == ("online",)
    assert facts.level.value == "beginner"


def test_a_file_in_another_language_is_read_in_it(tmp_path: Path) -> None:
    named = {"fr": "Bases de données", "de": "Datenbanken"}
    graph = [
        certificate(name=named, description=[{"@value": "Apprendre", "@language": "fr"}]),
        OWNER,
    ]
    (program,) = programs(read_json(tmp_path, {"@graph": graph}))

    assert (program.title, program.aliases) == ("Bases de données", ("Datenbanken",))
    assert sections(program)[""] == "Apprendre"


TERMS = """
name description ownedBy offeredBy requires estimatedCost estimatedDuration price currency
exactDuration minimumDuration maximumDuration targetAssessment targetLearningOpportunity
targetCredential accreditedBy recognizedIn assertedBy creditValue creditUnitType hasPart isPartOf
isProctored assessmentMethodType deliveryType credentialStatusType renewalFrequency inLanguage
subjectWebpage targetNode targetNodeName teaches alternateName versionIdentifier address
addressCountry agentType aggregateData object actingAgent startDate expirationDate ctid
""".split()
IDS = ("_:a", "_:b", "https://registry.example/ce-00000000-0000-4000-8000-000000000001")
TYPES = """
Certificate Course AssessmentProfile CredentialOrganization AccreditAction ConditionProfile
CredentialAlignmentObject CostProfile
""".split()


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.sampled_from([*IDS, "P3Y", "P4W", "PT9H", "USD", "en", "2026-01-01", "https://a.example"]),
    st.dictionaries(st.sampled_from(["en", "de-AT", "@value", "@language"]), st.text(max_size=8)),
)
keys = st.sampled_from([*(f"ceterms:{each}" for each in TERMS), "@id", "@type", "schema:value"])
members = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*(f"ceterms:{each}" for each in TERMS), "@id", "@type", "schema:value"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=8,
)


resources = st.builds(
    lambda said, own, kind: (
        {"ceterms:name": "Any", "ceterms:ownedBy": "_:b"}
        | said
        | {"@id": own, "@type": f"ceterms:{kind}"}
    ),
    st.dictionaries(keys, members, max_size=8),
    st.sampled_from(IDS),
    st.sampled_from(TYPES),
)


@settings(max_examples=150, deadline=None)
@given(graph=st.lists(resources, min_size=1, max_size=5))
def test_any_graph_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, graph: Graph
) -> None:
    found = read_json(tmp_path_factory.mktemp("any"), {"@graph": graph})

    known: set[str] = set()
    for each in found:
        if isinstance(each, Provider):
            assert each.id not in known
            known.add(each.id)
        if isinstance(each, Program):
            assert {each.provider, each.offered_on or each.provider} <= known
            assert all(fact.source for fact in _facts(each) if fact.is_stated)


def _facts(program: Program) -> Iterator[Fact[Any]]:
    for name in type(program.facts).model_fields:
        yield getattr(program.facts, name)


@settings(max_examples=100, deadline=None)
@given(value=members)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    assert read_json(tmp_path_factory.mktemp("any"), value)


@settings(max_examples=60, deadline=None)
@given(cut=st.floats(min_value=0, max_value=1), noise=st.binary(max_size=4))
def test_a_damaged_file_is_read_as_far_as_it_goes(
    tmp_path_factory: pytest.TempPathFactory, cut: float, noise: bytes
) -> None:
    whole = json.dumps({"@graph": [OWNER, certificate()]}).encode()
    at = int(len(whole) * cut)
    path = tmp_path_factory.mktemp("any") / "registry.json"
    path.write_bytes(whole[:at] + noise + whole[at:])

    assert read_file(path)
