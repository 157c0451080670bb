"""``advisor-bot badges verify``."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from advisor_bot.cli import cli
from tests.badges.making import assertion, issuer_site, own_badge

run = CliRunner()
AT = ["--at", "2026-11-23"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    badge = assertion()
    unreachable = assertion(id="https://issuer.example/assertions/2")
    files = {"good": own_badge(), "hosted": badge, "unreachable": unreachable, "junk": {}}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    pages = {}
    for at, (url, page) in enumerate(issuer_site(badge).items()):
        (tmp_path / f"page{at}.json").write_text(json.dumps(page))
        pages[url] = f"page{at}.json"
    (tmp_path / "map.json").write_text(json.dumps(pages))
    return tmp_path


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["good"], 0),
        (["junk"], 1),
        (["unreachable"], 2),
        (["good", "hosted"], 0),
        (["good", "unreachable"], 2),
        (["unreachable", "junk", "good"], 1),
    ],
)
def test_the_exit_code_is_the_worst_verdict(folder: Path, names: list[str], code: int) -> None:
    files = [str(folder / f"{name}.json") for name in names]
    offline = ["--offline", str(folder / "map.json")]
    result = run.invoke(cli, ["badges", "verify", *files, *offline, *AT])
    assert result.exit_code == code, result.output
    assert result.output.count("integrity") == len(names)


def test_json_has_one_object_a_badge(folder: Path) -> None:
    arguments = [str(folder / "good.json"), str(folder / "junk.json"), "--json"]
    offline = ["--offline", str(folder / "map.json")]
    result = run.invoke(cli, ["badges", "verify", *arguments, *offline, *AT])
    good, junk = map(json.loads, result.stdout.splitlines())
    assert (good["verdict"], junk["verdict"]) == ("valid", "invalid")
    assert [check["name"] for check in good["checks"]] == [
        "integrity", "issuer_binding", "dates", "status", "recipient", "issuer_known"
    ]  # fmt: skip
    assert all(check["words"] for check in good["checks"])
    assert good["badge"]["name"] == "Data Skills"


def test_an_address_is_answered_from_the_map_and_nothing_else_is(folder: Path) -> None:
    offline = ["--offline", str(folder / "map.json")]
    url = "https://issuer.example/assertions/1"
    assert run.invoke(cli, ["badges", "verify", url, *offline, *AT]).exit_code == 0
    other = "https://issuer.example/assertions/9"
    result = run.invoke(cli, ["badges", "verify", other, *offline, *AT])
    assert result.exit_code == 2
    assert "offline map" in result.output


def test_the_recipient_and_the_clock(folder: Path) -> None:
    offline = ["--offline", str(folder / "map.json")]
    start = ["badges", "verify", str(folder / "hosted.json"), *offline]
    assert run.invoke(cli, [*start, *AT, "--email", "ada@example.org"]).exit_code == 0
    assert run.invoke(cli, [*start, *AT, "--email", "eve@example.org"]).exit_code == 2
    assert run.invoke(cli, [*start, "--at", "2025-01-01T00:00:00Z"]).exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [["no-such-file"], ["good.json", "--at", "soon"], ["good.json", "--offline", "good.txt"]],
)
def test_arguments_that_cannot_be_used(
    folder: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "good.txt").write_text("[]")
    result = run.invoke(cli, ["badges", "verify", *arguments])
    assert result.exit_code == 3
    assert result.stderr
