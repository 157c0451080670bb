"""``advisor-bot knowledge …``, as its users run it: real commands on folders of their own."""

import json
import re
from pathlib import Path

import pytest

from advisor_bot.errors import KnowledgeError
from tests.test_cli import PROGRAM, Run, knowledge, run

__all__ = ["knowledge", "run"]

LIST = """Course,University,Duration,Level,Price,Currency
Chess Basics,Board Games School,6 weeks,Beginner,120,EUR
Chess Mastery,Board Games School,20 weeks,Advanced,480,EUR
"""


@pytest.fixture
def courses(knowledge: Path, tmp_path: Path) -> Path:
    file = tmp_path / "courses.csv"
    file.write_text(LIST)
    return file


def test_check_of_sound_files_shows_coverage(run: Run, knowledge: Path) -> None:
    result = run("knowledge", "check")
    assert result.exit_code == 0
    assert "No problems." in result.stdout
    assert "1 providers, 1 programs, 0 pages." in result.stdout
    level = next(line for line in result.stdout.splitlines() if re.search(r"\blevel\b", line))
    assert re.findall(r"\d+", level) == ["1", "0", "0"]
    cost = next(line for line in result.stdout.splitlines() if re.search(r"\bcost\b", line))
    assert re.findall(r"\d+", cost) == ["0", "0", "1"]
    assert "dance" in cost


def test_check_names_file_field_and_reason_and_fails(run: Run, knowledge: Path) -> None:
    broken = {
        "programs/lost.md": PROGRAM.replace("academy", "nobody"),
        "programs/level.md": PROGRAM.replace("beginner", "[newbie]"),
        "concepts/bare.md": "no front matter",
    }
    for name, text in broken.items():
        path = knowledge / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    result = run("knowledge", "check", str(knowledge))
    assert result.exit_code == 1
    assert "problems" in result.stdout
    for words in (
        ("concepts/bare.md", "front matter", "must start with"),
        ("programs/level.md", "facts.level.value", "'beginner'"),
        ("programs/lost.md", "provider", "no file providers/nobody.md"),
    ):
        row = next(line for line in result.stdout.splitlines() if words[0] in line)
        assert all(word in row for word in words)


def test_the_shipped_knowledge_has_no_problems(run: Run) -> None:
    assert run("knowledge", "check").exit_code == 0


def test_sync_is_incremental_deletes_and_keeps_what_a_broken_file_said(
    run: Run, knowledge: Path
) -> None:
    dance = knowledge / "programs" / "dance.md"
    song = knowledge / "programs" / "song.md"

    first = run("knowledge", "sync")
    assert first.exit_code == 0
    assert "added: program/dance" in first.stdout
    assert "knowledge: 2 added" in first.stdout

    again = run("knowledge", "sync").stdout
    assert "knowledge: 2 unchanged." in again
    assert "0 passages embedded" in again

    dance.write_text(PROGRAM.replace("leading a dance", "leading a waltz"))
    song.write_text(PROGRAM.replace("Dance", "Song"))
    changed = run("knowledge", "sync").stdout
    assert "changed: program/dance" in changed
    assert "added: program/song" in changed
    assert "knowledge: 1 added, 1 changed, 1 unchanged" in changed

    song.unlink()
    would = run("knowledge", "sync", "--dry-run").stdout
    assert "would be dropped: program/song" in would
    assert "dropped: program/song" in run("knowledge", "sync").stdout

    dance.write_text(PROGRAM.replace("beginner", "newbie"))
    broken = run("knowledge", "sync")
    assert broken.exit_code == 1
    assert "facts.level.value" in broken.stdout
    assert "1 are no longer there, but stay known" in broken.stdout
    assert "waltz" in run("ask", "is the Dance Leader Award worth it?").stdout


def test_rebuild_embeds_everything_anew(run: Run, knowledge: Path) -> None:
    run("knowledge", "sync")
    rebuilt = run("knowledge", "sync", "--rebuild").stdout
    assert re.search(r"[1-9]\d* passages embedded", rebuilt)


def test_an_imported_table_is_answered_from_with_its_rows(run: Run, courses: Path) -> None:
    first = run("knowledge", "import", str(courses))
    assert first.exit_code == 0
    assert "title: Course" in first.stdout, "what the columns are taken for is shown"
    assert "This guess was saved as" in first.stdout
    assert "courses.csv: 3 added" in first.stdout
    answer = run("ask", "is Chess Mastery from the Board Games School worth it?").stdout
    assert "EUR 480" in answer
    assert "courses.csv, row 3" in answer
    again = run("knowledge", "import", str(courses)).stdout
    assert "courses.csv: 3 unchanged." in again
    assert "0 passages embedded" in again


def test_a_corrected_mapping_is_used_at_the_next_import(run: Run, courses: Path) -> None:
    run("knowledge", "import", str(courses))
    saved = courses.with_name("courses.csv.mapping.yaml")
    saved.write_text(saved.read_text().replace("workload: Duration", "description: Duration"))
    assert "2 changed" in run("knowledge", "import", str(courses)).stdout


def test_a_mapping_is_not_written_over(run: Run, courses: Path) -> None:
    assert "title: Course" in run("knowledge", "mapping", str(courses)).stdout
    saved = courses.with_name("courses.csv.mapping.yaml")
    saved.write_text("# mine\n")
    with pytest.raises(KnowledgeError, match="is there already"):
        run("knowledge", "mapping", str(courses))
    assert saved.read_text() == "# mine\n"


def test_a_dry_run_shows_what_would_be_and_leaves_nothing_behind(run: Run, courses: Path) -> None:
    shown = run("knowledge", "import", str(courses), "--dry-run").stdout
    assert "3 would be added" in shown
    assert "Chess Basics" in shown
    assert not courses.with_name("courses.csv.mapping.yaml").exists()
    assert "courses.csv" not in run("knowledge", "origins").stdout


def test_a_report_as_json(run: Run, courses: Path) -> None:
    (line,) = run("knowledge", "import", str(courses), "--json").stdout.splitlines()
    report = json.loads(line)
    assert (report["origin"], report["added"], report["programs"]) == ("courses.csv", 3, 2)


def test_two_files_of_one_name_do_not_replace_each_other(
    run: Run, courses: Path, tmp_path: Path
) -> None:
    run("knowledge", "import", str(courses))
    other = tmp_path / "other" / "courses.csv"
    other.parent.mkdir()
    other.write_text(LIST.replace("Chess", "Go"))
    with pytest.raises(KnowledgeError, match="was imported from"):
        run("knowledge", "import", str(other))
    run("knowledge", "import", str(other), "--as", "go")
    listed = run("knowledge", "origins").stdout
    assert "courses.csv" in listed
    assert re.search(r"\bgo\b", listed)


def test_a_folder_is_imported_file_by_file(run: Run, courses: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.csv").write_text(LIST)
    (folder / "b.csv").write_text(LIST.replace("Chess", "Go"))
    (folder / "notes.txt.yaml").write_text("x: 1")
    shown = run("knowledge", "import", str(folder)).stdout
    assert "a.csv: 3 added" in shown
    assert "b.csv: 2 added, 1 joined" in shown


def test_what_cannot_be_read_says_why_and_fails(run: Run, courses: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG....")
    result = run("knowledge", "import", str(picture))
    assert result.exit_code == 1
    assert "none of the formats" in re.sub(r"\s+", " ", result.stdout)
    with pytest.raises(KnowledgeError, match="There is no file"):
        run("knowledge", "import", str(tmp_path / "nothing.csv"))
    with pytest.raises(KnowledgeError, match="not https"):
        run("knowledge", "import", "http://example.org/courses.csv")
    with pytest.raises(KnowledgeError, match="cannot be called 'knowledge'"):
        run("knowledge", "import", str(courses), "--as", "knowledge")


def test_what_was_imported_can_be_forgotten(run: Run, courses: Path) -> None:
    run("knowledge", "import", str(courses))
    assert (
        "3 entries of 'courses.csv' were dropped"
        in run("knowledge", "forget", "courses.csv").stdout
    )
    assert "Chess Mastery" not in run("ask", "is Chess Mastery worth it?").stdout


def test_a_correction_is_answered_with_and_can_be_taken_back(run: Run, courses: Path) -> None:
    run("knowledge", "sync")
    run(
        "knowledge", "correct", "dance", "cost", "[{amount: 75, currency: EUR}]",
        "--source", "https://example.org/prices",
    )  # fmt: skip
    asked = ("ask", "how much is the Dance Leader Award?")
    assert "EUR 75" in run(*asked).stdout
    run("knowledge", "correct", "dance", "cost", "--withdraw")
    assert "EUR 75" not in run(*asked).stdout
    with pytest.raises(KnowledgeError, match="needs --source"):
        run("knowledge", "correct", "dance", "level", "advanced")


def test_what_is_recorded_of_a_program_can_be_looked_up_by_its_name(
    run: Run, courses: Path
) -> None:
    run("knowledge", "import", str(courses))
    several = run("knowledge", "show", "chess").stdout
    assert "board-games-school-chess-mastery" in several
    shown = run("knowledge", "show", "board-games-school-chess-mastery").stdout
    assert "EUR 480" in shown
    assert "courses.csv, row 3" in shown
    with pytest.raises(KnowledgeError, match="nor anything like it"):
        run("knowledge", "show", "zzz")


def test_the_report_as_table_as_page_and_as_json(run: Run, courses: Path, tmp_path: Path) -> None:
    run("knowledge", "sync")
    run("knowledge", "import", str(courses))
    shown = run("knowledge", "report").stdout
    assert "3 programs of 2 providers" in shown
    assert "Board Games School" in shown
    page = tmp_path / "report.html"
    run("knowledge", "report", "--html", str(page))
    assert "<svg" in page.read_text()
    assert json.loads(run("knowledge", "report", "--json").stdout)["programs"] == 3
