"""How far an index has followed the catalog."""

from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.tables import DocumentRow


@dataclass(frozen=True)
class Position:
    """A state of the catalog that an index holds."""

    catalog: str
    """The catalog's identity."""
    revision: int

    def leads_to(self, catalog: Catalog) -> bool:
        """Whether ``catalog`` comes of this state by its changes. It does not where the database was
        replaced, or restored from an older copy."""
        return self.catalog == catalog.identity and self.revision <= catalog.revision


def changed_since(engine: Engine, revision: int) -> int:
    """How many documents were changed or removed after ``revision``."""
    with Session(engine) as session:
        return session.exec(
            select(func.count())
            .select_from(DocumentRow)
            .where(col(DocumentRow.revision) > revision)
        ).one()
