"""A table file → its header, a sample of its rows, and all of its rows in their order."""

import itertools
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.tables import delimited
from advisor_bot.catalog.readers.tables.guessing import looks_like_header
from advisor_bot.catalog.readers.tables.rows import Row, UnreadableTableError
from advisor_bot.catalog.readers.values import one_line

SAMPLE_ROWS = 200
_MOST_COLUMNS = 500
_HEADER_WITHIN = 20
_LONGEST_HEADER = 200
_Rows = Callable[[Material], Iterator[Row | Problem]]
_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Table:
    """A table that is open for reading: ``rows`` gives every row below the header once, without blank
    ones; the ``sample`` holds the first of the same rows."""

    headers: tuple[str, ...]
    sample: tuple[Row, ...]
    rows: Iterator[Row | Problem]


def open_table(material: Material) -> Table:
    """The table in the file. ``UnreadableTableError`` if it is none."""
    source = _source(material)
    incoming = _rows(material, source)
    early = list(itertools.islice(incoming, SAMPLE_ROWS))
    read_rows = [row for row in early if isinstance(row, Row)]
    if not read_rows:
        last = early[-1] if early else None
        place, reason = (
            (last.field, last.reason) if isinstance(last, Problem) else ("file", "has no rows")
        )
        raise UnreadableTableError(place, reason)
    header = _header(read_rows)
    sample = tuple(row for row in read_rows if row.number > header.number)
    headers, problems = _names(material, header, sample)
    problems += [row for row in early if isinstance(row, Problem)]
    body = itertools.chain(sample, incoming)
    # Only a text file writes each cell of a row, also the empty ones at its end.
    is_text = source is delimited.rows
    widths = _usual_widths(sample, len(headers)) if is_text else range(len(headers) + 1)
    return Table(
        headers,
        tuple(_whole(row, len(headers)) for row in sample),
        itertools.chain(problems, _checked(material, body, headers, widths)),
    )


def _rows(material: Material, source: _Rows) -> Iterator[Row | Problem]:
    """The rows that are not blank; where the file cannot be read any further, a ``Problem`` ends them."""
    try:
        for row in source(material):
            if isinstance(row, Problem) or not row.is_blank:
                yield row
    except UnreadableTableError as error:
        yield material.problem(error.place, error.reason)


def _source(material: Material) -> _Rows:
    with material.path.open("rb") as file:
        start = file.read(8)
    if start == _COMPOUND_FILE:
        raise UnreadableTableError(
            "file",
            "is an old .xls workbook or protected by a password. Save it as .xlsx without a "
            "password and import that.",
        )
    if not start.startswith(_ZIP):
        return delimited.rows
    # Loads a whole library for workbooks, which most tables are not.
    from advisor_bot.catalog.readers.tables import workbooks

    return workbooks.rows


def _header(rows: Sequence[Row]) -> Row:
    """The first row that is filled like a table's; above it may stand what the table is about."""
    first = [row for row in rows if row.number <= rows[0].number + _HEADER_WITHIN]
    widest = max(_filled(row) for row in first)
    return next(row for row in first if _filled(row) * 2 > widest or looks_like_header(row.cells))


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell and not cell.isspace())


def _names(
    material: Material, row: Row, sample: Sequence[Row]
) -> tuple[tuple[str, ...], list[Problem]]:
    """The headers, each with a name of its own; columns to the right that are empty all the way are none."""
    cells = [one_line(cell[:_LONGEST_HEADER]) for cell in row.cells]
    while cells and not cells[-1] and not any(_has_cell(below, len(cells) - 1) for below in sample):
        cells.pop()
    if len(cells) > _MOST_COLUMNS:
        raise UnreadableTableError(
            f"row {row.number}", f"has {len(cells)} columns; at most {_MOST_COLUMNS} are read"
        )
    names: list[str] = []
    problems = []
    for at, cell in enumerate(cells):
        name = wanted = cell or f"column {_letter(at)}"
        count = 1
        while name in names:
            count += 1
            name = f"{wanted} ({count})"
        if count > 1:
            problems.append(
                material.doubt(
                    f"row {row.number}, column {_letter(at)}",
                    f"is the second column called '{wanted}'; it is read as '{name}'",
                )
            )
        names.append(name)
    return tuple(names), problems


def _has_cell(row: Row, at: int) -> bool:
    return at < len(row.cells) and bool(row.cells[at].strip())


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _usual_widths(sample: Sequence[Row], width: int) -> frozenset[int]:
    """How many cells a row may have: as many as the header, or fewer where most of the rows do without
    the last ones."""
    counted = Counter(len(_trimmed(row, width).cells) for row in sample)
    usual = counted.most_common(1)[0][0] if counted else width
    return frozenset({width, usual} if usual < width else {width})


def _checked(
    material: Material,
    rows: Iterator[Row | Problem],
    headers: tuple[str, ...],
    widths: Container[int],
) -> Iterator[Row | Problem]:
    """The rows with as many cells as there are headers; a ``Problem`` for each that cannot be put right."""
    width = len(headers)
    for row in rows:
        if isinstance(row, Row):
            row = _trimmed(row, width)
            if len(row.cells) not in widths:
                yield _ragged(material, row, width)
                continue
            row = _whole(row, width)
        yield row


def _trimmed(row: Row, width: int) -> Row:
    """Without the empty cells to the right of the table."""
    if len(row.cells) > width and not any(cell.strip() for cell in row.cells[width:]):
        return row._replace(cells=row.cells[:width])
    return row


def _whole(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return row if missing <= 0 else row._replace(cells=[*row.cells, *[""] * missing])


def _ragged(material: Material, row: Row, width: int) -> Problem:
    found = len(row.cells)
    why = (
        "probably a cell holds the mark between cells and is not quoted"
        if found > width
        else "probably it is cut off, or a mark between cells is missing"
    )
    return material.problem(
        f"row {row.number}",
        f"has {found} cells where the header has {width} ({why}); it was left out, since its cells may "
        "stand in the wrong columns",
    )
