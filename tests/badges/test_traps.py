"""Every row of the traps in the reference on badge verification, one group of tests each."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from advisor_bot.badges.verification import (
    Conditions,
    Deadline,
    Page,
    Verdict,
    canonicalization,
    verify_file,
)
from advisor_bot.badges.verification.canonicalization import canonical_quads, context_choices
from advisor_bot.badges.verification.results import Refuted
from tests.badges.making import (
    NOW,
    OB3,
    STATUS,
    V1,
    V2,
    Json,
    assertion,
    controller,
    credential,
    did_key,
    did_key_method,
    ed25519,
    issuer_site,
    multikey,
    outcomes,
    own_badge,
    rsa_jwk,
    signed,
    status_entry,
    status_list,
    token,
    verified,
    web,
    words,
)

ISSUER = "https://issuer.example/1"


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


# 1. Forgeable keys


def test_a_key_in_the_tokens_own_header_proves_nothing(rsa_key: rsa.RSAPrivateKey) -> None:
    badge = token(credential(ISSUER), rsa_key, "RS256", jwk=rsa_jwk(rsa_key))
    for pages in ({}, {ISSUER: controller(ISSUER, ed25519())}):
        report = verified(badge, pages)
        assert report.verdict is Verdict.UNPROVEN
        assert outcomes(report)["integrity"] == "passed"
        assert outcomes(report)["issuer_binding"] == "unknown"
        assert "came with the badge itself" in report.summary


def test_the_same_key_counts_once_the_issuers_own_document_lists_it(
    rsa_key: rsa.RSAPrivateKey,
) -> None:
    badge = token(credential(ISSUER), rsa_key, "RS256", jwk=rsa_jwk(rsa_key))
    listed = {"id": f"{ISSUER}#k", "type": "JsonWebKey", "publicKeyJwk": rsa_jwk(rsa_key)}
    document = {"id": ISSUER, "assertionMethod": [listed]}
    assert verified(badge, {ISSUER: document}).verdict is Verdict.VALID


def test_a_key_in_the_address_counts_only_when_the_issuers_document_lists_it() -> None:
    key = ed25519()
    badge = signed(credential(ISSUER), key, method=f"{ISSUER}#{multikey(key)}")
    assert verified(badge).verdict is Verdict.UNPROVEN
    assert verified(badge, {ISSUER: controller(ISSUER, key)}).verdict is Verdict.VALID
    assert verified(badge, {ISSUER: controller(ISSUER, ed25519(2))}).verdict is Verdict.INVALID


def test_a_right_signature_by_a_key_that_is_not_the_issuers_is_never_green() -> None:
    forger = ed25519(66)
    for issuer in ("urn:uuid:0", ISSUER, did_key(ed25519(1)), "did:web:issuer.example"):
        report = verified(signed(credential(issuer), forger))
        assert report.verdict is Verdict.UNPROVEN, issuer
        assert outcomes(report)["integrity"] == "passed"


def test_a_key_document_of_somebody_else_does_not_count() -> None:
    key = ed25519()
    badge = signed(credential(ISSUER), key, method=f"{ISSUER}#{multikey(key)}")
    strange = controller(ISSUER, key) | {"id": "https://elsewhere.example/1"}
    assert verified(badge, {ISSUER: strange}).verdict is Verdict.UNPROVEN


def test_an_open_redirect_does_not_speak_in_the_hosts_name() -> None:
    key = ed25519()
    badge = signed(credential(ISSUER), key, method=f"{ISSUER}#{multikey(key)}")
    body = json.dumps(controller(ISSUER, key)).encode()
    redirected = Page(200, body, "https://evil.example/document")
    assert verified(badge, {ISSUER: redirected}).verdict is Verdict.UNPROVEN


# 2. The canonicalization bomb


def bomb(nodes: int = 8) -> Json:
    """Blank nodes that all look alike and all point at each other."""
    names = [f"_:n{at}" for at in range(nodes)]
    return {
        "@context": [V2, "https://www.w3.org/ns/credentials/examples/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did_key(ed25519()),
        "credentialSubject": [
            {"id": name, "knows": [{"id": other} for other in names if other != name]}
            for name in names
        ],
    }


def test_a_bomb_of_look_alikes_runs_out_of_its_budget() -> None:
    document = bomb()
    with pytest.raises(Refuted, match="would never end"):
        canonical_quads(
            document,
            contexts=context_choices(document)[0],
            hash_name="sha256",
            deadline=Deadline(60),
        )


def test_a_bomb_ends_in_a_clear_verdict() -> None:
    key = ed25519()
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "verificationMethod": did_key_method(key),
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "1" * 64,
    }
    report = verified(bomb() | {"proof": proof})
    assert report.verdict is Verdict.INVALID
    assert "would never end" in report.summary


def test_time_that_is_up_ends_in_unproven() -> None:
    ticks = iter(range(1000))
    clock = Deadline(5, lambda: float(next(ticks)))
    data = json.dumps(own_badge()).encode()
    report = verify_file(data, Conditions(web({}), NOW), deadline=clock)
    assert report.verdict is Verdict.UNPROVEN
    assert "too long" in report.summary


# 3. Undefined terms


@pytest.mark.parametrize(
    "change",
    [
        {"salary": "1000000"},
        {"type": ["VerifiableCredential", "OpenBadgeCredential", "GoldenCredential"]},
        {"evidence": [{"id": "evidence/1", "type": ["Evidence"]}]},
        {"evidence": [{"id": "https://e.example/a b", "type": ["Evidence"]}]},
        {"evidence": [{"id": "", "type": ["Evidence"]}]},
    ],
    ids=["property", "type", "relative address", "malformed address", "empty address"],
)
def test_what_no_vocabulary_defines_cannot_be_slipped_in(change: Json) -> None:
    report = verified(own_badge() | change)
    assert report.verdict is Verdict.INVALID
    assert outcomes(report)["integrity"] == "failed"


@pytest.mark.parametrize(
    "move",
    [
        lambda badge: (
            badge | {"@included": [{"id": badge["id"], "validUntil": badge["validUntil"]}]}
        ),
        lambda badge: (
            badge
            | {
                "https://www.w3.org/2018/credentials#validUntil": {
                    "type": "http://www.w3.org/2001/XMLSchema#dateTime",
                    "@value": badge["validUntil"],
                }
            }
        ),
    ],
    ids=["into another object", "under another name"],
)
def test_the_end_of_a_badge_cannot_be_moved_out_of_sight(move: Any) -> None:
    badge = own_badge(validUntil="2026-06-01T00:00:00Z")
    moved = move(badge)
    del moved["validUntil"]
    report = verified(moved)
    assert outcomes(report)["dates"] == "passed"  # nothing to be seen, which is the point
    assert report.verdict is not Verdict.VALID


@pytest.mark.parametrize("padding", [{}, {"validUntil": [None]}, {"validUntil": []}])
def test_the_end_of_a_badge_cannot_be_moved_into_an_endorsement(padding: Json) -> None:
    """An endorsement is about the badge, so it holds an object of the badge's own id."""
    key = ed25519()
    badge = credential(did_key(key), validUntil="2026-06-01T00:00:00Z")
    endorsement = {
        "@context": [V2, OB3],
        "id": "urn:uuid:endorsement",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": did_key(key), "type": ["Profile"], "name": "Example Academy"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": badge["id"], "type": ["EndorsementSubject"]},
    }
    badge["endorsement"] = [endorsement]
    badge = signed(badge, key)
    assert verified(badge, at=datetime(2026, 2, 1, tzinfo=UTC)).verdict is Verdict.VALID
    moved = json.loads(json.dumps(badge))
    end = moved.pop("validUntil")
    moved["endorsement"][0]["credentialSubject"]["type"].append("VerifiableCredential")
    moved["type"].remove("VerifiableCredential")
    moved["endorsement"][0]["credentialSubject"]["validUntil"] = end
    assert verified(moved | padding).verdict is not Verdict.VALID
    moved["type"].insert(0, "VerifiableCredential")
    assert verified(moved | padding).verdict is Verdict.INVALID


def test_a_badge_without_an_id_cannot_hide_its_end_under_another_name() -> None:
    key = ed25519()
    badge = credential(did_key(key), validUntil="2026-06-01T00:00:00Z")
    del badge["id"]
    badge = signed(badge, key)
    end = {
        "type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": badge.pop("validUntil"),
    }
    badge["https://www.w3.org/2018/credentials#validUntil"] = end
    report = verified(badge)
    assert report.verdict is Verdict.INVALID
    assert "hides a part" in report.summary


def test_words_defined_in_the_badge_itself_are_not_trusted() -> None:
    badge = own_badge()
    badge["@context"] = [V2, OB3, {"name": "https://schema.org/description"}]
    assert verified(badge).verdict is Verdict.UNPROVEN


def test_one_badges_vocabulary_does_not_leak_into_the_next() -> None:
    """The contexts are resolved anew for each badge: both versions of one address work, in turn."""
    key = ed25519()
    original = signed(credential(did_key(key)), key, file="spec__ob-v3p0-3.0.3-ORIGINAL.json")
    for badge in (original, own_badge(), original):
        assert verified(badge).verdict is Verdict.VALID


# 4. The context that changed in place


@pytest.mark.parametrize("version", [0, 1])
def test_both_versions_of_the_context_that_changed_in_place_are_tried(version: int) -> None:
    files = canonicalization._index()[OB3]
    key = ed25519()
    badge = signed(credential(did_key(key)), key, file=files[version])
    assert len(files) == 2
    assert verified(badge).verdict is Verdict.VALID


def test_the_versions_of_that_context_do_not_define_the_same_words() -> None:
    key = ed25519()
    document = credential(did_key(key), endorsementJwt=["e.y.J"])
    newer, older = context_choices(document)
    assert canonical_quads(document, contexts=newer, hash_name="sha256", deadline=Deadline(30))
    with pytest.raises(Refuted):
        canonical_quads(document, contexts=older, hash_name="sha256", deadline=Deadline(30))
    assert verified(signed(document, key)).verdict is Verdict.VALID


# 5. P-384 wants SHA-384, inside the canonicalization too


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()], ids=["P-256", "P-384"])
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_elliptic_curves(curve: ec.EllipticCurve, suite: str) -> None:
    key = ec.generate_private_key(curve)
    badge = signed(credential(did_key(key)), key, suite=suite)
    assert verified(badge).verdict is Verdict.VALID
    badge["name"] = "Changed"
    assert verified(badge).verdict is Verdict.INVALID


# 6. Several proofs; keys only under assertionMethod


def test_two_proofs_are_both_checked() -> None:
    key = ed25519()
    badge = signed(signed(credential(did_key(key)), key), key, suite="eddsa-jcs-2022")
    assert len(badge["proof"]) == 2
    assert verified(badge).verdict is Verdict.VALID
    broken = json.loads(json.dumps(badge))
    broken["proof"][1]["created"] = "2025-01-01T00:00:00Z"
    assert verified(broken).verdict is Verdict.INVALID


def test_a_second_proof_by_somebody_else_takes_nothing_away() -> None:
    key = ed25519()
    badge = signed(signed(credential(did_key(key)), key), ed25519(2))
    assert verified(badge).verdict is Verdict.VALID
    alone = badge | {"proof": badge["proof"][1:]}
    assert verified(alone).verdict is Verdict.UNPROVEN


def test_did_web_with_its_keys_under_assertion_method_only() -> None:
    key, name = ed25519(), "did:web:issuer.example:people:1"
    badge = signed(credential(name), key, method=f"{name}#{multikey(key)}")
    pages = {"https://issuer.example/people/1/did.json": controller(name, key)}
    assert verified(badge, pages).verdict is Verdict.VALID


def test_a_key_that_is_not_meant_for_assertions_is_refused() -> None:
    key, name = ed25519(), "did:web:issuer.example"
    badge = signed(credential(name), key, method=f"{name}#{multikey(key)}")
    document = controller(name, key)
    document["authentication"] = document["verificationMethod"] = document.pop("assertionMethod")
    pages = {"https://issuer.example/.well-known/did.json": document}
    assert verified(badge, pages).verdict is Verdict.INVALID


# 7. Status lists in the wild


@pytest.mark.parametrize("index", [0, 7, 50_000])
@pytest.mark.parametrize("bits", [100_000, 131_072])
def test_a_short_list_of_another_id_and_signer_counts(index: int, bits: int) -> None:
    badge = own_badge(credentialStatus=status_entry(index))
    lister = ed25519(9)
    assert verified(badge, {STATUS: status_list(lister, bits=bits)}).verdict is Verdict.VALID
    revoked = verified(badge, {STATUS: status_list(lister, index, bits=bits)})
    assert revoked.verdict is Verdict.INVALID
    assert words(revoked, "status") == "The issuer has revoked it."


@pytest.mark.parametrize("member", ["revokedCredential", "revokedCredentials"])
def test_both_spellings_of_the_revocation_list(member: str) -> None:
    entry = {"id": "https://issuer.example/revoked", "type": "1EdTechRevocationList"}
    contexts = [V2, OB3, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    badge = own_badge(**{"credentialStatus": entry, "@context": contexts})
    listed: Json = {"id": "https://elsewhere.example", member: [{"id": badge["id"]}]}
    assert verified(badge, {entry["id"]: listed}).verdict is Verdict.INVALID
    listed[member] = [{"id": "urn:uuid:another"}, "urn:uuid:third"]
    assert verified(badge, {entry["id"]: listed}).verdict is Verdict.VALID
    assert verified(badge).verdict is Verdict.UNPROVEN


# 8. Recipients: see also test_recipient.py


def test_a_mismatch_is_not_proven_yours_and_no_fraud() -> None:
    badge = assertion()
    pages = issuer_site(badge)
    assert verified(badge, pages).verdict is Verdict.VALID
    assert verified(badge, pages, email="Ada@Example.org").verdict is Verdict.VALID
    other = verified(badge, pages, email="eve@example.org")
    assert other.verdict is Verdict.UNPROVEN
    assert "another e-mail address" in other.summary
    assert "belongs to this issuer" in other.summary


# 9. Tokens


def test_a_token_whose_iat_is_a_date_in_words() -> None:
    key = ed25519()
    payload = credential(did_key(key)) | {"iat": "2026-01-01T00:00:00Z"}
    assert verified(token(payload, key, "EdDSA")).verdict is Verdict.VALID


@pytest.mark.parametrize("algorithm", ["HS256", "none", "None", ""])
def test_algorithms_without_a_public_key_are_refused(algorithm: str) -> None:
    payload = credential(did_key(ed25519()))
    assert verified(token(payload, b"secret", algorithm)).verdict is Verdict.INVALID


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "RS256", "PS256"])
def test_the_algorithm_must_fit_the_key(algorithm: str) -> None:
    key = ed25519()
    report = verified(token(credential(did_key(key)), key, algorithm))
    assert report.verdict is Verdict.INVALID
    assert "does not fit" in report.summary


def test_the_algorithm_must_fit_the_curve() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    payload = credential(did_key(key))
    assert verified(token(payload, key, "ES384")).verdict is Verdict.VALID
    assert verified(token(payload, key, "ES256")).verdict is Verdict.INVALID


def test_the_algorithm_is_looked_at_before_any_key_is_fetched() -> None:
    fetched: list[str] = []

    class Watched(dict[str, Any]):
        def __contains__(self, url: object) -> bool:
            fetched.append(str(url))
            return False

    verified(token(credential(ISSUER), b"secret", "HS256", kid=f"{ISSUER}#k"), Watched())
    assert fetched == []


@pytest.mark.parametrize("name", [None, ISSUER, "k", "#k", f"{ISSUER}#k", "thumbprint"])
def test_the_key_of_a_token_is_looked_up_in_the_issuers_document(
    name: str | None, rsa_key: rsa.RSAPrivateKey
) -> None:
    jwk = rsa_jwk(rsa_key) | {"kid": "thumbprint"}
    method = {"id": f"{ISSUER}#k", "type": "JsonWebKey", "publicKeyJwk": jwk}
    other = controller(ISSUER, ed25519())["assertionMethod"]
    pages = {ISSUER: {"id": ISSUER, "assertionMethod": [*other, method]}}
    header = {} if name is None else {"kid": name}
    badge = token(credential(ISSUER), rsa_key, "RS256", **header)
    assert verified(badge, pages).verdict is Verdict.VALID
    assert verified(badge).verdict is Verdict.UNPROVEN
    forged = token(credential(ISSUER), rsa_key, "RS256", kid=f"{did_key_method(ed25519())}")
    assert verified(forged, pages).verdict is not Verdict.VALID


def test_a_key_at_an_address_of_its_own_counts_when_the_issuer_lists_it(
    rsa_key: rsa.RSAPrivateKey,
) -> None:
    address = "https://issuer.example/keys/1"
    badge = token(credential(ISSUER), rsa_key, "RS256", kid=address)
    pages: Json = {address: rsa_jwk(rsa_key)}
    assert verified(badge, pages).verdict is Verdict.UNPROVEN
    listed = {"id": f"{ISSUER}#k", "type": "JsonWebKey", "publicKeyJwk": rsa_jwk(rsa_key)}
    pages[ISSUER] = {"id": ISSUER, "assertionMethod": [listed]}
    assert verified(badge, pages).verdict is Verdict.VALID


def test_critical_headers_that_are_not_understood_are_not_ignored() -> None:
    key = ed25519()
    badge = token(credential(did_key(key)), key, "EdDSA", crit=["b64"], b64=False)
    assert verified(badge).verdict is Verdict.UNPROVEN


def test_a_token_that_names_two_issuers_is_refused() -> None:
    key = ed25519()
    payload = credential(did_key(key)) | {"iss": did_key(ed25519(2))}
    report = verified(token(payload, key, "EdDSA"))
    assert report.verdict is Verdict.INVALID
    assert "two different issuers" in report.summary


def test_claims_of_a_token_bound_its_time() -> None:
    key = ed25519()
    inner = credential(did_key(key)) | {"@context": [V1]}
    for claims, verdict in (
        ({"nbf": 1_262_304_000}, Verdict.VALID),
        ({"exp": 1_262_304_000}, Verdict.INVALID),
        ({"nbf": 4_000_000_000}, Verdict.INVALID),
        ({"exp": "soon"}, Verdict.INVALID),
    ):
        badge = token({"iss": did_key(key), "vc": inner, **claims}, key, "EdDSA")
        assert verified(badge).verdict is verdict, claims


# 10. Pictures: see test_pictures.py. 11. Fetching: see test_guarded_fetch.py


# 12. The clock


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (datetime(2025, 12, 31, tzinfo=UTC), Verdict.INVALID),
        (datetime(2026, 1, 1, tzinfo=UTC), Verdict.VALID),
        (datetime(2026, 5, 31, tzinfo=UTC), Verdict.VALID),
        (datetime(2026, 6, 1, tzinfo=UTC), Verdict.INVALID),
    ],
)
def test_the_clock_is_given_from_outside(at: datetime, verdict: Verdict) -> None:
    badge = own_badge(validUntil="2026-06-01T00:00:00Z")
    assert verified(badge, at=at).verdict is verdict
