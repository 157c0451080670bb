"""The resources of one file and how they are linked, in bounded memory.

A credential names its owner, its assessments, its accreditors by id, and they may stand anywhere in
the file. All resources are therefore put into a temporary SQLite database first, which keeps in
memory what is small and moves to disk what is not, and goes away with the reading.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Self

from advisor_bot.catalog.readers.ctdl.terms import ctid_of, key_of, member, references, text, types
from advisor_bot.catalog.readers.json_ld import Node, nodes

LONGEST_NAME = 500

Kind = Literal["organization", "credential", "learning", "assessment", "action", "data", "other"]
Role = Literal["owner", "offerer", "part", "whole", "acts on", "tells of"]

ORGANIZATIONS = frozenset({"CredentialOrganization", "QACredentialOrganization", "Organization"})
LEARNING = frozenset(
    {"LearningOpportunityProfile", "LearningOpportunity", "LearningProgram", "Course"}
)
ASSESSMENTS = frozenset({"AssessmentProfile", "Assessment"})
CREDENTIALS = frozenset(
    """
    ApprenticeshipCertificate AssociateDegree AssociateOfAppliedArtsDegree
    AssociateOfAppliedScienceDegree AssociateOfArtsDegree AssociateOfScienceDegree
    BachelorDegree BachelorOfArtsDegree BachelorOfScienceDegree Badge BasicTechnicalCertificate
    Certificate CertificateOfCompletion CertificateOfParticipation Certification Credential Degree
    DigitalBadge Diploma DoctoralDegree GeneralEducationDevelopment
    GeneralEducationLevel1Certificate GeneralEducationLevel2Certificate
    HigherEducationLevel1Certificate HigherEducationLevel2Certificate JourneymanCertificate License
    MasterCertificate MasterDegree MasterOfArtsDegree MasterOfScienceDegree MicroCredential
    OpenBadge ParticipationCertificate PreparatoryCertificate ProfessionalCertificate
    ProfessionalDoctorate QualityAssuranceCredential ResearchDoctorate SecondaryEducationCertificate
    SecondarySchoolDiploma SpecialistDegree TechnicalLevel1Certificate TechnicalLevel2Certificate
    TechnicalLevel3Certificate WorkbasedLearningCertificate
    """.split()
)
"""The subclasses of ``ceterms:Credential`` (credreg.net/ctdl/terms/Credential)."""


def kind_of(node: Node) -> Kind:
    """What a resource is, by its classes; statistics and relations between things are ``other``."""
    classes = frozenset(types(node))
    kinds: tuple[tuple[frozenset[str], Kind], ...] = (
        (CREDENTIALS, "credential"),
        (LEARNING, "learning"),
        (ASSESSMENTS, "assessment"),
        (ORGANIZATIONS, "organization"),
    )
    for known, kind in kinds:
        if classes & known:
            return kind
    if any(each.endswith("Action") for each in classes):
        return "action"
    return "data" if "DataSetProfile" in classes else "other"


@dataclass(frozen=True)
class Resource:
    """One resource: what it is known by in this file, what it says, and the graph it stands in."""

    key: str
    node: Node
    scope: str

    @property
    def name(self) -> str | None:
        stated = text(member(self.node, "name"))
        return stated if stated and len(stated) <= LONGEST_NAME else None

    @property
    def ctid(self) -> str | None:
        stated = text(member(self.node, "ctid"))
        return (ctid_of(stated) if stated else None) or ctid_of(self.key)

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Its own address and CTID. A blank node has neither (JSON-LD 1.1 §3.6)."""
        own = self.node.get("@id")
        address = own.strip() if isinstance(own, str) and not own.startswith("_:") else None
        return tuple(filter(None, (address, self.ctid)))

    @property
    def place(self) -> str:
        own = self.node.get("@id")
        return f"node {self.ctid or own or self.name or types(self.node)}"

    @property
    def kind(self) -> Kind:
        return kind_of(self.node)

    def is_a(self, *classes: str) -> bool:
        return not frozenset(classes).isdisjoint(types(self.node))


_LINKS: tuple[tuple[str, Role], ...] = (
    ("ownedBy", "owner"),
    ("offeredBy", "offerer"),
    ("isPartOf", "whole"),
    ("object", "acts on"),
    ("relevantDataSetFor", "tells of"),
    ("about", "tells of"),
)
_BACKWARD_LINKS: tuple[tuple[str, Role], ...] = (
    ("owns", "owner"),
    ("offers", "offerer"),
    ("hasPart", "whole"),
)
_PARTS = ("targetAssessment", "targetLearningOpportunity")


class Graph:
    """The resources of a file. Use it as a context: it holds a temporary database."""

    def __init__(self) -> None:
        self._count = 0
        # A reader is a generator: whoever runs it may go on in another thread, one at a time.
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript(
            """
            CREATE TABLE resource (
                place INTEGER PRIMARY KEY, key TEXT UNIQUE, kind TEXT, scope TEXT, text TEXT);
            CREATE TABLE link (
                source TEXT, role TEXT, target TEXT, PRIMARY KEY (source, role, target)
            ) WITHOUT ROWID;
            CREATE INDEX back ON link (target, role);
            """
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def add(self, node: Node, scope: str) -> bool:
        """Takes a resource in; of two with one id the one that says more. False if they disagree."""
        own = node.get("@id")
        self._count += 1
        key = (
            key_of(own, scope)
            if isinstance(own, str) and own.strip()
            else f"nameless {self._count}"
        )
        said = json.dumps(node, default=str)
        agrees = True
        if earlier := self._get(key):
            agrees = _agree(earlier.node, json.loads(said))
            if len(node) <= len(earlier.node):
                return agrees
        self._database.execute(
            "INSERT INTO resource (key, kind, scope, text) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO"
            " UPDATE SET kind = excluded.kind, scope = excluded.scope, text = excluded.text",
            (key, kind_of(node), scope, said),
        )
        links = set(_links(key, node, scope))
        self._database.executemany("INSERT OR IGNORE INTO link VALUES (?, ?, ?)", links)
        return agrees

    def find(self, reference: str | Node, scope: str) -> Resource | None:
        """The resource that a property of a resource in ``scope`` names."""
        if isinstance(reference, dict):
            own = reference.get("@id")
            if isinstance(own, str) and (described := self._get(key_of(own, scope))):
                return described
            return Resource(key_of(own, scope) if isinstance(own, str) else "", reference, scope)
        return self._get(key_of(reference, scope))

    def of_kind(self, *kinds: Kind) -> Iterator[Resource]:
        """The resources of these kinds in the order of the file."""
        marks = ", ".join("?" * len(kinds))
        query = f"SELECT key, text, scope FROM resource WHERE kind IN ({marks}) ORDER BY place"
        for key, said, scope in self._database.execute(query, kinds):
            yield Resource(key, json.loads(said), scope)

    def targets(self, resource: Resource, role: Role) -> list[str]:
        """The keys of what a resource is linked to, whichever side says so."""
        query = "SELECT target FROM link WHERE source = ? AND role = ?"
        return [key for (key,) in self._database.execute(query, (resource.key, role))]

    def sources(self, resource: Resource, role: Role) -> Iterator[Resource]:
        """The resources that are linked to this one, whichever side says so."""
        query = "SELECT source FROM link WHERE target = ? AND role = ?"
        for (key,) in self._database.execute(query, (resource.key, role)).fetchall():
            if found := self._get(key):
                yield found

    def _get(self, key: str) -> Resource | None:
        query = "SELECT text, scope FROM resource WHERE key = ?"
        found = self._database.execute(query, (key,)).fetchone()
        return Resource(key, json.loads(found[0]), found[1]) if found else None


def _agree(one: Node, other: Node) -> bool:
    return all(one[term] == other[term] for term in one.keys() & other.keys() - {"@context"})


def _links(key: str, node: Node, scope: str) -> Iterator[tuple[str, Role, str]]:
    for term, role in _LINKS:
        for target in _keys(member(node, term), scope):
            yield key, role, target
    for term, role in _BACKWARD_LINKS:
        for source in _keys(member(node, term), scope):
            yield source, role, key
    for profile in _profiles(node):
        for term in _PARTS:
            for target in _keys(member(profile, term), scope):
                yield key, "part", target


def _profiles(node: Node) -> Iterator[Node]:
    """What a resource requires, its alternatives included (``ceterms:alternativeCondition``)."""
    for profile in nodes(member(node, "requires")):
        yield profile
        yield from nodes(member(profile, "alternativeCondition"))


def _keys(value: Any, scope: str) -> Iterator[str]:
    for reference in references(value):
        own = reference if isinstance(reference, str) else reference.get("@id")
        if isinstance(own, str):
            yield key_of(own, scope)
