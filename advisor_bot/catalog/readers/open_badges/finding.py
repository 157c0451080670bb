"""Finds the achievements in a file of badges, whatever they are wrapped in.

Sources: 1EdTech Open Badges 2.0 (Assertion, BadgeClass, Profile), Open Badges 3.0
(AchievementCredential, Achievement), Comprehensive Learner Record 1.0 and 2.0, W3C Verifiable
Credentials (presentations, and JWTs as in RFC 7519).
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from advisor_bot.catalog.readers.json_files import records_in
from advisor_bot.catalog.readers.json_ld import Node, id_of, listed, nodes, types
from advisor_bot.catalog.readers.reading import Material, Problem

_JWT = re.compile(r"eyJ[\w-]*\.([\w-]+)\.[\w-]*")
_PROFILES = {"Issuer", "Profile"}


@dataclass(frozen=True)
class Found:
    """An achievement, who issues it (a profile, or its address), and the badge that it came in, empty
    for an achievement on its own. ``signed`` says that the badge carries a signature."""

    place: str
    achievement: Node
    issuer: Any
    badge: Node
    signed: bool


@dataclass(frozen=True)
class Issuer:
    """An issuer's profile that stands on its own."""

    place: str
    profile: Node


def is_jwt(text: str) -> bool:
    return _JWT.fullmatch(text.strip()) is not None


def profiles_in(value: Any) -> Iterator[tuple[str, Node]]:
    """Every issuer that a record describes, by its IRI, so that others can name it by that alone. A
    blank node is known in its own document only (JSON-LD 1.1 §3.6)."""
    waiting = [("", value)]
    while waiting:
        key, found = waiting.pop()
        if isinstance(found, list):
            waiting += [(key, each) for each in found]
        elif isinstance(found, dict):
            waiting += found.items()
            described = key in ("issuer", "creator") or types(found) & _PROFILES
            iri = id_of(found)
            if described and iri and not iri.startswith("_:") and found.get("name"):
                yield iri, found


def find(
    material: Material, value: Any, place: str, *, signed: bool = False
) -> Iterator[Found | Issuer | Problem]:
    """The achievements and issuers in ``value``; a Problem for each part that holds none."""
    if isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from find(material, each, f"{place}, {number}", signed=signed)
    elif isinstance(value, str) and is_jwt(value):
        yield from _in_jwt(material, value, place)
    elif isinstance(value, dict):
        yield from _in_node(material, value, place, signed or bool(value.get("proof")))
    else:
        yield material.problem(place, "is not a badge")


def _in_jwt(material: Material, token: str, place: str) -> Iterator[Found | Issuer | Problem]:
    """The payload of a JWT; its claim ``vc`` holds the credential in VC-JWT 1.1, §6.3.1."""
    match = _JWT.fullmatch(token.strip())
    packed = match.group(1) if match else ""
    try:
        payload = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        yield material.problem(place, "is a damaged JWT; get the badge again")
        return
    for record in records_in(material, payload, f"{place}, in its JWT", lists=()):
        if isinstance(record, Problem):
            yield record
            continue
        claims = record.value if isinstance(record.value, dict) else {}
        badge = claims["vc"] if isinstance(claims.get("vc"), dict) else claims
        if isinstance(claims.get("iss"), str):
            badge = {"issuer": claims["iss"], **badge}
        yield from find(material, badge, record.place, signed=True)


def _in_node(
    material: Material, node: Node, place: str, signed: bool
) -> Iterator[Found | Issuer | Problem]:
    kinds = types(node)
    if "EndorsementCredential" in kinds:
        yield material.doubt(place, "is an endorsement, not a badge; it was left out")
    elif "credentialSubject" in node:
        for subject in nodes(node["credentialSubject"]):
            yield from _in_subject(material, node, subject, place, signed)
    elif inner := [key for key in ("verifiableCredential", "assertions") if node.get(key)]:
        for key in inner:
            yield from find(material, node[key], f"{place}, {key}")
    elif held := node.get("badge") or node.get("achievement"):
        yield from _achievements(material, node, held, place, signed)
    elif kinds & {"BadgeClass", "Achievement"} or {"name", "criteria"} <= node.keys():
        yield Found(place, node, _issuer(node, {}), {}, signed=False)
    elif "Issuer" in kinds:
        yield Issuer(place, node)
    elif "Profile" not in kinds:  # a profile on its own may be a learner's
        yield material.problem(place, "is neither a badge nor an achievement nor an issuer")


def _in_subject(
    material: Material, badge: Node, subject: Node, place: str, signed: bool
) -> Iterator[Found | Issuer | Problem]:
    """What a credential is about: an achievement, or in a learner record (CLR 2.0) several badges."""
    if subject.get("verifiableCredential"):
        yield from find(material, subject["verifiableCredential"], f"{place}, verifiableCredential")
    elif subject.get("achievement"):
        yield from _achievements(material, badge, subject["achievement"], place, signed)
    else:
        yield material.problem(place, "is a credential without an achievement; it was left out")


def _achievements(
    material: Material, badge: Node, value: Any, place: str, signed: bool
) -> Iterator[Found | Problem]:
    for achievement in listed(value):
        if isinstance(achievement, dict):
            yield Found(place, achievement, _issuer(achievement, badge), badge, signed)
        else:
            reason = "names its achievement by address only; import the achievement itself"
            yield material.problem(place, f"{reason}: {str(achievement)[:200]}")


def _issuer(achievement: Node, badge: Node) -> Any:
    """Who gives the badge; for an achievement on its own, who made it (OB 3.0, ``creator``)."""
    return badge.get("issuer") or achievement.get("issuer") or achievement.get("creator")
