"""The few kinds of CBOR (RFC 8949) that proof values use: numbers, bytes, texts, arrays, maps."""

from typing import Any

from advisor_bot.badges.verification.results import Refuted

_MAX_DEPTH = 8
_LENGTHS = {24: 1, 25: 2, 26: 4, 27: 8}


class _Broken(Exception):
    """The data ends early, or uses a kind that proofs do not."""


def decode(data: bytes) -> Any:
    """The one value that ``data`` holds; :class:`Refuted` when it is anything else."""
    try:
        value, end = _value(data, 0, 0)
    except (_Broken, UnicodeDecodeError) as error:
        raise Refuted("The signature is not written as it must be.") from error
    if end != len(data):
        raise Refuted("The signature is not written as it must be.")
    return value


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _MAX_DEPTH:
        raise _Broken
    kind, number, at = _head(data, at)
    if kind == 0:
        return number, at
    if kind in (2, 3):
        raw = _take(data, at, number)
        return (raw if kind == 2 else raw.decode()), at + number
    if kind == 4:
        items, at = _values(data, at, depth, number)
        return items, at
    if kind == 5:
        items, at = _values(data, at, depth, 2 * number)
        if not all(isinstance(key, int | str | bytes) for key in items[::2]):
            raise _Broken
        return dict(zip(items[::2], items[1::2], strict=True)), at
    raise _Broken


def _values(data: bytes, at: int, depth: int, count: int) -> tuple[list[Any], int]:
    if count > len(data):  # each takes at least a byte
        raise _Broken
    items = []
    for _ in range(count):
        item, at = _value(data, at, depth + 1)
        items.append(item)
    return items, at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    first = _take(data, at, 1)[0]
    kind, short = first >> 5, first & 31
    if short < 24:
        return kind, short, at + 1
    if short not in _LENGTHS:
        raise _Broken
    length = _LENGTHS[short]
    return kind, int.from_bytes(_take(data, at + 1, length)), at + 1 + length


def _take(data: bytes, at: int, length: int) -> bytes:
    piece = data[at : at + length]
    if len(piece) != length:
        raise _Broken
    return piece
