"""Which reader a file goes to, and that every real file is read by one."""

import io
import os
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.facts import Program
from advisor_bot.catalog.files import import_file
from advisor_bot.catalog.readers.formats import Format, format_of, read
from advisor_bot.catalog.readers.reading import Material, Problem
from advisor_bot.catalog.store import Catalog
from tests.building import new_engine

TODAY = date(2026, 11, 23)
CHECKOUT = Path(__file__).parent.parent.parent.parent
DATA = Path(os.environ.get("ADVISOR_BOT_SHARED", CHECKOUT.parent / "shared")) / "data"
REAL = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*") if path.is_file())


def material(path: Path) -> Material:
    return Material(path, path.name, TODAY)


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", b"Title,Provider\n", "table"),
        ("a.csv", b"{not json},b\n", "table"),
        ("a.tsv", b"Title\tProvider\n", "table"),
        ("a.xlsx", archive("xl/workbook.xml"), "table"),
        ("a.bin", archive("xl/workbook.xml"), "table"),
        ("a.xlsx", b"PK damaged", "table"),
        ("a.docx", archive("word/document.xml"), "document"),
        ("a.docx", b"PK damaged", "document"),
        ("a.pdf", b"%PDF-1.7", "document"),
        ("a.csv", b"%PDF-1.7", "document"),
        ("a.html", b"anything", "document"),
        ("a", b"\xef\xbb\xbf  <!DOCTYPE html><p>", "document"),
        ("a.json", b'\xef\xbb\xbf{"@graph": [{"ceterms:name": "x"}]}', "CTDL"),
        ("a.json", '{"@context": "https://schema.org"}'.encode("utf-16"), "schema.org"),
        ("a.json", b'{"type": ["OpenBadgeCredential"]}', "Open Badges"),
        ("a.json", b'{"type": "BadgeClass"}', "Open Badges"),
        ("a.json", b'[{"@context": "http://schema.org/"}]', "schema.org"),
        ("a.jwt", b"eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2ln", "Open Badges"),
        (
            "a.json",
            b'{"type": "Achievement", "x": "https://purl.imsglobal.org/spec/ob/v3p0/context.json",'
            b' "targetType": "ceterms:Competency"}',
            "Open Badges",
        ),
        ("a.json", b'{"@type": "ceterms:OpenBadge"}', "CTDL"),
        ("a.json", b'{"a": 1}', None),
        ("a.png", b"\x89PNG", None),
        ("a.json", b"", None),
    ],
)
def test_the_format_is_told_by_content_then_by_name(
    tmp_path: Path, name: str, content: bytes, expected: Format | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert format_of(material(path)) == expected


def test_what_is_none_of_ours_is_refused_with_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG")
    (problem,) = read(material(path))
    assert isinstance(problem, Problem)
    assert "CSV, TSV, XLSX" in problem.reason


@pytest.mark.skipif(not REAL, reason=f"needs the real files in {DATA}")
@pytest.mark.parametrize("name", REAL)
def test_every_real_file_is_taken_in_and_again_without_a_change(name: str) -> None:
    engine = new_engine()
    path = DATA / name

    def taken() -> tuple[int, int, int]:
        report = import_file(
            engine, path, name=path.name, origin=path.name, today=TODAY, came_from=name
        )
        return report.added, report.programs, report.refused

    added, programs, refused = taken()
    assert added > 0
    assert refused == 0
    catalog = Catalog(engine)
    for one in catalog.programs(catalog.ids("program")):
        assert catalog.provider_of(one)
        stated = [getattr(one.facts, fact) for fact in type(one.facts).model_fields]
        assert all(fact.source.origin == path.name for fact in stated if fact.is_stated)
    assert taken()[0] == 0
    if name != "ctdl/OrganizationEnvelope.json":
        assert programs > 0
        assert isinstance(catalog.programs(catalog.ids("program"))[0], Program)


@given(st.sampled_from([b"", b"%PDF", b"PK", b"{", b"<html", b"\xff\xfe"]), st.binary(max_size=60))
def test_any_bytes_have_a_format_or_none(head: bytes, rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(head + rest)
        assert format_of(material(path)) in (*get_args(Format), None)
