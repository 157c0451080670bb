"""An issuer's profile → a provider (Open Badges 2.0 and 3.0, class Profile)."""

import urllib.parse

from advisor_bot.catalog.facts import Provider
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.json_ld import (
    Node,
    id_of,
    local,
    nodes,
    prose,
    text,
    types,
    web_address,
)
from advisor_bot.catalog.readers.open_badges.prose import without_markdown
from advisor_bot.catalog.readers.reading import Material
from advisor_bot.catalog.readers.values import country_of, slug

_RESERVED = ("example.com", "example.net", "example.org", "example", "test", "invalid", "localhost")


def provider_of(material: Material, profile: Node, place: str) -> Provider | None:
    """The provider that a profile describes; none if it has no name. What the file does not say of it
    (its kind, who vouches for it) stays open."""
    name = text(profile.get("name"))
    if not name:
        return None
    claims = Claims(material, place, material.source(place))
    return Provider(
        id=slug(name),
        name=name,
        identifiers=_identifiers(profile),
        country=_country(profile),
        webpage=web_address(profile.get("url")),
        sections=claims.sections(("", without_markdown(prose(profile.get("description"))))),
    )


def identifying(iri: str) -> tuple[str, ...]:
    """The IRI, if it can mean one thing only. The domains that RFC 2606 reserves for examples mean
    nothing: published examples give unlike badges the same address."""
    try:
        address = urllib.parse.urlsplit(iri)
        host = (address.hostname or "").rstrip(".")
    except ValueError:
        return ()
    if not address.scheme or any(char.isspace() for char in iri):
        return ()
    if any(host == name or host.endswith(f".{name}") for name in _RESERVED):
        return ()
    return (iri,)


def _identifiers(profile: Node) -> tuple[str, ...]:
    """Its IRI, and the numbers of registers: extended types such as "ext:BRIN" (OB 3.0,
    IdentifierEntry). The standard's own types hold names, addresses and people's numbers."""
    numbers = [
        f"{local(kind)}:{number}"
        for entry in nodes(profile.get("otherIdentifier"))
        if (kind := text(entry.get("identifierType"))) and kind.startswith("ext:")
        if (number := text(entry.get("identifier")))
    ]
    own = identifying(id_of(profile)) if types(profile) or profile.get("name") else ()
    return (*own, *numbers)


def _country(profile: Node) -> str | None:
    """By its code; by its name where the code is none, such as the user-assigned "XX"."""
    for address in nodes(profile.get("address")):
        for term in ("addressCountryCode", "addressCountry"):
            if country := country_of(text(address.get(term)) or ""):
                return country
    return None
