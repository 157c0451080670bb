"""Which reader reads a file: told by what is in it, and by its name where that decides nothing."""

import re
import zipfile
from dataclasses import dataclass
from typing import Literal

from advisor_bot.catalog.extraction.written import Extractor
from advisor_bot.catalog.readers import ctdl, open_badges, tables
from advisor_bot.catalog.readers.reading import Material, Reading
from advisor_bot.catalog.readers.tables import Mapping

Format = Literal["CTDL", "Open Badges", "schema.org", "table", "document"]

READERS_VERSION = 1
"""Raise it when readers read the same file otherwise: an import then reads it again."""
TAKEN = "CSV, TSV, XLSX, JSON (CTDL, Open Badges, schema.org), PDF, DOCX, PPTX, HTML"
_HEAD = 65_536
_JWT = re.compile(r"eyj[\w-]+\.[\w-]+\.")
"""How a signed credential begins (RFC 7519), in small letters."""
_SIGNS: tuple[tuple[str, Format], ...] = (
    ("openbadgecredential", "Open Badges"),
    ("achievementcredential", "Open Badges"),
    ("purl.imsglobal.org/spec", "Open Badges"),
    ("w3id.org/openbadges", "Open Badges"),
    ('"badgeclass"', "Open Badges"),
    ('"achievement"', "Open Badges"),
    ("credreg.net", "CTDL"),
    ("ceterms:", "CTDL"),
    ("schema.org", "schema.org"),
)
"""What a JSON file says early on, in small letters; the first that is there decides."""


@dataclass(frozen=True)
class ReadingOptions:
    """What a person can say about a file: how a table's columns are meant, which program and provider a
    document is about."""

    mapping: Mapping | None = None
    program: str | None = None
    provider: str | None = None


def format_of(material: Material) -> Format | None:
    """The format of a file; ``None`` where it is none of ours."""
    with material.path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"%PDF"):
        return "document"
    if head.startswith(b"PK"):
        return _zipped(material)
    text = _decoded(head).lstrip("\ufeff \t\r\n").lower()
    if text.startswith(("{", "[")) and material.path.suffix.lower() not in (".csv", ".tsv"):
        return next((format_ for sign, format_ in _SIGNS if sign in text), None)
    if _JWT.match(text):
        return "Open Badges"
    if text.startswith(("<!doctype html", "<html")) or _named(material, ".html", ".htm", ".xhtml"):
        return "document"
    return "table" if _named(material, ".csv", ".tsv", ".txt", ".tab") else None


def read(
    material: Material, options: ReadingOptions | None = None, *, extractor: Extractor | None = None
) -> Reading:
    """What a file says, by the reader of its format."""
    options = options or ReadingOptions()
    match format_of(material):
        case "CTDL":
            yield from ctdl.read(material)
        case "Open Badges":
            yield from open_badges.read(material)
        case "schema.org":
            # This reader and the next load parsers of HTML, which most imports do without.
            from advisor_bot.catalog.readers import schema_org

            yield from schema_org.read(material)
        case "table":
            yield from tables.read(material, options.mapping)
        case "document":
            from advisor_bot.catalog.readers import documents

            yield from documents.read(
                material, extractor=extractor, program=options.program, provider=options.provider
            )
        case None:
            yield material.problem("file", f"is none of the formats that are read: {TAKEN}")


def _zipped(material: Material) -> Format | None:
    try:
        with zipfile.ZipFile(material.path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        # Damaged: the reader of its name says so in its own words.
        return "table" if _named(material, ".xlsx", ".xlsm") else "document"
    return "table" if any(name.startswith("xl/") for name in names) else "document"


def _named(material: Material, *suffixes: str) -> bool:
    return material.name.lower().endswith(suffixes) or material.path.suffix.lower() in suffixes


def _decoded(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return head.decode(encoding, errors="replace")
