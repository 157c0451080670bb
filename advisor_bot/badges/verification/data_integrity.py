"""Data Integrity proofs and Ed25519Signature2020, alone or several in one credential.

Sources: W3C Data Integrity EdDSA and ECDSA Cryptosuites 1.0, W3C VC Data Integrity 1.0.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from advisor_bot.badges.verification import controllers, keys, multibase, selective_disclosure
from advisor_bot.badges.verification.canonicalization import canonical_quads, context_choices
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.dates import parse_date
from advisor_bot.badges.verification.hidden import check_nothing_hidden
from advisor_bot.badges.verification.keys import PublicKey
from advisor_bot.badges.verification.proving import Proof, decide, strongest
from advisor_bot.badges.verification.reading import Json, id_of, list_of, text_of
from advisor_bot.badges.verification.results import Aspect, Refuted, Undecided, failed, unknown

MAX_PROOFS = 4

_RDF_SUITES = {"eddsa-rdfc-2022", "ecdsa-rdfc-2019", "Ed25519Signature2020"}
_JCS_SUITES = {"eddsa-jcs-2022", "ecdsa-jcs-2019"}
_SELECTIVE = "ecdsa-sd-2023"


@dataclass(frozen=True)
class _Signed:
    """One proof and what it signs."""

    document: Json  # the credential without its proofs
    proof: Json
    suite: str
    case: Case


def prove(credential: Json, case: Case) -> Proof:
    """What the proofs of ``credential`` show."""
    proofs = list_of(credential.get("proof"))
    document = {key: value for key, value in credential.items() if key != "proof"}
    if not proofs:
        return _refuted("Nobody has signed this badge.")
    if len(proofs) > MAX_PROOFS or not all(isinstance(proof, dict) for proof in proofs):
        return _refuted("The signatures of the badge are not written as they must be.")
    return strongest(
        _prove_one(_Signed(document, proof, _suite_of(proof), case)) for proof in proofs
    )


def _refuted(words: str) -> Proof:
    return Proof(
        failed(Aspect.INTEGRITY, words),
        unknown(Aspect.ISSUER, "Without a signature nothing ties the badge to an issuer."),
    )


def _suite_of(proof: Json) -> str:
    kind = text_of(proof.get("type")) or ""
    return text_of(proof.get("cryptosuite")) or "" if kind == "DataIntegrityProof" else kind


def _prove_one(signed: _Signed) -> Proof:
    web = signed.case.web
    method = id_of(signed.proof.get("verificationMethod")) or ""
    try:
        _check_supported(signed)
        controller, listed = controllers.find_method(method, web)
        key = listed.key()
    except Refuted as error:
        return Proof(
            unknown(Aspect.INTEGRITY, "There is no key to check the signature with."),
            failed(Aspect.ISSUER, str(error)),
        )
    except Undecided as error:
        return Proof(
            unknown(Aspect.INTEGRITY, str(error)),
            unknown(Aspect.ISSUER, "The signature could not be tied to the issuer."),
        )
    integrity = decide(
        Aspect.INTEGRITY,
        "The signature is right: nothing was changed since it was made.",
        lambda: _check_signature(signed, key),
    )
    issuer = id_of(signed.document.get("issuer")) or ""
    binding = decide(
        Aspect.ISSUER,
        "The key that signed it belongs to the named issuer.",
        lambda: controllers.check_binding(issuer, controller, method, web),
    )
    return Proof(integrity, binding)


def _check_supported(signed: _Signed) -> None:
    if signed.suite not in _RDF_SUITES | _JCS_SUITES | {_SELECTIVE}:
        raise Undecided(f"The kind of signature is not supported ({signed.suite[:40]}).")
    if signed.proof.get("proofPurpose") != "assertionMethod":
        raise Refuted("The signature was made for another purpose than issuing a badge.")
    if "previousProof" in signed.proof:
        raise Undecided("Chains of signatures are not supported.")
    expires = signed.proof.get("expires")
    if expires is not None and parse_date(expires) <= signed.case.at:
        raise Refuted("The signature itself has expired.")


def _check_signature(signed: _Signed, key: PublicKey) -> None:
    kind = Ed25519PublicKey if signed.suite.lower().startswith("ed") else ec.EllipticCurvePublicKey
    if not isinstance(key, kind):
        raise Refuted("The key does not fit the kind of signature.")
    value = text_of(signed.proof.get("proofValue"))
    if value is None:
        raise Refuted("The signature is missing its value.")
    if signed.suite in _JCS_SUITES:
        _expect(keys.is_signed(key, multibase.decode(value), _jcs_message(signed, key)))
        return
    _try_contexts(signed, lambda contexts: _check_rdf(signed, key, value, contexts))


def _expect(right: bool) -> None:
    if not right:
        raise Refuted("The signature does not fit: the badge was changed, or signed by another.")


def _try_contexts(signed: _Signed, check: Callable[[dict[str, str]], None]) -> None:
    """Some contexts changed in place: the badge is right if it is under one of their versions."""
    problem: Refuted | None = None
    for contexts in context_choices(signed.document | {"proof": signed.proof}):
        try:
            return check(contexts)
        except Refuted as error:
            problem = problem or error
    if problem is not None:
        raise problem
    return None


def _options(signed: _Signed) -> Json:
    """The proof without its value, under the credential's contexts."""
    options = {key: value for key, value in signed.proof.items() if key != "proofValue"}
    return options | {"@context": signed.document.get("@context")}


def _check_rdf(signed: _Signed, key: PublicKey, value: str, contexts: dict[str, str]) -> None:
    hash_name = keys.key_hash(key).name
    quads = canonical_quads(
        signed.document, contexts=contexts, hash_name=hash_name, deadline=signed.case.deadline
    )
    options = canonical_quads(
        _options(signed), contexts=contexts, hash_name=hash_name, deadline=signed.case.deadline
    )
    options_hash = hashlib.new(hash_name, "".join(options).encode()).digest()
    if signed.suite == _SELECTIVE:
        _expect(selective_disclosure.is_signed(key, value, quads, options_hash))
    else:
        document_hash = hashlib.new(hash_name, "".join(quads).encode()).digest()
        _expect(keys.is_signed(key, multibase.decode(value), options_hash + document_hash))
    check_nothing_hidden(signed.document, quads)


def _jcs_message(signed: _Signed, key: PublicKey) -> bytes:
    options = {name: value for name, value in signed.proof.items() if name != "proofValue"}
    if "@context" in options:
        _check_context_prefix(options["@context"], signed.document.get("@context"))
    try:
        parts = [rfc8785.dumps(options), rfc8785.dumps(_under(options, signed.document))]
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise Refuted("The badge holds numbers that cannot be signed.") from error
    name = keys.key_hash(key).name
    return b"".join(hashlib.new(name, part).digest() for part in parts)


def _under(options: Json, document: Json) -> Json:
    """The document under the contexts of the proof, where the proof names its own."""
    return document | {"@context": options["@context"]} if "@context" in options else document


def _check_context_prefix(of_proof: object, of_document: object) -> None:
    proof_contexts, document_contexts = list_of(of_proof), list_of(of_document)
    if document_contexts[: len(proof_contexts)] != proof_contexts:
        raise Refuted("The badge and its signature do not use the same vocabulary.")
