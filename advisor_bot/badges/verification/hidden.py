"""Holds what a credential shows against what was signed.

The signature covers a graph of statements, not the JSON. The same statement could be moved to a
place where nobody looks for it (into another object of the same id, under another name), and a
revoked badge would show no status. So everything that decides about a badge must stand in the JSON
as often as in the graph, and what is said of the badge itself at the top.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from advisor_bot.badges.verification.reading import Json, id_of
from advisor_bot.badges.verification.results import Refuted, Undecided

_CREDENTIALS = "https://www.w3.org/2018/credentials#"
_DECISIVE = (
    "issuer",
    "credentialSubject",
    "credentialStatus",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
)


def check_nothing_hidden(document: Json, quads: Iterable[str]) -> None:
    """:class:`Refuted` when the signed graph says more than the document shows in plain sight."""
    shown = _shown(document)
    own = f"<{id_of(document)}>"
    signed, signed_of_own = Counter[str](), Counter[str]()
    for quad in quads:
        subject, predicate, _ = quad.split(" ", 2)
        signed[predicate] += 1
        if subject == own:
            signed_of_own[predicate] += 1
    for name in _DECISIVE:
        predicate = f"<{_CREDENTIALS}{name}>"
        at_top = _count(document.get(name))
        if signed[predicate] > shown[name] or signed_of_own[predicate] > at_top:
            raise Refuted("The badge hides a part of what was signed.")


def _shown(document: Json) -> Counter[str]:
    """How many values stand under each name, anywhere; names of one's own are not followed."""
    shown = Counter[str]()
    waiting: list[Any] = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            if (id_of(item) or "").startswith("_:"):
                raise Undecided("The badge names its parts in a way that is not supported.")
            for name, value in item.items():
                shown[name] += _count(value)
                waiting.append(value)
    return shown


def _count(value: Any) -> int:
    """How many statements a value makes: nothing and empty lists make none."""
    if isinstance(value, list):
        return sum(map(_count, value))
    if isinstance(value, dict) and "@value" in value:
        value = value["@value"]
    return 0 if value is None else 1
