"""A table and its mapping → documents and problems."""

from collections.abc import Sequence

from advisor_bot.catalog.readers.reading import Material, Problem, Reading
from advisor_bot.catalog.readers.tables.guessing import guess
from advisor_bot.catalog.readers.tables.mapping import (
    Mapping,
    check_columns,
    load_mapping,
    mapping_path,
)
from advisor_bot.catalog.readers.tables.programs import TablePrograms
from advisor_bot.catalog.readers.tables.rows import UnreadableTableError
from advisor_bot.catalog.readers.tables.sheet import Table, open_table
from advisor_bot.catalog.readers.tables.stated import Columns
from advisor_bot.catalog.readers.values import is_blank
from advisor_bot.errors import KnowledgeError

SHOWN_ROWS = 5


def read(material: Material, mapping: Mapping | None = None) -> Reading:
    """Every provider and program of the table, with a ``Problem`` for each row or cell that is none.

    The mapping is the one given, otherwise the one saved beside the file, otherwise the guess. Nothing is
    written. What is wrong with the file as a whole is one ``Problem``, after the rows that could be read."""
    try:
        table = open_table(material)
        chosen = mapping if mapping is not None else _saved_or_guessed(material, table)
        check_columns(chosen, table.headers, mapping_path(material.path).name)
        if reason := _missing(chosen, table, mapping_path(material.path).name):
            yield material.problem("columns", reason)
            return
        columns = Columns(material, chosen, table.headers)
        programs = TablePrograms(columns, own_pages=_are_own_pages(chosen, table))
        for row in table.rows:
            if isinstance(row, Problem):
                yield row
            else:
                yield from programs.documents(columns.read(row))
    except UnreadableTableError as error:
        yield material.problem(error.place, error.reason)
    except KnowledgeError as error:
        yield material.problem("mapping", str(error))


def columns(material: Material) -> tuple[tuple[str, ...], tuple[Sequence[str], ...], Mapping]:
    """The headers, the first rows and the guessed mapping, to be shown.

    ``KnowledgeError`` if the file is no table."""
    try:
        table = open_table(material)
    except UnreadableTableError as error:
        raise KnowledgeError(f"{material.name}: {error}") from error
    return table.headers, tuple(row.cells for row in table.sample[:SHOWN_ROWS]), _guess(table)


def _guess(table: Table) -> Mapping:
    return guess(table.headers, [row.cells for row in table.sample])


def _saved_or_guessed(material: Material, table: Table) -> Mapping:
    saved = mapping_path(material.path)
    return load_mapping(saved) if saved.exists() else _guess(table)


def _missing(mapping: Mapping, table: Table, name: str) -> str | None:
    missing = [] if mapping.title else ["title"]
    if not mapping.provider and not mapping.constants.provider:
        missing.append("provider")
    if not missing:
        return None
    example = {"title": "title: <column>", "provider": "provider: <column>"}
    lines = " and ".join(f"'{example[target]}'" for target in missing)
    constant = (
        ", or, if all programs are of one provider, 'constants: {provider: <its name>}'"
        if "provider" in missing
        else ""
    )
    return (
        f"no column is known to hold the {' and the '.join(missing)} of the programs. The columns are: "
        f"{', '.join(table.headers)}. Write into {name}, beside the table: "
        f"{lines}{constant}; then import it again."
    )


def _are_own_pages(mapping: Mapping, table: Table) -> bool:
    """Whether no two different titles of the sample share an address."""
    if mapping.url is None or mapping.title is None:
        return False
    url, title = table.headers.index(mapping.url), table.headers.index(mapping.title)
    titles: dict[str, str] = {}
    for row in table.sample:
        address = row.cells[url].strip()
        titles.setdefault(address, row.cells[title])
        if not is_blank(address) and titles[address] != row.cells[title]:
            return False
    return True
