"""Knowledge folder → stored catalog: only what changed, and never less than was known."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor_bot.catalog.facts import Document
from advisor_bot.catalog.importing import ImportReport, take_in
from advisor_bot.catalog.store import Catalog, revision
from advisor_bot.catalog.sync import sync_folder
from advisor_bot.errors import KnowledgeError
from tests.building import complete, new_engine, program

from .test_markdown import PROGRAM, PROVIDER, write

TODAY = date(2026, 11, 23)


@pytest.fixture
def engine() -> Engine:
    return new_engine()


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


def synced(folder: Path, engine: Engine) -> ImportReport:
    return sync_folder(folder, engine, today=TODAY)


def known(engine: Engine) -> dict[str, Document]:
    return {one.id: one for one in Catalog(engine).changes(0).documents}


def test_a_first_sync_stores_everything_and_a_second_nothing(folder: Path, engine: Engine) -> None:
    assert synced(folder, engine).added == 4
    before = revision(engine)
    again = synced(folder, engine)
    assert (again.is_empty, again.unchanged) == (True, 4)
    assert revision(engine) == before


def test_a_changed_and_a_deleted_file(folder: Path, engine: Engine) -> None:
    synced(folder, engine)
    write(folder, {"programs/dance.md": PROGRAM.replace("beginner", "advanced")})
    (folder / "programs/song.md").unlink()
    report = synced(folder, engine)
    assert (report.changed, report.dropped) == (1, 1)
    assert Catalog(engine).ids("program") == ["dance"]
    dance = Catalog(engine).program("dance")
    assert dance is not None
    assert dance.facts.level.value == "advanced"


def test_a_broken_file_keeps_what_was_known(folder: Path, engine: Engine) -> None:
    synced(folder, engine)
    before = known(engine)
    write(
        folder,
        {
            "programs/dance.md": PROGRAM.replace("beginner", "newbie"),
            "concepts/quality.md": "no front matter",
        },
    )
    report = synced(folder, engine)
    assert report.kept == 2
    assert {problem.file for problem in report.problems} == {
        "programs/dance.md",
        "concepts/quality.md",
    }
    assert known(engine) == before


def test_a_broken_file_does_not_keep_others_from_going(folder: Path, engine: Engine) -> None:
    synced(folder, engine)
    write(folder, {"programs/dance.md": PROGRAM.replace("beginner", "newbie")})
    (folder / "programs/song.md").unlink()
    assert synced(folder, engine).dropped == 1
    assert Catalog(engine).ids("program") == ["dance"]


def test_a_broken_provider_keeps_itself_and_its_programs(folder: Path, engine: Engine) -> None:
    synced(folder, engine)
    before = known(engine)
    write(folder, {"providers/academy.md": PROVIDER.replace("kind: company", "kind: circus")})
    assert synced(folder, engine).kept == 3
    assert known(engine) == before


def test_a_provider_stays_with_a_program_whose_file_is_broken(folder: Path, engine: Engine) -> None:
    synced(folder, engine)
    (folder / "programs/song.md").unlink()
    (folder / "providers/academy.md").unlink()
    write(folder, {"programs/dance.md": "no front matter"})
    synced(folder, engine)
    catalog = Catalog(engine)
    assert [catalog.provider_of(one).id for one in catalog.programs(catalog.ids("program"))] == [
        "academy"
    ]


def test_a_broken_new_file_is_named_and_the_rest_is_stored(folder: Path, engine: Engine) -> None:
    write(folder, {"programs/new.md": "---\n- nothing\n---\n"})
    report = synced(folder, engine)
    assert "new" not in Catalog(engine).ids("program")
    assert report.kept == 0
    assert [problem.file for problem in report.problems] == ["programs/new.md"]


def test_what_was_imported_stays(folder: Path, engine: Engine) -> None:
    imported = complete(program("chess", provider="school"))
    take_in(engine, imported, origin="list.csv", read_on=TODAY)
    synced(folder, engine)
    (folder / "programs/song.md").unlink()
    synced(folder, engine)
    assert Catalog(engine).ids("program") == ["chess", "dance"]


def test_a_wrong_folder_cannot_empty_the_catalog(
    folder: Path, engine: Engine, tmp_path: Path
) -> None:
    synced(folder, engine)
    before = known(engine)
    with pytest.raises(KnowledgeError, match="KNOWLEDGE_DIR"):
        synced(tmp_path / "nowhere", engine)
    (tmp_path / "empty" / "programs").mkdir(parents=True)
    with pytest.raises(KnowledgeError, match="left as it is"):
        synced(tmp_path / "empty", engine)
    assert known(engine) == before
