"""Open Badges 2.0: assertions that the issuer's site publishes, and assertions that are signed.

Source: 1EdTech Open Badges 2.0, sections "Verification" and "Badge Issuers".
"""

import urllib.parse
from dataclasses import dataclass

from advisor_bot.badges.verification import jws, keys
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.dates import check_dates, known_date
from advisor_bot.badges.verification.extensions import check_extensions
from advisor_bot.badges.verification.fetching import Web
from advisor_bot.badges.verification.jws import Token
from advisor_bot.badges.verification.proving import decide
from advisor_bot.badges.verification.reading import (
    Json,
    id_of,
    list_of,
    name_of,
    object_of,
    parse_object,
    text_of,
    types_of,
)
from advisor_bot.badges.verification.recipient import assertion_identities, check_recipient
from advisor_bot.badges.verification.results import (
    Aspect,
    BadgeFacts,
    Check,
    Refuted,
    Undecided,
    failed,
    not_applicable,
    passed,
    unknown,
)
from advisor_bot.web.fetching import FetchError

_CONTEXTS = {"https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"}
_COMPARED = ("id", "recipient", "badge", "issuedOn", "expires")
_REVOKED = "The issuer has revoked it."
_GONE = 410


def is_assertion(document: Json) -> bool:
    """Whether ``document`` is meant to be an assertion of Open Badges 2.0 or older."""
    contexts = [url for url in list_of(document.get("@context")) if isinstance(url, str)]
    return (
        "Assertion" in types_of(document)
        or any("openbadges" in url or "openbadgespec" in url for url in contexts)
        or {"badge", "recipient"} <= document.keys()
        or "verify" in document
    )


@dataclass(frozen=True)
class _Issuer:
    badge: Json
    profile: Json
    id: str


def verify_hosted(assertion: Json, case: Case) -> tuple[BadgeFacts, list[Check]]:
    """Checks an assertion that counts because the issuer's own site publishes it."""
    if assertion.get("revoked") is True:
        return _facts(assertion, None), [failed(Aspect.STATUS, _REVOKED)]
    try:
        _check_model(assertion)
        address = id_of(assertion) or ""
        published = _published(assertion, address, case.web)
    except _Revoked:
        return _facts(assertion, None), [failed(Aspect.STATUS, _REVOKED)]
    except Refuted as error:
        return _unchecked(assertion, failed(Aspect.INTEGRITY, str(error)), case)
    except Undecided as error:
        return _unchecked(assertion, unknown(Aspect.INTEGRITY, str(error)), case)
    integrity = passed(Aspect.INTEGRITY, "It is published on the web exactly as shown here.")
    try:
        issuer = _issuer(published, case.web)
    except Refuted as error:
        return _unchecked(published, integrity, case, failed(Aspect.ISSUER, str(error)))
    except Undecided as error:
        return _unchecked(published, integrity, case, unknown(Aspect.ISSUER, str(error)))
    binding = decide(
        Aspect.ISSUER,
        "The issuer's own site publishes it.",
        lambda: _check_scope(address, issuer),
    )
    status = passed(Aspect.STATUS, "The issuer still publishes it, and it is not revoked.")
    return _facts(published, issuer), [integrity, binding, status, *_common(published, case)]


def verify_signed(token: Token, case: Case) -> tuple[BadgeFacts, list[Check]]:
    """Checks an assertion that counts because the issuer's key signed it."""
    assertion = token.payload
    try:
        _check_model(assertion)
        jws.check_algorithm(token)
        issuer = _issuer(assertion, case.web)
        key_id, description = _signing_key(assertion, issuer, case.web)
        pem = text_of(description.get("publicKeyPem"))
        if pem is None:
            raise Undecided("The issuer's key could not be read.")
        key = keys.from_pem(pem)
    except Refuted as error:
        return _unchecked(assertion, failed(Aspect.INTEGRITY, str(error)), case)
    except Undecided as error:
        return _unchecked(assertion, unknown(Aspect.INTEGRITY, str(error)), case)
    integrity = decide(
        Aspect.INTEGRITY,
        "The signature is right: nothing was changed since it was made.",
        lambda: jws.check_signature(token, key),
    )
    binding = decide(
        Aspect.ISSUER,
        "The key that signed it belongs to the named issuer.",
        lambda: _check_owner(key_id, description, issuer),
    )
    status = _revocation(assertion, issuer, case.web)
    return _facts(assertion, issuer), [integrity, binding, status, *_common(assertion, case)]


class _Revoked(Exception):
    """The issuer's site says that the assertion is gone."""


def _unchecked(
    assertion: Json, integrity: Check, case: Case, binding: Check | None = None
) -> tuple[BadgeFacts, list[Check]]:
    """The report when no issuer was found: what can be said without one."""
    binding = binding or unknown(Aspect.ISSUER, "It could not be tied to an issuer.")
    status = unknown(Aspect.STATUS, "Without the issuer nothing is known of a revocation.")
    return _facts(assertion, None), [integrity, binding, status, *_common(assertion, case)]


def _common(assertion: Json, case: Case) -> list[Check]:
    starts, ends = [assertion.get("issuedOn")], [assertion.get("expires")]
    return [
        check_dates(starts, ends, case.at),
        check_recipient(assertion_identities(assertion), case.email),
    ]


def _check_model(assertion: Json) -> None:
    contexts = [url for url in list_of(assertion.get("@context")) if isinstance(url, str)]
    if not contexts or any("openbadges/v1" in url for url in contexts):
        raise Undecided("It is a badge of Open Badges 1, which can no longer be checked.")
    if not _CONTEXTS & set(contexts):
        raise Refuted("The badge does not use the vocabulary of Open Badges.")
    if "Assertion" not in types_of(assertion):
        raise Refuted("The badge does not say that it is one.")
    if id_of(assertion) is None or assertion.get("issuedOn") is None:
        raise Refuted("The badge lacks its id or the date of its issue.")
    check_extensions(assertion)


def _published(assertion: Json, address: str, web: Web) -> Json:
    """The assertion as its own address shows it."""
    if not address.startswith(("https://", "http://")):
        raise Undecided("The badge has no address at which its issuer could confirm it.")
    try:
        page = web.own_page(address)
    except FetchError as error:
        raise Undecided(f"The badge's own page could not be fetched: {error}.") from error
    if page.status == _GONE:
        raise _Revoked
    if page.status != 200:
        raise Undecided(f"The badge's own page answered {page.status}.")
    try:
        published = parse_object(page.body)
    except Refuted as error:
        raise Undecided("The badge's own page shows no badge.") from error
    if published.get("revoked") is True:
        raise _Revoked
    if any(published.get(name) != assertion.get(name) for name in _COMPARED):
        raise Refuted("The badge differs from what its own page shows.")
    return published


def _issuer(assertion: Json, web: Web) -> _Issuer:
    """The badge's class and the issuer's profile, the profile always from the issuer's address."""
    badge = assertion.get("badge")
    if isinstance(badge, str):
        badge = web.object(badge, "The description of the badge")
    if not isinstance(badge, dict):
        raise Refuted("The badge does not say what it was issued for.")
    address = id_of(badge.get("issuer"))
    if address is None:
        raise Refuted("The badge names no issuer.")
    profile = web.object(address, "The issuer's profile")
    if id_of(profile) != address:
        raise Undecided("The profile at the issuer's address belongs to somebody else.")
    return _Issuer(badge, profile, address)


def _check_scope(address: str, issuer: _Issuer) -> None:
    """The address must be one that the issuer's profile answers for; by default its own host."""
    policy = object_of(issuer.profile.get("verification"))
    prefixes = [text for text in list_of(policy.get("startsWith")) if isinstance(text, str)]
    origins = [text for text in list_of(policy.get("allowedOrigins")) if isinstance(text, str)]
    hosts = [_host(text) for text in [*prefixes, *origins]] or [_host(issuer.id)]
    begins = not prefixes or any(address.startswith(prefix) for prefix in prefixes)
    if not begins or _host(address) not in hosts:
        raise Refuted("The issuer does not answer for badges at this address.")


def _host(address: str) -> str:
    """The host with its port, of an address or given alone."""
    try:
        parts = urllib.parse.urlsplit(address if "://" in address else f"//{address}")
    except ValueError as error:
        raise Refuted("An address in the badge is malformed.") from error
    return parts.netloc.rpartition("@")[2].lower()


def _signing_key(assertion: Json, issuer: _Issuer, web: Web) -> tuple[str, Json]:
    """The key that the assertion names, or else the issuer's own."""
    verification = object_of(assertion.get("verification") or assertion.get("verify"))
    creator = text_of(verification.get("creator")) or text_of(verification.get("url"))
    for listed in list_of(issuer.profile.get("publicKey")):
        if isinstance(listed, dict) and creator in (None, id_of(listed)):
            return id_of(listed) or "", listed
        if isinstance(listed, str) and creator is None:
            creator = listed
    if creator is None:
        raise Undecided("The badge does not name the key it was signed with.")
    return creator, web.object(creator, "The issuer's key")


def _check_owner(key_id: str, description: Json, issuer: _Issuer) -> None:
    listed = [id_of(entry) for entry in list_of(issuer.profile.get("publicKey"))]
    if description.get("owner", issuer.id) != issuer.id or key_id not in listed:
        raise Undecided("The signature is right, but the issuer's profile does not name its key.")


def _revocation(assertion: Json, issuer: _Issuer, web: Web) -> Check:
    address = id_of(issuer.profile.get("revocationList"))
    if address is None:
        return not_applicable(Aspect.STATUS, "The issuer publishes no list of revoked badges.")
    try:
        published = web.object(address, "The issuer's list of revoked badges")
    except Undecided as error:
        return unknown(Aspect.STATUS, str(error))
    own = {id_of(assertion), text_of(assertion.get("uid"))} - {None}
    for entry in list_of(published.get("revokedAssertions")):
        if {id_of(entry), text_of(object_of(entry).get("uid"))} & own:
            return failed(Aspect.STATUS, _REVOKED)
    return passed(Aspect.STATUS, "It is not revoked.")


def _facts(assertion: Json, issuer: _Issuer | None) -> BadgeFacts:
    badge = issuer.badge if issuer else object_of(assertion.get("badge"))
    profile = issuer.profile if issuer else object_of(badge.get("issuer"))
    return BadgeFacts(
        form="Open Badges 2.0",
        credential_id=id_of(assertion),
        name=name_of(badge.get("name")),
        issuer_id=issuer.id if issuer else id_of(badge.get("issuer")),
        issuer_name=name_of(profile.get("name")),
        issued_on=known_date(assertion.get("issuedOn")),
        expires_on=known_date(assertion.get("expires")),
    )
