"""What a verification says: one check an aspect, a verdict over all, and what the badge claims."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Aspect(StrEnum):
    """What is looked at, each by itself."""

    INTEGRITY = "integrity"
    ISSUER = "issuer_binding"
    DATES = "dates"
    STATUS = "status"
    RECIPIENT = "recipient"
    ISSUER_KNOWN = "issuer_known"


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """What all checks together say."""

    VALID = "valid"
    INVALID = "invalid"
    UNPROVEN = "unproven"


@dataclass(frozen=True)
class Check:
    """One aspect, how it ended, and why in plain words."""

    aspect: Aspect
    outcome: Outcome
    words: str


@dataclass(frozen=True)
class BadgeFacts:
    """What the badge says about itself; nothing of it is proven by being here."""

    form: str
    credential_id: str | None = None
    name: str | None = None
    issuer_id: str | None = None
    issuer_name: str | None = None
    issued_on: datetime | None = None
    expires_on: datetime | None = None


@dataclass(frozen=True)
class Report:
    """The result for one badge."""

    verdict: Verdict
    summary: str
    checks: tuple[Check, ...]
    badge: BadgeFacts
    confirmed_by: str | None = None
    """The platform whose own page confirmed the badge, where nothing cryptographic did."""


class Refuted(Exception):
    """A check failed: the badge is wrong. The message is for people."""


class Undecided(Exception):
    """A check could not be decided. The message is for people."""


def passed(aspect: Aspect, words: str) -> Check:
    return Check(aspect, Outcome.PASSED, words)


def failed(aspect: Aspect, words: str) -> Check:
    return Check(aspect, Outcome.FAILED, words)


def unknown(aspect: Aspect, words: str) -> Check:
    return Check(aspect, Outcome.UNKNOWN, words)


def not_applicable(aspect: Aspect, words: str) -> Check:
    return Check(aspect, Outcome.NOT_APPLICABLE, words)
