"""Who vouches: ``accreditedBy``, ``recognizedBy``, ``approvedBy``, ``regulatedBy``, their ``…In``
(``ceterms:JurisdictionProfile``) and the actions that say since when (``ceterms:AccreditAction`` …)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor_bot.catalog.facts import Accreditation, Fact
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.graph import Resource
from advisor_bot.catalog.readers.ctdl.terms import concepts, member, text
from advisor_bot.catalog.readers.json_ld import Node, flag, nodes, unique, web_address

_RECOGNITIONS = {"recognized": "", "approved": "approved", "regulated": "regulated"}
_ACTIONS = {
    "AccreditAction": "accredited",
    "RecognizeAction": "recognized",
    "ApproveAction": "approved",
    "RegulateAction": "regulated",
}
_DONE = ("ActiveActionStatus", "CompletedActionStatus", "")


@dataclass(frozen=True)
class _Action:
    """A ``ceterms:CredentialingAction`` that was carried out."""

    kind: str
    agent: str
    since: date | None
    until: date | None


def accreditation(
    about: About, scope: Literal["provider", "program"]
) -> Fact[tuple[Accreditation, ...]]:
    """Who accredits the resource, with dates where an action gives them. What a publisher says of its
    own organization covers the provider, and none of its programs."""
    dated = {action.agent: action for action in _actions(about) if action.kind == "accredited"}
    direct = _names_by(about, "accredited")
    limited = dict(_in_jurisdictions(about, "accredited", direct))
    bodies = unique([*direct, *dated, *limited])
    note = "; ".join(f"{body}: {where}" for body, where in limited.items() if where)
    return about.fact(
        tuple(
            Accreditation(
                body=body,
                scope=scope,
                since=dated[body].since if body in dated else None,
                until=dated[body].until if body in dated else None,
            )
            for body in bodies
        ),
        note=note,
    )


def recognised_by(about: About) -> Fact[tuple[str, ...]]:
    """Who recognises, approves or regulates it."""
    found: list[str] = []
    for term, how in _RECOGNITIONS.items():
        actions = [action for action in _actions(about) if action.kind == term]
        by_name = {action.agent: _span_in_words(action) for action in actions}
        direct = _names_by(about, term)
        for name in unique([*direct, *by_name]):
            extra = unique([how, by_name.get(name)])
            found.append(f"{name} ({', '.join(extra)})" if extra else name)
        for name, where in _in_jurisdictions(about, term, direct):
            found.append(f"{name} ({' '.join(unique([how or 'recognised', where]))})")
    return about.fact(unique(found))


def _names_by(about: About, term: str) -> tuple[str, ...]:
    return about.names(member(about.node, f"{term}By"))


def _in_jurisdictions(
    about: About, term: str, direct: tuple[str, ...]
) -> Iterator[tuple[str, str | None]]:
    """Who asserts it for some places only, and for which."""
    for profile in about.profiles(f"{term}In"):
        for name in about.names(member(profile, "assertedBy")):
            if name not in direct:
                yield name, _jurisdiction(profile)


def _jurisdiction(profile: Node) -> str | None:
    """Where an assertion holds (``ceterms:JurisdictionProfile``), as far as places are named."""
    within = unique(map(place_in_words, nodes(member(profile, "mainJurisdiction"))))
    without = unique(map(place_in_words, nodes(member(profile, "jurisdictionException"))))
    if flag(member(profile, "globalJurisdiction")):
        within = ("everywhere",)
    elif within:
        within = (f"in {', '.join(within)}",)
    elif without:
        within = ("in a place that is not named",)
    return ", ".join(unique([*within, f"except {', '.join(without)}" if without else None])) or None


def place_in_words(place: Node) -> str | None:
    """A ``ceterms:Place`` on one line, without the street."""
    terms = ("addressLocality", "addressRegion", "addressCountry")
    named = unique(text(member(place, term)) for term in terms)
    return ", ".join(named) or text(member(place, "name"))


def _actions(about: About) -> list[_Action]:
    resources = [*about.graph.sources(about.resource, "acts on")]
    described = [each.node for each in resources] + about.profiles("relatedAction")
    described += [each for term in _ACTIONS.values() for each in about.profiles(f"{term}Action")]
    return [action for node in described for action in _action(about, node)]


def _action(about: About, node: Node) -> Iterator[_Action]:
    resource = Resource("", node, about.resource.scope)
    kind = next((kind for name, kind in _ACTIONS.items() if resource.is_a(name)), None)
    status = next((each.code for each in concepts(member(node, "actionStatusType"))), "")
    agents = about.names(member(node, "actingAgent"))
    if resource.is_a("RevokeAction"):
        who = ", ".join(agents) or "an organization that is not named"
        about.problem(f"a revocation by {who} is recorded; check what still holds")
    if kind is None or status not in _DONE:
        return
    since, until = about.day(node, "startDate"), about.day(node, "endDate")
    for agent in agents:
        yield _Action(kind, agent, since, until)


def _span_in_words(action: _Action) -> str | None:
    since = f"since {action.since.isoformat()}" if action.since else None
    until = f"until {action.until.isoformat()}" if action.until else None
    return " ".join(unique([since, until])) or None


def verification_in_words(profile: Node) -> str:
    """A ``ceterms:VerificationServiceProfile`` on one line."""
    claims = [concept.name for concept in concepts(member(profile, "verifiedClaimType"))]
    return ". ".join(
        unique(
            [
                (text(member(profile, "description")) or "").rstrip("."),
                *claims,
                text(member(profile, "verificationMethodDescription")),
                web_address(member(profile, "subjectWebpage")),
                web_address(member(profile, "verificationDirectory")),
            ]
        )
    )
