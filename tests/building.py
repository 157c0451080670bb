"""Small catalogs for tests: a few words make a program, the rest is not stated."""

import atexit
import shutil
import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event

from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.facts import (
    Document,
    Fact,
    Page,
    Program,
    Provider,
    Section,
    Source,
    Status,
)
from advisor_bot.catalog.importing import take_in
from advisor_bot.catalog.store import Catalog
from advisor_bot.storage import migrate, open_engine

TODAY = date(2026, 11, 23)
CHECKED = date(2026, 10, 1)


def source(name: str = "page") -> Source:
    return Source(url=f"https://example.org/{name}", title=f"The {name}", checked_on=CHECKED)


def stated(value: Any, status: str = "issuer-claimed", *, on: str = "page", **more: Any) -> Any:
    """A fact with a value, as plain data."""
    return Fact[Any](value=value, status=Status(status), source=source(on), **more).model_dump()


def program(id_: str = "dance", *, provider: str = "academy", **values: Any) -> Program:
    """A program; ``facts`` are plain data, as ``stated`` makes them."""
    plain: dict[str, Any] = {
        "id": id_,
        "title": id_.replace("-", " ").title(),
        "provider": provider,
        "fields": ["leadership"],
        "webpage": f"https://example.org/{id_}",
        "sections": [Section(heading="", text=f"About {id_}. And more.", source=source(id_))],
    }
    return Program.model_validate(plain | values)


def provider(id_: str = "academy", **values: Any) -> Provider:
    plain: dict[str, Any] = {
        "id": id_,
        "name": id_.title(),
        "kind": "company",
        "country": "US",
        "webpage": f"https://example.org/{id_}",
        "sections": [Section(heading="", text=f"{id_.title()} teaches.", source=source(id_))],
    }
    return Provider.model_validate(plain | values)


def page(id_: str = "quality", *texts: str, **values: Any) -> Page:
    sections = [
        Section(heading=f"Part {place}" if place else "", text=text, source=source(id_))
        for place, text in enumerate(texts or ("Judge by the assessment.",))
    ]
    plain: dict[str, Any] = {
        "id": id_,
        "kind": "concept",
        "title": id_.title(),
        "sections": sections,
    }
    return Page.model_validate(plain | values)


def complete(*documents: Document) -> list[Document]:
    """These documents; a provider that a program names is made where it is missing."""
    providers = {d.id: d for d in documents if isinstance(d, Provider)}
    programs = [d for d in documents if isinstance(d, Program)]
    for one in programs:
        for id_ in filter(None, (one.provider, one.offered_on)):
            providers.setdefault(id_, provider(id_))
    return [*providers.values(), *programs, *(d for d in documents if isinstance(d, Page))]


def stored(*documents: Document) -> Catalog:
    """A catalog of these documents, in a database of its own."""
    engine = new_engine()
    take_in(engine, complete(*documents), origin=KNOWLEDGE, read_on=CHECKED, own_ids=True)
    return Catalog(engine)


def new_engine() -> Engine:
    """An empty database in a file of its own; no connection stays open."""
    path = Path(tempfile.mkdtemp(dir=_folder())) / "catalog.sqlite"
    shutil.copy(_empty(), path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    # No test outlives its machine: waiting for the disk would take most of its time.
    event.listen(
        engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
    )
    return engine


@lru_cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="advisor-bot-tests-"))
    atexit.register(shutil.rmtree, folder)
    return folder


@lru_cache
def _empty() -> Path:
    """A database that is migrated and empty; migrating each one anew would take longer than the test."""
    path = _folder() / "empty.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path
