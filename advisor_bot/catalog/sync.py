"""The knowledge folder → the catalog."""

import hashlib
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.importing import ImportReport, Progress, take_in
from advisor_bot.catalog.readers.markdown import FOLDERS, files, read_folder
from advisor_bot.errors import KnowledgeError


def sync_folder(
    folder: Path,
    engine: Engine,
    *,
    today: date,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Makes the catalog hold what the files below ``folder`` say; what came by imports stays.

    A file with problems changes nothing: what was known from it before stays known. Raises
    KnowledgeError if there is no such folder or nothing in it, so that a wrong path cannot empty the
    catalog.
    """
    if not any((folder / name).is_dir() for name in FOLDERS):
        raise KnowledgeError(
            f"{folder} has none of the folders {', '.join(FOLDERS)}. "
            "Set KNOWLEDGE_DIR to the folder with the knowledge files."
        )
    read, problems = read_folder(folder)
    if not read.documents:
        raise KnowledgeError(
            f"Nothing in {folder} can be used, so the catalog was left as it is. "
            "`advisor-bot knowledge check` names the problems."
        )
    broken = {problem.file for problem in problems}
    folder_of: dict[str, str] = {kind: name for name, kind in FOLDERS.items()}

    def may_drop(kind: str, key: str) -> bool:
        return kind in folder_of and f"{folder_of[kind]}/{key}.md" not in broken

    return take_in(
        engine,
        [*read.documents, *problems],
        origin=KNOWLEDGE,
        read_on=today,
        digest=_digest(folder),
        own_ids=True,
        may_drop=may_drop,
        dry_run=dry_run,
        progress=progress,
    )


def _digest(folder: Path) -> str:
    """Of every file's name and content."""
    digest = hashlib.sha256()
    for _, path in files(folder):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()
