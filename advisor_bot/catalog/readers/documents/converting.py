"""Converts one document, as a process of its own: `python -m …converting KIND FILE`.

Parsers of such formats can be made to hang, to recurse or to eat memory by the file they read. Here they
do so in a process that has little memory, little time, no network and no other program to start, and
nothing to lose. It writes one JSON object a line: parts, and at the end what the document is called, or
why it cannot be read.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any

from markitdown import StreamInfo
from markitdown.converters import DocxConverter, HtmlConverter, PptxConverter
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from advisor_bot.catalog.extraction.written import Part
from advisor_bot.catalog.readers.documents.hypertext import Undecodable, visible
from advisor_bot.catalog.readers.documents.pdf_pages import MAX_PAGES, pages
from advisor_bot.catalog.readers.documents.sections import cut_at_headings, cut_at_slides

MEMORY = 2_000_000_000
SECONDS = 60
MAX_CHARACTERS = 20_000_000
_PLAIN: dict[str, Any] = {
    # The parts of a document are quoted: text stays as it is, without marks for emphasis and links.
    "strip": ["a", "img", "b", "strong", "em", "i", "u", "s", "del", "code", "sub", "sup"],
    "escape_asterisks": False,
    "escape_underscores": False,
    "escape_misc": False,
}
_STYLES = "p[style-name='Title'] => h1:fresh"
"""mammoth knows Word's headings, but not its style for the title."""
Line = dict[str, Any]


def main(kind: str, name: str) -> None:
    with Path(name).open("rb") as file:
        _confine()
        written = 0
        for line in _CONVERTERS[kind](file):
            text = json.dumps(line)
            written += len(text)
            if written > MAX_CHARACTERS:
                _say(
                    {
                        "cut": f"only its first {MAX_CHARACTERS // 1_000_000} million characters were read"
                    }
                )
                break
            sys.stdout.write(text + "\n")
        _say({"end": True})


def _say(line: Line) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _pdf(file: BufferedReader) -> Iterator[Line]:
    number = 0
    try:
        for number, (text, largest) in enumerate(pages(file), start=1):
            if number == 1:
                yield {"title": largest}
            yield asdict(Part(f"Page {number}", 0, f"page {number}", text))
            sys.stdout.flush()
    except (PDFPasswordIncorrect, PDFEncryptionError):
        yield {
            "unreadable": "the file is protected by a password: open it, save it without one, import it "
            "again"
        }
        return
    if number >= MAX_PAGES:
        yield {"cut": f"only its first {MAX_PAGES:,} pages were read"}


def _docx(file: BufferedReader) -> Iterator[Line]:
    converter = DocxConverter()  # type: ignore[no-untyped-call]
    result = converter.convert(file, StreamInfo(extension=".docx"), style_map=_STYLES, **_PLAIN)
    return _with_title("", list(cut_at_headings(result.markdown)))


def _pptx(file: BufferedReader) -> Iterator[Line]:
    converter = PptxConverter()  # type: ignore[no-untyped-call]
    result = converter.convert(file, StreamInfo(extension=".pptx"), **_PLAIN)
    return _with_title("", list(cut_at_slides(result.markdown)))


def _html(file: BufferedReader) -> Iterator[Line]:
    try:
        title, html = visible(file.read())
    except Undecodable:
        return iter([{"unreadable": "its text is in no known encoding: save it as UTF-8"}])
    markdown = HtmlConverter().convert_string(html, **_PLAIN).markdown
    return _with_title(title, list(cut_at_headings(markdown)))


_CONVERTERS = {"pdf": _pdf, "docx": _docx, "pptx": _pptx, "html": _html}


def _with_title(title: str, parts: list[Part]) -> Iterator[Line]:
    """A document is called by its one main heading; where it has none, by the title it was given."""
    main_headings = [part.heading for part in parts if part.level == 1]
    first = next((part.heading for part in parts if part.heading), "")
    one = main_headings[0] if len(main_headings) == 1 else ""
    return chain([{"title": one or title or first}], map(asdict, parts))


def _confine() -> None:
    """Gives up all that a conversion does not need. Windows knows no such limits; there the time limit
    of the parent is left."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (8 * MAX_CHARACTERS, 8 * MAX_CHARACTERS))
    libraries = tuple({os.path.realpath(path) for path in sys.path if path} | {sys.base_prefix})

    def refuse(event: str, details: tuple[object, ...]) -> None:
        if event == "open":
            path, mode = details[0], details[1]
            readable = isinstance(mode, str) and not set(mode) & set("wax+")
            if isinstance(path, str) and readable and os.path.realpath(path).startswith(libraries):
                return
            raise PermissionError(f"a document may not open {path!r}")
        if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork")) or (
            event
            in {"os.system", "os.remove", "os.rename", "os.mkdir", "shutil.rmtree", "os.startfile"}
        ):
            raise PermissionError(f"a document may not cause {event}")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main(*sys.argv[1:])
