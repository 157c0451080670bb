"""Which kind of document a file is, by its content and not its name, and whether it is safe to open."""

import re
import zipfile
from pathlib import Path
from typing import Literal

Kind = Literal["pdf", "docx", "pptx", "html"]

MAX_BYTES = 50_000_000
_MAX_UNPACKED = 200_000_000
_MAX_MEMBERS = 10_000
_MAX_RATIO = 200
_RATIO_COUNTS_FROM = 5_000_000
"""Small members of a document pack well without meaning harm."""
_HEAD = 4096
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|meta|title|h[1-6]|div|p|article|section|main|header|table|ul|ol)\b"
)

_MAIN_PARTS: dict[str, Kind] = {
    "wordprocessingml.document.main+xml": "docx",
    "ms-word.document.macroenabled.main+xml": "docx",
    "presentationml.presentation.main+xml": "pptx",
    "ms-powerpoint.presentation.macroenabled.main+xml": "pptx",
}
"""Ends of the content types of main parts (ECMA-376 part 1, 11.3.10 and 13.3.6; [MS-OFFMACRO])."""


class Unreadable(Exception):
    """The file cannot be read; the message says why and what to do."""


def kind_of(path: Path) -> Kind:
    """The kind of the file at ``path``. Raises Unreadable for all that is not to be opened."""
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("the file is empty")
    if size > MAX_BYTES:
        raise Unreadable(
            f"the file has {size // 1_000_000} MB; documents of up to {MAX_BYTES // 1_000_000} MB are "
            "read. Split it, or save it with smaller pictures"
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return _kind_of_archive(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused_ole(path)
    if _looks_like_html(head):
        return "html"
    raise Unreadable(
        "it is not a PDF, DOCX, PPTX or HTML file, whatever its name says. Save it as one of these"
    )


def _looks_like_html(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lower()
    text = start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    return _HTML.match(text) is not None or (text.startswith(b"<") and b"<html" in text)


def _refused_ole(path: Path) -> Unreadable:
    """Word and PowerPoint before 2007, and today's when encrypted ([MS-OFFCRYPTO] 2.3.4.4)."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return Unreadable(
            "the file is protected by a password: open it, save it without one, import it again"
        )
    return Unreadable("it is an old Office file: save it as DOCX, PPTX or PDF, and import that")


def _kind_of_archive(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive.infolist())
            types = archive.read("[Content_Types].xml").replace(b"\0", b"").lower()
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, member)
    except KeyError:
        raise Unreadable(
            "it is an archive, not a document: unpack it, and import the files in it"
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Unreadable(
            "the file is damaged or was cut off: open it, save it anew, and import that"
        ) from error
    for ending, kind in _MAIN_PARTS.items():
        if ending.encode() in types:
            return kind
    if b"spreadsheetml" in types:
        raise Unreadable(
            "it is a workbook: save it under a name that ends in .xlsx, and import that"
        )
    raise Unreadable(
        "it is neither a Word document nor a presentation: save it as DOCX, PPTX or PDF"
    )


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """zipfile never unpacks more of a member than its header says, so the headers can be believed."""
    unpacked = sum(member.file_size for member in members)
    if len(members) > _MAX_MEMBERS or unpacked > _MAX_UNPACKED:
        raise Unreadable(
            "it unpacks to far more than a document holds (a zip bomb?); it was not opened"
        )
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > _RATIO_COUNTS_FROM and ratio > _MAX_RATIO:
            raise Unreadable(
                f"'{member.filename}' in it unpacks to {ratio:,.0f} times its size (a zip bomb?); it was "
                "not opened"
            )


def _check_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Office documents have no document type declarations (ECMA-376 part 2, 8.1.4), attacks have."""
    with archive.open(member) as part:
        head = part.read(_HEAD).replace(b"\0", b"").lower()
    if b"<!doctype" in head or b"<!entity" in head:
        raise Unreadable(
            f"'{member.filename}' in it declares entities, which documents never do; it was not opened"
        )
