"""XLSX (ECMA-376) → the rows of the sheet that holds its table, in bounded memory."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.tables.guessing import looks_like_header
from advisor_bot.catalog.readers.tables.rows import NOTHING_REFUSED, Row, UnreadableTableError

LARGEST_SHEET = 2_000_000_000
LARGEST_TEXTS = 150_000_000
LARGEST_REST = 50_000_000
"""Bytes, unpacked. Sheets are streamed; the texts that they share, styles and the like are held in memory."""
_MOST_PARTS = 2_000
_DENSEST = 250
"""A sheet of repeated words packs up to some 50 times smaller; a thousand times is a bomb."""
_LAST_ROW = 1_048_576
_MOST_COLUMNS = 1_000
# All that openpyxl and zipfile were seen to raise for files that are broken inside.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    SyntaxError,  # what both of Python's XML parsers and lxml raise is one of these
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    OSError,
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_NO_VALUE = (
    "holds a formula without a stored result; open the file in a spreadsheet program, save it and "
    "import it again"
)
_CURRENCY_FORMAT = re.compile(r"\[\$([^\]-]+)[^\]]*\]|\"([^\"]+)\"|([€£$¥₹])")


def rows(material: Material) -> Iterator[Row | Problem]:
    """The rows of one visible sheet: the first that has a header, otherwise the first that holds anything.
    Each other sheet that holds something is a ``Problem``.

    A formula counts by the result that is stored with it; without one its cell is refused.
    ``UnreadableTableError`` is raised for what is no workbook, is protected by a password, or unpacks to more
    than a table would."""
    has_formulas = _check(material.path)
    with _understood(), _book(material.path, results=True) as book:
        name, others = _sheet(book)
    for other in others:
        yield material.doubt(f"sheet {other}", f"was not read; one sheet is, {name}")
    if has_formulas:
        yield from _with_formulas(material.path, name)
    else:
        yield from _plain(material.path, name)


@contextmanager
def _book(path: Path, *, results: bool) -> Iterator[Any]:
    with path.open("rb") as file:
        with warnings.catch_warnings():
            # openpyxl warns of what it would lose when saving; nothing is saved here.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=results, keep_links=False)
        yield book


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise UnreadableTableError(
            "file",
            f"is a broken workbook ({type(error).__name__}: {str(error)[:200]}). Open it in a spreadsheet "
            "program, save it again as .xlsx, or as CSV UTF-8; the rows before the break were read.",
        ) from error


def _check(path: Path) -> bool:
    """Refuse what unpacks to too much; whether any sheet has formulas.

    No more than the declared sizes can come out of the archive: zipfile stops there."""
    with _understood(), zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableTableError(
                "file", "is not an Excel workbook inside. Save the table as .xlsx or as CSV UTF-8."
            )
        if len(parts) > _MOST_PARTS or _is_bomb(parts):
            raise UnreadableTableError(
                "file",
                "unpacks to far more than a table would and was not opened. Save the table as CSV UTF-8.",
            )
        return any(_has_formula(archive, part) for part in parts if part.filename.endswith(".xml"))


def _is_bomb(parts: list[zipfile.ZipInfo]) -> bool:
    rest = 0
    for part in parts:
        if part.file_size > _DENSEST * (part.compress_size + 40_000):
            return True
        if part.filename.startswith("xl/worksheets/sheet"):
            if part.file_size > LARGEST_SHEET:
                return True
        elif part.filename == "xl/sharedStrings.xml":
            if part.file_size > LARGEST_TEXTS:
                return True
        elif part.filename.endswith((".xml", ".rels")):
            rest += part.file_size
    return rest > LARGEST_REST


def _has_formula(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as sheet:
        tail = b""
        while piece := sheet.read(1 << 20):
            if _FORMULA.search(tail + piece):
                return True
            tail = piece[-20:]
    return False


def _sheet(book: Any) -> tuple[str, list[str]]:
    filled = [
        sheet.title
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and _has_content(sheet)
    ]
    if not filled:
        raise UnreadableTableError("file", "has no visible sheet with anything in it")
    name = next((title for title in filled if _has_header(book[title])), filled[0])
    return name, [other for other in filled if other != name]


def _has_content(sheet: Any) -> bool:
    return any(value is not None for row in _first_rows(sheet) for value in row)


def _has_header(sheet: Any) -> bool:
    return any(
        looks_like_header([value for value in row if isinstance(value, str)])
        for row in _first_rows(sheet)
    )


def _first_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    found: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_row=20, max_col=100, values_only=True)
    return found


def _cells(book: Any, name: str) -> Iterator[tuple[Any, ...]]:
    sheet = book[name]
    # Programs write sizes that are wrong; the rows themselves know better.
    sheet.reset_dimensions()
    found: Iterator[tuple[Any, ...]] = sheet.iter_rows(max_row=_LAST_ROW)
    return found


def _plain(path: Path, name: str) -> Iterator[Row]:
    with _understood(), _book(path, results=True) as book:
        for number, cells in enumerate(_cells(book, name), start=1):
            yield Row(number, [_text(cell) for cell in cells[:_MOST_COLUMNS]])


def _with_formulas(path: Path, name: str) -> Iterator[Row]:
    with (
        _understood(),
        _book(path, results=True) as results,
        _book(path, results=False) as formulas,
    ):
        pairs = zip_longest(_cells(results, name), _cells(formulas, name), fillvalue=())
        for number, (cells, written) in enumerate(pairs, start=1):
            yield Row(
                number, [_text(cell) for cell in cells[:_MOST_COLUMNS]], _refused(cells, written)
            )


def _refused(cells: tuple[Any, ...], written: tuple[Any, ...]) -> Mapping[int, str]:
    refused = {
        at: _NO_VALUE
        for at, (cell, source) in enumerate(zip(cells, written, strict=False))
        if cell.value is None and source.data_type == "f"
    }
    return refused or NOTHING_REFUSED


def _text(cell: ReadOnlyCell) -> str:
    """The value of a cell as it would stand in a CSV file."""
    value = cell.value
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value, cell.number_format)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds() / 3600:g} hours"
        case _:
            return str(value)


def _number(value: int | float, shown_as: str | None) -> str:
    """The digits, and the currency where the cell's number format shows one (ECMA-376-1 §18.8.31)."""
    text = str(int(value) if isinstance(value, int) or value.is_integer() else value)
    if re.search(r"\.\d{3}$", text):
        # Three decimals would look like thousands to whoever reads a price.
        text += "0"
    if not shown_as or shown_as == "General":
        return text
    currency = _CURRENCY_FORMAT.search(shown_as)
    sign = next((part.strip() for part in currency.groups() if part), "") if currency else ""
    return f"{sign} {text}" if sign else text
