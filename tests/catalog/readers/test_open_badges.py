"""Open Badges. What the real files say was read off them by hand."""

import base64
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import (
    Accreditation,
    AssessmentStandard,
    Credit,
    Document,
    Program,
    ProgramFacts,
    Provider,
    Status,
    Workload,
)
from advisor_bot.catalog.readers.open_badges import read
from advisor_bot.catalog.readers.reading import Material, Problem

TODAY = date(2026, 11, 23)
Json = dict[str, Any]


@pytest.fixture(scope="session")
def published(real_data: Path) -> Path:
    return real_data / "open-badges"


def read_file(path: Path) -> list[Document | Problem]:
    return list(read(Material(path, path.name, TODAY)))


def read_json(folder: Path, value: Any) -> list[Document | Problem]:
    path = folder / "badges.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_file(path)


def program_in(items: list[Document | Problem]) -> Program:
    [program] = [item for item in items if isinstance(item, Program)]
    return program


def provider_in(items: list[Document | Problem]) -> Provider:
    [provider] = [item for item in items if isinstance(item, Provider)]
    return provider


def problems_in(items: list[Document | Problem]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Problem)]


def values(facts: ProgramFacts) -> Json:
    """Everything that is stated, and nothing else."""
    return {name: fact.value for name, fact in facts if fact.is_stated}


def section(program: Program, heading: str) -> str:
    [text] = [each.text for each in program.sections if each.heading == heading]
    return text


# The published files of educredentials.


def test_frietje(published: Path) -> None:
    items = read_file(published / "mbob_ht_pf_microcredential_full.json")
    provider, program = items
    assert isinstance(provider, Provider)
    assert isinstance(program, Program)
    assert (provider.id, provider.name, provider.country) == ("mbo-beek", "MBO Beek", "NL")
    assert provider.identifiers == ()
    assert provider.kind is None
    assert program.id == "mbo-beek-microcredential-frietje-perfectie-schillen"
    assert program.title == "Microcredential Frietje perfectie schillen"
    assert program.provider == "mbo-beek"
    assert program.languages == ("nl",)
    assert program.identifiers == ()
    assert program.webpage is None
    criteria = (
        "De student beheerst de perfecte techniek voor het schillen van friet, inclusief het "
        "verminderen van aardappelsap en het behalen van de ideale frietdikte."
    )
    assert values(program.facts) == {
        "credential_type": "micro-credential",
        "workload": Workload(hours=240),
        "assessment_type": ("exam",),
        "assessment_standard": AssessmentStandard(
            text=criteria, pass_mark="Final Project Grade: 6 on a scale of 1 to 10"
        ),
        "proctoring": "supervised with ID",
        "participation_mode": ("on site", "blended"),
    }
    assert section(program, "Criteria") == criteria
    assert section(program, "Micro-credential") == (
        "Level: EQF level 4\n"
        "Participation: onsite or blended\n"
        "Assessment: testing\n"
        "Supervision: onsite with identity verification\n"
        "Identity checked: yes\n"
        "Study load in hours (SBU): 240\n"
        "Education program: 20121346"
    )


def test_every_fact_cites_its_place_and_is_the_issuers_claim(published: Path) -> None:
    program = program_in(read_file(published / "mbob_ht_pf_microcredential_full.json"))
    stated = [fact for _, fact in program.facts if fact.is_stated]
    assert {fact.status for fact in stated} == {Status.ISSUER_CLAIMED}
    [source] = {fact.source for fact in stated}
    assert source is not None
    assert source.title == "mbob_ht_pf_microcredential_full.json"
    assert source.place == 'record 1, achievement "Microcredential Frietje perfectie schillen"'
    assert source.checked_on == TODAY
    assert program.facts.proctoring.quote == "onsite with identity verification"
    assert program.facts.workload.quote == '"SBU": 240'


def test_jedi_minor_in_full(published: Path) -> None:
    items = read_file(published / "theed_microcredential_full_ho.json")
    assert problems_in(items) == []
    provider, program = provider_in(items), program_in(items)
    assert provider.name == "Naboo Theed University"
    assert provider.country is None  # "Naboo", code "XX"
    assert provider.identifiers == ("BRIN:42NB",)
    assert program.title == "Minor: Jedi Mind Control and Advanced Meditation Practices"
    assert program.languages == ("en",)
    assert values(program.facts) == {
        "credential_type": "micro-credential",
        "assessment_type": ("exam",),
        "assessment_standard": AssessmentStandard(
            text="To earn this badge, you must attend the colleges on Mind Control, and on "
            "Meditation. You must pass a practical test and submit a written essay.",
            pass_mark="Final Project Grade: 6 on a scale of 1 to 10",
        ),
        "proctoring": "supervised with ID",
        "participation_mode": ("on site", "blended"),
        "accreditation": (
            Accreditation(
                body="quality assurance AV-4223, “M Psychological Assessment”", scope="program"
            ),
        ),
        "external_credit": (Credit(system="ECTS", amount=3, level="EQF level 4"),),
    }
    assert program.facts.accreditation.note == (
        "The file has no field for the body that decided. M Psychological Assessment, AV-4223, "
        "Toets nieuwe opleiding WO-minor Psychologische Assessment, "
        "https://data.example.com/decisions/AV-4223"
    )
    description = section(program, "")
    assert description.startswith("Badge Awarded\nAchievement Unlocked\nThis badge is awarded for")
    assert '"Your focus determines your reality."' in description
    assert not set("#*>_") & set(description)


def test_jedi_minor_in_short(published: Path) -> None:
    items = read_file(published / "theed_microcredential_minimal_ho.json")
    program = program_in(items)
    assert provider_in(items).identifiers == ()
    assert program.id == (
        "naboo-theed-university-minor-jedi-mind-control-and-advanced-meditation-practices"
    )
    assert program.facts.external_credit.value == (
        Credit(system="ECTS", amount=3, level="EQF level 4"),
    )
    assert program.facts.validity.value is None
    assert section(program, "") == (
        "This badge is awarded for the Minor Jedi Mind Control and Advanced Meditation Practices"
    )


def test_droid_maintenance(published: Path) -> None:
    items = read_file(published / "theed_microcredential_full_mbo.json")
    program = program_in(items)
    assert program.title == "Droid Maintenance and Repair"
    assert values(program.facts) == {
        "credential_type": "micro-credential",
        "workload": Workload(hours=500),
        "assessment_type": ("exam",),
        "assessment_standard": AssessmentStandard(
            text="To earn this credential, students must: complete all course modules; pass the "
            "final exam; complete a final project; achieve a final project grade of 6 or higher. "
            "The final project grade is calculated as the average of the grades for the final exam "
            "and the final project.",
            pass_mark="Final Project Grade: 6 on a scale of 1 to 10",
        ),
        "proctoring": "supervised with ID",
        "participation_mode": ("on site", "blended"),
    }


def test_kat_naar_koffiezetapparaat(published: Path) -> None:
    items = read_file(published / "uvh_at_microcredential_full_1.json")
    provider, program = provider_in(items), program_in(items)
    assert (provider.name, provider.country) == ("Universiteit van Harderwijk", "NL")
    assert provider.identifiers == ("BRIN:UN1VH",)
    assert program.title == "Microcredential Basisomzetting Kat naar Koffiezetapparaat"
    assert program.languages == ("nl",)
    criteria = (
        "De student heeft de eerste stap van transmutatie afgerond, waarbij katten zonder "
        "blijvende schade worden omgezet in keukenapparatuur."
    )
    assert values(program.facts) == {
        "credential_type": "micro-credential",
        "assessment_type": ("exam",),
        "assessment_standard": AssessmentStandard(
            text=criteria, pass_mark="Final Project Grade: 6 on a scale of 1 to 10"
        ),
        "proctoring": "supervised with ID",
        "participation_mode": ("on site", "blended"),
        "accreditation": (
            Accreditation(
                body="quality assurance AV-7381, “W Practische toepassing van animale transmutatie”",
                scope="program",
            ),
        ),
        "external_credit": (Credit(system="ECTS", amount=3, level="EQF level 4"),),
    }
    note = program.facts.accreditation.note
    assert note
    assert "Accreditatie van de opleiding door de Wijze Raad van de Magiërs" in note
    assert "Education program: 20121350" in section(program, "Micro-credential")


def test_nothing_of_the_learner_is_read(published: Path) -> None:
    for path in sorted(published.glob("*.json")):
        said = " ".join(str(item) for item in read_file(path))
        for private in ("stu-", "crd-A1B2C3", "8.5", "8.0", "2024-08-30", "2029-08-30"):
            assert private not in said


def test_unlike_badges_with_one_example_address_stay_apart(published: Path, tmp_path: Path) -> None:
    names = [
        "mbob_ht_pf_microcredential_full.json",
        "theed_microcredential_full_ho.json",
        "theed_microcredential_full_mbo.json",
    ]
    badges = [json.loads((published / name).read_text("utf-8")) for name in names]
    achievements = [badge["credentialSubject"]["achievement"]["id"] for badge in badges]
    assert set(achievements) == {"https://example.com/achievements/ach-44ABA"}
    items = read_json(tmp_path, badges)
    programs = [item for item in items if isinstance(item, Program)]
    assert [(program.provider, program.identifiers) for program in programs] == [
        ("mbo-beek", ()),
        ("naboo-theed-university", ()),
        ("naboo-theed-university", ()),
    ]


# Badges as others write them.

ISSUER = {
    "id": "https://badges.uni-beispiel.de/issuers/7",
    "type": "Issuer",
    "name": "Hochschule Beispielstadt",
    "url": "https://www.uni-beispiel.de",
    "address": {"addressCountry": "Germany"},
}
BADGE_CLASS: Json = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://badges.uni-beispiel.de/badges/42",
    "type": "BadgeClass",
    "name": "Data Literacy",
    "description": "Lesen, was Zahlen sagen.",
    "criteria": {
        "id": "https://badges.uni-beispiel.de/badges/42/criteria",
        "narrative": "Pass it.",
    },
    "issuer": ISSUER,
    "alignment": [
        {
            "targetName": "analyse data",
            "targetUrl": "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
        },
        {"targetName": "DigComp 1.3", "targetFramework": "DigComp"},
    ],
    "tags": ["data", "statistics"],
}
ACHIEVEMENT: Json = {
    "id": "urn:uuid:8b1d9a0c-3f2e-4f7c-9f53-0f7f6b2a1c11",
    "type": ["Achievement"],
    "achievementType": "CertificateOfCompletion",
    "name": "Welding Basics",
    "criteria": {"narrative": "Attend all sessions."},
}


def credential(achievement: Any, **more: Any) -> Json:
    return {
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:weld.de", "type": ["Profile"], "name": "Weld Guild"},
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "mailto:ann@mail.de",
            "identifier": [{"identityHash": "ann@mail.de", "hashed": False}],
            "achievement": achievement,
        },
        **more,
    }


def with_metadata(**metadata: Any) -> Json:
    return credential({**ACHIEVEMENT, **metadata})


def jwt(payload: Json) -> str:
    parts = ({"alg": "RS256", "typ": "JWT"}, payload)
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join([*(part.rstrip("=") for part in packed), "c2ln"])


def test_a_badge_class(tmp_path: Path) -> None:
    items = read_json(tmp_path, BADGE_CLASS)
    provider, program = provider_in(items), program_in(items)
    assert provider.country == "DE"
    assert provider.webpage == "https://www.uni-beispiel.de"
    assert provider.identifiers == ("https://badges.uni-beispiel.de/issuers/7",)
    assert program.identifiers == ("https://badges.uni-beispiel.de/badges/42",)
    assert program.webpage == "https://badges.uni-beispiel.de/badges/42/criteria"
    assert values(program.facts) == {
        "credential_type": "digital badge",
        "skills": ("analyse data",),
        "assessment_standard": AssessmentStandard(
            text="Pass it.", url="https://badges.uni-beispiel.de/badges/42/criteria"
        ),
    }
    source = program.facts.skills.source
    assert source is not None
    assert (source.url, source.title) == (program.webpage, "Data Literacy")
    assert section(program, "More") == (
        "Keywords: data, statistics\nAligned with: DigComp 1.3 (DigComp)"
    )


def test_criteria_that_are_only_an_address(tmp_path: Path) -> None:
    page = "https://badges.uni-beispiel.de/badges/42.html"
    program = program_in(read_json(tmp_path, {**BADGE_CLASS, "criteria": page}))
    assert program.webpage == page
    assert program.facts.assessment_standard.value == AssessmentStandard(
        text="the criteria that the issuer publishes", url=page
    )


def test_an_assertion_shows_its_badge_class_and_nobodys_name(tmp_path: Path) -> None:
    assertion = {
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ann@mail.de"},
        "issuedOn": "2025-03-01",
        "expires": "2027-03-01",
        "verification": {"type": "hosted"},
        "badge": BADGE_CLASS,
    }
    items = read_json(tmp_path, assertion)
    program = program_in(items)
    assert program.title == "Data Literacy"
    assert program.facts.verification.value == ("Open Badge, hosted",)
    assert program.facts.validity.value is None
    assert "ann@" not in str(items)


def test_extensions_of_open_badges_2(tmp_path: Path) -> None:
    context = "https://api.edubadges.nl/static/extensions/{}/context.json"

    def extension(name: str, **members: Any) -> Json:
        return {"@context": context.format(name), "type": ["Extension"], **members}

    badge = {
        **BADGE_CLASS,
        "extensions:ECTSExtension": extension("ECTSExtension", ECTS=2.5),
        "extensions:EQFExtension": extension("EQFExtension", EQF=6),
        "extensions:StudyLoadExtension": extension("StudyLoadExtension", StudyLoad=70),
        "extensions:LanguageExtension": extension("LanguageExtension", Language="nl_NL"),
        "extensions:LearningOutcomeExtension": extension(
            "LearningOutcomeExtension", LearningOutcome="Reads charts."
        ),
    }
    program = program_in(read_json(tmp_path, badge))
    assert program.facts.external_credit.value == (
        Credit(system="ECTS", amount=2.5, level="EQF level 6"),
    )
    assert program.facts.workload.value == Workload(hours=70)
    assert program.facts.learning_outcomes.value == ("Reads charts.",)
    assert program.languages == ("nl",)


def test_a_study_load_that_may_be_minutes_is_not_taken(tmp_path: Path) -> None:
    extension = {
        "@context": "https://api.openbadges.education/static/extensions/StudyLoadExtension/context.json",
        "StudyLoad": 480,
    }
    items = read_json(tmp_path, {**BADGE_CLASS, "extensions:StudyLoadExtension": extension})
    assert program_in(items).facts.workload.value is None
    assert problems_in(items) == ["may be hours or minutes; its context does not say which"]


@pytest.mark.parametrize(
    ("achievement_type", "expected"),
    [
        ("MicroCredential", "micro-credential"),
        ("Certification", "certification"),
        ("CertificateOfCompletion", "certificate of completion"),
        ("BachelorDegree", None),
        ("ext:Workshop", None),
    ],
)
def test_achievement_types(tmp_path: Path, achievement_type: str, expected: str | None) -> None:
    program = program_in(read_json(tmp_path, with_metadata(achievementType=achievement_type)))
    assert program.facts.credential_type.value == expected


@pytest.mark.parametrize(
    ("supervision", "identity_checked", "expected"),
    [
        ("unsupervised with no identity verification", False, "none"),
        ("unsupervised with no identity verification", True, "none"),
        ("supervised with no identity verification", True, "supervised"),
        ("supervised online", True, "supervised"),
        ("Onsite with identity verification", True, "supervised with ID"),
        ("onsite with identity verification", None, "supervised with ID"),
        (None, True, None),
    ],
)
def test_supervision(
    tmp_path: Path, supervision: str | None, identity_checked: bool | None, expected: str | None
) -> None:
    badge = with_metadata(supervisionType=supervision, identityChecked=identity_checked)
    assert program_in(read_json(tmp_path, badge)).facts.proctoring.value == expected


def test_supervision_that_contradicts_itself_is_said(tmp_path: Path) -> None:
    badge = with_metadata(
        supervisionType="onsite with identity verification", identityChecked=False
    )
    items = read_json(tmp_path, badge)
    assert program_in(items).facts.proctoring.value == "supervised"
    assert problems_in(items) == [
        "is false, while supervisionType is 'onsite with identity verification'; only the "
        "supervision was taken"
    ]


def test_testing_that_nobody_supervises_is_not_taken_for_an_exam(tmp_path: Path) -> None:
    badge = with_metadata(
        assessmentType="testing", supervisionType="unsupervised with no identity verification"
    )
    program = program_in(read_json(tmp_path, badge))
    assert program.facts.assessment_type.value is None
    assert "Assessment: testing" in section(program, "Micro-credential")


def test_application_of_a_skill_is_a_rigor_and_no_method(tmp_path: Path) -> None:
    items = read_json(tmp_path, with_metadata(assessmentType="application of a skill"))
    program = program_in(items)
    assert program.facts.assessment_type.value is None
    assert program.facts.rigor.value == "application"
    assert problems_in(items) == []


def test_unknown_words_stay_words(tmp_path: Path) -> None:
    badge = with_metadata(
        assessmentType="divination", supervisionType="by owls", participationType="by broom"
    )
    items = read_json(tmp_path, badge)
    program = program_in(items)
    facts = program.facts
    assert not any(
        fact.is_stated
        for fact in (facts.assessment_type, facts.proctoring, facts.participation_mode)
    )
    assert len(problems_in(items)) == 3
    assert not any(item.refused for item in items if isinstance(item, Problem))
    assert section(program, "Micro-credential") == (
        "Participation: by broom\nAssessment: divination\nSupervision: by owls"
    )


@pytest.mark.parametrize("ects", [-1, 0, 100_000, "three", True, [1], {"a": 1}])
def test_credits_that_cannot_be_are_problems(tmp_path: Path, ects: Any) -> None:
    items = read_json(tmp_path, with_metadata(ECTS=ects))
    assert program_in(items).facts.external_credit.value is None
    assert len(problems_in(items)) == 1


def test_credit_hours_of_an_unknown_system_are_no_ects(tmp_path: Path) -> None:
    program = program_in(read_json(tmp_path, with_metadata(creditsAvailable=3)))
    assert program.facts.external_credit.value is None
    assert "Credit hours: 3" in section(program, "More")


def test_the_later_model_of_edubadges_keeps_ects_as_credits(tmp_path: Path) -> None:
    badge = with_metadata(type=["Achievement", "EdubadgesAchievement"], creditsAvailable="1.5")
    facts = program_in(read_json(tmp_path, badge)).facts
    assert facts.external_credit.value == (Credit(system="ECTS", amount=1.5),)


def test_a_level_of_a_rubric_can_be_the_pass_mark(tmp_path: Path) -> None:
    results = [
        {
            "name": "Weld",
            "requiredLevel": "urn:level:2",
            "rubricCriterionLevel": [
                {"id": "urn:level:1", "name": "poor"},
                {"id": "urn:level:2", "name": "sound"},
            ],
        },
        {"name": "Attendance", "requiredValue": "80", "valueMax": "100"},
        {"name": "Remarks"},
    ]
    standard = program_in(
        read_json(tmp_path, with_metadata(resultDescription=results))
    ).facts.assessment_standard.value
    assert standard is not None
    assert standard.pass_mark == "Weld: sound; Attendance: 80"


def test_a_number_that_no_fact_can_hold_costs_one_badge_only(tmp_path: Path) -> None:
    path = tmp_path / "badges.json"
    tiny = json.dumps(with_metadata(name="Tiny", ECTS=12345)).replace("12345", "1e-400")
    path.write_text(f"[{tiny}, {json.dumps(credential(ACHIEVEMENT))}]")
    items = read_file(path)
    assert program_in(items).title == "Welding Basics"
    assert "cannot be recorded" in problems_in(items)[0]


def test_quality_assurance_without_a_code_is_the_body(tmp_path: Path) -> None:
    alignment = [
        {
            "targetType": "ext:QualityAssurance",
            "targetName": "NVAO",
            "targetUrl": "https://nvao.net",
        }
    ]
    program = program_in(read_json(tmp_path, with_metadata(alignment=alignment)))
    assert program.facts.accreditation.value == (Accreditation(body="NVAO", scope="program"),)
    assert program.facts.accreditation.note == "NVAO, https://nvao.net"


def test_endorsements_inside_are_names_of_others(tmp_path: Path) -> None:
    endorsement = [
        {"type": ["EndorsementCredential"], "issuer": {"name": "Metal Workers' Union"}},
        {"type": ["EndorsementCredential"], "issuer": {"name": "Weld Guild"}},
    ]
    facts = program_in(read_json(tmp_path, with_metadata(endorsement=endorsement))).facts
    assert facts.recognised_by.value == ("Metal Workers' Union",)
    assert facts.recognised_by.status is Status.ISSUER_CLAIMED


def test_a_signed_badge_says_how_it_can_be_verified(tmp_path: Path) -> None:
    signed = credential(ACHIEVEMENT, proof={"type": "DataIntegrityProof"})
    facts = program_in(read_json(tmp_path, signed)).facts
    assert facts.verification.value == ("Open Badge 3.0, signed",)
    assert facts.verification.status is Status.ISSUER_CLAIMED
    assert facts.verification.note
    assert program_in(read_json(tmp_path, credential(ACHIEVEMENT))).facts.verification.value is None


@pytest.mark.parametrize("wrapped", [{"vc": credential(ACHIEVEMENT)}, credential(ACHIEVEMENT)])
def test_a_file_that_is_a_jwt(tmp_path: Path, wrapped: Json) -> None:
    path = tmp_path / "badge.jwt"
    path.write_text(jwt(wrapped) + "\n")
    program = program_in(read_file(path))
    assert program.title == "Welding Basics"
    assert program.facts.verification.value == ("Open Badge 3.0, signed",)


def test_a_damaged_jwt_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "badge.jwt"
    path.write_text("eyJhbGciOiJSUzI1NiJ9.bm90IGpzb24.c2ln")
    [problem] = read_file(path)
    assert isinstance(problem, Problem)
    path.write_text("eyJ only looks like one")
    assert "damaged" in problems_in(read_file(path))[0]


def test_a_learner_record_and_a_presentation_hold_several(tmp_path: Path) -> None:
    other = credential({**ACHIEVEMENT, "id": "urn:uuid:2", "name": "Soldering"})
    packed = jwt(credential({**ACHIEVEMENT, "id": "urn:uuid:3", "name": "Brazing"}))
    record = {
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"name": "A School"},
        "credentialSubject": {
            "type": ["ClrSubject"],
            "verifiableCredential": [credential(ACHIEVEMENT), other, packed],
        },
    }
    for wrapped in (record, {"type": "VerifiablePresentation", "verifiableCredential": [record]}):
        items = read_json(tmp_path, wrapped)
        titles = [item.title for item in items if isinstance(item, Program)]
        assert titles == ["Welding Basics", "Soldering", "Brazing"]
        assert provider_in(items).name == "Weld Guild"


def test_a_badge_that_many_people_hold_comes_once(tmp_path: Path) -> None:
    items = read_json(tmp_path, [credential(ACHIEVEMENT, id=f"urn:x:{n}") for n in range(5)])
    assert [type(item) for item in items] == [Provider, Program]


def test_two_badges_of_one_name_are_a_problem_if_they_differ(tmp_path: Path) -> None:
    other = {**ACHIEVEMENT, "description": "Something else."}
    items = read_json(tmp_path, [credential(ACHIEVEMENT), credential(other)])
    program_in(items)
    assert "other contents" in problems_in(items)[0]


def test_an_issuer_named_by_address_is_looked_up_in_the_file(tmp_path: Path) -> None:
    badge = {**BADGE_CLASS, "issuer": ISSUER["id"]}
    items = read_json(tmp_path, {"@graph": [badge, ISSUER]})
    assert provider_in(items).name == "Hochschule Beispielstadt"
    assert items.index(provider_in(items)) < items.index(program_in(items))


def test_an_address_that_two_issuers_share_names_neither(tmp_path: Path) -> None:
    badge = {**BADGE_CLASS, "issuer": ISSUER["id"]}
    items = read_json(tmp_path, [badge, ISSUER, {**ISSUER, "name": "Somebody Else"}])
    assert not any(isinstance(item, Program) for item in items)
    assert "issuer by address only" in problems_in(items)[0]


@pytest.mark.parametrize(
    ("badge", "said"),
    [
        ({**BADGE_CLASS, "issuer": "https://a.de/issuer"}, "issuer by address only"),
        ({**BADGE_CLASS, "issuer": None}, "does not say who issues it"),
        ({**BADGE_CLASS, "name": " "}, "without a name"),
        ({"type": "Assertion", "badge": "https://a.de/badge"}, "achievement by address only"),
        (
            {
                "type": ["EndorsementCredential"],
                "credentialSubject": {"endorsementComment": "fine"},
            },
            "endorsement",
        ),
        (credential(None), "without an achievement"),
        ({"some": "thing"}, "neither a badge"),
        (7, "is not a badge"),
        ([], "holds no badge"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_the_rest_is_read(
    tmp_path: Path, badge: Any, said: str
) -> None:
    [problem] = read_json(tmp_path, badge)
    assert isinstance(problem, Problem)
    assert said in problem.reason
    if badge:
        assert program_in(read_json(tmp_path, [badge, credential(ACHIEVEMENT)]))
        assert problem.refused is ("endorsement" not in problem.reason)


def test_a_person_in_the_file_is_no_provider(tmp_path: Path) -> None:
    person = {"type": "Profile", "id": "did:key:z6Mk", "name": "Ann Learner"}
    items = read_json(tmp_path, [person, credential(ACHIEVEMENT)])
    assert "Ann Learner" not in str(items)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "badge.json"
    path.write_text(json.dumps({**BADGE_CLASS, "name": "Größe"}, ensure_ascii=False), encoding)
    assert program_in(read_file(path)).title == "Größe"


def test_what_stands_before_a_break_is_read(tmp_path: Path) -> None:
    path = tmp_path / "badges.json"
    path.write_text(json.dumps([BADGE_CLASS, credential(ACHIEVEMENT)])[:-100])
    items = read_file(path)
    assert program_in(items).title == "Data Literacy"
    assert "cut off" in problems_in(items)[-1]


def test_long_and_marked_up_text_becomes_clean_text(tmp_path: Path) -> None:
    narrative = (
        "# Criteria\n\n" + "**Do** <script>alert(1)</script>the [work](https://a.de).\n" * 2000
    )
    items = read_json(tmp_path, with_metadata(criteria={"narrative": narrative}))
    program = program_in(items)
    criteria = section(program, "Criteria")
    assert criteria.startswith("Criteria\n\nDo the work.\n")
    assert len(criteria) <= 20_000
    assert "20,000" in problems_in(items)[0]
    standard = program.facts.assessment_standard.value
    assert standard is not None
    assert len(standard.text) <= 610


def test_names_in_several_languages(tmp_path: Path) -> None:
    badge = {**BADGE_CLASS, "name": {"de": "Datenkompetenz", "en": "Data Literacy"}}
    assert program_in(read_json(tmp_path, badge)).title == "Data Literacy"


def test_addresses_of_examples_identify_nothing(tmp_path: Path) -> None:
    badge = {**BADGE_CLASS, "id": "https://example.com/achievements/ach-44ABA"}
    assert program_in(read_json(tmp_path, badge)).identifiers == ()


# Any content.

_TERMS = st.sampled_from(
    [
        "type", "@type", "id", "name", "criteria", "narrative", "issuer", "creator", "badge",
        "achievement", "credentialSubject", "verifiableCredential", "assertions", "alignment",
        "targetType", "targetName", "targetCode", "resultDescription", "requiredValue", "ECTS", "SBU",
        "supervisionType", "identityChecked", "assessmentType", "participationType", "extensions",
        "extensions:StudyLoadExtension", "StudyLoad", "endorsement", "inLanguage", "address",
        "addressCountryCode", "description", "otherIdentifier", "identifierType", "url", "@value",
    ]
)  # fmt: skip
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "BadgeClass",
            "Achievement",
            "Profile",
            "ext:EQF",
            "ext:QualityAssurance",
            "https://a.de/b",
        ]
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
    wrapped = {"type": "BadgeClass", "name": "B", "issuer": {"name": "I"}}
    for each in (
        value,
        {**wrapped, "criteria": value},
        {**wrapped, **value} if isinstance(value, dict) else [],
    ):
        items = read_json(folder, each)
        assert items
        given_providers = [item.id for item in items if isinstance(item, Provider)]
        assert len(set(given_providers)) == len(given_providers)
        programs = [item for item in items if isinstance(item, Program)]
        assert all(program.provider in given_providers for program in programs)


@given(content=st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"eyJ" + tail))
def test_any_bytes_are_read_without_a_crash(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "badges.json"
    path.write_bytes(content)
    assert read_file(path)


def test_deep_nesting_ends(tmp_path: Path) -> None:
    path = tmp_path / "badges.json"
    path.write_text('{"achievement":' * 5000 + "1" + "}" * 5000)
    assert all(isinstance(item, Problem) for item in read_file(path))
