"""``ceterms:CredentialOrganization`` → a provider (credreg.net/ctdl/terms/CredentialOrganization)."""

import re

from advisor_bot.catalog.facts import Provider, ProviderFacts, ProviderKind, Section
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.assurance import (
    accreditation,
    recognised_by,
    verification_in_words,
)
from advisor_bot.catalog.readers.ctdl.graph import LONGEST_NAME
from advisor_bot.catalog.readers.ctdl.terms import (
    concepts,
    ctid_of,
    member,
    phrase,
    prose,
    shortened,
    text,
    texts,
    translations,
)
from advisor_bot.catalog.readers.json_ld import Node, nodes, unique
from advisor_bot.catalog.readers.values import country_of, one_line

_KIND_OF_SECTOR: dict[str, ProviderKind] = {
    "PrivateNonProfit": "non-profit",
    "PrivateForProfit": "company",
}
_KIND_OF_TYPE: dict[str, ProviderKind] = {
    "Business": "company",
    "FourYear": "university",
    "Government": "government",
    "ProfessionalAssociation": "professional body",
}
_STRONGER_THAN_SECTOR = ("university", "government")
_PROCESSES = (
    "developmentProcess",
    "administrationProcess",
    "maintenanceProcess",
    "reviewProcess",
    "appealProcess",
    "complaintProcess",
    "revocationProcess",
)
_PROCESS_TERMS = (
    "description",
    "processFrequency",
    "processMethodDescription",
    "processStandardsDescription",
    "scoringMethodDescription",
    "verificationMethodDescription",
)


def provider(about: About, id_: str) -> Provider:
    """The organization as a provider. Its name has to be there."""
    name = about.resource.name or ""
    node = about.node
    aliases = (*texts(member(node, "alternateName")), *translations(member(node, "name")))
    return Provider(
        id=id_,
        name=name,
        aliases=tuple(alias for alias in unique(aliases) if alias != name),
        identifiers=about.resource.identifiers,
        kind=_kind(node),
        country=_country(node),
        webpage=about.webpage,
        facts=ProviderFacts(
            accreditation=accreditation(about, "provider"),
            recognised_by=recognised_by(about),
            track_record=about.fact(_founded(node)),
            quality_assurance=about.fact(_quality_assurance(about)),
        ),
        sections=tuple(_sections(about)),
    )


def undescribed(reference: str, id_: str) -> Provider:
    """An organization that a program names, in a file that does not describe it.

    Of an id, that is all that is known for certain: the program's web page may well lie with somebody
    else, such as a course directory. Once the organization's own file is imported, the identifiers
    bring the two together, and it has a name."""
    identifiers = unique([reference, ctid_of(reference)]) if is_id(reference) else ()
    return Provider(id=id_, name=undescribed_name(reference), identifiers=identifiers)


def undescribed_name(reference: str) -> str:
    """What to call such an organization: the name that stands in the id's place, or after its id."""
    said = shortened(one_line(reference), LONGEST_NAME)
    if not is_id(reference):
        return said
    return f"Organization {ctid_of(reference) or said.removeprefix('https://')}"


def is_id(reference: str) -> bool:
    """Whether it is an IRI or a CTID rather than a name."""
    return (
        ctid_of(reference) is not None or re.match(r"[a-z][a-z\d+.-]*:\S+$", reference) is not None
    )


def _kind(node: Node) -> ProviderKind | None:
    """By ``ceterms:agentType`` and ``agentSectorType``, only where they leave no doubt: a university
    or an authority is one whatever its sector, otherwise a private sector decides."""
    said = {concept.code for concept in concepts(member(node, "agentType"))}
    kinds = {_KIND_OF_TYPE[code] for code in said if code in _KIND_OF_TYPE}
    strong = kinds.intersection(_STRONGER_THAN_SECTOR)
    if strong:
        return strong.pop() if len(strong) == 1 else None
    sectors = {concept.code for concept in concepts(member(node, "agentSectorType"))}
    by_sector = {_KIND_OF_SECTOR[code] for code in sectors if code in _KIND_OF_SECTOR}
    if sectors:
        return by_sector.pop() if len(sectors) == len(by_sector) == 1 else None
    return kinds.pop() if len(kinds) == 1 else None


def _country(node: Node) -> str | None:
    """The one country of its addresses (``ceterms:Place``)."""
    named = {
        country_of(country)
        for place in nodes(member(node, "address"))
        if (country := text(member(place, "addressCountry")))
    }
    return named.pop() if len(named) == 1 else None


def _founded(node: Node) -> str | None:
    stated = text(member(node, "foundingDate"))
    return (
        f"Founded in {stated[:4]}"
        if stated and re.match(r"(?:1|20)\d{2,3}(?:-|$)", stated)
        else None
    )


def _quality_assurance(about: About) -> str | None:
    """How it reviews what it offers, in its own words; the other processes are sections."""
    for term in ("reviewProcess", "maintenanceProcess"):
        for profile in about.profiles(term):
            if said := text(member(profile, "description")):
                return shortened(said, 600)
    return None


def _sections(about: About) -> list[Section]:
    found = about.section("", [about.prose("description")])
    found += about.section("Purpose", [about.prose("agentPurposeDescription")])
    found += about.section(
        "Mission and goals", [about.prose("missionAndGoalsStatementDescription")]
    )
    for term in _PROCESSES:
        said = [
            prose(member(each, part)) for each in about.profiles(term) for part in _PROCESS_TERMS
        ]
        found += about.section(phrase(term), said)
    services = [verification_in_words(each) for each in about.profiles("hasVerificationService")]
    return found + about.section("How to verify a credential", services)
