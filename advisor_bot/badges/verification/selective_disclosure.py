"""Derived ecdsa-sd-2023 proofs: a holder shows a part of what the issuer signed.

Source: W3C Data Integrity ECDSA Cryptosuites 1.0, section 3.6 (verify derived proof).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from advisor_bot.badges.verification import cbor, keys, multibase
from advisor_bot.badges.verification.keys import PublicKey
from advisor_bot.badges.verification.results import Refuted

_DERIVED = b"\xd9\x5d\x01"
_LABEL = re.compile(r"_:(c14n\d+)")


@dataclass(frozen=True)
class _Derived:
    base_signature: bytes
    public_key: bytes
    signatures: list[bytes]
    labels: dict[str, str]
    mandatory: set[int]


def is_signed(key: PublicKey, value: str, quads: list[str], options_hash: bytes) -> bool:
    """Whether ``key`` signed the mandatory part and the badge's own key each of the rest."""
    derived = _parse(value)
    labelled = sorted(_relabel(quad, derived.labels) for quad in quads)
    mandatory = "".join(quad for at, quad in enumerate(labelled) if at in derived.mandatory)
    rest = [quad for at, quad in enumerate(labelled) if at not in derived.mandatory]
    message = options_hash + derived.public_key + hashlib.sha256(mandatory.encode()).digest()
    own_key = keys.from_codec(derived.public_key)
    if not isinstance(own_key, ec.EllipticCurvePublicKey) or len(rest) != len(derived.signatures):
        return False
    return keys.is_signed(key, derived.base_signature, message) and all(
        keys.is_signed(own_key, signature, quad.encode())
        for signature, quad in zip(derived.signatures, rest, strict=True)
    )


def _relabel(quad: str, labels: dict[str, str]) -> str:
    """Gives the blank nodes of one quad the issuer's labels; texts in quotes stay as they are."""
    before, quote, literal = quad.partition('"')
    text, closing, after = literal.rpartition('"')

    def name(match: re.Match[str]) -> str:
        return "_:" + labels.get(match[1], match[1])

    return _LABEL.sub(name, before) + quote + text + closing + _LABEL.sub(name, after)


def _parse(value: str) -> _Derived:
    data = multibase.decode(value)
    if not value.startswith("u") or not data.startswith(_DERIVED):
        raise Refuted("The signature is not one that was derived for showing.")
    parts = cbor.decode(data.removeprefix(_DERIVED))
    if not isinstance(parts, list) or len(parts) != 5:
        raise Refuted("The signature is not written as it must be.")
    base, public_key, signatures, labels, mandatory = parts
    if not (
        isinstance(base, bytes)
        and isinstance(public_key, bytes)
        and _all(signatures, bytes)
        and _all(mandatory, int)
        and isinstance(labels, dict)
        and _all(list(labels), int)
        and _all(list(labels.values()), bytes)
        and len(set(labels.values())) == len(labels)
    ):
        raise Refuted("The signature is not written as it must be.")
    names = {f"c14n{at}": "u" + multibase.encode_base64url(name) for at, name in labels.items()}
    return _Derived(base, public_key, signatures, names, set(mandatory))


def _all(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)
