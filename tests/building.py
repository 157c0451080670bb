"""Small catalogs for tests: a few words make a program, the rest is not stated."""

from datetime import date
from typing import Any

from advisor_bot.catalog.facts import (
    Catalog,
    Fact,
    Page,
    Program,
    Provider,
    Section,
    Source,
    Status,
)

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


def catalog(*documents: Program | Provider | Page) -> Catalog:
    """A catalog of these documents; a provider that a program names is made where it is missing."""
    programs = {d.id: d for d in documents if isinstance(d, Program)}
    providers = {d.id: d for d in documents if isinstance(d, Provider)}
    for one in programs.values():
        providers.setdefault(one.provider, provider(one.provider))
    pages = {d.id: d for d in documents if isinstance(d, Page)}
    return Catalog(providers=providers, programs=programs, pages=pages)
