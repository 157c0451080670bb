"""What people share or name → offers to read it."""

import re
from collections.abc import Sequence
from typing import Any

from advisor_bot.jobs import Offered
from advisor_bot.slack.previewing import MAPPINGS

NO_HTTPS = "I take addresses that begin with https:// only."
_BRACKETED = re.compile(r"<((?:https?)://[^|>\s]+)(?:\|[^>]*)?>")
_BARE = re.compile(r"https?://[^\s<>]+")


def files_offered(shared: Sequence[dict[str, Any]], *, key: str, **place: Any) -> list[Offered]:
    """One offer for each file that was shared together, a table's mapping with its table. ``key``
    identifies the message or dialog, ``place`` says whose and where it is."""
    mappings = [file for file in shared if _name(file).lower().endswith(MAPPINGS)]
    others = [file for file in shared if file not in mappings]
    offers = []
    for file in others:
        mapping = _mapping_of(file, mappings, alone=len(others) == 1)
        if mapping:
            mappings.remove(mapping)
        offers.append(_offer(file, key, place, mapping=str(mapping["id"]) if mapping else None))
    return offers + [_offer(file, key, place) for file in mappings]


def _offer(
    file: dict[str, Any], key: str, place: dict[str, Any], mapping: str | None = None
) -> Offered:
    id_ = str(file["id"])
    return Offered(key=f"{key}:{id_}", name=_name(file), file=id_, mapping=mapping, **place)


def _mapping_of(
    file: dict[str, Any], mappings: Sequence[dict[str, Any]], *, alone: bool
) -> dict[str, Any] | None:
    """The mapping named after a table; where both are alone together, they belong together."""
    if alone and len(mappings) == 1:
        return mappings[0]
    named = {f"{_name(file)}{ending}".lower() for ending in MAPPINGS}
    return next((one for one in mappings if _name(one).lower() in named), None)


def _name(file: dict[str, Any]) -> str:
    """Of a file from another organisation, Slack tells no name in events."""
    return " ".join(str(file.get("name") or "the file").split())[:200]


def address_in(text: str) -> str | None:
    """The web address that a command names, from Slack's markup or as it was typed; ``None`` where
    there is none, or more than that."""
    text = text.strip()
    found = _BRACKETED.fullmatch(text)
    address = found[1] if found else text
    address = address.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return address if _BARE.fullmatch(address) else None


def address_offered(address: str, *, key: str, team: str, user: str) -> Offered:
    return Offered(key=f"{key}:address", team=team, user=user, name=address, address=address)
