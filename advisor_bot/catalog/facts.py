"""What can be known about providers and programs: typed, cited, dated.

A fact is never a bare value. The vocabulary follows CTDL (credreg.net/ctdl), the EU Council
Recommendation of 16 June 2022 on micro-credentials, Open Badges 3.0 and 1EdTech's TrustEd
Microcredentials, and what IACET, ACE and NZQA ask of providers.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, model_validator


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _web_address(text: str) -> str:
    return str(HttpUrl(text)) and text


WebAddress = Annotated[str, AfterValidator(_web_address)]
Text = Annotated[str, Field(min_length=1)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class Source(Frozen):
    """What was read: a page, or a file that was imported; what it calls itself, and when that was.

    A file has no ``url``; ``place`` is where in it the words stand ("row 12", "page 3"), and ``origin``
    the import it came by, whose latest complete reading is then what ``checked_on`` says.
    """

    url: WebAddress | None = None
    title: Text
    place: Text | None = None
    checked_on: date
    origin: Text | None = None

    @property
    def full_title(self) -> str:
        return f"{self.title}, {self.place}" if self.place else self.title


class Status(StrEnum):
    VERIFIED = "verified"
    """Confirmed by somebody other than the issuer (an accreditor's or recogniser's own page)."""
    ISSUER_CLAIMED = "issuer-claimed"
    NOT_STATED = "not stated"
    CONFLICTING = "conflicting"


T = TypeVar("T")


class Fact(Frozen, Generic[T]):
    """One recorded answer to one question about a program or a provider.

    ``not stated`` is a result too: with a source it says which page was searched in vain, without one
    that nobody has looked yet.
    """

    value: T | None = None
    status: Status = Status.NOT_STATED
    source: Source | None = None
    note: Text | None = None
    quote: Text | None = None
    """The source's own words that say so, where they were kept."""
    valid_until: date | None = None
    beside: tuple["Fact[T]", ...] = ()
    """What other sources say of the same, each a stated fact with a source of its own."""

    @model_validator(mode="after")
    def _value_status_and_source_agree(self) -> Self:
        if self.status is Status.NOT_STATED:
            if self.value is not None:
                raise ValueError("a fact that is 'not stated' has no value")
            return self
        if self.value is None:
            raise ValueError(f"a fact that is '{self.status}' needs a value")
        if self.source is None:
            raise ValueError(f"a fact that is '{self.status}' needs a source")
        if self.status is Status.CONFLICTING and self.note is None:
            raise ValueError("a fact that is 'conflicting' needs a note saying who says what")
        return self

    @property
    def is_stated(self) -> bool:
        return self.value is not None

    @property
    def checked_on(self) -> date | None:
        return self.source.checked_on if self.source else None

    @property
    def sources(self) -> list[Source]:
        """What it rests on: where sources disagree, both sides."""
        said = (self, *self.beside) if self.status is Status.CONFLICTING else (self,)
        return [one.source for one in said if one.source]


CredentialType = Literal[
    "micro-credential",
    "certificate",
    "certificate of completion",
    "professional certificate",
    "certification",
    "digital badge",
    "nanodegree",
    "MicroMasters",
]
Rigor = Literal["application", "knowledge", "participation"]
"""1EdTech TrustEd Microcredential: applied it, knows it, or was there."""
Level = Literal["beginner", "intermediate", "advanced", "all levels"]
AssessmentMethod = Literal[
    "none",
    "quiz",
    "exam",
    "project",
    "portfolio",
    "observation",
    "recognition of prior learning",
    "peer review",
]
Proctoring = Literal["none", "supervised", "supervised with ID"]
ParticipationMode = Literal["online", "on site", "blended"]
VerificationMethod = Literal[
    "Open Badge 3.0, signed", "Open Badge, hosted", "issuer page", "registry", "PDF only"
]
FieldOfWork = Literal[
    "digital marketing",
    "cybersecurity",
    "data",
    "cloud",
    "project management",
    "artificial intelligence",
    "communication",
    "leadership",
    "human resources",
    "finance",
    "health",
    "customer service",
    "sustainability",
    "software development",
    "design",
    "IT support",
    "operations",
    "education",
    "safety",
]


class Price(Frozen):
    """An amount a learner pays. A price with ``per: month`` runs until the learner is done."""

    amount: Annotated[Decimal, Field(ge=0)]
    up_to: Decimal | None = None
    currency: Currency
    per: Literal["once", "month", "year"] = "once"
    covers: Literal["program", "exam", "renewal", "membership", "course of several"] = "program"
    condition: Text | None = None

    @model_validator(mode="after")
    def _range_ascends(self) -> Self:
        if self.up_to is not None and self.up_to <= self.amount:
            raise ValueError("up_to must be more than amount")
        return self


class Workload(Frozen):
    """How long it takes; every part is optional, one is needed. A range has ``…_max``."""

    hours: Annotated[float, Field(gt=0)] | None = None
    hours_max: Annotated[float, Field(gt=0)] | None = None
    weeks: Annotated[float, Field(gt=0)] | None = None
    weeks_max: Annotated[float, Field(gt=0)] | None = None
    hours_per_week: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.hours is None and self.weeks is None:
            raise ValueError("give hours or weeks")
        for low, high in ((self.hours, self.hours_max), (self.weeks, self.weeks_max)):
            if high is not None and (low is None or high <= low):
                raise ValueError("a maximum needs a smaller minimum beside it")
        return self


class AssessmentStandard(Frozen):
    """What the assessment is held against: criteria, a rubric, a pass mark, a named standard."""

    text: Text
    pass_mark: Text | None = None
    url: WebAddress | None = None


class Accreditation(Frozen):
    """Who vouches, and for what. A provider's accreditation is never proof for one program."""

    body: Text
    scope: Literal["provider", "program"]
    standard: Text | None = None
    since: date | None = None
    until: date | None = None


class Credit(Frozen):
    """Credit that others give. Outside ``window`` a completion earns nothing (ACE)."""

    system: Literal["ACE", "ECTS", "semester hours", "CEU", "CPD", "NZQA", "other"]
    amount: Annotated[float, Field(gt=0)] | None = None
    level: Text | None = None
    window_from: date | None = None
    window_to: date | None = None
    detail: Text | None = None


class Validity(Frozen):
    """How long the credential holds. ``months: null`` with ``expires: false`` means for good."""

    expires: bool
    months: Annotated[int, Field(gt=0)] | None = None
    renewal: Text | None = None

    @model_validator(mode="after")
    def _months_only_if_it_expires(self) -> Self:
        if self.expires != (self.months is not None):
            raise ValueError("give months exactly when the credential expires")
        return self


Texts = tuple[Text, ...]


class ProgramFacts(Frozen):
    """Every fact that is asked of a program; what a file leaves out is 'not stated'."""

    credential_type: Fact[CredentialType] = Fact()
    rigor: Fact[Rigor] = Fact()
    learning_outcomes: Fact[Texts] = Fact()
    skills: Fact[Texts] = Fact()
    workload: Fact[Workload] = Fact()
    level: Fact[Level] = Fact()
    assessment_type: Fact[tuple[AssessmentMethod, ...]] = Fact()
    assessment_standard: Fact[AssessmentStandard] = Fact()
    proctoring: Fact[Proctoring] = Fact()
    participation_mode: Fact[tuple[ParticipationMode, ...]] = Fact()
    accreditation: Fact[tuple[Accreditation, ...]] = Fact()
    external_credit: Fact[tuple[Credit, ...]] = Fact()
    recognised_by: Fact[Texts] = Fact()
    employer_evidence: Fact[Text] = Fact()
    stackable_into: Fact[Texts] = Fact()
    prerequisites: Fact[Texts] = Fact()
    cost: Fact[tuple[Price, ...]] = Fact()
    validity: Fact[Validity] = Fact()
    last_reviewed: Fact[Text] = Fact()
    verification: Fact[tuple[VerificationMethod, ...]] = Fact()


class ProviderFacts(Frozen):
    """What speaks for an issuer."""

    accreditation: Fact[tuple[Accreditation, ...]] = Fact()
    recognised_by: Fact[Texts] = Fact()
    track_record: Fact[Text] = Fact()
    quality_assurance: Fact[Text] = Fact()
    verification: Fact[tuple[VerificationMethod, ...]] = Fact()


class Section(Frozen):
    """A part of a document under one heading; ``source`` is what its text rests on."""

    heading: str
    text: Text
    source: Source | None = None


ProviderKind = Literal[
    "company", "university", "professional body", "platform", "non-profit", "government"
]


class Provider(Frozen):
    """Who issues credentials, or carries those of others."""

    id: Text
    name: Text
    aliases: Texts = ()
    identifiers: Texts = ()
    """Addresses and numbers that mean this provider and no other: a registry's id, a profile's IRI."""
    kind: ProviderKind | None = None
    country: Country | None = None
    webpage: WebAddress | None = None
    facts: ProviderFacts = ProviderFacts()
    sections: tuple[Section, ...] = ()


class Program(Frozen):
    """One credential that somebody can earn, in one version."""

    id: Text
    title: Text
    aliases: Texts = ()
    identifiers: Texts = ()
    """Addresses and numbers that mean this program and no other: a registry's id, a badge's IRI."""
    provider: Text
    offered_on: Text | None = None
    fields: tuple[FieldOfWork, ...] = ()
    languages: tuple[Language, ...] = ()
    status: Literal["active", "retired", "upcoming"] = "active"
    version: Text | None = None
    webpage: WebAddress | None = None
    facts: ProgramFacts = ProgramFacts()
    sections: tuple[Section, ...] = ()


class Page(Frozen):
    """A document that is not about one program: a concept explained, a company policy, or a file that
    was imported to be read in."""

    id: Text
    kind: Literal["concept", "policy", "document"]
    title: Text
    answers: Texts = ()
    """Questions, as people ask them, that this page answers."""
    sample: bool = False
    sections: tuple[Section, ...] = ()


Document = Provider | Program | Page
