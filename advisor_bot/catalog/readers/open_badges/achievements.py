"""One achievement → one program (Open Badges 2.0 BadgeClass, 3.0 Achievement)."""

from advisor_bot.catalog.facts import (
    AssessmentStandard,
    CredentialType,
    Fact,
    Program,
    ProgramFacts,
    Provider,
    VerificationMethod,
)
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import (
    Node,
    id_of,
    listed,
    local,
    nodes,
    number,
    plain,
    prose,
    text,
    texts,
    types,
    unique,
    web_address,
)
from advisor_bot.catalog.readers.open_badges import microcredential
from advisor_bot.catalog.readers.open_badges.alignments import Alignments, alignments_of
from advisor_bot.catalog.readers.open_badges.extensions import extended
from advisor_bot.catalog.readers.open_badges.finding import Found
from advisor_bot.catalog.readers.open_badges.profiles import identifying
from advisor_bot.catalog.readers.open_badges.prose import in_one_line, without_markdown
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.values import language_of, slug

LONGEST_STANDARD = 600
"""What an answer can quote of the criteria; their section holds them all."""

_TYPES: dict[str, CredentialType] = {
    "MicroCredential": "micro-credential",
    "Badge": "digital badge",
    "Certificate": "certificate",
    "CertificateOfCompletion": "certificate of completion",
    "Certification": "certification",
}
"""Of the enumeration AchievementType (OB 3.0) those that mean the same as ours."""


def program_of(
    material: Material, found: Found, provider: Provider
) -> tuple[Program, Claims] | Problem:
    """The program that an achievement stands for, and its claims; or why it is none."""
    achievement = found.achievement
    title = text(achievement.get("name"))
    if not title:
        return material.problem(found.place, "is an achievement without a name; it was left out")
    place = f'{found.place}, achievement "{title[:100]}"'
    page = _criteria_page(achievement)
    source = material.source(place)
    if page:
        source = source.model_copy(update={"url": page, "title": title})
    claims = Claims(material, place, source)
    aligned = alignments_of(achievement)
    program = Program(
        id=slug(f"{provider.name} {title}"),
        title=title,
        identifiers=identifying(id_of(achievement)),
        provider=provider.id,
        languages=_languages(achievement),
        version=text(achievement.get("version")),
        webpage=page,
        facts=_facts(found, provider, aligned, claims),
        sections=claims.sections(
            ("", without_markdown(prose(achievement.get("description")))),
            ("Criteria", without_markdown(_narrative(achievement))),
            ("Micro-credential", microcredential.described(achievement, aligned)),
            ("More", _more(achievement, aligned)),
        ),
    )
    return program, claims


def _facts(found: Found, provider: Provider, aligned: Alignments, claims: Claims) -> ProgramFacts:
    achievement = found.achievement
    supervision = microcredential.proctoring(achievement, claims)
    return ProgramFacts(
        credential_type=_credential_type(found, claims),
        rigor=microcredential.rigor(achievement, claims),
        learning_outcomes=claims.fact(texts(extended(achievement, "LearningOutcome"))),
        skills=claims.fact(aligned.skills),
        workload=microcredential.workload(achievement, claims),
        assessment_type=microcredential.assessment(achievement, supervision.value, claims),
        assessment_standard=_standard(achievement, claims),
        proctoring=supervision,
        participation_mode=microcredential.participation(achievement, claims),
        accreditation=microcredential.accreditation(aligned, claims),
        external_credit=microcredential.credit(achievement, aligned, claims),
        recognised_by=_endorsers(achievement, provider, claims),
        verification=_verification(found, claims),
    )


def _credential_type(found: Found, claims: Claims) -> Fact[CredentialType]:
    """By ``achievementType``; else by the schema for micro-credentials that the badge declares; else a
    badge is what every Open Badge is."""
    stated = text(found.achievement.get("achievementType"))
    if stated:
        return claims.fact(_TYPES.get(local(stated)), quote=stated)
    schemas = [id_of(schema) for schema in listed(found.badge.get("credentialSchema"))]
    declared = next((schema for schema in schemas if "microcredential" in schema.lower()), None)
    classes = types(found.achievement)
    if declared or any(name.lower().startswith("microcredential") for name in classes):
        return claims.fact(_TYPES["MicroCredential"], quote=declared)
    return claims.fact(_TYPES["Badge"])


def _standard(achievement: Node, claims: Claims) -> Fact[AssessmentStandard]:
    """What one has to do to earn it (``criteria``), with the pass mark of its results."""
    page = _criteria_page(achievement)
    said = in_one_line(without_markdown(_narrative(achievement)), LONGEST_STANDARD)
    if not said and not page:
        return Fact()
    return claims.fact(
        AssessmentStandard(
            text=said or "the criteria that the issuer publishes",
            pass_mark="; ".join(_pass_marks(achievement)) or None,
            url=page,
        )
    )


def _pass_marks(achievement: Node) -> list[str]:
    """What has to be reached (ResultDescription: requiredValue, requiredLevel)."""
    found = []
    for result in nodes(achievement.get("resultDescription")):
        required = text(result.get("requiredValue")) or _level(result)
        if not required:
            continue
        ends = [text(result.get(end)) for end in ("valueMin", "valueMax")]
        scale = f" on a scale of {ends[0]} to {ends[1]}" if all(ends) else ""
        name = text(result.get("name"))
        found.append(f"{name}: {required}{scale}" if name else f"{required}{scale}")
    return found


def _level(result: Node) -> str | None:
    """The name of the rubric's level that has to be reached."""
    wanted = text(result.get("requiredLevel"))
    levels = nodes(result.get("rubricCriterionLevel"))
    named = [text(level.get("name")) for level in levels if wanted and id_of(level) == wanted]
    return next(filter(None, named), None)


def _endorsers(achievement: Node, provider: Provider, claims: Claims) -> Fact[tuple[str, ...]]:
    """Who endorses the achievement, other than its issuer."""
    issuers = (nodes(each.get("issuer")) for each in nodes(achievement.get("endorsement")))
    names = unique(text(issuer.get("name")) for each in issuers for issuer in each)
    others = tuple(name for name in names if name != provider.name)
    return claims.fact(
        others, note="Endorsements inside the badge; their signatures were not checked."
    )


def _verification(found: Found, claims: Claims) -> Fact[tuple[VerificationMethod, ...]]:
    """How a badge of this achievement that was given can be verified, as far as this one shows."""
    unchecked = "What this badge carries; the import does not check signatures."
    if found.signed and "credentialSubject" in found.badge:
        return claims.fact(("Open Badge 3.0, signed",), note=unchecked)
    checks = nodes(found.badge.get("verification")) + nodes(found.badge.get("verify"))
    if any(types(check) & {"HostedBadge", "hosted"} for check in checks):
        return claims.fact(("Open Badge, hosted",))
    return Fact()


def _narrative(achievement: Node) -> str:
    criteria = achievement.get("criteria")
    if isinstance(criteria, dict):
        return prose(criteria.get("narrative"))
    return "" if web_address(criteria) else prose(criteria)


def _criteria_page(achievement: Node) -> str | None:
    """Where the criteria are published: ``criteria.id``, in Open Badges 2.0 also ``criteria`` itself."""
    criteria = achievement.get("criteria")
    return web_address(id_of(criteria)) or (
        web_address(criteria) if isinstance(criteria, str) else None
    )


def _languages(achievement: Node) -> tuple[str, ...]:
    stated = [*texts(achievement.get("inLanguage")), *texts(extended(achievement, "Language"))]
    return unique(language_of(each) for each in stated)


def _more(achievement: Node, aligned: Alignments) -> str:
    """What there is no fact for, in words."""
    creator = achievement.get("creator")
    credits = number(achievement.get("creditsAvailable"))
    lines = {
        "Achievement type": text(achievement.get("achievementType")),
        "Made by": text(creator.get("name")) if isinstance(creator, dict) else None,
        "Field of study": text(achievement.get("fieldOfStudy")),
        "Specialization": text(achievement.get("specialization")),
        "Code": text(achievement.get("humanCode")),
        "Credit hours": plain(credits) if credits else None,
        "Keywords": ", ".join(texts(achievement.get("tag")) or texts(achievement.get("tags"))),
        "Aligned with": "; ".join(aligned.others),
        "Related to": "; ".join(
            unique(text(each.get("name")) for each in nodes(achievement.get("related")))
        ),
        "Signed endorsements, not read": str(len(listed(achievement.get("endorsementJwt"))) or ""),
    }
    return "\n".join(f"{label}: {said}" for label, said in lines.items() if said)
