"""One resource while it is read: what to cite for it, what it names, and what could not be read."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from advisor_bot.catalog.facts import Fact, Section, Source, Status
from advisor_bot.catalog.readers.ctdl.graph import Graph, Resource
from advisor_bot.catalog.readers.ctdl.terms import ctid_of, member, prose, references, text
from advisor_bot.catalog.readers.json_ld import Node, listed, unique, web_address
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.values import day_in, one_line

LONGEST_SECTION = 20_000

T = TypeVar("T")


class About:
    """A resource with the file and the graph that it stands in."""

    def __init__(self, material: Material, graph: Graph, resource: Resource) -> None:
        self.graph = graph
        self.material = material
        self.resource = resource
        self.node = resource.node
        self.webpage = web_address(member(self.node, "subjectWebpage"))
        self.source = self._source()
        self._prefix = ""
        self._problems: list[str] = []
        self._missing: dict[str, None] = {}

    def _source(self) -> Source:
        """The resource's own page (``ceterms:subjectWebpage``) where it names one."""
        source = self.material.source(self.resource.place)
        if self.webpage is None:
            return source
        page = {"url": self.webpage, "title": self.resource.name or source.title}
        return source.model_copy(update=page)

    def part(self, resource: Resource) -> "About":
        """The same for a part of the resource, whose problems are problems of the whole."""
        part = About(self.material, self.graph, resource)
        part._prefix = f"{resource.place}: "
        part._problems, part._missing = self._problems, self._missing
        return part

    def fact(
        self, value: T | None, *, note: str | None = None, valid_until: date | None = None
    ) -> Fact[T]:
        """The publisher's claim, or nothing where there is no value."""
        if value is None or value == ():
            return Fact[T]()
        return Fact[T](
            value=value,
            status=Status.ISSUER_CLAIMED,
            source=self.source,
            note=note or None,
            valid_until=valid_until,
        )

    def section(self, heading: str, paragraphs: Iterable[str | None]) -> list[Section]:
        """A section of what there is to say under a heading, or none."""
        said = "\n\n".join(unique(paragraphs)).strip()
        if not said:
            return []
        if len(said) > LONGEST_SECTION:
            self.problem(f"'{heading or 'description'}' was cut at {LONGEST_SECTION:,} characters")
        return [Section(heading=heading, text=said[:LONGEST_SECTION], source=self.source)]

    def text(self, term: str) -> str | None:
        return text(member(self.node, term))

    def prose(self, term: str) -> str:
        return prose(member(self.node, term))

    def profiles(self, term: str) -> list[Node]:
        """The profiles under a term, those included that stand elsewhere in the file."""
        return list(self._profiles(term))

    def _profiles(self, term: str) -> Iterator[Node]:
        for each in listed(member(self.node, term)):
            if isinstance(each, dict) and each.keys() != {"@id"}:
                yield each
            else:
                for reference in references(each):
                    if found := self.graph.find(reference, self.resource.scope):
                        yield found.node

    def resources(self, value: Any) -> list[Resource]:
        """The resources that a property names; what is not in the file is remembered as missing."""
        found: dict[str, Resource] = {}
        for reference in references(value):
            resource = self.graph.find(reference, self.resource.scope)
            if resource is None or resource.name is None:
                own = reference if isinstance(reference, str) else reference.get("@id")
                self.missing(str(own or "a resource without a name"))
            elif resource.key != self.resource.key:
                found.setdefault(resource.key or f"{resource.name}", resource)
        return list(found.values())

    def names(self, value: Any) -> tuple[str, ...]:
        """The names of the resources that a property names."""
        return unique(resource.name for resource in self.resources(value))

    def day(self, node: Node, term: str) -> date | None:
        """A date, which CTDL writes as ISO 8601; one that cannot be read for certain is a problem."""
        stated = text(member(node, term))
        if stated is None:
            return None
        found = day_in(stated[:10] if "T" in stated else stated)
        if found is None:
            self.problem(
                f"{term}: '{stated[:40]}' is not a date that can be told; write 2025-03-31"
            )
        return found

    def problem(self, reason: str) -> None:
        """Remembers what the person who imports the file should know."""
        self._problems.append(self._prefix + reason)

    def missing(self, reference: str) -> None:
        """Remembers a resource that is named here, and not in the file."""
        self._missing[ctid_of(reference) or one_line(reference)[:120]] = None

    def problems(self) -> Iterator[Problem]:
        """What the person who imports the file should know of this resource."""
        place = self.resource.place
        for reason in dict.fromkeys(self._problems):
            yield self.material.doubt(place, reason)
        if self._missing:
            shown = ", ".join(list(self._missing)[:5])
            more = f" and {len(self._missing) - 5} more" if len(self._missing) > 5 else ""
            reason = (
                f"names what is not in this file, so it was left out: {shown}{more}. Import one file"
                " that has them all, such as a list of their envelopes"
            )
            yield self.material.doubt(place, reason)
