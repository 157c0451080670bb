"""Knowledge folder → catalog in SQL."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from advisor_bot.catalog import store
from advisor_bot.catalog.facts import Catalog
from advisor_bot.catalog.readers.markdown import FOLDERS, Problem, read_folder
from advisor_bot.catalog.store import CatalogChanges
from advisor_bot.errors import KnowledgeError


@dataclass(frozen=True)
class SyncReport:
    """What a sync did. ``kept`` are documents whose file has problems: they stay as they were."""

    catalog: Catalog
    changes: CatalogChanges
    problems: tuple[Problem, ...]
    kept: tuple[str, ...]


def sync_folder(folder: Path, engine: Engine) -> SyncReport:
    """Makes the stored catalog equal to the files below ``folder``.

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
    if not any((read.providers, read.programs, read.pages)):
        raise KnowledgeError(
            f"Nothing in {folder} can be used, so the catalog was left as it is. "
            "`advisor-bot knowledge check` names the problems."
        )
    catalog, kept = _with_kept(read, store.load(engine), problems)
    changes = store.replace(engine, catalog)
    return SyncReport(catalog, changes, tuple(problems), kept)


def _with_kept(
    read: Catalog, stored: Catalog, problems: list[Problem]
) -> tuple[Catalog, tuple[str, ...]]:
    """``read`` with the stored state of every document whose file has problems."""
    failed = {problem.file for problem in problems}

    def broken(folder: str, id_: str) -> bool:
        return f"{folder}/{id_}.md" in failed

    providers = {i: p for i, p in stored.providers.items() if broken("providers", i)}
    pages = {
        i: p for i, p in stored.pages.items() if broken("concepts", i) or broken("policies", i)
    }
    all_providers = {**providers, **read.providers}
    programs = {
        i: p
        for i, p in stored.programs.items()
        if broken("programs", i) and p.provider in all_providers
    }
    catalog = Catalog(
        providers=all_providers,
        programs={**programs, **read.programs},
        pages={**pages, **read.pages},
    )
    return catalog, tuple(sorted([*providers, *programs, *pages]))
