"""Takes a badge out of a PNG picture: reads the chunks, never decodes a pixel.

Sources: PNG (W3C), sections 5.3 and 11.3.3; Open Badges baking: keyword ``openbadges`` (1 and 2)
and ``openbadgecredential`` (3).
"""

import zlib
from collections.abc import Iterator

from advisor_bot.badges.verification.reading import MAX_JSON_BYTES
from advisor_bot.badges.verification.results import Refuted

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYWORDS = (b"openbadgecredential", b"openbadges")
_MAX_CHUNKS = 100_000


def unbake(data: bytes) -> str:
    """The text of the badge in a picture; :class:`Refuted` when there is none."""
    found: dict[bytes, tuple[bytes, bytes]] = {}
    for kind, body in _chunks(data):
        keyword, separator, rest = body.partition(b"\0")
        if separator and keyword in _KEYWORDS:
            found.setdefault(keyword, (kind, rest))
    for keyword in _KEYWORDS:
        if keyword in found:
            return _text(*found[keyword])  # the only one that is unpacked
    raise Refuted("There is no badge in this picture.")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        length = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 8 + length
        if len(kind) < 4 or end > len(data) or kind == b"IEND":
            return
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield kind, data[at + 8 : end]
        at = end + 4  # behind the checksum


def _international(rest: bytes) -> bytes:
    """The text of an iTXt chunk behind its keyword: two flags, language, translated keyword."""
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise Refuted("The badge in this picture is broken.")
    return _inflate(parts[2]) if rest[0] else parts[2]


def _packed(rest: bytes) -> bytes:
    """The text of a zTXt chunk behind its keyword: the method, then the text."""
    return _inflate(rest[1:])


def _inflate(packed: bytes) -> bytes:
    inflator = zlib.decompressobj()
    try:
        text = inflator.decompress(packed, MAX_JSON_BYTES + 1)
    except zlib.error as error:
        raise Refuted("The badge in this picture is broken.") from error
    return text


def _text(kind: bytes, rest: bytes) -> str:
    """The text of a chunk, from what stands behind its keyword."""
    unpack = {b"zTXt": _packed, b"iTXt": _international}.get(kind, bytes)
    raw = unpack(rest)
    if len(raw) > MAX_JSON_BYTES:
        raise Refuted("The badge in this picture is larger than 1 MiB.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refuted("The badge in this picture is broken.") from error
