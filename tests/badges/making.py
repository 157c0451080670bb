"""Makes badges, good and bad, for the tests: keys, proofs, tokens, pictures, and a small web."""

import hashlib
import json
import struct
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from advisor_bot.badges.verification import (
    Conditions,
    Deadline,
    Fetch,
    FetchError,
    Page,
    Report,
    verify_file,
)
from advisor_bot.badges.verification.canonicalization import canonical_quads, context_choices
from advisor_bot.badges.verification.multibase import encode_base64url

NOW = datetime(2026, 11, 23, tzinfo=UTC)
V2 = "https://www.w3.org/ns/credentials/v2"
V1 = "https://www.w3.org/2018/credentials/v1"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
STATUS = "https://issuer.example/status"

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

Json = dict[str, Any]
SigningKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey


def ed25519(seed: int = 1) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def multikey(key: SigningKey) -> str:
    if isinstance(key, Ed25519PrivateKey):
        return "z" + base58(b"\xed\x01" + key.public_key().public_bytes_raw())
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )
    return "z" + base58((b"\x81\x24" if key.curve.key_size == 384 else b"\x80\x24") + point)


def did_key(key: SigningKey) -> str:
    return f"did:key:{multikey(key)}"


def did_key_method(key: SigningKey) -> str:
    return f"{did_key(key)}#{multikey(key)}"


def controller(name: str, *keys: SigningKey) -> Json:
    """The document in which ``name`` lists its keys, under ``assertionMethod`` only."""
    return {
        "id": name,
        "assertionMethod": [
            {
                "id": f"{name}#{multikey(key)}",
                "type": "Multikey",
                "controller": name,
                "publicKeyMultibase": multikey(key),
            }
            for key in keys
        ],
    }


def credential(issuer: str, **more: Any) -> Json:
    """An Open Badges 3.0 credential, not signed yet."""
    return {
        "@context": [V2, OB3],
        "id": "urn:uuid:5a8f2a0e-6a3f-4f8b-8b6d-0d0d0d0d0d0d",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example Academy"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:0d7c7a6c-4a9b-4b0e-9d3a-111111111111",
                "type": ["Achievement"],
                "name": "Data Skills",
                "description": "Knows data.",
                "criteria": {"narrative": "Passed the examination."},
            },
        },
        **more,
    }


def signed(
    document: Json,
    key: SigningKey,
    *,
    method: str | None = None,
    suite: str | None = None,
    file: str | None = None,
    **options: Any,
) -> Json:
    """``document`` with one more Data Integrity proof; ``file`` picks a version of OB3's context."""
    family = "eddsa" if isinstance(key, Ed25519PrivateKey) else "ecdsa"
    suite = suite or f"{family}-rdfc-{2022 if family == 'eddsa' else 2019}"
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": method or did_key_method(key),
        "proofPurpose": "assertionMethod",
        **options,
    }
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    name = "sha384" if isinstance(key, ec.EllipticCurvePrivateKey) and key.key_size == 384 else ""
    name = name or "sha256"
    if "jcs" in suite:
        parts = [rfc8785.dumps(proof), rfc8785.dumps(unsigned)]
    else:
        under = proof | {"@context": document["@context"]}
        parts = [_canonical(part, name, file) for part in (under, unsigned)]
    message = b"".join(hashlib.new(name, part).digest() for part in parts)
    proof["proofValue"] = "z" + base58(_sign(key, message))
    earlier = document.get("proof")
    return document | {"proof": [*earlier, proof] if isinstance(earlier, list) else [proof]}


def _canonical(document: Json, hash_name: str, file: str | None) -> bytes:
    contexts = context_choices(document)[0]
    if file is not None:
        contexts = contexts | {OB3: file}
    quads = canonical_quads(document, contexts=contexts, hash_name=hash_name, deadline=Deadline(30))
    return "".join(quads).encode()


def _sign(key: SigningKey, message: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(message)
    chosen = hashes.SHA384() if key.key_size == 384 else hashes.SHA256()
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(chosen)))
    size = key.key_size // 8
    return r.to_bytes(size) + s.to_bytes(size)


def own_badge(key: Ed25519PrivateKey | None = None, /, **more: Any) -> Json:
    """A badge that is right in every way, issued by a did:key."""
    key = key or ed25519()
    return signed(credential(did_key(key), **more), key)


def token(payload: Json, key: Any, algorithm: str, **header: Any) -> str:
    """A compact token; ``key`` is a private key, or bytes for a symmetric one."""
    parts = [{"alg": algorithm, "typ": "JWT", **header}, payload]
    start = ".".join(encode_base64url(json.dumps(part).encode()) for part in parts)
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(start.encode(), padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, bytes):
        signature = hashlib.sha256(key + start.encode()).digest()
    else:
        signature = _sign(key, start.encode())
    return f"{start}.{encode_base64url(signature)}"


def rsa_jwk(key: rsa.RSAPrivateKey) -> Json:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "RSA",
        "n": encode_base64url(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)),
        "e": encode_base64url(numbers.e.to_bytes(3)),
    }


def assertion(**more: Any) -> Json:
    """A hosted assertion of Open Badges 2.0."""
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://issuer.example/assertions/1",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@example.org"},
        "badge": "https://issuer.example/badge",
        "issuedOn": "2026-01-01T00:00:00Z",
        "verification": {"type": "hosted"},
        **more,
    }


def issuer_site(published: Json, **profile: Any) -> dict[str, Any]:
    """What the site of an Open Badges 2.0 issuer shows."""
    return {
        published["id"]: published,
        "https://issuer.example/badge": {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "BadgeClass",
            "id": "https://issuer.example/badge",
            "name": "Data Skills",
            "issuer": "https://issuer.example/profile",
        },
        "https://issuer.example/profile": {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Issuer",
            "id": "https://issuer.example/profile",
            "name": "Example Academy",
            **profile,
        },
    }


def status_list(
    key: Ed25519PrivateKey, *set_bits: int, bits: int = 131_072, encoded: str | None = None
) -> Json:
    data = bytearray(bits // 8)
    for bit in set_bits:
        data[bit // 8] |= 0x80 >> bit % 8
    packed = zlib.compressobj(wbits=31)
    text = encode_base64url(packed.compress(bytes(data)) + packed.flush())
    document = {
        "@context": [V2],
        "id": "https://elsewhere.example/another-id",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_key(key),
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://elsewhere.example/another-id#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded or f"u{text}",
        },
    }
    return signed(document, key)


def status_entry(index: object, purpose: str = "revocation") -> Json:
    return {
        "id": f"{STATUS}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": STATUS,
    }


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A picture of one pixel with more chunks."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def itxt(text: bytes, keyword: bytes = b"openbadgecredential", *, packed: bool = False) -> bytes:
    body = zlib.compress(text, 9) if packed else text
    return keyword + b"\0" + bytes([packed]) + b"\0\0\0" + body


def svg(badge: str, *, verify: str = "", doctype: str = "") -> bytes:
    attribute = f' verify="{verify}"' if verify else ""
    inside = f"<![CDATA[{badge}]]>" if badge else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{doctype}'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="https://purl.imsglobal.org/ob/v3p0">'
        f"<ob:credential{attribute}>{inside}</ob:credential></svg>"
    ).encode()


def web(pages: Mapping[str, Any]) -> Fetch:
    """A web of these pages: JSON, bytes, a status code, or a :class:`Page`; nothing else answers."""

    def fetch(url: str) -> Page:
        if url not in pages:
            raise FetchError("nobody answered")
        content = pages[url]
        if isinstance(content, Page):
            return content
        if isinstance(content, int):
            return Page(content, b"")
        return Page(200, content if isinstance(content, bytes) else json.dumps(content).encode())

    return fetch


def verified(
    badge: Json | str | bytes,
    pages: Mapping[str, Any] | None = None,
    *,
    email: str | None = None,
    at: datetime = NOW,
    known: Mapping[str, str] | None = None,
) -> Report:
    """The report on a badge, with nothing else than ``pages`` on the web."""
    if isinstance(badge, dict):
        badge = json.dumps(badge)
    data = badge.encode() if isinstance(badge, str) else badge
    conditions = Conditions(
        web({} if pages is None else pages), at, email=email, known_issuers=known or {}
    )
    return verify_file(data, conditions)


def outcomes(report: Report) -> dict[str, str]:
    return {check.aspect.value: check.outcome.value for check in report.checks}


def words(report: Report, aspect: str) -> str:
    return next(check.words for check in report.checks if check.aspect == aspect)
