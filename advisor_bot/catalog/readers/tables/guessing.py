"""Headers and a sample of the rows → a mapping, as far as both leave no doubt."""

import re
from collections.abc import Callable, Sequence

from advisor_bot.catalog.readers.tables.headers import KNOWN, RANKS
from advisor_bot.catalog.readers.tables.mapping import Constants, Mapping
from advisor_bot.catalog.readers.values import (
    assessment_in,
    country_of,
    credential_type_in,
    currency_of,
    day_in,
    is_blank,
    language_of,
    level_in,
    participation_in,
    prices_in,
    proctoring_in,
    workload_in,
)

_ABOUT = frozenset(
    "course program programme credential certification training kurs curso formation the of a".split()
)
_UNIT = re.compile(
    r"[(\[/]\s*([^()\[\]]{1,30})\s*[)\]]?\s*$|\b(?:in|en)\s+([^\W\d]+|€|\$|£)\s*$", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_YES_NO = re.compile(r"(?:true|false|yes|no|ja|nein|sí|si|oui|non)$", re.IGNORECASE)
_ENOUGH = 0.5


def _key(header: str) -> str:
    """The words of a header, lower-case, without its unit: "courseURL (link)" is "course url"."""
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", _UNIT.sub("", header))
    return " ".join(re.findall(r"[^\W_]+", apart.lower()))


def _bare_key(header: str) -> str:
    """Without what only says that it is about the course: "Course URL" is "url"."""
    words = _key(header).split()
    while len(words) > 1 and words[0] in _ABOUT:
        words = words[1:]
    return " ".join(words)


def unit_in(header: str) -> str | None:
    """The unit that a header states for its column: "Duration (weeks)", "Preis in EUR"."""
    unit = _UNIT.search(header)
    if unit:
        return (unit[1] or unit[2]).strip()
    return header.strip() if workload_in(f"1 {header.strip()}") else None


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether at least two of a row's cells are names that columns have."""
    known = sum(
        _key(cell) in KNOWN or _bare_key(cell) in KNOWN for cell in cells if 0 < len(cell) <= 60
    )
    return known >= 2


def guess(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> Mapping:
    """The mapping that the headers suggest and the sample's cells do not speak against.

    No name of a column means two targets, so that each column feeds one at most. Ratings and counts of
    reviews are no facts; they stay unmapped."""
    candidates = sorted(
        (rank, at, target)
        for target, ranks in RANKS.items()
        for at, header in enumerate(headers)
        if (rank := _rank(ranks, header)) is not None
        and _is_credible(target, header, [row[at] for row in sample if at < len(row)])
    )
    chosen: dict[str, str] = {}
    for _, at, target in candidates:
        chosen.setdefault(target, headers[at])
    return Mapping.model_validate({**chosen, "constants": _constants(chosen)})


def _rank(ranks: dict[str, int], header: str) -> int | None:
    """How clearly the header names the target; the lower the clearer."""
    if (rank := ranks.get(_key(header))) is not None:
        return rank
    bare = ranks.get(_bare_key(header))
    return None if bare is None else bare + 1


def _constants(chosen: dict[str, str]) -> Constants:
    if "cost" not in chosen or "currency" in chosen:
        return Constants()
    return Constants(currency=currency_of(unit_in(chosen["cost"]) or ""))


def _is_credible(target: str, header: str, cells: Sequence[str]) -> bool:
    stated = [cell.strip() for cell in cells if not is_blank(cell)]
    fits = _FITS.get(target)
    if not stated or fits is None:
        return True
    fitting = sum(1 for cell in stated if fits(cell, header))
    return fitting >= _ENOUGH * len(stated) if target in _STRICT else fitting > 0


def _is_name(cell: str, _: str) -> bool:
    return (
        len(cell) <= 300 and not _ADDRESS.match(cell) and not re.fullmatch(r"[\d\s.,:/%-]+", cell)
    )


def _is_workload(cell: str, header: str) -> bool:
    if workload_in(cell):
        return True
    unit = unit_in(header)
    return unit is not None and workload_in(f"{cell} {unit}") is not None


def _is_cost(cell: str, header: str) -> bool:
    # The amounts alone are enough; the currency may come from another column or be filled in by hand.
    return bool(prices_in(cell, currency="EUR")) and not header.lower().endswith("id")


_FITS: dict[str, Callable[[str, str], bool]] = {
    "title": _is_name,
    "provider": _is_name,
    "url": lambda cell, _: _ADDRESS.match(cell) is not None,
    # Mere counting is no identifier: the next export counts anew.
    "identifier": lambda cell, _: re.search(r"[^\W\d_]|\d{5}", cell) is not None,
    "level": lambda cell, _: level_in(cell) is not None,
    "credential_type": lambda cell, _: credential_type_in(cell) is not None,
    "workload": _is_workload,
    "cost": _is_cost,
    "language": lambda cell, _: language_of(re.split(r"[,;/|]", cell)[0]) is not None,
    "country": lambda cell, _: country_of(cell) is not None,
    "assessment": lambda cell, _: bool(assessment_in(cell)),
    "proctoring": lambda cell, _: proctoring_in(cell) is not None,
    "participation": lambda cell, _: bool(participation_in(cell)),
    "start": lambda cell, _: day_in(cell) is not None,
    "skills": lambda cell, _: not re.fullmatch(r"[\d\s.,]+|" + _YES_NO.pattern, cell),
    "aliases": _is_name,
    "offered_on": _is_name,
}
_STRICT = frozenset({"title", "provider", "url", "identifier", "country", "offered_on"})
