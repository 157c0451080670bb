"""Whose badge it is: the asker's e-mail address against the recipient, plain or hashed.

A mismatch means "not proven yours", never fraud. Sources: Open Badges 2.0 (IdentityObject) and
3.0 (IdentityObject, ``identityHash``).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator

from advisor_bot.badges.verification.reading import Json, list_of, object_of, text_of
from advisor_bot.badges.verification.results import (
    Aspect,
    Check,
    failed,
    not_applicable,
    passed,
    unknown,
)

_HASHED = re.compile(r"(sha256|md5)\$([0-9a-fA-F]+)")
_EMAIL_TYPES = {"email", "emailaddress", "schema:email", "http://schema.org/email"}


def check_recipient(identities: Iterable[Json], email: str | None) -> Check:
    """Whether one of the badge's identities is ``email``."""
    if email is None:
        return not_applicable(Aspect.RECIPIENT, "Nobody's e-mail address was given to compare.")
    named = [identity for identity in identities if _is_email(identity)]
    if not named:
        return unknown(
            Aspect.RECIPIENT, "The badge does not say by e-mail address whom it was issued to."
        )
    if any(matches(identity, email) for identity in named):
        return passed(Aspect.RECIPIENT, "It was issued to this e-mail address.")
    return failed(
        Aspect.RECIPIENT, "It was issued to another e-mail address; it is not proven to be yours."
    )


def assertion_identities(assertion: Json) -> Iterator[Json]:
    """The recipient of an Open Badges 2.0 assertion."""
    for recipient in list_of(assertion.get("recipient")):
        if isinstance(recipient, dict):
            yield recipient


def credential_identities(credential: Json) -> Iterator[Json]:
    """The identities of the subjects of an Open Badges 3.0 credential."""
    for subject in map(object_of, list_of(credential.get("credentialSubject"))):
        for entry in list_of(subject.get("identifier")):
            if isinstance(entry, dict):
                yield {
                    "type": entry.get("identityType"),
                    "identity": entry.get("identityHash"),
                    "hashed": entry.get("hashed"),
                    "salt": entry.get("salt"),
                }
        address = text_of(subject.get("id")) or ""
        if address.startswith("mailto:"):
            yield {"type": "email", "identity": address.removeprefix("mailto:")}


def _is_email(identity: Json) -> bool:
    kinds = [kind.lower() for kind in list_of(identity.get("type")) if isinstance(kind, str)]
    return any(kind in _EMAIL_TYPES for kind in kinds)


def matches(identity: Json, email: str) -> bool:
    """Whether the identity is this address, as given or in lower case."""
    claimed = text_of(identity.get("identity")) or ""
    given = email.strip()
    hashed = _HASHED.fullmatch(claimed)
    if hashed is None:
        return identity.get("hashed") is not True and claimed.strip().lower() == given.lower()
    name, expected = hashed.groups()
    salt = text_of(identity.get("salt")) or ""
    return any(
        hmac.compare_digest(
            hashlib.new(name, (address + salt).encode()).hexdigest(), expected.lower()
        )
        for address in {given, given.lower()}
    )
