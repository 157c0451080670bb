"""A file, wherever it came from → the catalog."""

import hashlib
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from advisor_bot.catalog.documents import CORRECTIONS, KNOWLEDGE
from advisor_bot.catalog.extraction.written import Extractor
from advisor_bot.catalog.importing import ImportReport, Progress, first_read_on, take_in
from advisor_bot.catalog.readers.formats import READERS_VERSION, ReadingOptions, read
from advisor_bot.catalog.readers.reading import Material
from advisor_bot.catalog.readers.tables import mapping_path
from advisor_bot.catalog.tables import OriginRow
from advisor_bot.errors import KnowledgeError

LONGEST_NAME = 300


def import_file(
    engine: Engine,
    path: Path,
    *,
    name: str,
    origin: str,
    today: date,
    came_from: str,
    url: str | None = None,
    by: str | None = None,
    options: ReadingOptions | None = None,
    extractor: Extractor | None = None,
    extracted_by: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Reads the file at ``path``, which people know as ``name``, into the catalog under ``origin``.

    ``url`` is what its facts cite, where it has an address; ``came_from`` is that, or its path.
    ``extracted_by`` names the model behind ``extractor``: another one reads the same file anew.

    The same file read again, in the same way, changes nothing. Raises KnowledgeError if there is no
    such file, or if the name is one of our own or too long.
    """
    if origin in (KNOWLEDGE, CORRECTIONS):
        raise KnowledgeError(f"An import cannot be called '{origin}': choose another name.")
    if len(origin) > LONGEST_NAME:
        raise KnowledgeError(
            f"The name of an import has {LONGEST_NAME} characters at most: choose a shorter one."
        )
    if not path.is_file():
        raise KnowledgeError(f"There is no file {path}.")
    options = options or ReadingOptions()
    material = Material(
        path, name, read_on=first_read_on(engine, origin) or today, url=url, origin=origin
    )
    return take_in(
        engine,
        read(material, options, extractor=extractor),
        origin=origin,
        read_on=today,
        digest=_digest(path, options, extracted_by),
        came_from=came_from,
        by=by,
        dry_run=dry_run,
        progress=progress,
    )


def imported_from(engine: Engine, origin: str) -> str | None:
    """The address or path that an origin was last imported from; ``None`` where it never was."""
    with Session(engine) as session:
        row = session.get(OriginRow, origin)
        return row.came_from if row else None


def _digest(path: Path, options: ReadingOptions, extracted_by: str | None) -> str:
    """Of the file, and of all that decides how it is read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    saved = mapping_path(path)
    said = (
        READERS_VERSION,
        options.mapping.model_dump_json() if options.mapping else None,
        saved.read_text(encoding="utf-8", errors="replace") if saved.is_file() else None,
        options.program,
        options.provider,
        extracted_by,
    )
    digest.update(repr(said).encode())
    return digest.hexdigest()
