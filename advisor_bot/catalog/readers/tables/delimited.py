"""CSV, TSV and whatever else parts its cells by a mark → rows, in bounded memory (RFC 4180)."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.readers.tables.rows import Row, UnreadableTableError

LONGEST_RECORD = 16_000_000
"""Characters. What is longer is no row but a quote that was never closed, or an attack."""
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 256 * 1024
_SAMPLE_ROWS = 100
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_UTF8 = "Save the table as UTF-8 (in Excel: 'CSV UTF-8') and import it again."
# What the letters of another encoding look like when they are read as Windows-1252: "CafŽ", "Gesti—n".
_MISREAD = re.compile(r"[a-z][À-ÞŠŒŽŸ]|[a-z][—–‡†…„ˆ˜‰¡-¿](?=[a-z])")


class _LongRecordError(Exception):
    pass


class _Lines:
    """The lines of a file; ``taken`` counts the characters of the record that is being read."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._readline = file.readline
        self.taken = 0
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._readline(LONGEST_RECORD + 1)
        if not line:
            self.ended = True
            raise StopIteration
        self.taken += len(line)
        if self.taken > LONGEST_RECORD:
            raise _LongRecordError
        return line


def rows(material: Material) -> Iterator[Row | Problem]:
    """The records of the file, blank ones too, each numbered as a spreadsheet that opens it numbers it
    (a record that goes over several lines counts once).

    A record that breaks the rules of quoting is a ``Problem``. ``UnreadableTableError`` is raised where
    nothing can be read any further."""
    # The limit belongs to the process; a higher one harms nobody, since records are bounded here.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))
    encoding = _encoding(material.path)
    with material.path.open(encoding=encoding, newline="") as file:
        try:
            delimiter, says_so = _delimiter(file.read(_SAMPLE), material.path.suffix.lower())
            file.seek(0)
            if says_so:
                file.readline()
            yield from _records(material, file, delimiter)
        except UnicodeDecodeError as error:
            raise UnreadableTableError(
                "file", f"is not all {encoding} text. {_AS_UTF8} What came before was read."
            ) from error


def _records(material: Material, file: io.TextIOWrapper, delimiter: str) -> Iterator[Row | Problem]:
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        lines.taken = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _LongRecordError:
            raise UnreadableTableError(
                f"row {number}",
                f"is longer than {LONGEST_RECORD:,} characters; probably a quote is opened there and "
                "never closed. The rows before it were read, those after it were not.",
            ) from None
        except csv.Error as error:
            if lines.ended:
                raise UnreadableTableError(
                    f"row {number}",
                    'a quote (") is opened and never closed, so that everything after it was not read. '
                    "Close it and import the file again.",
                ) from error
            yield material.problem(
                f"row {number}",
                f'its quotes (") do not match ({error}); the row was left out. A quote inside a quoted cell '
                "has to be doubled.",
            )
            continue
        yield Row(number, cells)


def _encoding(path: Path) -> str:
    """By the byte order mark; otherwise UTF-8 if all of the file is that; otherwise a guess, if certain."""
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        if start.count(0) > len(start) // 4:
            raise UnreadableTableError(
                "file", f"seems to be UTF-16 without a byte order mark. {_AS_UTF8}"
            )
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        while piece := file.read(1 << 20):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                return _guessed(piece[max(0, error.start - 4096) :][: 1 << 16])
    return "utf-8"


def _guessed(sample: bytes) -> str:
    """Windows-1252, which Excel writes, or another encoding that makes the sample a language's words."""
    best = from_bytes(sample).best()
    if (
        best is not None
        and best.coherence >= 0.3
        and not best.chaos
        and not _MISREAD.search(str(best))
    ):
        return "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    raise UnreadableTableError(
        "file", f"is not UTF-8, and what else it is cannot be told for certain. {_AS_UTF8}"
    )


def _delimiter(sample: str, suffix: str) -> tuple[str, bool]:
    """The mark between the cells, and whether the first line is there to say so ("sep=;", as Excel
    writes it): the one that parts most rows into the same number of cells."""
    stated = re.match(r"sep=([^\w\s\"']|\t)\r?\n", sample)
    if stated:
        return stated[1], True
    usual = "\t" if suffix in (".tsv", ".tab") else ","
    best, best_score = usual, (0.0, 0)
    for mark in sorted(_DELIMITERS, key=lambda mark: mark != usual):
        score = _evenness(sample, mark)
        if score > best_score:
            best, best_score = mark, score
    return best, False


def _evenness(sample: str, mark: str) -> tuple[float, int]:
    """How many of the sample's rows have as many cells as most have, and how many that is."""
    cut = len(sample) >= _SAMPLE
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=mark)
    try:
        for cells in reader:
            if any(cells):
                widths.append(len(cells))
            if len(widths) > _SAMPLE_ROWS:
                break
        else:
            widths = widths[:-1] if cut else widths
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, often = Counter(widths).most_common(1)[0]
    return (round(often / len(widths), 1), width) if width > 1 else (0.0, 0)
