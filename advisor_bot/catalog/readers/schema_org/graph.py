"""Finds what a schema.org graph offers to learn, and what its nodes refer to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from advisor_bot.catalog.readers.json_files import Record
from advisor_bot.catalog.readers.json_ld import Node, id_of, listed, nodes, text, types, unique

PROGRAMS = frozenset(
    (
        "Course",
        "EducationalOccupationalProgram",
        "WorkBasedProgram",
        "EducationalOccupationalCredential",
    )
)
AWARDS = ("educationalCredentialAwarded", "occupationalCredentialAwarded")
MOST_NAMED = 50_000
"""Nodes that are kept to be referred to; references to later ones stay unresolved."""

_INSTANCES = "hasCourseInstance"
_HOLDERS = (
    "@graph", "@included", "mainEntity", "itemListElement", "item", "itemOffered", "makesOffer",
    "hasOfferCatalog", "hasPart",
)  # fmt: skip
"""Properties through which pages, lists, catalogs and offers lead to what is offered."""
_VOCABULARIES = ("schema:", "http://schema.org/", "https://schema.org/", "http://www.schema.org/")


@dataclass(frozen=True)
class Found:
    """A course, program or credential, and the organization whose catalog it stands in, if any."""

    place: str
    node: Node
    catalog_of: Node | None = None


@dataclass(frozen=True)
class Graph:
    """What the whole file says of the nodes that others refer to."""

    _named: dict[str, Node] = field(default_factory=dict)
    _parts: set[str] = field(default_factory=set)
    _titles: dict[str, str | None] = field(default_factory=dict)
    _shared: set[str] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Keeps what is needed of a record: a node that others may name, an address of a page."""
        for node in _every_node(_plain(record)):
            if types(node) & PROGRAMS:
                self._note_addresses(node)
            for term in (_INSTANCES, *AWARDS):
                self._parts.update(filter(None, map(id_of, listed(node.get(term)))))
            name = id_of(node)
            kept = len(self._named) < MOST_NAMED and len(node) > len(self._named.get(name, {}))
            if name and kept and not node.keys() <= {"@id", "@type"}:
                self._named[name] = _in_short(node)

    def _note_addresses(self, program: Node) -> None:
        title = text(program.get("name"))
        for address in unique([text(program.get("url")), id_of(program)]):
            if self._titles.setdefault(address, title) != title:
                self._shared.add(address)

    def is_part(self, node: Node) -> bool:
        """Whether another node's course has this instance, or awards this credential."""
        return id_of(node) in self._parts

    def is_shared(self, page: str) -> bool:
        """Whether several programs of this file give this address as theirs."""
        return page in self._shared

    def resolved(self, value: Any) -> list[Node]:
        """The nodes that stand under a property, or that its references name."""
        found = (self._resolved(each) for each in listed(value))
        return [node for node in found if node is not None]

    def _resolved(self, value: Any) -> Node | None:
        known = self._named.get(id_of(value))
        if not isinstance(value, dict):
            return known
        return known if known and value.keys() <= {"@id", "@type"} else value

    def names(self, value: Any) -> Iterator[str]:
        """What a property's values are called: texts, and things, terms and alignments by name."""
        for each in listed(value):
            node = self._resolved(each)
            if node is None or "@value" in node:
                said = text(each)
            else:
                said = (
                    text(node.get("name")) or text(node.get("targetName")) or text(node.get("url"))
                )
            if said:
                yield said

    def instances(self, node: Node) -> list[Node]:
        """The dated or differently taught offerings of a course (schema.org/CourseInstance)."""
        return self.resolved(node.get(_INSTANCES))


def programs(graph: Graph, record: Record) -> Iterator[Found]:
    """What a record offers to learn; nothing if it is of another vocabulary."""
    value = _plain(record)
    own = value.get("@context") if isinstance(value, dict) else None
    context = own or record.around.get("@context")
    if context is None or "schema.org" in str(context):
        yield from _in(graph, value, record.place, None)


def _in(graph: Graph, value: Any, place: str, catalog_of: Node | None) -> Iterator[Found]:
    for node in nodes(value):
        kinds = types(node)
        if kinds & PROGRAMS or ("CourseInstance" in kinds and node.get("name")):
            if not graph.is_part(node):
                yield Found(place, node, catalog_of)
            continue
        owner = node if is_organization(node) else catalog_of
        for holder in _HOLDERS:
            yield from _in(graph, node.get(holder), place, owner)


def is_organization(node: Node) -> bool:
    """Whether a node is of the type Organization or one of those below it that educate."""
    return any(
        kind.endswith(("Organization", "School", "University")) or kind in ("Corporation", "NGO")
        for kind in types(node)
    )


def _plain(record: Record) -> Any:
    """What a record says, with schema.org's terms by their local names, whatever their prefix, and
    blank nodes told apart that have the same name in several documents (JSON-LD 1.1 §3.6)."""
    return _plainly_named(record.value, f"_:{record.document}-")


def _plainly_named(value: Any, blank: str) -> Any:
    if isinstance(value, list):
        return [_plainly_named(each, blank) for each in value]
    if isinstance(value, dict):
        return {_local(key): _plainly_named(member, blank) for key, member in value.items()}
    if isinstance(value, str) and value.startswith("_:"):
        return blank + value.removeprefix("_:")
    return value


def _local(key: str) -> str:
    for vocabulary in _VOCABULARIES:
        if key.startswith(vocabulary):
            return key.removeprefix(vocabulary)
    return key


def _every_node(value: Any) -> Iterator[Node]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            yield found
            waiting += found.values()


def _in_short(node: Node) -> Node:
    """Of a program, which others only name, no more than that."""
    if not types(node) & PROGRAMS or "EducationalOccupationalCredential" in types(node):
        return node
    return _only(node, ("@id", "@type", "name", "url"))


def _only(node: Node, terms: Iterable[str]) -> Node:
    return {term: node[term] for term in terms if term in node}
