"""Compact JSON Web Signatures (RFC 7515), with the algorithm pinned to the kind of key.

Claims are not looked at here: W3C tokens may carry ``iat`` as a date in words.
"""

import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from advisor_bot.badges.verification import keys, multibase
from advisor_bot.badges.verification.keys import PublicKey
from advisor_bot.badges.verification.reading import Json, parse_object, text_of
from advisor_bot.badges.verification.results import Refuted, Undecided

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_CURVES = {"ES256": "secp256r1", "ES384": "secp384r1", "ES512": "secp521r1"}
_KINDS: dict[str, type] = {
    "RS256": rsa.RSAPublicKey,
    "PS256": rsa.RSAPublicKey,
    "EdDSA": Ed25519PublicKey,
    "Ed25519": Ed25519PublicKey,
    **dict.fromkeys(_CURVES, ec.EllipticCurvePublicKey),
}


@dataclass(frozen=True)
class Token:
    """A parsed token; nothing in it is verified yet."""

    header: Json
    payload: Json
    signing_input: bytes
    signature: bytes
    algorithm: str


def looks_like(text: str) -> bool:
    """Whether ``text`` has the three parts of a compact token."""
    return _COMPACT.fullmatch(text) is not None


def parse(text: str) -> Token:
    """Takes a token apart; :class:`Refuted` for a symmetric or missing algorithm."""
    if not looks_like(text):
        raise Refuted("The badge is not a proper signed token.")
    head, body, signature = text.split(".")
    header = parse_object(multibase.decode_base64url(head))
    return Token(
        header=header,
        payload=parse_object(multibase.decode_base64url(body)),
        signing_input=f"{head}.{body}".encode("ascii"),
        signature=multibase.decode_base64url(signature),
        algorithm=text_of(header.get("alg")) or "",
    )


def check_algorithm(token: Token) -> None:
    """Before any key is fetched: the algorithm must be one for public keys."""
    if token.algorithm.startswith("HS") or token.algorithm.lower() in ("", "none"):
        raise Refuted("The badge is not signed with a key that only its issuer has.")
    if token.algorithm not in _KINDS or "crit" in token.header:
        raise Undecided(f"The kind of signature is not supported ({token.algorithm[:20]}).")


def check_signature(token: Token, key: PublicKey) -> None:
    """:class:`Refuted` unless ``key`` fits the algorithm and signed the token."""
    curve = key.curve.name if isinstance(key, ec.EllipticCurvePublicKey) else None
    if not isinstance(key, _KINDS[token.algorithm]) or curve != _CURVES.get(token.algorithm):
        raise Refuted("The key does not fit the kind of signature.")
    pss = token.algorithm == "PS256"
    if not keys.is_signed(key, token.signature, token.signing_input, pss=pss):
        raise Refuted("The signature does not fit: the badge was changed, or signed by another.")
