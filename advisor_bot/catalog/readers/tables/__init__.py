"""CSV, TSV and XLSX tables, one program a row, by a mapping of their columns.

A row is cited as "row N", where N is what a spreadsheet program shows: the first row of the file
is 1. In a CSV file with line breaks inside cells, N counts records and not lines.
"""

from advisor_bot.catalog.readers.tables.guessing import guess
from advisor_bot.catalog.readers.tables.mapping import (
    Constants,
    Mapping,
    load_mapping,
    mapping_path,
    mapping_yaml,
    save_mapping,
)
from advisor_bot.catalog.readers.tables.reader import columns, read

__all__ = [
    "Constants",
    "Mapping",
    "columns",
    "guess",
    "load_mapping",
    "mapping_path",
    "mapping_yaml",
    "read",
    "save_mapping",
]
