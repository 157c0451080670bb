"""JSON files of any size, one record after another, in bounded memory.

    records(material, lists=("@graph",), inside=())  -> Iterator[Record | Problem]
    records_in(material, text, place, lists=…, inside=…) -> the same, of JSON that stands in a text
    text_of(material) -> str | Problem                a small text file as a whole

A record is each element of a top-level array; each element of an array under a key in ``lists`` of a
top-level object (or of an object under a key in ``inside`` of it); otherwise the top-level value
itself. Several values one after the other (JSON Lines) are read as well. Encodings are UTF-8, UTF-16
and UTF-32, with a byte order mark or without (RFC 8259 §8.1, RFC 4627 §3). Numbers with a fraction
are ``Decimal``. Where the file breaks, the complete records before it have been given, and one
Problem says so. Nothing is raised for bad content; a missing file is an OSError.

The standard library's decoder does the work and not ijson: ijson's C back end crashes the process on
an integer of more than 4,300 digits, its Python back end is many times slower.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TextIO

from advisor_bot.catalog.readers.reading import Material, Problem

LARGEST_RECORD = 16_000_000
LARGEST_VALUE = 1_000_000
DEEPEST = 64

_PIECE = 65_536
_SPACE = " \t\n\r"
_TOO_LONG = "the JSON is damaged, or one record is longer than {:,} characters"


@dataclass(frozen=True)
class Record:
    """One record: where it stands, what it says, which of the file's top-level values it is part of,
    and what stood beside the list that it is an element of (members before the list only)."""

    place: str
    value: Any
    document: int
    around: dict[str, Any]


def records(
    material: Material, *, lists: tuple[str, ...] = ("@graph",), inside: tuple[str, ...] = ()
) -> Iterator[Record | Problem]:
    """The records of a JSON file, see above."""
    with _opened(material) as file:
        yield from _Reading(material, file.read, "", lists, inside).records()


def records_in(
    material: Material,
    text: str,
    place: str,
    *,
    lists: tuple[str, ...] = ("@graph",),
    inside: tuple[str, ...] = (),
) -> Iterator[Record | Problem]:
    """The records of a JSON text that stands in ``place`` of the file, see above."""
    yield from _Reading(material, io.StringIO(text).read, place, lists, inside).records()


def text_of(material: Material) -> str | Problem:
    """The text of a file of up to ``LARGEST_RECORD`` characters, whatever its Unicode encoding."""
    with _opened(material) as file:
        try:
            text = file.read(LARGEST_RECORD + 1)
        except UnicodeDecodeError as error:
            return material.problem("text", _wrong_encoding(error))
    if len(text) > LARGEST_RECORD:
        return material.problem("text", f"is longer than {LARGEST_RECORD:,} characters; split it")
    return text


def _opened(material: Material) -> TextIO:
    with material.path.open("rb") as file:
        encoding = _encoding(file.read(4))
    return material.path.open(encoding=encoding, newline="")


def _encoding(start: bytes) -> str:
    """By the byte order mark, otherwise by where the zero bytes are (RFC 4627 §3)."""
    if start.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = "".join("0" if byte == 0 else "x" for byte in start)
    return {
        "000x": "utf-32-be",
        "x000": "utf-32-le",
        "0x0x": "utf-16-be",
        "x0x0": "utf-16-le",
    }.get(zeros, "utf-8-sig")


def _wrong_encoding(error: UnicodeDecodeError) -> str:
    return f"is not {error.encoding.upper()} text, as JSON has to be; save it as UTF-8"


class _BrokenError(Exception):
    """The JSON cannot be followed any further; the message says why."""


def _whole_number(digits: str) -> int | Decimal:
    """Python refuses to convert very long integers; no fact needs one."""
    return int(digits) if len(digits) < 100 else Decimal("NaN")


def _not_json(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


_decode = json.JSONDecoder(
    parse_float=Decimal, parse_int=_whole_number, parse_constant=_not_json
).raw_decode


class _Text:
    """A text that is read piece by piece while JSON values are taken from its front."""

    def __init__(self, read: Callable[[int], str]) -> None:
        self._read = read
        self._text = ""
        self._at = 0
        self._before = 0
        self._ended = False

    @property
    def position(self) -> int:
        """How many characters have been taken from the front."""
        return self._before + self._at

    def _more(self) -> None:
        rest = self._text[self._at :]
        try:
            # As much again as could not be decoded yet, so that a long value is tried few times.
            piece = self._read(max(_PIECE, len(rest)))
        except UnicodeDecodeError as error:
            raise _BrokenError(_wrong_encoding(error)) from error
        self._before += self._at
        self._text, self._at, self._ended = rest + piece, 0, not piece

    def next(self) -> str:
        """The next character that is not white space, left where it is; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._ended:
                return ""
            self._more()

    def take(self, expected: str) -> bool:
        """Steps over ``expected`` if that comes next."""
        found = self.next() == expected
        self._at += found
        return found

    def value(self) -> Any:
        """The next value as a whole."""
        if not self.next():
            raise _BrokenError("the JSON is cut off")
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except RecursionError as error:
                raise _BrokenError("the JSON is nested too deeply") from error
            except ValueError as error:
                if self._ended:
                    raise _BrokenError(f"the JSON is cut off or damaged ({error})") from error
            else:
                # A number at the end of what was read may go on.
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > LARGEST_RECORD:
                raise _BrokenError(_TOO_LONG.format(LARGEST_RECORD))
            self._more()


class _Reading:
    """One pass over one JSON text."""

    def __init__(
        self,
        material: Material,
        read: Callable[[int], str],
        place: str,
        lists: tuple[str, ...],
        inside: tuple[str, ...],
    ) -> None:
        self._material = material
        self._text = _Text(read)
        self._place = place
        self._lists = lists
        self._inside = inside
        self._document = 0
        self._count = 0

    def records(self) -> Iterator[Record | Problem]:
        try:
            while first := self._text.next():
                self._document += 1
                if first == "[":
                    yield from self._elements({})
                elif first == "{":
                    yield from self._object({}, enter=True)
                else:
                    yield from self._record(self._text.value(), {})
        except _BrokenError as broken:
            before = f"the {self._count} complete records before it were read"
            reason = (
                f"{broken}; {before if self._count else 'nothing was read'}. Get the file again."
            )
            yield self._material.problem(f"after {self._where()}", reason)
        else:
            if not self._document:
                yield self._material.problem(self._place or "text", "there is nothing in it")

    def _elements(self, around: dict[str, Any]) -> Iterator[Record | Problem]:
        self._expect("[")
        if self._text.take("]"):
            return
        while True:
            yield from self._record(self._text.value(), around)
            if self._text.take("]"):
                return
            self._expect(",")

    def _object(self, around: dict[str, Any], *, enter: bool) -> Iterator[Record | Problem]:
        """An object's lists of records as they come, or the object as one record if it has none."""
        members: dict[str, Any] = {}
        size, listed = 0, False
        self._expect("{")
        closed = self._text.take("}")
        while not closed:
            key = self._text.value() if self._text.next() == '"' else None
            if key is None:
                raise _BrokenError("the JSON is cut off or damaged (a name is missing)")
            self._expect(":")
            first = self._text.next()
            if first == "[" and key in self._lists:
                listed = True
                yield from self._elements(around | members)
            elif first == "{" and enter and key in self._inside:
                listed = True
                yield from self._object(members, enter=False)
            else:
                start = self._text.position
                members[key] = self._text.value()
                size += self._text.position - start
                if size > LARGEST_RECORD:
                    raise _BrokenError(_TOO_LONG.format(LARGEST_RECORD))
            closed = self._text.take("}")
            if not closed:
                self._expect(",")
        if not listed:
            yield from self._record(members, around)

    def _record(self, value: Any, around: dict[str, Any]) -> Iterator[Record | Problem]:
        self._count += 1
        place = self._where()
        try:
            for key in _without_giants(value):
                reason = f"a value of more than {LARGEST_VALUE:,} characters was left out"
                yield self._material.doubt(f"{place}, {key}", reason)
        except _BrokenError as broken:
            yield self._material.problem(place, f"{broken}; this record was left out")
        else:
            yield Record(place, value, self._document, around)

    def _where(self) -> str:
        record = f"record {self._count}" if self._count else "the start"
        return f"{self._place}, {record}" if self._place else record

    def _expect(self, mark: str) -> None:
        if not self._text.take(mark):
            raise _BrokenError(f"the JSON is cut off or damaged ('{mark}' is missing)")


def _without_giants(value: Any) -> list[str]:
    """Empties strings that are too long, mends text that no file can hold (half a surrogate pair),
    and says which were too long; refuses what is nested too deeply."""
    cut: list[str] = []
    waiting: list[tuple[Any, int]] = [([value], 0)]
    while waiting:
        holder, depth = waiting.pop()
        if depth > DEEPEST:
            raise _BrokenError(f"nested more than {DEEPEST} levels deep")
        for key, member in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(member, dict | list):
                waiting.append((member, depth + 1))
            elif isinstance(member, str) and len(member) > LARGEST_VALUE:
                holder[key] = None
                cut.append(str(key)[:80])
            elif isinstance(member, str) and not member.isascii():
                holder[key] = member.encode("utf-8", "replace").decode()
    return cut
