"""Every gradable public vector gets its expected verdict; none is falsely accepted."""

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from advisor_bot.badges.verification import Conditions, Report, Verdict, verify_file
from advisor_bot.badges.verification.recipient import matches
from advisor_bot.badges.verification.results import Refuted
from advisor_bot.badges.verification.status import decode_list
from tests.badges.making import NOW, web

Row = dict[str, str]


def _rows(folder: Path) -> list[Row]:
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _pages(row: Row, folder: Path) -> dict[str, bytes]:
    """The pages that a row lists; everything else is unreachable."""
    pages = {}
    for part in filter(None, row["network"].split("; ")):
        url, _, file = part.partition(" => ")
        if file == "this file":
            pages[url] = (folder / row["path"]).read_bytes()
        elif file.startswith("_mocks/"):
            pages[url] = (folder / file).read_bytes()
    return pages


def _report(row: Row, folder: Path) -> Report:
    conditions = Conditions(web(_pages(row, folder)), NOW)
    return verify_file((folder / row["path"]).read_bytes(), conditions)


def test_every_gradable_vector_gets_its_verdict(
    vectors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong = []
    for row in _rows(vectors):
        report = _report(row, vectors)
        expected = row["expected"].split("|")
        falsely_accepted = report.verdict is Verdict.VALID and "valid" not in expected
        assert not falsely_accepted, (row["id"], report)
        if row["gradable"] != "yes":
            continue
        total[row["format"]] += 1
        if report.verdict in expected:
            right[row["format"]] += 1
        else:
            wrong.append((row["id"], row["expected"], report.verdict, report.summary))
    with capsys.disabled():
        sys.stdout.write(_table(right, total))
    assert wrong == []
    assert total.total() == 115


def _table(right: Counter[str], total: Counter[str]) -> str:
    width = max(map(len, total))
    lines = [f"{name:<{width}}  {right[name]:>3} of {total[name]:>3}" for name in sorted(total)]
    last = f"{'all formats':<{width}}  {right.total():>3} of {total.total():>3}"
    return "\n".join(["", *lines, last, ""])


def test_without_the_issuers_pages_https_issuers_are_never_proven(vectors: Path) -> None:
    for row in _rows(vectors):
        if "_mocks/synthetic/" not in row["network"]:
            continue
        conditions = Conditions(web({}), NOW)
        report = verify_file((vectors / row["path"]).read_bytes(), conditions)
        assert report.verdict is not Verdict.VALID, row["id"]


def test_recipient_hashes_match_as_listed(vectors: Path) -> None:
    cases = json.loads((vectors / "identity-hash.json").read_text(encoding="utf-8"))
    graded = [case for case in cases if "identity" in case["recipient"]]
    assert len(graded) > 3
    for case in graded:
        assert matches(case["recipient"], case["email"]) is case["match"], case["source"]


def test_published_status_lists_can_be_read(vectors: Path) -> None:
    cases = json.loads((vectors / "bitstrings.json").read_text(encoding="utf-8"))
    for case in cases:
        bits = decode_list(case["encodedList"])
        found = {at for at, byte in enumerate(bits) if byte}  # the order within a byte varied
        assert found == {bit // 8 for bit in case.get("set_bits", [])}, case["name"]


def test_a_broken_status_list_is_refuted() -> None:
    with pytest.raises(Refuted):
        decode_list("uH4sIAAAAbroken")
