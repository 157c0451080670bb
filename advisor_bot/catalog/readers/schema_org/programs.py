"""A course, program or credential of schema.org → a program."""

import re
import urllib.parse

from advisor_bot.catalog.facts import (
    CredentialType,
    Credit,
    Fact,
    Level,
    ParticipationMode,
    Program,
    ProgramFacts,
    Validity,
)
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import (
    Node,
    id_of,
    listed,
    nodes,
    number,
    prose,
    text,
    texts,
    types,
    unique,
    web_address,
)
from advisor_bot.catalog.readers.reading import Material
from advisor_bot.catalog.readers.schema_org import durations, offers
from advisor_bot.catalog.readers.schema_org.graph import AWARDS, Found, Graph
from advisor_bot.catalog.readers.schema_org.providers import Offering
from advisor_bot.catalog.readers.values import (
    credential_type_in,
    language_of,
    level_in,
    one_line,
    participation_in,
    slug,
)

_ATTENDANCE: dict[str, ParticipationMode] = {
    "OnlineEventAttendanceMode": "online",
    "OfflineEventAttendanceMode": "on site",
    "MixedEventAttendanceMode": "blended",
}
_CREDIT_SYSTEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ECTS", re.compile(r"\bECTS\b|European Credit Transfer", re.I)),
    ("semester hours", re.compile(r"\bsemester\b", re.I)),
    ("CEU", re.compile(r"\bCEUs?\b|continuing education units?", re.I)),
    ("CPD", re.compile(r"\bCPD\b|continuing professional development", re.I)),
)
_MOST_CREDITS = 1000
_LARGER = {"Course", "EducationalOccupationalProgram", "EducationalOccupationalCredential"}


def claims_of(material: Material, found: Found) -> Claims | None:
    """What the facts of a node cite; none for a node without a name."""
    title = text(found.node.get("name"))
    if not title:
        return None
    kind = next(iter(sorted(types(found.node))), "Course")
    place = f'{found.place}, {kind} "{title[:100]}"'
    source = material.source(place)
    if page := _page(material, found.node):
        source = source.model_copy(update={"url": page, "title": title})
    return Claims(material, place, source)


def program_of(found: Found, offering: Offering, graph: Graph, claims: Claims) -> Program:
    """The program that a node with a name describes, given by ``offering``."""
    node = found.node
    title = text(node.get("name")) or ""
    page = _page(claims.material, node)
    instances = [node] if "CourseInstance" in types(node) else graph.instances(node)
    credentials = [node] if _is_credential(node) else _awarded(node, graph)
    awarded = unique(graph.names([each for term in AWARDS for each in listed(node.get(term))]))
    return Program(
        id=slug(f"{offering.provider.name} {title}"),
        title=title,
        aliases=tuple(each for each in unique(texts(node.get("alternateName"))) if each != title),
        identifiers=_identifiers(claims.material, node, graph),
        provider=offering.provider.id,
        offered_on=offering.platform.id if offering.platform else None,
        languages=unique(language_of(each) for each in graph.names(node.get("inLanguage"))),
        version=text(node.get("version")),
        webpage=page,
        facts=ProgramFacts(
            credential_type=_credential_type(credentials, awarded, claims),
            learning_outcomes=claims.fact(_told(graph, node, "teaches")),
            skills=claims.fact(_told(graph, node, "skills", "competencyRequired")),
            workload=durations.workload(node, instances, claims),
            level=_level(node, graph, claims),
            participation_mode=_participation([node, *instances], claims),
            external_credit=_credit(node, claims),
            recognised_by=claims.fact(_recognisers(credentials, offering, graph)),
            stackable_into=claims.fact(_larger(node, graph)),
            prerequisites=claims.fact(
                unique(
                    name
                    for term in ("coursePrerequisites", "programPrerequisites")
                    for name in graph.names(node.get(term))
                )
            ),
            cost=offers.cost(node, instances, graph, claims),
            validity=_validity(credentials, claims),
        ),
        sections=claims.sections(
            ("", prose(node.get("description"))),
            ("Subjects", "\n".join(_told(graph, node, "about", "keywords"))),
            ("Contents", "\n".join(_told(graph, node, "syllabusSections", "hasCourse", "hasPart"))),
            ("Dates and places", "\n".join(unique(_instance(each, graph) for each in instances))),
            ("More", _more(node, offering, awarded, graph, instances)),
        ),
    )


def _page(material: Material, node: Node) -> str | None:
    """The program's own page; an address without a site is of the page that was read."""
    for term in ("url", "mainEntityOfPage"):
        if found := web_address(node.get(term)):
            return found
        stated = text(node.get(term))
        if stated and material.url and stated.startswith("/"):
            return _joined(material.url, stated)
    return None


def _joined(page: str, path: str) -> str | None:
    try:
        return web_address(urllib.parse.urljoin(page, path))
    except ValueError:
        return None  # such as "//[": no address at all


def _identifiers(material: Material, node: Node, graph: Graph) -> tuple[str, ...]:
    """Its page and its IRI, unless it shares them, or they are no more than the address of a site."""
    page = _page(material, node)
    stated = text(node.get("url")) or ""
    own = [page] if page and not graph.is_shared(stated) else []
    return tuple(
        address
        for address in unique([*own, web_address(id_of(node))])
        if _is_below_a_site(address) and not graph.is_shared(address)
    )


def _is_below_a_site(address: str) -> bool:
    parts = urllib.parse.urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


def _is_credential(node: Node) -> bool:
    return "EducationalOccupationalCredential" in types(node)


def _awarded(node: Node, graph: Graph) -> list[Node]:
    return [each for term in AWARDS for each in graph.resolved(node.get(term))]


def _credential_type(
    credentials: list[Node], awarded: tuple[str, ...], claims: Claims
) -> Fact[CredentialType]:
    """By ``credentialCategory``, or by what the credential is called if that is a type; none where
    several are awarded that are not the same."""
    categories = unique(
        _category(category)
        for credential in credentials
        for category in listed(credential.get("credentialCategory"))
    )
    for names in (categories, awarded):
        kinds = {kind for name in names if (kind := credential_type_in(name))}
        if len(kinds) == 1:
            return claims.fact(kinds.pop(), quote=", ".join(names))
        if kinds:
            claims.doubt("credentialCategory", f"names several types: {', '.join(names)[:200]}")
            return Fact()
    return Fact()


def _category(category: object) -> str | None:
    """A category's name, of a DefinedTerm its name or code."""
    if isinstance(category, dict) and "@value" not in category:
        return text(category.get("name")) or text(category.get("termCode"))
    return text(category)


def _told(graph: Graph, node: Node, *terms: str) -> tuple[str, ...]:
    """The names and texts under these properties, without bare addresses."""
    said = (one for term in terms for one in graph.names(node.get(term)))
    return unique(each for each in said if not re.fullmatch(r"\w+://\S+", each))


def _level(node: Node, graph: Graph, claims: Claims) -> Fact[Level]:
    said = _told(graph, node, "educationalLevel")
    levels = {level for each in said if (level := level_in(each))}
    return claims.fact(levels.pop(), quote=", ".join(said)) if len(levels) == 1 else Fact()


def _participation(places: list[Node], claims: Claims) -> Fact[tuple[ParticipationMode, ...]]:
    """``courseMode``, ``educationalProgramMode``, or how an event is attended."""
    modes: dict[ParticipationMode, None] = {}
    said: list[str | None] = []
    for node in places:
        for term in ("courseMode", "educationalProgramMode"):
            for mode in texts(node.get(term)):
                said.append(mode)
                modes.update(dict.fromkeys(participation_in(mode.rsplit("/", 1)[-1])))
        for name, mode_of in _ATTENDANCE.items():
            if (text(node.get("eventAttendanceMode")) or "").endswith(name):
                modes[mode_of] = None
    return claims.fact(tuple(modes), quote=", ".join(unique(said)))


def _credit(node: Node, claims: Claims) -> Fact[tuple[Credit, ...]]:
    """``numberOfCredits``: a number, or a StructuredValue with the unit in words."""
    found = []
    for stated in listed(node.get("numberOfCredits")):
        unit = ""
        amount = number(stated)
        if isinstance(stated, dict) and amount is None:
            amount = number(stated.get("value"))
            unit = text(stated.get("unitText")) or text(stated.get("name")) or ""
        if amount is None or not 0 < amount <= _MOST_CREDITS:
            claims.doubt("numberOfCredits", f"is no number of credits: '{str(stated)[:100]}'")
            continue
        system = next((name for name, known in _CREDIT_SYSTEMS if known.search(unit)), "other")
        detail = (unit or "of a kind that is not named") if system == "other" else None
        found.append(Credit.model_validate({"system": system, "amount": amount, "detail": detail}))
    return claims.fact(tuple(found))


def _larger(node: Node, graph: Graph) -> tuple[str, ...]:
    """The programs and credentials that it is a part of; a site is none."""
    larger = [each for each in graph.resolved(node.get("isPartOf")) if types(each) & _LARGER]
    return unique(text(each.get("name")) for each in larger)


def _recognisers(credentials: list[Node], offering: Offering, graph: Graph) -> tuple[str, ...]:
    """Who recognises what is awarded, other than who awards it."""
    names = (name for each in credentials for name in graph.names(each.get("recognizedBy")))
    return unique(name for name in names if name != offering.provider.name)


def _validity(credentials: list[Node], claims: Claims) -> Fact[Validity]:
    stated = [each for each in credentials if each.get("validFor")]
    return durations.validity(stated[0], claims) if len(stated) == 1 else Fact()


def _instance(instance: Node, graph: Graph) -> str:
    """One offering in a line: when, where, how, and how much work."""
    dates = [text(instance.get(term)) for term in ("startDate", "endDate")]
    said = [
        " to ".join(filter(None, dates)),
        ", ".join(unique(graph.names(instance.get("location")))),
        ", ".join(texts(instance.get("courseMode"))),
        text(instance.get("courseWorkload")) or "",
    ]
    return "; ".join(filter(None, said))


def _more(
    node: Node, offering: Offering, awarded: tuple[str, ...], graph: Graph, instances: list[Node]
) -> str:
    """What there is no fact for, in words."""
    category = ", ".join(filter(None, map(_category, listed(node.get("credentialCategory")))))
    lines = {
        "Level": ", ".join(graph.names(node.get("educationalLevel"))),
        "Awards": ", ".join(awarded),
        "Type of credential": category,
        "Type of program": text(node.get("programType")),
        "Assesses": ", ".join(_told(graph, node, "assesses")),
        "Code": ", ".join(texts(node.get("courseCode"))),
        "For": ", ".join(
            unique(
                text(each.get("educationalRole")) or text(each.get("audienceType"))
                for each in nodes(node.get("audience"))
            )
        ),
        "Valid in": ", ".join(_told(graph, node, "validIn")),
        "Financial aid": ", ".join(_told(graph, node, "financialAidEligible")),
        "Cost": offers.in_words(node, offers.offers_of(node, instances)),
        "Also offered by": ", ".join(offering.others),
    }
    return "\n".join(f"{label}: {one_line(said)}" for label, said in lines.items() if said)
