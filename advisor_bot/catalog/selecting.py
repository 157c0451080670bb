"""Programs chosen in the database by what is recorded of them, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Row,
    Select,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlmodel import Session, col

from advisor_bot.catalog.facts import FieldOfWork, Level
from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.tables import DocumentRow, ProgramFieldRow

Order = Literal["fit", "cheapest", "shortest"]


@dataclass(frozen=True)
class Criteria:
    """What must hold of a program. ``None`` and empty mean: no matter.

    ``field``, ``providers`` (as issuer or platform) and ``among`` (ids) say which programs are spoken of;
    the others say which of those fit. What no fact settles may fit.
    """

    field: FieldOfWork | None = None
    providers: tuple[str, ...] = ()
    among: frozenset[str] | None = None
    level: Level | None = None
    proctored: bool | None = None
    at_most: Decimal | None = None
    weeks_at_most: float | None = None


@dataclass(frozen=True)
class Match:
    """A program that was selected; ``unknown`` names the criteria that no fact settles."""

    id: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selected:
    """The best matches, the best first, and how many there are in all; of ``unsettled`` ones some
    criterion is not settled. ``unmet``: none of the programs spoken of meets every criterion, and these
    are the closest."""

    matches: tuple[Match, ...]
    considered: int
    unsettled: int = 0
    unmet: bool = False


def select_programs(
    catalog: Catalog,
    criteria: Criteria,
    *,
    order: Order = "fit",
    scores: Mapping[str, float] | None = None,
    limit: int = 3,
) -> Selected:
    """The programs that ``criteria`` ask for: what is known to fit before what may fit, then in
    ``order``, then by ``scores`` (of a search, by id). Retired programs are never among them."""
    scores = scores or {}
    met = _met(criteria)
    with Session(catalog.engine) as session:
        for tests in (met, {}) if met else ({},):
            chosen = _chosen(criteria, tests, order)
            # The first by facts alone, and whatever a search has found: the best are among these.
            first = session.execute(
                chosen.add_columns(
                    func.count().over().label("considered"),
                    func.sum(cast(_is_unknown(tests), Integer)).over().label("unsettled"),
                )
                .order_by("is_unknown", "unplaced", "place", "id")
                .limit(limit)
            ).all()
            if first:
                found = session.execute(chosen.where(col(DocumentRow.id).in_(list(scores)))).all()
                rows = {row.id: row for row in (*first, *found)}.values()
                best = sorted(rows, key=lambda row: _rank(row, scores))[:limit]
                matches = tuple(Match(row.id, _unknown(row, tests)) for row in best)
                unmet = len(tests) < len(met)
                return Selected(matches, first[0].considered, first[0].unsettled, unmet)
    return Selected((), considered=0)


def _met(criteria: Criteria) -> dict[str, ColumnElement[bool]]:
    """For each criterion whether a program meets it; NULL where no fact says."""
    met: dict[str, ColumnElement[bool]] = {}
    if criteria.level:
        met["level"] = col(DocumentRow.level).in_([criteria.level, "all levels"])
    if criteria.proctored is not None:
        alone = col(DocumentRow.proctoring) == "none"
        met["supervision"] = ~alone if criteria.proctored else alone
    if criteria.at_most is not None:
        met["price"] = col(DocumentRow.total) <= criteria.at_most
    if criteria.weeks_at_most is not None:
        met["duration"] = col(DocumentRow.weeks) <= criteria.weeks_at_most
    return met


def _spoken_of(query: Select[Any], criteria: Criteria) -> Select[Any]:
    id_ = col(DocumentRow.id)
    query = query.where(
        col(DocumentRow.kind) == "program",
        ~col(DocumentRow.removed),
        func.coalesce(DocumentRow.status, "active") != "retired",
    )
    # As lists of ids, which every database looks up one by one, instead of reading every row.
    if criteria.field:
        of_field = col(ProgramFieldRow.field) == criteria.field
        query = query.where(id_.in_(select(col(ProgramFieldRow.program_id)).where(of_field)))
    if criteria.providers:
        issued, offered = (
            select(id_).where(col(DocumentRow.kind) == "program", column.in_(criteria.providers))
            for column in (col(DocumentRow.provider), col(DocumentRow.offered_on))
        )
        query = query.where(id_.in_(issued.union(offered)))
    if criteria.among is not None:
        query = query.where(id_.in_(sorted(criteria.among)))
    return query


def _chosen(
    criteria: Criteria, met: Mapping[str, ColumnElement[bool]], order: Order
) -> Select[Any]:
    places: dict[Order, ColumnElement[Any]] = {
        "fit": literal(0.0),
        "cheapest": cast(col(DocumentRow.total), Float),
        "shortest": cast(col(DocumentRow.weeks), Float),
    }
    place = places[order]
    unknown = {name: one.is_(None) for name, one in met.items()}
    return _spoken_of(
        select(
            col(DocumentRow.id),
            place.label("place"),
            place.is_(None).label("unplaced"),
            _is_unknown(met).label("is_unknown"),
            *(one.label(name) for name, one in unknown.items()),
        ),
        criteria,
    ).where(*(func.coalesce(one, true()) for one in met.values()))


def _is_unknown(met: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(false(), *(one.is_(None) for one in met.values()))


def _rank(row: Row[Any], scores: Mapping[str, float]) -> tuple[bool, bool, float, float, str]:
    return (
        bool(row.is_unknown),
        bool(row.unplaced),
        row.place or 0.0,
        -scores.get(row.id, 0.0),
        row.id,
    )


def _unknown(row: Row[Any], met: Mapping[str, ColumnElement[bool]]) -> tuple[str, ...]:
    said = row._mapping
    return tuple(name for name in met if said.get(name))
