"""Public keys: from multikeys, JWKs and PEM; and what is signed with them.

Sources: W3C Controlled Identifiers 1.0 (Multikey), RFC 7517 and 7518 (JWK), RFC 8037 (OKP).
"""

from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from advisor_bot.badges.verification import multibase
from advisor_bot.badges.verification.reading import Json, text_of
from advisor_bot.badges.verification.results import Refuted, Undecided

PublicKey = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_ED25519 = b"\xed\x01"
_CURVES_BY_CODEC: dict[bytes, ec.EllipticCurve] = {
    b"\x80\x24": ec.SECP256R1(),
    b"\x81\x24": ec.SECP384R1(),
}
_CURVES_BY_NAME: dict[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
}
_RSA_BITS = range(2048, 8193)
_MAX_KEY_TEXT = 8_192


def from_multikey(text: str) -> PublicKey:
    """A key from ``publicKeyMultibase`` or a did:key."""
    return from_codec(multibase.decode(text))


def from_codec(data: bytes) -> PublicKey:
    """A key from its multicodec prefix and bytes."""
    codec, raw = data[:2], data[2:]
    try:
        if codec == _ED25519:
            return Ed25519PublicKey.from_public_bytes(raw)
        if codec in _CURVES_BY_CODEC:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES_BY_CODEC[codec], raw)
    except ValueError as error:
        raise Refuted("A public key named by the badge is broken.") from error
    raise Undecided("The badge is signed with a kind of key that is not supported.")


def from_jwk(jwk: Json) -> PublicKey:
    """A key from a JSON Web Key; private members are ignored, symmetric keys refused."""
    kind = jwk.get("kty")
    try:
        if kind == "OKP" and jwk.get("crv") == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(_member(jwk, "x"))
        if kind == "EC" and jwk.get("crv") in _CURVES_BY_NAME:
            curve = _CURVES_BY_NAME[jwk["crv"]]
            return ec.EllipticCurvePublicNumbers(
                _number(jwk, "x"), _number(jwk, "y"), curve
            ).public_key()
        if kind == "RSA":
            return _checked(rsa.RSAPublicNumbers(_number(jwk, "e"), _number(jwk, "n")).public_key())
    except (ValueError, TypeError) as error:
        raise Refuted("A public key named by the badge is broken.") from error
    raise Undecided("The badge is signed with a kind of key that is not supported.")


def from_pem(text: str) -> PublicKey:
    """A key from PEM, as Open Badges 2.0 writes it."""
    if len(text) > _MAX_KEY_TEXT:
        raise Refuted("The issuer's public key is too long.")
    try:
        key = serialization.load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refuted("The issuer's public key is broken.") from error
    if isinstance(key, rsa.RSAPublicKey):
        return _checked(key)
    if isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey):
        return key
    raise Undecided("The badge is signed with a kind of key that is not supported.")


def _member(jwk: Json, name: str) -> bytes:
    value = text_of(jwk.get(name))
    if value is None or len(value) > _MAX_KEY_TEXT:
        raise ValueError(name)
    return multibase.decode_base64url(value)


def _number(jwk: Json, name: str) -> int:
    return int.from_bytes(_member(jwk, name))


def _checked(key: rsa.RSAPublicKey) -> rsa.RSAPublicKey:
    if key.key_size not in _RSA_BITS:
        raise Undecided("The issuer's RSA key is too short to be safe, or too long to be checked.")
    return key


def same_key(one: PublicKey, other: PublicKey) -> bool:
    """Whether both are the very same key."""
    return _der(one) == _der(other)


def _der(key: PublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def key_hash(key: PublicKey) -> hashes.HashAlgorithm:
    """The hash that belongs to a curve (SHA-384 for P-384), SHA-256 for the rest."""
    curve = key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else ""
    by_curve: dict[str, hashes.HashAlgorithm] = {
        "secp384r1": hashes.SHA384(),
        "secp521r1": hashes.SHA512(),
    }
    return by_curve.get(curve, hashes.SHA256())


def is_signed(key: PublicKey, signature: bytes, message: bytes, *, pss: bool = False) -> bool:
    """Whether ``key`` signed ``message``; elliptic signatures are r and s, side by side.

    ``pss`` chooses RSA-PSS instead of PKCS #1 v1.5.
    """
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, message)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, _padding(pss), hashes.SHA256())
        else:
            key.verify(_der_signature(key, signature), message, ec.ECDSA(key_hash(key)))
    except InvalidSignature:
        return False
    return True


def _padding(pss: bool) -> Any:
    if pss:
        return padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
    return padding.PKCS1v15()


def _der_signature(key: ec.EllipticCurvePublicKey, signature: bytes) -> bytes:
    size = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * size:
        raise InvalidSignature
    return encode_dss_signature(int.from_bytes(signature[:size]), int.from_bytes(signature[size:]))
