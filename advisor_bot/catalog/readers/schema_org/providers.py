"""Who offers a course: schema.org's organizations → providers."""

import re
import urllib.parse
from dataclasses import dataclass

from advisor_bot.catalog.facts import Provider, ProviderKind
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import (
    Node,
    id_of,
    nodes,
    prose,
    text,
    texts,
    types,
    web_address,
)
from advisor_bot.catalog.readers.schema_org.graph import Found, Graph, is_organization
from advisor_bot.catalog.readers.values import country_of, slug

_KINDS: dict[str, ProviderKind] = {
    "CollegeOrUniversity": "university",
    "Corporation": "company",
    "GovernmentOrganization": "government",
    "NGO": "non-profit",
}
_REGISTERS = re.compile(
    r"https?://(?:www\.)?(?:wikidata\.org/(?:wiki|entity)|ror\.org|isni\.org/isni)/\w+"
)
"""Addresses under ``sameAs`` that mean one organization; others are as often a platform's."""


@dataclass(frozen=True)
class Offering:
    """Who gives a program, on whose platform, and who else is named as its provider."""

    provider: Provider
    platform: Provider | None
    others: tuple[str, ...]


def offering_of(found: Found, graph: Graph, claims: Claims) -> Offering | None:
    """By ``provider``; else who makes the offer, in whose catalog it stands, or holds its instances; of
    a credential also who made it. A page's publisher is a platform, and never taken for the provider."""
    named = _first_named(found, graph)
    providers = [provider for each in named if (provider := _provider(each, claims))]
    if not providers:
        return None
    publishers = graph.resolved(found.node.get("publisher"))
    platforms = (_provider(each, claims) for each in publishers if is_organization(each))
    platform = next(filter(None, platforms), None)
    return Offering(
        provider=providers[0],
        platform=platform if platform and platform.id != providers[0].id else None,
        others=tuple(each.name for each in providers[1:] if each.id != providers[0].id),
    )


def _first_named(found: Found, graph: Graph) -> list[Node]:
    node = found.node
    choices = [_named(graph, node, "provider")]
    choices += [_named(graph, each, "offeredBy", "seller") for each in nodes(node.get("offers"))]
    choices.append([found.catalog_of] if found.catalog_of else [])
    instances = [node] if "CourseInstance" in types(node) else graph.instances(node)
    choices += [_named(graph, each, "organizer", "provider") for each in instances]
    if "EducationalOccupationalCredential" in types(node):
        makers = _named(graph, node, "creator", "sourceOrganization")
        choices.append([each for each in makers if is_organization(each)])
    return next(filter(None, choices), [])


def _named(graph: Graph, node: Node, *terms: str) -> list[Node]:
    """The nodes under the first of these properties that has any with a name. A plain text is a name,
    unless it is an address."""
    for term in terms:
        said = [{"name": each} for each in texts(node.get(term)) if "://" not in each]
        named = [each for each in graph.resolved(node.get(term)) if text(each.get("name"))]
        if named or said:
            return named or said
    return []


def _provider(node: Node, claims: Claims) -> Provider | None:
    name = text(node.get("name"))
    if not name:
        return None
    same = [each for each in texts(node.get("sameAs")) if _REGISTERS.fullmatch(each)]
    return Provider(
        id=slug(name),
        name=name,
        aliases=tuple(dict.fromkeys(texts(node.get("alternateName")))),
        identifiers=(*_own_iri(node), *same),
        kind=next((_KINDS[kind] for kind in sorted(types(node)) if kind in _KINDS), None),
        country=_country(node),
        webpage=web_address(text(node.get("url"))),
        sections=claims.sections(("", prose(node.get("description")))),
    )


def _own_iri(node: Node) -> tuple[str, ...]:
    """Its ``@id``, where that is more than the address of a site: "#organization" on the front page
    of a site is its own, the bare address may be anybody's."""
    iri = web_address(id_of(node))
    if iri is None:
        return ()
    parts = urllib.parse.urlsplit(iri)
    return (iri,) if parts.fragment or parts.path.strip("/") else ()


def _country(node: Node) -> str | None:
    for address in nodes(node.get("address")):
        stated = address.get("addressCountry")
        name = stated.get("name") if isinstance(stated, dict) else stated
        if country := country_of(text(name) or ""):
            return country
    return None
