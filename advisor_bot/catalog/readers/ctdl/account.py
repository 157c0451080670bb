"""The resources of a file → its providers and programs, each provider before what it owns."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import ValidationError

from advisor_bot.catalog.facts import Program, Provider
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.graph import LONGEST_NAME, Graph, Resource
from advisor_bot.catalog.readers.ctdl.organizations import (
    is_id,
    provider,
    undescribed,
    undescribed_name,
)
from advisor_bot.catalog.readers.ctdl.programs import program
from advisor_bot.catalog.readers.ctdl.terms import key_of, member, references, text
from advisor_bot.catalog.readers.reading import Material, Problem, Reading
from advisor_bot.catalog.readers.values import one_line, slug

_AGENTS = ("organization", "other")
"""What can own a program: an organization, or a person, which is none of the kinds that we know."""


class Account:
    """Goes through a file's resources, and keeps which providers were given, and under which ids."""

    def __init__(self, material: Material, graph: Graph) -> None:
        self._material = material
        self._graph = graph
        self._provider_ids: dict[str, str] = {}
        self._taken: dict[str, str | None] = {}
        self._program_ids: set[str] = set()

    def documents(self) -> Reading:
        for resource in self._graph.of_kind("credential", "learning", "assessment"):
            if self._is_program(resource):
                yield from self._program(resource)
        for resource in self._graph.of_kind("organization"):
            if resource.is_a("CredentialOrganization") and resource.identifiers:
                yield from self._provider(resource)

    def _is_program(self, resource: Resource) -> bool:
        own = resource.node.get("@id")
        is_blank = isinstance(own, str) and own.startswith("_:")
        if is_blank and not self._owners(resource):
            return False
        return not self._belongs_to_another(resource)

    def _belongs_to_another(self, resource: Resource) -> bool:
        """Whether a credential (for an assessment also a course) of the same owner requires it."""
        if resource.kind == "credential":
            return False
        owners = self._owners(resource)
        for whole in self._graph.sources(resource, "part"):
            wholes = ("credential",) if resource.kind == "learning" else ("credential", "learning")
            if whole.kind in wholes and (not owners or owners & self._owners(whole)):
                return True
        return False

    def _owners(self, resource: Resource) -> set[str]:
        linked = {
            key for role in ("owner", "offerer") for key in self._graph.targets(resource, role)
        }
        embedded = [
            reference
            for term in ("ownedBy", "offeredBy")
            for reference in references(member(resource.node, term))
            if isinstance(reference, dict)
        ]
        return linked | {text(member(each, "name")) or "" for each in embedded}

    def _program(self, resource: Resource) -> Reading:
        owners, offerers = self._agents(resource, "owner"), self._agents(resource, "offerer")
        if refusal := _refusal(resource, [*owners, *offerers]):
            yield self._material.problem(resource.place, f"{refusal}; it was left out")
            return
        issuer = (owners or offerers)[0]
        others = (each for each in offerers if _key(each) != _key(issuer))
        carrier = next(others, None) if owners else None
        for agent in (issuer, carrier) if carrier else (issuer,):
            yield from self._agent(agent)
        about = About(self._material, self._graph, resource)
        try:
            yield self._document(about, issuer, carrier)
        except ValidationError as error:
            reason = f"cannot be recorded: {error.errors()[0]['msg']}"
            yield self._material.problem(resource.place, reason)
        yield from about.problems()

    def _document(
        self, about: About, issuer: Resource | str, carrier: Resource | str | None
    ) -> Program:
        key = about.resource.key
        title = f"{_name(issuer)} {about.resource.name}"
        id_ = slug(title)
        if id_ in self._program_ids:
            id_ = slug(f"{title} {key}")
        self._program_ids.add(id_)
        offered_on = self._provider_ids[_key(carrier)] if carrier else None
        return program(about, id_, self._provider_ids[_key(issuer)], offered_on)

    def _agents(
        self, resource: Resource, role: Literal["owner", "offerer"]
    ) -> list[Resource | str]:
        """Who owns or offers it, by its own words or by the organization's; of one that the file does
        not describe, the id."""
        said = list(
            references(member(resource.node, "ownedBy" if role == "owner" else "offeredBy"))
        )
        keys = self._graph.targets(resource, role)
        known = {_reference_key(each, resource.scope) for each in said}
        found: list[Resource | str] = []
        for reference in [*said, *(key for key in keys if key not in known)]:
            agent = self._graph.find(reference, resource.scope)
            if agent is not None and agent.name is not None:
                found += [agent] if agent.kind in _AGENTS else []
            elif isinstance(reference, str) and not reference.startswith("_:"):
                found += filter(None, [one_line(reference)])
        return found

    def _agent(self, agent: Resource | str) -> Iterator[Provider | Problem]:
        if isinstance(agent, Resource):
            yield from self._provider(agent)
        elif _key(agent) not in self._provider_ids:
            id_ = self._new_id(undescribed_name(agent), _key(agent))
            if id_ is None:
                return
            yield undescribed(agent, id_)
            if is_id(agent):
                reason = (
                    f"the organization {agent[:200]} owns or offers programs of this file, which does"
                    " not describe it, so it has no name here: import the file of that organization"
                    " as well"
                )
                yield self._material.doubt(f"organization {_key(agent)[:200]}", reason)

    def _provider(self, resource: Resource) -> Iterator[Provider | Problem]:
        """The provider, once."""
        name, key = resource.name, _key(resource)
        if key in self._provider_ids or name is None:
            return
        id_ = self._new_id(name, key, resource.key if resource.identifiers else None)
        if id_ is None:
            return
        about = About(self._material, self._graph, resource)
        try:
            document = provider(about, id_)
        except ValidationError as error:
            document = Provider(id=id_, name=name)
            about.problem(f"only its name could be recorded: {error.errors()[0]['msg']}")
        yield document
        yield from about.problems()

    def _new_id(self, name: str, key: str, own: str | None = None) -> str | None:
        """The provider's id in this file; none if it has been given already. Blank nodes of the same
        name are the same organization; two with addresses of their own are not."""
        id_ = slug(name)
        if id_ in self._taken and own and self._taken[id_] not in (None, own):
            id_ = slug(f"{name} {own}")
        is_new = id_ not in self._taken
        self._taken[id_] = self._taken.get(id_) or own
        self._provider_ids[key] = id_
        return id_ if is_new else None


def _refusal(resource: Resource, agents: list[Resource | str]) -> str | None:
    """Why a resource cannot be a program."""
    if resource.is_a("QualityAssuranceCredential"):
        return "is a credential for organizations or programs and not for people"
    if resource.name is None:
        return f"has no ceterms:name of up to {LONGEST_NAME} characters"
    if not agents:
        return "says neither who owns nor who offers it; add ceterms:ownedBy"
    return None


def _key(agent: Resource | str) -> str:
    if isinstance(agent, str):
        return key_of(agent, "")
    return agent.key or f"named {agent.name}"


def _name(agent: Resource | str) -> str:
    return undescribed_name(agent) if isinstance(agent, str) else agent.name or ""


def _reference_key(reference: Any, scope: str) -> str | None:
    own = reference if isinstance(reference, str) else reference.get("@id")
    return key_of(own, scope) if isinstance(own, str) else None
