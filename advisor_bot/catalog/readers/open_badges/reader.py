"""A file of badges → the providers and programs in it."""

from collections.abc import Iterator

from pydantic import ValidationError

from advisor_bot.catalog.readers.given import Given
from advisor_bot.catalog.readers.json_files import Record, records, text_of
from advisor_bot.catalog.readers.json_ld import Node, id_of
from advisor_bot.catalog.readers.open_badges.achievements import program_of
from advisor_bot.catalog.readers.open_badges.finding import (
    Found,
    Issuer,
    find,
    is_jwt,
    profiles_in,
)
from advisor_bot.catalog.readers.open_badges.profiles import provider_of
from advisor_bot.catalog.readers.reading import Material, Problem, Reading

_LISTS = ("@graph", "badges", "assertions", "verifiableCredential")
"""Where files keep many badges: JSON-LD, backpacks, learner records, presentations."""


def read(material: Material) -> Reading:
    """The issuers and achievements of one file. The file is read twice: first for the issuers, since a
    badge may name by its address one that comes later."""
    issuers, given, is_empty = _issuers(material), Given(), True
    for record in _records(material):
        for item in _documents(material, record, issuers, given):
            is_empty = False
            yield item
    if is_empty:
        yield material.problem("file", "holds no badge, achievement or issuer")


def _issuers(material: Material) -> dict[str, Node]:
    """The issuers' profiles by their IRI, without those that two names share."""
    found: dict[str, Node] = {}
    shared: set[str] = set()
    for record in _records(material):
        for iri, profile in profiles_in(record.value) if isinstance(record, Record) else ():
            if found.setdefault(iri, profile).get("name") != profile.get("name"):
                shared.add(iri)
    return {iri: profile for iri, profile in found.items() if iri not in shared}


def _records(material: Material) -> Iterator[Record | Problem]:
    with material.path.open("rb") as file:
        packed = file.read(64).strip().startswith(b"eyJ")
    if not packed:
        yield from records(material, lists=_LISTS)
        return
    text = text_of(material)
    if isinstance(text, Problem):
        yield text
    elif is_jwt(text):
        yield Record("badge", text.strip(), 1, {})
    else:
        yield material.problem(
            "file", "looks like a signed badge (JWT), but is damaged; get it again"
        )


def _documents(
    material: Material, record: Record | Problem, issuers: dict[str, Node], given: Given
) -> Reading:
    if isinstance(record, Problem):
        yield record
        return
    for found in find(material, record.value, record.place):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield from _document(material, found, issuers, given)
        except ValidationError as error:
            reason = f"cannot be recorded: {error.errors()[0]['msg']}"
            yield material.problem(found.place, reason)


def _document(
    material: Material, found: Found | Issuer, issuers: dict[str, Node], given: Given
) -> Reading:
    profile = found.profile if isinstance(found, Issuer) else _profile(found, issuers)
    provider = provider_of(material, profile, found.place)
    if isinstance(found, Issuer):
        if provider:
            yield from given.provider(provider)
        return
    if provider is None:
        yield material.problem(found.place, _unnamed(id_of(found.issuer)))
        return
    made = program_of(material, found, provider)
    if isinstance(made, Problem):
        yield made
    else:
        program, claims = made
        yield from given.program(program, (provider,), found.achievement, claims)


def _profile(found: Found, issuers: dict[str, Node]) -> Node:
    """The issuer's profile: inside the badge, or elsewhere in the file under the same address."""
    inside: Node = found.issuer if isinstance(found.issuer, dict) else {}
    return inside if inside.get("name") else issuers.get(id_of(found.issuer), inside)


def _unnamed(address: str) -> str:
    if not address:
        return "does not say who issues it; add the issuer with its name"
    return (
        f"names its issuer by address only; put the issuer's profile into the file: {address[:200]}"
    )
