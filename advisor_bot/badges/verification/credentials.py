"""Open Badges 3.0, CLR 2.0 and other verifiable credentials, once their proof is known."""

from advisor_bot.badges.verification import data_integrity, jws, vc_jwt
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.dates import check_dates, known_date
from advisor_bot.badges.verification.jws import Token
from advisor_bot.badges.verification.proving import Proof
from advisor_bot.badges.verification.reading import (
    Json,
    id_of,
    list_of,
    name_of,
    object_of,
    text_of,
    types_of,
)
from advisor_bot.badges.verification.recipient import check_recipient, credential_identities
from advisor_bot.badges.verification.results import (
    Aspect,
    BadgeFacts,
    Check,
    Outcome,
    Refuted,
    failed,
)
from advisor_bot.badges.verification.status import check_status

_BASE_CONTEXTS = {"https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"}
_STARTS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")


def is_credential(document: Json) -> bool:
    """Whether ``document`` is meant to be a verifiable credential."""
    contexts = [url for url in list_of(document.get("@context")) if isinstance(url, str)]
    return (
        "VerifiableCredential" in types_of(document)
        or "credentialSubject" in document
        or bool(_BASE_CONTEXTS & set(contexts))
    )


def verify_document(credential: Json, case: Case) -> tuple[BadgeFacts, list[Check]]:
    """Checks a credential with embedded proofs."""
    proof = data_integrity.prove(credential, case)
    return _verify(credential, proof, {}, case)


def verify_token(token: Token, case: Case) -> tuple[BadgeFacts, list[Check]]:
    """Checks a credential in a token."""
    credential = vc_jwt.credential_of(token)
    return _verify(credential, vc_jwt.prove(token, case), token.payload, case)


def enveloped(document: Json) -> Token | None:
    """The token inside an EnvelopedVerifiableCredential."""
    if "EnvelopedVerifiableCredential" not in types_of(document):
        return None
    prefix = "data:application/vc+jwt,"
    address = id_of(document) or ""
    if not address.startswith(prefix):
        raise Refuted("The envelope holds no badge that can be read.")
    return jws.parse(address.removeprefix(prefix))


def _verify(
    credential: Json, proof: Proof, claims: Json, case: Case
) -> tuple[BadgeFacts, list[Check]]:
    starts = [*(credential.get(name) for name in _STARTS), claims.get("nbf")]
    ends = [*(credential.get(name) for name in _ENDS), claims.get("exp")]
    integrity = proof.integrity
    problem = _model_problem(credential)
    if problem and integrity.outcome is not Outcome.FAILED:
        integrity = failed(Aspect.INTEGRITY, problem)
    checks = [
        integrity,
        proof.issuer,
        check_dates(starts, ends, case.at),
        check_status(credential, case),
        check_recipient(credential_identities(credential), case.email),
    ]
    return _facts(credential, starts, ends), checks


def _model_problem(credential: Json) -> str | None:
    """What makes it no credential at all, whoever signed it."""
    first = text_of(next(iter(list_of(credential.get("@context"))), None))
    if first not in _BASE_CONTEXTS:
        return "The badge does not begin with the vocabulary of credentials."
    if "VerifiableCredential" not in types_of(credential):
        return "The badge does not say that it is a credential."
    if id_of(credential.get("issuer")) is None:
        return "The badge names no issuer."
    if not list_of(credential.get("credentialSubject")):
        return "The badge says nothing about anybody."
    return None


def _facts(credential: Json, starts: list[object], ends: list[object]) -> BadgeFacts:
    subject = object_of(next(iter(list_of(credential.get("credentialSubject"))), None))
    achievement = object_of(next(iter(list_of(subject.get("achievement"))), None))
    issuer = object_of(credential.get("issuer"))
    return BadgeFacts(
        form="CLR 2.0" if "ClrCredential" in types_of(credential) else "Open Badges 3.0",
        credential_id=text_of(credential.get("id")),
        name=name_of(achievement.get("name")) or name_of(credential.get("name")),
        issuer_id=id_of(credential.get("issuer")),
        issuer_name=name_of(issuer.get("name")),
        issued_on=next(filter(None, map(known_date, starts)), None),
        expires_on=next(filter(None, map(known_date, ends)), None),
    )
