import contextlib
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.catalog.extraction.written import Written
from advisor_bot.catalog.facts import Document, Page, Price, Program, Provider, Workload
from advisor_bot.catalog.readers.documents import read
from advisor_bot.catalog.readers.documents.kinds import Unreadable, kind_of
from advisor_bot.catalog.readers.reading import Material, Problem
from tests.catalog.readers.making_documents import docx, lines, package, pdf, slides

READ_ON = date(2026, 5, 4)
Item = Document | Problem
BROCHURE = """<!DOCTYPE html><html><head><title>Ward Safety Certificate | Halden</title></head><body>
<h1>Ward Safety Certificate</h1><p>Provider: Halden College</p>
<h2>Cost</h2><p>The program costs EUR 240.</p><h2>Assessment</h2>
<p>There is a final exam. The exam is proctored.</p>
</body></html>"""


@pytest.fixture
def read_bytes(tmp_path: Path) -> Callable[..., list[Item]]:
    def reading(content: bytes | str, name: str = "file", **options: Any) -> list[Item]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(Material(path, name, READ_ON), **options))

    return reading


ReadBytes = Callable[..., list[Item]]


def only_page(items: list[Item]) -> Page:
    [page] = [item for item in items if isinstance(item, Page)]
    return page


def only_program(items: list[Item]) -> Program:
    [program] = [item for item in items if isinstance(item, Program)]
    return program


def problems(items: list[Item]) -> list[str]:
    return [str(item) for item in items if isinstance(item, Problem)]


def sections(items: list[Item]) -> list[tuple[str, str, str | None]]:
    return [
        (section.heading, section.text, section.source.place if section.source else None)
        for section in only_page(items).sections
    ]


def test_a_pdf_keeps_its_pages(read_bytes: ReadBytes) -> None:
    items = read_bytes(
        pdf(
            [(72, 740, 24, "Ward Safety Certificate"), *lines("Provider: Halden College", top=700)],
            lines(
                "The program costs EUR 240 for members and is",
                "open to all.",
                "",
                "Duration: 6 weeks",
            ),
        ),
        "ward.pdf",
    )
    page = only_page(items)
    assert (page.kind, page.title) == ("document", "Ward Safety Certificate")
    assert [(heading, place) for heading, _, place in sections(items)] == [
        ("Page 1", "page 1"),
        ("Page 2", "page 2"),
    ]
    program = only_program(items)
    assert program.title == "Ward Safety Certificate"
    assert program.facts.workload.value == Workload(weeks=6)
    assert program.facts.workload.quote == "Duration: 6 weeks"
    source = program.facts.workload.source
    assert source is not None
    assert (source.title, source.place, source.checked_on) == ("ward.pdf", "page 2", READ_ON)


def test_a_table_in_a_pdf_is_read_row_by_row(read_bytes: ReadBytes) -> None:
    labels = [
        (72.0, 600 - 14.0 * row, 11.0, text) for row, text in enumerate(["Exam fee", "Course fee"])
    ]
    values = [
        (300.0, 600 - 14.0 * row, 11.0, text) for row, text in enumerate(["EUR 300", "EUR 900"])
    ]
    items = read_bytes(pdf([(72, 740, 24, "Ward Safety"), *labels, *values]), provider="Halden")
    assert "Exam fee | EUR 300\nCourse fee | EUR 900" in sections(items)[0][1]
    assert only_program(
        read_bytes(pdf([*labels, *values]), program="W", provider="H")
    ).facts.cost.value == (
        Price(amount=300, currency="EUR", covers="exam"),
        Price(amount=900, currency="EUR"),
    )


def test_pages_that_are_pictures_are_counted(read_bytes: ReadBytes) -> None:
    items = read_bytes(pdf(lines("Hello there"), [], []), "scan.pdf")
    assert sections(items) == [("Page 1", "Hello there", "page 1")]
    [problem] = problems(items)
    assert "2 of its 3 pages hold no text" in problem


def test_columns_of_prose_are_not_taken_for_a_table(read_bytes: ReadBytes) -> None:
    left = lines(
        "The left column talks about one thing and", "goes on with it over several lines of text."
    )
    right = [(350.0, y, size, text.replace("left", "right")) for _, y, size, text in left]
    [(_, text, _)] = sections(read_bytes(pdf([*left, *right])))
    assert "|" not in text


def test_docx_is_cut_at_headings(read_bytes: ReadBytes) -> None:
    items = read_bytes(
        docx(
            ("Title", "Ward Safety Certificate"),
            ("", "Provider: Halden College"),
            ("Heading1", "What it costs *"),
            [["Tuition", "USD 1,200"], ["Exam fee", "USD 150"]],
            ("Heading2", "Assessment"),
            ("", "There is a final exam of 60 questions. The exam is not proctored."),
        ),
        "ward.docx",
    )
    assert sections(items) == [
        (
            "Ward Safety Certificate",
            "Provider: Halden College",
            "under 'Ward Safety Certificate'",
        ),
        ("What it costs *", "Tuition | USD 1,200\nExam fee | USD 150", "under 'What it costs *'"),
        (
            "Assessment",
            "There is a final exam of 60 questions. The exam is not proctored.",
            "under 'Assessment'",
        ),
    ]
    facts = only_program(read_bytes(docx(("", "Cost: USD 5")), program="W", provider="H")).facts
    assert facts.cost.value == (Price(amount=5, currency="USD"),)


def test_slides_are_cited_by_number(read_bytes: ReadBytes) -> None:
    items = read_bytes(
        slides(
            ("Ward Safety Certificate", "Provider: Halden College"),
            ("Good to know", "Cost: EUR 240\nDuration: 6 weeks"),
        ),
        "ward.pptx",
    )
    assert [(heading, place) for heading, _, place in sections(items)] == [
        ("Ward Safety Certificate", "slide 1"),
        ("Good to know", "slide 2"),
    ]
    source = only_program(items).facts.cost.source
    assert source is not None
    assert source.place == "slide 2"


def test_html_is_read_as_people_see_it(read_bytes: ReadBytes) -> None:
    items = read_bytes(
        BROCHURE.replace(
            "<h2>Cost",
            """<script>document.write("Cost: EUR 1")</script><style>p {}</style><!-- Cost: EUR 2 -->
            <p style="display: none">Cost: EUR 3</p><p hidden>Cost: EUR 4</p>
            <p aria-hidden="true">Cost: EUR 5</p>
            <template><p>Cost: EUR 6</p></template><noscript>Cost: EUR 7</noscript><h2>Cost""",
        ),
        "ward.html",
    )
    program = only_program(items)
    assert program.facts.cost.value == (Price(amount=240, currency="EUR"),)
    assert program.facts.cost.quote == "The program costs EUR 240."
    assert program.facts.proctoring.value == "supervised"
    assert "EUR 1" not in str(only_page(items).sections)
    assert [item.name for item in items if isinstance(item, Provider)] == ["Halden College"]


def test_what_a_page_says_in_json_ld_is_completed_by_its_words(read_bytes: ReadBytes) -> None:
    marked = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "Course",
    "name": "Ward Safety Certificate", "provider": {"@type": "Organization", "name": "Halden College"},
    "offers": {"@type": "Offer", "price": "250", "priceCurrency": "EUR", "category": "Paid"}}</script>"""
    items = read_bytes(BROCHURE.replace("</head>", marked + "</head>"), "ward.html")
    program = only_program(items)
    assert program.title == "Ward Safety Certificate"
    assert program.facts.cost.value == (Price(amount=250, currency="EUR"),)
    assert program.facts.proctoring.value == "supervised"
    assert len([item for item in items if isinstance(item, Provider)]) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_html_in_any_encoding(read_bytes: ReadBytes, encoding: str) -> None:
    declared = '<meta charset="windows-1252">' if encoding == "cp1252" else ""
    text = f"<html><head>{declared}</head><body><h1>Prüfung für Pflegekräfte</h1><p>Höhe</p></html>"
    assert only_page(read_bytes(text.encode(encoding))).title == "Prüfung für Pflegekräfte"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf(lines("Hello there")), "a.docx"),
        (docx(("", "Hello there")), "a.pdf"),
        (BROCHURE, "a.txt"),
        ("<h1>Wards</h1><p>Hello there", "a.html"),
        (
            '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>Hello there</p></html>',
            "a",
        ),
    ],
)
def test_content_counts_and_not_the_name(
    read_bytes: ReadBytes, content: bytes | str, name: str
) -> None:
    assert only_page(read_bytes(content, name)).sections


def test_macros_are_left_alone(read_bytes: ReadBytes) -> None:
    with_macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert (
        sections(read_bytes(docx(("", "Hello there"), content_type=with_macros)))[0][1]
        == "Hello there"
    )


def test_without_provider_it_says_how_to_name_one(read_bytes: ReadBytes) -> None:
    items = read_bytes(BROCHURE.replace("Provider: Halden College", ""), "ward.html")
    assert [type(item) for item in items] == [Page, Problem]
    [problem] = problems(items)
    assert "nothing says who issues it" in problem
    assert "--provider" in problem
    assert "--program" in problem
    named = read_bytes(
        BROCHURE.replace("Provider: Halden College", ""), provider="Halden", program="Wards"
    )
    assert (only_program(named).title, only_program(named).provider) == ("Wards", "halden")


def test_a_document_about_no_program_is_only_a_page(read_bytes: ReadBytes) -> None:
    policy = (
        "<html><h1>Training policy</h1><p>Issued by: HR</p><p>Cost: EUR 500</p><p>Duration: 2 days"
    )
    assert [type(item) for item in read_bytes(policy)] == [Page]
    letter = "<html><h1>Summer party</h1><p>Provider: Catering Ltd</p><p>Cost: EUR 20</p>"
    assert [type(item) for item in read_bytes(letter)] == [Page]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (pdf(lines("Secret"), password="x"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\xd0\xcf\x11\xe0 and so on", "old Office file"),
        (pdf([], []), "only pictures of pages (a scan?)"),
        (b"%PDF-1.7\nnothing more", "damaged"),
        (docx(("", "Hello"))[:-30], "damaged or was cut off"),
        (package({"a.txt": "x"}), "an archive, not a document"),
        (package({"[Content_Types].xml": "…spreadsheetml.sheet…"}), "a workbook"),
        (b"\x89PNG\r\n", "not a PDF, DOCX, PPTX or HTML"),
        (
            package(
                {"[Content_Types].xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"}
            ),
            "declares entities",
        ),
        (
            package({"[Content_Types].xml": "<!DOCTYPE x>".encode("utf-16")}),
            "declares entities",
        ),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    read_bytes: ReadBytes, content: bytes, reason: str
) -> None:
    items = read_bytes(content, "thing")
    [problem] = problems(items)
    assert len(items) == 1
    assert problem.startswith("thing: file: ")
    assert reason in problem


def test_zip_bombs_are_not_opened(tmp_path: Path) -> None:
    one = tmp_path / "one"
    with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 30_000_000)
    with pytest.raises(Unreadable, match="zip bomb"):
        kind_of(one)
    many = tmp_path / "many"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    with pytest.raises(Unreadable, match="zip bomb"):
        kind_of(many)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(50_000_001)
    with pytest.raises(Unreadable, match=r"50 MB.*Split it"):
        kind_of(path)


def test_a_conversion_that_takes_too_long_is_stopped(read_bytes: ReadBytes) -> None:
    items = read_bytes(BROCHURE, "slow.html", seconds=0.01)
    [problem] = problems(items)
    assert "took longer than 0.01 seconds" in problem
    assert not [item for item in items if isinstance(item, Page)]


def test_a_converter_that_dies_is_a_problem(
    read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = "advisor_bot.catalog.readers.documents.reader._WORKER"
    monkeypatch.setattr(worker, "advisor_bot.no_such_module")
    [problem] = problems(read_bytes(BROCHURE, "ward.html"))
    assert "is damaged, or built in a way that cannot be read" in problem


def test_deeply_nested_html_ends(read_bytes: ReadBytes) -> None:
    depth = 50_000
    items = read_bytes("<html><body>" + "<div>" * depth + "Hello there" + "</div>" * depth)
    assert items


def test_a_long_section_is_kept_whole_in_pieces(read_bytes: ReadBytes) -> None:
    words = "\n".join(f"<p>Sentence number {number} of many.</p>" for number in range(2_000))
    found = sections(read_bytes(f"<html><h1>Long</h1>{words}"))
    assert len(found) > 1
    assert all(heading == "Long" and len(text) <= 20_000 for heading, text, _ in found)
    assert "Sentence number 1999 of many." in found[-1][1]


def test_the_conversion_sees_no_secrets_and_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import subprocess
    import sys

    script = (
        "import os, sys, socket\n"
        "from advisor_bot.catalog.readers.documents import converting\n"
        "converting._confine()\n"
        "for act in (lambda: socket.create_connection(('127.0.0.1', 9)), lambda: open('/etc/hostname'),\n"
        "            lambda: open('new', 'w'), lambda: os.system('true'), lambda: os.remove('x')):\n"
        "    try:\n"
        "        act()\n"
        "    except PermissionError as error:\n"
        "        print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["refused"] * 5
    assert list(tmp_path.iterdir()) == []


def test_an_extractor_of_ones_own_gets_the_parts(read_bytes: ReadBytes) -> None:
    seen: list[Written] = []

    def extractor(written: Written) -> list[Problem]:
        seen.append(written)
        return [written.problem("page 1", "seen")]

    items = read_bytes(BROCHURE, "ward.html", extractor=extractor, program="P", provider="Q")
    assert problems(items) == ["ward.html: page 1: seen"]
    [written] = seen
    assert (written.program, written.provider) == ("P", "Q")
    assert [part.heading for part in written.parts] == [
        "Ward Safety Certificate",
        "Cost",
        "Assessment",
    ]


@settings(max_examples=8)
@given(
    head=st.sampled_from(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0", b"<!doctype html>"]
    ),
    tail=st.binary(max_size=2_000),
)
def test_no_bytes_make_it_raise(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, tail: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "file"
    path.write_bytes(head + tail)
    for item in read(Material(path, "file", READ_ON)):
        assert isinstance(item, Page | Program | Provider | Problem)


@settings(max_examples=200)
@given(
    head=st.sampled_from([b"%PDF-", b"PK\x03\x04", b"PK", b"<html>", b"\xd0\xcf\x11\xe0", b""]),
    tail=st.binary(),
)
def test_the_kind_of_any_bytes_is_known_or_refused(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, tail: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"kind-{os.getpid()}"
    path.write_bytes(head + tail)
    with contextlib.suppress(Unreadable):
        assert kind_of(path) in {"pdf", "docx", "pptx", "html"}
