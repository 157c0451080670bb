"""JSON-LD as CTDL writes it: members by their term, language maps, concepts, references, numbers.

CTDL's own terms carry the prefix ``ceterms:`` (credreg.net/ctdl/terms), amounts and descriptions of
value profiles ``schema:``, statistics ``qdata:``, competencies ``ceasn:``. They are looked up by
their local name here, because within one class no name stands in two of these vocabularies.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from advisor_bot.catalog.readers import json_ld
from advisor_bot.catalog.readers.json_ld import Node, listed, local, unique
from advisor_bot.catalog.readers.values import clean, one_line

_PREFIXES = ("ceterms:", "", "schema:", "qdata:", "ceasn:", "https://purl.org/ctdl/terms/")
_CTID = re.compile(r"ce-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def member(node: Node, term: str) -> Any:
    """What ``node`` says under a term, whichever way its prefix is written."""
    for prefix in _PREFIXES:
        if (found := node.get(prefix + term)) is not None:
            return found
    return None


def types(node: Node) -> tuple[str, ...]:
    """The local names of a resource's classes: ``ceterms:Certificate`` → ``Certificate``."""
    return tuple(local(each) for each in listed(node.get("@type")) if isinstance(each, str))


def phrase(name: str) -> str:
    """A class's or property's name in words: ``BachelorDegree`` → ``Bachelor degree``."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return " ".join(words).capitalize()


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a literal or a language map, in English where there is English, otherwise in the
    language that comes first. Each is on one line, and empty ones are left out."""
    return tuple(filter(None, (one_line(each) for each in _spoken(value))))


def text(value: Any) -> str | None:
    """The first of ``texts``."""
    return next(iter(texts(value)), None)


def prose(value: Any) -> str:
    """The texts with their paragraphs kept."""
    return "\n\n".join(filter(None, (clean(each) for each in _spoken(value))))


def translations(value: Any) -> tuple[str, ...]:
    """What a language map says in its other languages."""
    chosen = texts(value)
    said = (one_line(each) for spoken in _languages(value).values() for each in spoken)
    return tuple(each for each in unique(said) if each not in chosen)


def _spoken(value: Any) -> list[str]:
    by_language = _languages(value)
    english = sorted(each for each in by_language if re.match(r"en(-|_|$)", each, re.IGNORECASE))
    for language in [*english, *by_language]:
        if any(each.strip() for each in by_language[language]):
            return by_language[language]
    return []


def _languages(value: Any) -> dict[str, list[str]]:
    """Texts by language (JSON-LD 1.1 §4.2.4); a literal without a language goes under ''."""
    found: dict[str, list[str]] = {}
    for each in listed(value):
        for language, said in _literals(each):
            found.setdefault(language, []).append(said)
    return found


def _literals(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        yield "", str(value)
    elif isinstance(value, dict) and "@value" in value:
        language = value.get("@language")
        if isinstance(value["@value"], str):
            yield language if isinstance(language, str) else "", value["@value"]
    elif isinstance(value, dict) and not any(key.startswith("@") or ":" in key for key in value):
        for language, said in value.items():
            yield from ((language, each) for each in listed(said) if isinstance(each, str))


@dataclass(frozen=True)
class Concept:
    """A term of one of CTDL's concept schemes, such as ``credentialStat:Active``, or a competency,
    an occupation: its code where it has one, and its name."""

    code: str
    name: str


def concepts(value: Any) -> tuple[Concept, ...]:
    """The concepts of ``ceterms:CredentialAlignmentObject``s, or of plain terms and names."""
    found: list[Concept] = []
    for each in listed(value):
        if isinstance(each, dict) and "@value" not in each and types(each):
            target, name = _target(each)
        else:
            target, name = text(each) or "", ""
        if name or target:
            code = local(target) if re.fullmatch(r"\S+", target) else _as_code(target or name)
            found.append(Concept(code, name or (phrase(code) if " " not in target else target)))
    return tuple(found)


def _as_code(name: str) -> str:
    """``Background check`` → ``BackgroundCheck``, where a concept is given by its name only."""
    return "".join(word[0].upper() + word[1:] for word in re.findall(r"\w+", name[:80]))


def _target(alignment: Node) -> tuple[str, str]:
    """An alignment's target and name; a competency of its own has its text for a name."""
    target = text(member(alignment, "targetNode")) or ""
    spoken = ("targetNodeName", "competencyText", "competencyLabel", "prefLabel", "name")
    return target, next(filter(None, (text(member(alignment, term)) for term in spoken)), "") or ""


def ctid_of(reference: str) -> str | None:
    """The CTID that a registry's address ends with, or the text is. ``/resources/…`` and
    ``/graph/…``, upper and lower case are ways to write the same one."""
    found = _CTID.findall(reference)
    return str(found[-1]).lower() if found else None


def key_of(reference: str, scope: str) -> str:
    """What a resource is known by within one file. A blank node is known in its own graph only
    (JSON-LD 1.1 §3.6)."""
    if reference.startswith("_:"):
        return f"{scope} {reference}"
    return ctid_of(reference) or reference.strip()


def references(value: Any) -> Iterator[str | Node]:
    """The ids of the resources that a property names, or the resources that stand in their place."""
    for each in listed(value):
        if isinstance(each, str) and each.strip():
            yield each
        elif isinstance(each, dict):
            if len(each) == 1 and isinstance(each.get("@id"), str):
                yield each["@id"]
            elif types(each):
                yield each


def number(value: Any) -> Decimal | None:
    """A number below a thousand million, to six places; anything else is none that a fact could
    hold."""
    found = json_ld.number(value)
    if found is None:
        return None
    rounded = round(found, 6)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded


def shortened(said: str, longest: int) -> str:
    """A text of up to ``longest`` characters, cut between words."""
    return said if len(said) <= longest else said[: longest - 1].rsplit(" ", 1)[0] + "…"
