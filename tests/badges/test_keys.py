"""Keys in every way they are written, signatures, and the codecs around them."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.badges.verification import Verdict, cbor, keys, multibase
from advisor_bot.badges.verification.results import Refuted, Undecided
from tests.badges.making import (
    STATUS,
    Json,
    base58,
    controller,
    credential,
    did_key,
    ed25519,
    multikey,
    own_badge,
    rsa_jwk,
    signed,
    status_entry,
    status_list,
    token,
    verified,
)

NAME = "did:web:issuer.example"
AT = "https://issuer.example/.well-known/did.json"


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def ec_jwk(key: ec.EllipticCurvePrivateKey) -> Json:
    numbers, size = key.public_key().public_numbers(), (key.key_size + 7) // 8
    return {
        "kty": "EC",
        "crv": {256: "P-256", 384: "P-384", 521: "P-521"}[key.key_size],
        "x": multibase.encode_base64url(numbers.x.to_bytes(size)),
        "y": multibase.encode_base64url(numbers.y.to_bytes(size)),
    }


def pem(key: Any) -> str:
    data: bytes = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return data.decode()


@given(st.binary(max_size=80))
def test_base58_and_base64url_come_back(data: bytes) -> None:
    assert multibase.decode("z" + base58(data)) == data
    assert multibase.decode("u" + multibase.encode_base64url(data)) == data


@pytest.mark.parametrize("text", ["", "x", "m123", "z0", "u%", "uü"])
def test_broken_multibase(text: str) -> None:
    with pytest.raises(Refuted):
        multibase.decode(text)


def test_the_same_key_in_every_way_it_is_written(rsa_key: rsa.RSAPrivateKey) -> None:
    edward = ed25519()
    edward_jwk = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": multibase.encode_base64url(edward.public_key().public_bytes_raw()),
    }
    assert keys.same_key(keys.from_multikey(multikey(edward)), keys.from_jwk(edward_jwk))
    assert keys.same_key(keys.from_pem(pem(edward)), keys.from_jwk(edward_jwk))
    assert keys.same_key(keys.from_pem(pem(rsa_key)), keys.from_jwk(rsa_jwk(rsa_key)))
    for curve in (ec.SECP256R1(), ec.SECP384R1()):
        key = ec.generate_private_key(curve)
        assert keys.same_key(keys.from_multikey(multikey(key)), keys.from_jwk(ec_jwk(key)))
        assert not keys.same_key(keys.from_jwk(ec_jwk(key)), keys.from_jwk(edward_jwk))


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"},
        {"kty": "OKP", "crv": "Ed25519", "x": "A" * 10_000},
        {"kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ"},
        {"kty": "EC", "crv": ["P-256"], "x": "AQ", "y": "AQ"},
        {"kty": "RSA", "n": "AQ", "e": "AQ"},
        {"kty": "RSA", "n": 5, "e": "AQAB"},
    ],
)
def test_broken_keys(jwk: Json) -> None:
    with pytest.raises(Refuted):
        keys.from_jwk(jwk)


@pytest.mark.parametrize("jwk", [{}, {"kty": "oct", "k": "AQ"}, {"kty": "EC", "crv": "secp256k1"}])
def test_keys_of_unsupported_kinds(jwk: Json) -> None:
    with pytest.raises(Undecided):
        keys.from_jwk(jwk)


def test_keys_that_are_too_short_or_of_another_kind() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    with pytest.raises(Undecided, match="too short"):
        keys.from_pem(pem(short))
    with pytest.raises(Undecided, match="not supported"):
        keys.from_pem(pem(dsa.generate_private_key(1024)))
    for text in ("", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "x" * 9000):
        with pytest.raises(Refuted):
            keys.from_pem(text)
    with pytest.raises(Undecided, match="not supported"):
        keys.from_codec(b"\xe7\x01" + bytes(33))  # secp256k1
    with pytest.raises(Refuted):
        keys.from_codec(b"\xed\x01short")


@pytest.mark.parametrize("kind", ["jwk", "pem"])
def test_did_web_documents_with_other_forms_of_keys(kind: str, rsa_key: rsa.RSAPrivateKey) -> None:
    form = {"publicKeyJwk": rsa_jwk(rsa_key)} if kind == "jwk" else {"publicKeyPem": pem(rsa_key)}
    badge = token(credential(NAME), rsa_key, "RS256", kid=f"{NAME}#k")
    described = {"id": "#k", "type": "JsonWebKey", "controller": NAME, **form}
    document = {"id": NAME, "verificationMethod": [described], "assertionMethod": ["#k"]}
    assert verified(badge, {AT: document}).verdict is Verdict.VALID
    described["controller"] = "did:web:other.example"
    assert verified(badge, {AT: document}).verdict is Verdict.INVALID
    bare = {"id": NAME, "assertionMethod": [{"id": f"{NAME}#k"}]}
    assert verified(badge, {AT: bare}).verdict is Verdict.UNPROVEN


def test_the_issuers_document_may_name_a_key_kept_elsewhere() -> None:
    """A did:key as a method of an https issuer binds when the issuer's own document lists it."""
    key = ed25519()
    badge = signed(credential("https://issuer.example/1"), key)
    method = {"id": badge["proof"][0]["verificationMethod"], "publicKeyMultibase": multikey(key)}
    document = {"id": "https://issuer.example/1", "assertionMethod": [method]}
    pages = {"https://issuer.example/1": document}
    assert verified(badge, pages).verdict is Verdict.VALID
    assert verified(badge).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize("bits", [256, 384, 521])
def test_elliptic_tokens(bits: int) -> None:
    curve = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[bits]
    key = ec.generate_private_key(curve)
    algorithm = f"ES{min(bits, 512)}"
    start = token(credential(NAME), b"", algorithm, kid=f"{NAME}#k").rpartition(".")[0]
    chosen = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[bits]
    der = key.sign(start.encode(), ec.ECDSA(chosen))
    raw = keys_raw(der, (bits + 7) // 8)
    method = {"id": f"{NAME}#k", "publicKeyJwk": ec_jwk(key)}
    pages = {AT: {"id": NAME, "assertionMethod": [method]}}
    for signature, verdict in ((raw, Verdict.VALID), (der, Verdict.INVALID)):
        text = f"{start}.{multibase.encode_base64url(signature)}"
        assert verified(text, pages).verdict is verdict


def keys_raw(der: bytes, size: int) -> bytes:
    r, s = decode_dss_signature(der)
    return r.to_bytes(size) + s.to_bytes(size)


def test_rsa_pss_tokens(rsa_key: rsa.RSAPrivateKey) -> None:
    start = token(credential(NAME), b"", "PS256", kid=f"{NAME}#k").rpartition(".")[0]
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    signature = rsa_key.sign(start.encode(), pss, hashes.SHA256())
    method = {"id": f"{NAME}#k", "publicKeyJwk": rsa_jwk(rsa_key)}
    pages = {AT: {"id": NAME, "assertionMethod": [method]}}
    text = f"{start}.{multibase.encode_base64url(signature)}"
    assert verified(text, pages).verdict is Verdict.VALID
    pkcs = token(credential(NAME), rsa_key, "PS256", kid=f"{NAME}#k")
    assert verified(pkcs, pages).verdict is Verdict.INVALID


def test_a_badge_in_an_envelope() -> None:
    key = ed25519()
    inner = token(credential(did_key(key)), key, "EdDSA")
    envelope = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{inner}",
    }
    assert verified(envelope).verdict is Verdict.VALID
    envelope["id"] = envelope["id"][:-8] + "AAAAAAAA"
    assert verified(envelope).verdict is Verdict.INVALID


def test_a_status_list_in_a_token() -> None:
    key = ed25519(9)
    badge = own_badge(credentialStatus=status_entry(3))
    for bit, verdict in ((4, Verdict.VALID), (3, Verdict.INVALID)):
        listed = {n: v for n, v in status_list(key, bit).items() if n != "proof"}
        page = token(listed, key, "EdDSA").encode()
        assert verified(badge, {STATUS: page}).verdict is verdict
    forged = token(listed, ed25519(8), "EdDSA").encode()
    assert verified(badge, {STATUS: forged}).verdict is Verdict.INVALID


def test_jcs_proofs_with_contexts_of_their_own() -> None:
    key = ed25519()
    document = credential(did_key(key))
    own: Json = {"suite": "eddsa-jcs-2022", "@context": document["@context"]}
    assert verified(signed(document, key, **own)).verdict is Verdict.VALID
    other: Json = {
        "suite": "eddsa-jcs-2022",
        "@context": ["https://www.w3.org/2018/credentials/v1"],
    }
    assert verified(signed(document, key, **other)).verdict is Verdict.INVALID
    chained = signed(document, key, previousProof="urn:uuid:1")
    assert verified(chained).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x00", 0),
        (b"\x18\x64", 100),
        (b"\x19\x01\x00", 256),
        (b"\x43abc", b"abc"),
        (b"\x61\x61", "a"),
        (b"\x82\x01\x02", [1, 2]),
        (b"\xa1\x01\x41\x02", {1: b"\x02"}),
    ],
)
def test_cbor(data: bytes, value: object) -> None:
    assert cbor.decode(data) == value


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x82\x01", b"\x01\x01", b"\x9f\xff", b"\xf6", b"\x20", b"\x1c", b"\x61\xff",
        b"\x9b" + b"\xff" * 8, b"\x5b" + b"\xff" * 8, b"\x81" * 100, b"\xa1\x80\x01",
        b"\xbb" + b"\x7f" * 8,
    ],
)  # fmt: skip
def test_broken_cbor(data: bytes) -> None:
    with pytest.raises(Refuted):
        cbor.decode(data)


@given(st.binary(max_size=60))
def test_no_cbor_crashes(data: bytes) -> None:
    try:
        cbor.decode(data)
    except Refuted:
        return


@pytest.mark.parametrize("parts", [b"", b"\x80", b"\x85\x01\x02\x03\x04\x05", b"\x01"])
def test_broken_derived_proofs(parts: bytes) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    badge = signed(credential(did_key(key)), key)
    proof = badge["proof"][0]
    proof["cryptosuite"] = "ecdsa-sd-2023"
    proof["proofValue"] = "u" + multibase.encode_base64url(b"\xd9\x5d\x01" + parts)
    assert verified(badge).verdict is Verdict.INVALID
    proof["proofValue"] = "u" + multibase.encode_base64url(b"\xd9\x5d\x00" + parts)
    assert verified(badge).verdict is Verdict.INVALID


def test_a_derived_proof_by_the_issuer_shows_a_part(vectors: Any) -> None:
    """The public vector: valid as it is, invalid after any change of what it shows."""
    folder = vectors / "1EdTech__digital-credentials-public-validator"
    badge = json.loads((folder / "derivedcredential.json").read_text(encoding="utf-8"))
    issuer = "https://1edtech.edu/issuers/565049"
    name = "https_1edtech_edu_issuers_565049.json"
    page = (vectors / "_mocks" / "synthetic" / name).read_bytes()
    assert verified(badge, {issuer: page}).verdict is Verdict.VALID
    for change in ({"validFrom": "2011-01-01T00:00:00Z"}, {"name": "More than was shown"}):
        assert verified(badge | change, {issuer: page}).verdict is Verdict.INVALID


def test_a_controller_lists_only_its_own_keys() -> None:
    document = controller(NAME, ed25519())
    document["assertionMethod"][0]["controller"] = "did:web:other.example"
    badge = signed(credential(NAME), ed25519(), method=f"{NAME}#{multikey(ed25519())}")
    assert verified(badge, {AT: document}).verdict is Verdict.INVALID
