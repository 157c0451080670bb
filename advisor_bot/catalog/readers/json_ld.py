"""JSON-LD as people write it, not expanded: nodes, types, literals in several languages, numbers.

What a file says under a term may be one value or a list, a text, a number, an object with "@value",
or a language map (JSON-LD 1.1 §4.2.4). These functions take any JSON and never raise.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter, ValidationError

from advisor_bot.catalog.facts import WebAddress
from advisor_bot.catalog.readers.values import clean, language_of, one_line

Node = dict[str, Any]

LONGEST_TEXT = 5_000
"""What is longer is no name or phrase; ``prose`` keeps it whole."""

_WEB_ADDRESS = TypeAdapter[str](WebAddress)
_GREATEST = Decimal(10) ** 9


def listed(value: Any) -> list[Any]:
    """JSON-LD does not tell one value from a list of one; ``null`` is no value."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if each is not None]


def nodes(value: Any) -> list[Node]:
    """The objects among the values."""
    return [each for each in listed(value) if isinstance(each, dict)]


def types(node: Node) -> set[str]:
    """The local names of a node's types, under "@type" or, as Open Badges write it, "type"."""
    written = [*listed(node.get("@type")), *listed(node.get("type"))]
    return {local(each) for each in written if isinstance(each, str)}


def id_of(value: Any) -> str:
    """The IRI of a node, or the IRI that stands in its place; empty for none."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("id")
    return value.strip() if isinstance(value, str) else ""


def local(term: str) -> str:
    """A term's name without its vocabulary: ``schema:Course`` → ``Course``."""
    return re.split(r"[:/#]", term.rstrip("/#"))[-1]


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a literal or a language map, in English where there is English, otherwise in the
    language that comes first. Each is on one line, cut if it is too long; empty ones are left out."""
    return tuple(filter(None, (_phrase(each) for each in _spoken(value))))


def _phrase(said: str) -> str:
    return one_line(said if len(said) <= LONGEST_TEXT else said[:LONGEST_TEXT] + "…")


def text(value: Any) -> str | None:
    """The first of ``texts``."""
    return next(iter(texts(value)), None)


def prose(value: Any) -> str:
    """The texts with their paragraphs kept."""
    return "\n\n".join(filter(None, (clean(each) for each in _spoken(value))))


def _spoken(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    by_language: dict[str, list[str]] = {}
    for each in listed(value):
        for language, said in _literals(each):
            by_language.setdefault(language, []).append(said)
    english = sorted(each for each in by_language if re.match(r"en(-|_|$)", each, re.IGNORECASE))
    for language in [*english, *by_language]:
        if any(each.strip() for each in by_language[language]):
            return by_language[language]
    return []


def _literals(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        yield "", str(value)
    elif isinstance(value, dict) and "@value" in value:
        language = value.get("@language")
        if isinstance(value["@value"], str | int | Decimal):
            yield language if isinstance(language, str) else "", str(value["@value"])
    elif isinstance(value, dict) and _is_language_map(value):
        for language, said in value.items():
            yield from ((language, each) for each in listed(said) if isinstance(each, str))


def _is_language_map(value: Node) -> bool:
    """Whether its keys are languages; "id" alone is rather a reference than Indonesian."""
    return value.keys() != {"id"} and all(key == "@none" or language_of(key) for key in value)


def number(value: Any) -> Decimal | None:
    """A number below a thousand million; anything else is none that a fact could hold."""
    if isinstance(value, dict):
        value = value.get("@value")
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < _GREATEST else None


def flag(value: Any) -> bool | None:
    """true or false, also where it is written as a text."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get((text(value) or "").lower())


def web_address(value: Any) -> str | None:
    """The first web address among the values, which may be texts or nodes, that can be cited."""
    for each in listed(value):
        try:
            return _WEB_ADDRESS.validate_python(id_of(each) or text(each) or "")
        except ValidationError:
            continue
    return None


def plain(amount: Decimal) -> str:
    """A number as people write it: ``10``, not ``10.0``."""
    return f"{amount.normalize():f}"


def unique(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each text once, in its order, without the empty ones."""
    return tuple(dict.fromkeys(each for each in values if each))
