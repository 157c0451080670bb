"""Knowledge folder → stored catalog: only what changed, and never less than was known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor_bot.catalog import store
from advisor_bot.catalog.sync import sync_folder
from advisor_bot.errors import KnowledgeError
from advisor_bot.storage import migrate, open_engine

from .test_markdown import PROGRAM, PROVIDER, write


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'sync.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(
        tmp_path / "knowledge",
        {
            "providers/academy.md": PROVIDER,
            "programs/dance.md": PROGRAM,
            "programs/song.md": PROGRAM.replace("Dance Cert", "Song Cert"),
            "concepts/quality.md": "---\ntitle: Quality\n---\nAsk.\n",
        },
    )


def test_a_first_sync_stores_everything_and_a_second_nothing(folder: Path, engine: Engine) -> None:
    first = sync_folder(folder, engine)
    assert len(first.changes.added) == 4
    again = sync_folder(folder, engine)
    assert not again.changes
    assert again.changes.unchanged == 4
    assert store.load(engine) == first.catalog


def test_a_changed_and_a_deleted_file(folder: Path, engine: Engine) -> None:
    sync_folder(folder, engine)
    write(folder, {"programs/dance.md": PROGRAM.replace("beginner", "advanced")})
    (folder / "programs/song.md").unlink()
    report = sync_folder(folder, engine)
    assert report.changes.changed == ("program/dance",)
    assert report.changes.removed == ("program/song",)
    stored = store.load(engine)
    assert set(stored.programs) == {"dance"}
    assert stored.programs["dance"].facts.level.value == "advanced"


def test_a_broken_file_keeps_what_was_known(folder: Path, engine: Engine) -> None:
    before = sync_folder(folder, engine).catalog
    write(
        folder,
        {
            "programs/dance.md": PROGRAM.replace("beginner", "newbie"),
            "concepts/quality.md": "no front matter",
        },
    )
    report = sync_folder(folder, engine)
    assert report.kept == ("dance", "quality")
    assert {problem.file for problem in report.problems} == {
        "programs/dance.md",
        "concepts/quality.md",
    }
    assert store.load(engine) == before


def test_a_broken_provider_keeps_itself_and_its_programs(folder: Path, engine: Engine) -> None:
    before = sync_folder(folder, engine).catalog
    write(folder, {"providers/academy.md": PROVIDER.replace("kind: company", "kind: circus")})
    report = sync_folder(folder, engine)
    assert store.load(engine) == before
    assert report.kept == ("academy", "dance", "song")


def test_a_broken_new_file_is_named_and_the_rest_is_stored(folder: Path, engine: Engine) -> None:
    write(folder, {"programs/new.md": "---\n- nothing\n---\n"})
    report = sync_folder(folder, engine)
    assert "new" not in store.load(engine).programs
    assert report.kept == ()
    assert [problem.file for problem in report.problems] == ["programs/new.md"]


def test_a_wrong_folder_cannot_empty_the_catalog(
    folder: Path, engine: Engine, tmp_path: Path
) -> None:
    before = sync_folder(folder, engine).catalog
    with pytest.raises(KnowledgeError, match="KNOWLEDGE_DIR"):
        sync_folder(tmp_path / "nowhere", engine)
    (tmp_path / "empty" / "programs").mkdir(parents=True)
    with pytest.raises(KnowledgeError, match="left as it is"):
        sync_folder(tmp_path / "empty", engine)
    assert store.load(engine) == before
