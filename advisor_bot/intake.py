"""How knowledge comes in: the folder, files, addresses and what was offered in the team chat."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from advisor_bot.catalog.files import import_file, imported_from
from advisor_bot.catalog.importing import ImportReport
from advisor_bot.catalog.importing import Progress as ReadProgress
from advisor_bot.catalog.readers.formats import ReadingOptions
from advisor_bot.catalog.sync import sync_folder
from advisor_bot.catalog.uploads import Upload, laid_out
from advisor_bot.config import Settings
from advisor_bot.errors import KnowledgeError
from advisor_bot.retrieval.vectors import IndexChanges, Progress
from advisor_bot.services import Services, make_extractor, today
from advisor_bot.web.downloading import fetched, is_address


def sync_folder_of(
    settings: Settings,
    services: Services,
    *,
    dry_run: bool = False,
    progress: ReadProgress | None = None,
) -> ImportReport:
    """The knowledge folder → the catalog, only what changed."""
    return sync_folder(
        settings.knowledge_dir, services.engine, today=today(), dry_run=dry_run, progress=progress
    )


def index(services: Services, *, progress: Progress | None = None) -> IndexChanges:
    """The catalog → the indexes, only what changed since they were last brought up to it."""
    with ThreadPoolExecutor(1, thread_name_prefix="word-index") as beside:
        # Done long before the vectors are: what has none yet is found by its words.
        words = beside.submit(services.words.follow, services.engine)
        changes = services.vectors.follow(services.engine, progress=progress)
        words.result()
    return changes


def sync_knowledge(
    settings: Settings, services: Services, *, progress: Progress | None = None
) -> tuple[ImportReport, IndexChanges]:
    """Files → catalog → indexes, only what changed."""
    report = sync_folder_of(settings, services)
    return report, index(services, progress=progress)


def import_knowledge(
    settings: Settings,
    services: Services,
    source: str,
    *,
    name: str | None = None,
    by: str | None = None,
    options: ReadingOptions | None = None,
    dry_run: bool = False,
    progress: ReadProgress | None = None,
) -> ImportReport:
    """A file or an address → the catalog; ``index`` comes after it. ``name`` is the import's.

    Raises KnowledgeError where it cannot be had, and where the name is already that of a file from
    elsewhere, whose programs would go.
    """
    if not is_address(source):
        path = Path(source).absolute()
        return _import(
            settings, services, path, path.name, name=name, came_from=str(path), by=by,
            options=options, dry_run=dry_run, progress=progress,
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = fetched(source, Path(folder))
        return _import(
            settings, services, path, path.name, name=name or source, came_from=source, url=source,
            by=by, options=options, dry_run=dry_run, progress=progress,
        )  # fmt: skip


def _import(
    settings: Settings,
    services: Services,
    path: Path,
    file_name: str,
    *,
    name: str | None,
    came_from: str,
    url: str | None = None,
    by: str | None,
    options: ReadingOptions | None,
    dry_run: bool,
    progress: ReadProgress | None,
) -> ImportReport:
    origin = name or file_name
    before = imported_from(services.engine, origin)
    if name is None and before not in (None, came_from):
        raise KnowledgeError(
            f"'{origin}' was imported from {before} before. Give this one another name with --as; "
            f"to put it in the other's place: --as {origin}"
        )
    extractor = make_extractor(settings)
    return import_file(
        services.engine,
        path,
        name=file_name,
        origin=origin,
        today=today(),
        came_from=came_from,
        url=url,
        by=by,
        options=options,
        extractor=extractor.extract if extractor else None,
        extracted_by=settings.openai_model if extractor else None,
        dry_run=dry_run,
        progress=progress,
    )


def import_upload(
    settings: Settings, services: Services, upload: Upload, *, dry_run: bool = False
) -> ImportReport:
    """What was offered in the team chat → the catalog; ``index`` comes after it. Of an earlier import
    of the same name, it takes the place. Raises KnowledgeError where its content is gone."""
    with laid_out(upload) as path:
        return _import(
            settings, services, path, upload.name, name=upload.origin,
            came_from=upload.url or "the team chat", url=upload.url,
            by=upload.decided_by or upload.by, options=None, dry_run=dry_run, progress=None,
        )  # fmt: skip
