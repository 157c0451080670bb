"""A JSON-LD file, or a page, → the providers and programs that it describes in schema.org's terms."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from advisor_bot.catalog.readers.given import Given
from advisor_bot.catalog.readers.json_files import Record, records, records_in
from advisor_bot.catalog.readers.reading import Material, Problem, Reading
from advisor_bot.catalog.readers.schema_org.graph import Found, Graph, programs
from advisor_bot.catalog.readers.schema_org.pages import decoded, jsonld_in_html
from advisor_bot.catalog.readers.schema_org.programs import claims_of, program_of
from advisor_bot.catalog.readers.schema_org.providers import offering_of

LARGEST_PAGE = 50_000_000
_LISTS = ("@graph", "itemListElement")


def read(material: Material) -> Reading:
    """The courses, programs and credentials of a JSON-LD file, and who provides them."""
    is_empty = True
    for item in _read(material, lambda: records(material, lists=_LISTS)):
        is_empty = False
        yield item
    if is_empty:
        yield material.problem("file", "holds no Course, program or credential of schema.org")


def read_html(material: Material) -> Reading:
    """The same of the JSON-LD in a page. Other types (lists of questions, breadcrumbs) are passed over;
    a page without any yields nothing."""
    size = material.path.stat().st_size
    if size > LARGEST_PAGE:
        yield material.problem(
            "file", f"is a page of more than {LARGEST_PAGE:,} bytes; it was not read"
        )
        return
    page = decoded(material.path.read_bytes())
    if page is None:
        yield material.problem("file", "is text in an unknown encoding; save the page as UTF-8")
        return
    scripts = jsonld_in_html(page)
    yield from _read(material, lambda: _records_in(material, scripts))


def _records_in(material: Material, scripts: list[str]) -> Iterator[Record | Problem]:
    """Each script is a document of its own."""
    for number, script in enumerate(scripts, 1):
        for record in records_in(material, script, f"JSON-LD script {number}", lists=_LISTS):
            yield replace(record, document=number) if isinstance(record, Record) else record


def _read(material: Material, open_records: Callable[[], Iterator[Record | Problem]]) -> Reading:
    """Twice through the records: first for what they refer to, then for the programs."""
    graph = Graph()
    for record in open_records():
        if isinstance(record, Record):
            graph.add(record)
    given = Given()
    for record in open_records():
        if isinstance(record, Problem):
            yield record
            continue
        for found in programs(graph, record):
            yield from _documents(material, found, graph, given)


def _documents(material: Material, found: Found, graph: Graph, given: Given) -> Reading:
    claims = claims_of(material, found)
    if claims is None:
        yield material.problem(found.place, "has a course or credential without a name; left out")
        return
    try:
        offering = offering_of(found, graph, claims)
        if offering is None:
            reason = 'does not say who provides it; add a "provider" with a name'
            yield material.problem(claims.place, reason)
            return
        program = program_of(found, offering, graph, claims)
    except ValidationError as error:
        yield material.problem(claims.place, f"cannot be recorded: {error.errors()[0]['msg']}")
        return
    providers = tuple(filter(None, (offering.provider, offering.platform)))
    yield from given.program(program, providers, found.node, claims)
