"""Multibase and base64url texts, as keys, proofs and status lists use them."""

import base64
import binascii

from advisor_bot.badges.verification.results import Refuted

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_VALUES = {character: value for value, character in enumerate(_BASE58)}
_MAX_BASE58 = 1_024  # the conversion takes quadratic time; the longest real one is a 4096-bit key


def decode(text: str) -> bytes:
    """Decodes ``z`` (base58btc) and ``u`` (base64url) texts; :class:`Refuted` on anything else."""
    if text.startswith("z"):
        return decode_base58(text[1:])
    if text.startswith("u"):
        return decode_base64url(text[1:])
    raise Refuted("A key or signature in the badge is not written as it must be.")


def decode_base58(text: str) -> bytes:
    if len(text) > _MAX_BASE58:
        raise Refuted("A key or signature in the badge is too long.")
    number = 0
    for character in text:
        value = _BASE58_VALUES.get(character)
        if value is None:
            raise Refuted("A key or signature in the badge is not proper base58.")
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def decode_base64url(text: str) -> bytes:
    """Base64url, with or without padding."""
    try:
        data = text.rstrip("=").encode("ascii")
        padded = data + b"=" * (-len(data) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Refuted("A part of the badge is not proper base64url.") from error


def encode_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
