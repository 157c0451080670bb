"""Whether a credential was revoked or suspended since it was issued.

BitstringStatusList (W3C), its forerunner StatusList2021, and 1EdTechRevocationList. Lists in the
wild are shorter than the standard asks, carry an ``id`` that is not their address, and are signed
by others than the badge: all that is accepted, since the signed badge itself names the address.
"""

import zlib
from typing import Any

from advisor_bot.badges.verification import data_integrity, jws, multibase, vc_jwt
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.dates import check_dates
from advisor_bot.badges.verification.proving import Proof
from advisor_bot.badges.verification.reading import (
    Json,
    id_of,
    list_of,
    object_of,
    parse_object,
    text_of,
    types_of,
)
from advisor_bot.badges.verification.results import (
    Aspect,
    Check,
    Outcome,
    Refuted,
    Undecided,
    failed,
    not_applicable,
    passed,
    unknown,
)
from advisor_bot.web.fetching import FetchError, Page

MAX_LIST_BYTES = 8 * 1_048_576  # 67 million badges
_MAX_ENTRIES = 4
_LISTS = {
    "BitstringStatusListEntry": "BitstringStatusList",
    "StatusList2021Entry": "StatusList2021",
}
_WORDS = {"revocation": "The issuer has revoked it.", "suspension": "The issuer has suspended it."}


def check_status(credential: Json, case: Case) -> Check:
    """The status that the credential's issuer publishes."""
    entries = list_of(credential.get("credentialStatus"))
    if not entries:
        return not_applicable(Aspect.STATUS, "The issuer publishes no status for it.")
    if len(entries) > _MAX_ENTRIES:
        return failed(Aspect.STATUS, "The badge names too many places for its status.")
    undecided: Check | None = None
    for entry in entries:
        try:
            _check_entry(object_of(entry), credential, case)
        except Refuted as error:
            return failed(Aspect.STATUS, str(error))
        except Undecided as error:
            undecided = unknown(Aspect.STATUS, str(error))
    return undecided or passed(Aspect.STATUS, "It is not revoked.")


def _check_entry(entry: Json, credential: Json, case: Case) -> None:
    kinds = types_of(entry)
    if "1EdTechRevocationList" in kinds:
        _check_revocation_list(entry, credential, case)
        return
    for kind in kinds:
        if kind in _LISTS:
            _check_bit(entry, case)
            return
    raise Undecided("The issuer publishes its status in a way that is not supported.")


def _check_revocation_list(entry: Json, credential: Json, case: Case) -> None:
    """Source: 1EdTech Revocation List status method. Both spellings of the member are in use."""
    address = id_of(entry) or ""
    published = case.web.object(address, "The issuer's list of revoked badges")
    members = ("revokedCredential", "revokedCredentials")
    if not any(member in published for member in members):
        raise Undecided("The issuer's list of revoked badges could not be read.")
    own_id = text_of(credential.get("id"))
    if own_id is None:
        raise Undecided("The badge has no id to look up in the issuer's list of revoked badges.")
    for revoked in (item for member in members for item in list_of(published.get(member))):
        if id_of(revoked) == own_id and object_of(revoked).get("revoked") is not False:
            raise Refuted(_WORDS["revocation"])


def _check_bit(entry: Json, case: Case) -> None:
    purpose = text_of(entry.get("statusPurpose")) or "revocation"
    if purpose not in _WORDS:
        return  # such as "message" or "refresh": says nothing against the badge
    index = _index(entry.get("statusListIndex"))
    published = _fetch_list(text_of(entry.get("statusListCredential")) or "", case)
    subject = object_of(next(iter(list_of(published.get("credentialSubject"))), None))
    _check_kind(published, subject, purpose)
    if entry.get("statusSize", 1) != 1:
        raise Undecided("The issuer's status list is of a kind that is not supported.")
    bits = decode_list(text_of(subject.get("encodedList")) or "")
    if index >= len(bits) * 8:
        raise Refuted("The badge's place lies beyond the end of the issuer's status list.")
    byte, place = bits[index // 8], index % 8
    if byte >> (7 - place) & 1:
        raise Refuted(_WORDS[purpose])
    if "StatusList2021" in types_of(subject) and byte >> place & 1:
        # Issuers of that time counted the bits of a byte from either end.
        raise Undecided("The issuer's old status list can be read in two ways, and one says no.")


def _index(value: Any) -> int:
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Refuted("The badge does not name its place in the issuer's status list.")
    return int(text)


def _check_kind(published: Json, subject: Json, purpose: str) -> None:
    kinds = set(types_of(published))
    if not any(f"{name}Credential" in kinds for name in _LISTS.values()):
        raise Refuted("What the issuer publishes as its status list is none.")
    if not set(types_of(subject)) & set(_LISTS.values()):
        raise Refuted("What the issuer publishes as its status list is none.")
    purposes = list_of(subject.get("statusPurpose"))
    if purposes and purpose not in purposes:
        raise Refuted("The issuer's status list is meant for another purpose.")


def _fetch_list(address: str, case: Case) -> Json:
    """The list at ``address``, its own proof and dates checked."""
    try:
        page = case.web.page(address)
    except FetchError as error:
        raise Undecided(f"The issuer's status list could not be fetched: {error}.") from error
    if page.status != 200:
        raise Undecided(
            f"The issuer's status list could not be fetched: the server answered {page.status}."
        )
    published, proof, limits = _read_list(page, case)
    _check_proof(proof)
    dates = check_dates(
        [published.get("validFrom"), published.get("issuanceDate"), limits.get("nbf")],
        [published.get("validUntil"), published.get("expirationDate"), limits.get("exp")],
        case.at,
    )
    if dates.outcome is Outcome.FAILED:
        raise Refuted(f"The issuer's status list is out of date. {dates.words}")
    return published


def _read_list(page: Page, case: Case) -> tuple[Json, Proof, Json]:
    text = page.body.strip().decode("utf-8", "replace")
    try:
        if jws.looks_like(text):
            token = jws.parse(text)
            return vc_jwt.credential_of(token), vc_jwt.prove(token, case), token.payload
        published = parse_object(page.body)
    except Refuted as error:
        raise Undecided("The issuer's status list could not be read.") from error
    return published, data_integrity.prove(published, case), {}


def _check_proof(proof: Proof) -> None:
    if proof.refutes:
        raise Refuted("The issuer's status list was changed, or signed by another.")
    if proof.integrity.outcome is not Outcome.PASSED:
        raise Undecided(f"The issuer's status list could not be checked. {proof.integrity.words}")


def decode_list(encoded: str) -> bytes:
    """The bits of a status list: gzip in base64url, with or without a multibase ``u``.

    :class:`Refuted` when it is broken or would not fit into :data:`MAX_LIST_BYTES`.
    """
    text = encoded.removeprefix("u") if encoded.startswith("uH4s") else encoded
    inflator = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        bits = inflator.decompress(multibase.decode_base64url(text), MAX_LIST_BYTES)
    except zlib.error as error:
        raise Refuted("The issuer's status list is broken.") from error
    if not inflator.eof:
        raise Refuted("The issuer's status list is broken or too large.")
    return bits
