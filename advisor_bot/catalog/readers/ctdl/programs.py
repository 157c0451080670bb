"""A credential, or a learning opportunity or assessment that stands alone → a program.

A required assessment or learning opportunity of the same file tells how its credential is assessed,
supervised and delivered, how long it takes and what it costs, where the credential does not say so.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from advisor_bot.catalog.facts import (
    AssessmentMethod,
    AssessmentStandard,
    CredentialType,
    Fact,
    Level,
    ParticipationMode,
    Price,
    Proctoring,
    Program,
    ProgramFacts,
    Section,
)
from advisor_bot.catalog.readers.ctdl import conditions, offers, outcomes
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.assurance import (
    accreditation,
    recognised_by,
    verification_in_words,
)
from advisor_bot.catalog.readers.ctdl.terms import (
    concepts,
    member,
    shortened,
    text,
    texts,
    translations,
    types,
)
from advisor_bot.catalog.readers.json_ld import Node, flag, listed, unique, web_address
from advisor_bot.catalog.readers.values import language_of

_TYPES: dict[str, CredentialType] = {
    "Badge": "digital badge",
    "Certificate": "certificate",
    "CertificateOfCompletion": "certificate of completion",
    "Certification": "certification",
    "DigitalBadge": "digital badge",
    "MicroCredential": "micro-credential",
    "OpenBadge": "digital badge",
    "ProfessionalCertificate": "professional certificate",
}
_METHODS: dict[str, AssessmentMethod] = {"Exam": "exam", "Performance": "observation"}
"""``ceterms:AssessmentMethod``. An artifact may be a project or a portfolio: told in words only."""
_MODES: dict[str, ParticipationMode] = {
    "BlendedDelivery": "blended",
    "InPerson": "on site",
    "OnlineOnly": "online",
}
_LEVELS: dict[str, Level] = {
    "BeginnerLevel": "beginner",
    "IntermediateLevel": "intermediate",
    "AdvancedLevel": "advanced",
}
_STATUSES: dict[str, Literal["active", "retired", "upcoming"]] = {
    "Active": "active",
    "Probationary": "active",
    "Developing": "upcoming",
    "Ceased": "retired",
    "Deprecated": "retired",
    "Superseded": "retired",
    "Suspended": "retired",
    "TemporarilySuspended": "retired",
}
T = TypeVar("T")
_UNIQUE_ID = re.compile(r"(?:urn:|https?://)\S+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


def program(about: About, id_: str, provider: str, offered_on: str | None) -> Program:
    """The resource as a program. Its name has to be there."""
    node, title = about.node, about.resource.name or ""
    aliases = (*texts(member(node, "alternateName")), *translations(member(node, "name")))
    languages = (language_of(each) for each in texts(listed(member(node, "inLanguage"))))
    facts, sections = _facts(about)
    return Program(
        id=id_,
        title=title,
        aliases=tuple(alias for alias in unique(aliases) if alias != title),
        identifiers=unique([*about.resource.identifiers, _own_identifier(node)]),
        provider=provider,
        offered_on=offered_on,
        languages=unique(languages),
        status=_status(about),
        version=_version(node),
        webpage=about.webpage,
        facts=facts,
        sections=tuple(sections),
    )


def _facts(about: About) -> tuple[ProgramFacts, list[Section]]:
    required, learned = conditions.required_parts(about)
    assessments, courses = (
        [about.part(each) for each in required],
        [about.part(each) for each in learned],
    )
    cost, cost_words = offers.cost(about)
    workload, time_words = offers.workload(about)
    if not workload.is_stated and not time_words:
        workload = offers.only([offers.workload(course)[0] for course in courses])
    skills, results = conditions.competencies(about)
    facts = ProgramFacts(
        credential_type=_credential_type(about),
        learning_outcomes=about.fact(results),
        skills=about.fact(skills),
        workload=workload,
        level=about.fact(_level(about.node)),
        assessment_type=_joined([about, *assessments, *courses], _methods, _method_note),
        assessment_standard=_standard([about, *assessments]),
        proctoring=_proctoring(about, assessments),
        participation_mode=_joined([about], _modes, _delivery_note)
        if _modes(about.node)
        else _joined(courses, _modes, _delivery_note),
        accreditation=accreditation(about, "program"),
        external_credit=conditions.credits_for(about),
        recognised_by=recognised_by(about),
        stackable_into=conditions.stackable(about),
        prerequisites=conditions.prerequisites(about),
        cost=cost if cost.is_stated or cost_words else _cost_of_parts(courses, assessments),
        validity=offers.validity(about),
        verification=about.fact(("registry",) if _has_directory(about) else ()),
    )
    words = [*_described(about, facts, assessments, courses), *cost_words, *time_words]
    return facts, [*words, *outcomes.sections(about)]


def _credential_type(about: About) -> Fact[CredentialType]:
    found = {_TYPES[each] for each in types(about.node) if each in _TYPES}
    return about.fact(found.pop() if len(found) == 1 else None)


def _level(node: Node) -> Level | None:
    """``ceterms:AudienceLevel``; its levels of schooling are no levels of difficulty."""
    codes = {concept.code for concept in concepts(member(node, "audienceLevelType"))}
    found = {_LEVELS[code] for code in codes if code in _LEVELS}
    if len(found) == len(_LEVELS):
        return "all levels"
    return found.pop() if len(found) == 1 else None


def _joined(
    subjects: Sequence[About],
    values: Callable[[Node], tuple[T, ...]],
    note: Callable[[Node], Iterable[str | None]],
) -> Fact[tuple[T, ...]]:
    """What several resources say together, with the source of the first that says anything."""
    stating = [subject for subject in subjects if values(subject.node)]
    if not stating:
        return Fact[tuple[T, ...]]()
    together = tuple(dict.fromkeys(each for subject in stating for each in values(subject.node)))
    notes = unique(each for subject in subjects for each in note(subject.node))
    return stating[0].fact(together, note=shortened("; ".join(notes), 1000))


def _methods(node: Node) -> tuple[AssessmentMethod, ...]:
    codes = [concept.code for concept in concepts(member(node, "assessmentMethodType"))]
    return tuple(_METHODS[code] for code in codes if code in _METHODS)


def _method_note(node: Node) -> Iterable[str | None]:
    yield from (concept.name for concept in concepts(member(node, "assessmentMethodType")))
    yield text(member(node, "assessmentMethodDescription"))


def _modes(node: Node) -> tuple[ParticipationMode, ...]:
    """``ceterms:Delivery``, of a credential's learning or of the resource itself."""
    terms = ("learningDeliveryType", "deliveryType")
    codes = [concept.code for term in terms for concept in concepts(member(node, term))]
    return tuple(_MODES[code] for code in codes if code in _MODES)


def _delivery_note(node: Node) -> Iterable[str | None]:
    yield text(member(node, "deliveryTypeDescription"))


def _standard(subjects: Sequence[About]) -> Fact[AssessmentStandard]:
    """``processStandards`` ("criteria, standards, and requirements used with a process") and how an
    assessment is scored, in their descriptions."""
    for subject in subjects:
        for term in ("processStandardsDescription", "scoringMethodDescription"):
            if said := subject.text(term):
                url = web_address(member(subject.node, "processStandards"))
                return subject.fact(AssessmentStandard(text=shortened(said, 1000), url=url))
    return Fact[AssessmentStandard]()


def _proctoring(about: About, assessments: Sequence[About]) -> Fact[Proctoring]:
    """``ceterms:isProctored``, where all that say it agree."""
    said = {
        subject: supervised
        for subject in (about, *assessments)
        if (supervised := flag(member(subject.node, "isProctored"))) is not None
    }
    if len(set(said.values())) > 1:
        about.problem(
            "one of its assessments is proctored and another is not; neither was recorded"
        )
    if len(set(said.values())) != 1:
        return Fact[Proctoring]()
    subject, supervised = next(iter(said.items()))
    return subject.fact("supervised" if supervised else "none")


def _cost_of_parts(
    courses: Sequence[About], assessments: Sequence[About]
) -> Fact[tuple[Price, ...]]:
    """What the required parts cost, each price with the name of its part."""
    prices: list[Price] = []
    stating: list[About] = []
    covers = "program" if len(courses) == 1 else "course of several"
    for part, what in [(each, covers) for each in courses] + [
        (each, "exam") for each in assessments
    ]:
        found = offers.cost(part)[0].value or ()
        stating += [part] if found else []
        for price in found:
            for_part = "; ".join(unique([part.resource.name, price.condition]))
            changes = {"covers": what if price.covers == "program" else price.covers}
            prices.append(price.model_copy(update=changes | {"condition": for_part}))
    return stating[0].fact(tuple(prices)) if stating else Fact[tuple[Price, ...]]()


def _has_directory(about: About) -> bool:
    """Whether holders can be looked up (``ceterms:verificationDirectory``)."""
    services = about.profiles("usesVerificationService")
    return any(web_address(member(each, "verificationDirectory")) for each in services)


def _status(about: About) -> Literal["active", "retired", "upcoming"]:
    """``ceterms:credentialStatusType`` or ``lifeCycleStatusType``; past its ``expirationDate`` ("date
    beyond which the resource is no longer offered") it is retired."""
    for term in ("credentialStatusType", "lifeCycleStatusType"):
        for concept in concepts(member(about.node, term)):
            if concept.code not in _STATUSES:
                about.problem(
                    f"{term}: '{concept.code or concept.name}' is not a status that we know"
                )
            elif _STATUSES[concept.code] != "active":
                return _STATUSES[concept.code]
    ends = about.day(about.node, "expirationDate")
    return "retired" if ends and ends < about.material.read_on else "active"


def _version(node: Node) -> str | None:
    """``ceterms:versionIdentifier``, an ``IdentifierValue`` or a text."""
    for each in listed(member(node, "versionIdentifier")):
        value = member(each, "identifierValueCode") if isinstance(each, dict) else each
        if said := text(value):
            return said[:80]
    return None


def _own_identifier(node: Node) -> str | None:
    """``ceterms:credentialId`` where it can only be unique; some publishers put an acronym there."""
    said = text(member(node, "credentialId"))
    return said if said and _UNIQUE_ID.fullmatch(said) else None


def _described(
    about: About, facts: ProgramFacts, assessments: Sequence[About], courses: Sequence[About]
) -> list[Section]:
    found = about.section("", [about.prose("description")])
    if not facts.credential_type.is_stated:
        found += about.section("Kind", [conditions.kind_in_words(about)])
    found += conditions.sections(about)
    own = [about] if about.resource.kind == "assessment" else [about, *assessments]
    said = [part for each in own for part in _assessment_in_words(each, about)]
    found += about.section("Assessment", said)
    services = about.profiles("usesVerificationService")
    found += about.section("How to verify", [verification_in_words(each) for each in services])
    for course in courses:
        words = [course.resource.name, course.prose("description")]
        found += course.section("Required learning", words)
    return found


def _assessment_in_words(part: About, about: About) -> Iterable[str | None]:
    if part is not about:
        yield part.resource.name
        yield part.prose("description")
    methods = [concept.name for concept in concepts(member(part.node, "assessmentMethodType"))]
    yield f"Method: {', '.join(methods)}" if methods else None
    yield part.prose("assessmentMethodDescription")
    yield part.prose("scoringMethodDescription")
    delivery = [concept.name for concept in concepts(member(part.node, "assessmentDeliveryType"))]
    yield f"The assessment is delivered: {', '.join(delivery)}" if delivery else None
