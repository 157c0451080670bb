"""Reads one document: its text as a page, and what it says of programs as facts."""

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import structlog

from advisor_bot.catalog.extraction import patterns
from advisor_bot.catalog.extraction.written import Extractor, Part, Written
from advisor_bot.catalog.facts import Document, Page, Program, ProgramFacts, Provider, Section
from advisor_bot.catalog.readers.documents.kinds import Kind, Unreadable, kind_of
from advisor_bot.catalog.readers.reading import Material, Problem, Reading
from advisor_bot.catalog.readers.schema_org import read_html
from advisor_bot.catalog.readers.values import one_line, slug

SECONDS = 60
_LONGEST_SECTION = 20_000
_WORKER = "advisor_bot.catalog.readers.documents.converting"
_FOR_THE_WORKER = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""All of the environment that a conversion gets to see; keys and tokens stay here."""

_SPACES = re.compile(r"[^\S\n]|\x0b|\x0c")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
_log = structlog.get_logger()


def read(
    material: Material,
    *,
    extractor: Extractor | None = None,
    program: str | None = None,
    provider: str | None = None,
    seconds: float = SECONDS,
) -> Reading:
    """Yields the document as one Page, then the providers, programs and problems found in it.

    ``extractor`` finds the facts, by patterns if none is given; ``program`` and ``provider`` say of
    which program the document is, where it does not say so itself. Conversion gets ``seconds``. Blocks
    meanwhile: call it on a thread. Raises nothing for what is in the file; OSError if it cannot be
    opened.
    """
    try:
        kind = kind_of(material.path)
    except Unreadable as refusal:
        yield material.problem("file", f"cannot be read: {refusal}")
        return
    marked_up = list(read_html(material)) if kind == "html" else []
    converted = _converted(material, kind, seconds)
    for place, reason in converted.problems:
        yield material.problem(place, reason)
    if not any(part.text for part in converted.parts):
        yield from marked_up
        if not converted.problems and not marked_up:
            yield material.problem("file", _without_text(kind))
        return
    if reason := _pages_without_text(kind, converted):
        yield material.problem("file", reason)
    title = converted.title or PurePath(material.name).stem or material.name
    written = Written(material, title, tuple(converted.parts), program, provider)
    yield _page(written)
    yield from _completed(marked_up, written, extractor or patterns.extract)


def _completed(
    marked_up: list[Document | Problem], written: Written, extract: Extractor
) -> Reading:
    """What the page says of one program in JSON-LD, completed by what it says in words. If its JSON-LD
    is about several programs, the words cannot be told apart and only the JSON-LD counts."""
    programs = [item for item in marked_up if isinstance(item, Program)]
    if not programs:
        yield from marked_up
        yield from extract(written)
        return
    if len(programs) > 1:
        yield from marked_up
        return
    [program] = programs
    names = {item.id: item.name for item in marked_up if isinstance(item, Provider)}
    provider = names.get(program.provider, written.provider)
    named = replace(written, program=program.title, provider=provider)
    yield from (item for item in marked_up if item is not program)
    for item in extract(named):
        if isinstance(item, Program):
            program = program.model_copy(update={"facts": _filled_up(program.facts, item.facts)})
        elif not isinstance(item, Provider):
            yield item
    yield program


def _filled_up(facts: ProgramFacts, more: ProgramFacts) -> ProgramFacts:
    """``facts``, with those of ``more`` where they say nothing."""
    added = {
        name: getattr(more, name)
        for name in ProgramFacts.model_fields
        if getattr(more, name).is_stated and getattr(facts, name).source is None
    }
    return facts.model_copy(update=added)


def _page(written: Written) -> Page:
    sections = tuple(
        Section(heading=part.heading, text=text, source=written.source(part))
        for part in written.parts
        for text in _in_pieces(part.text)
    )
    return Page(
        id=slug(written.material.name), kind="document", title=written.title, sections=sections
    )


def _in_pieces(text: str) -> Iterator[str]:
    """Nothing of a long section is lost: it becomes several of the same heading, cut at a line's end
    where there is one."""
    while text:
        end = len(text)
        if end > _LONGEST_SECTION:
            end = text.rfind("\n", 1, _LONGEST_SECTION)
            end = end if end > 0 else _LONGEST_SECTION
        if piece := text[:end].strip():
            yield piece
        text = text[end:]


def _without_text(kind: Kind) -> str:
    if kind == "pdf":
        return (
            "holds no text, only pictures of pages (a scan?): have its text recognised (OCR), save it, "
            "and import that"
        )
    return "holds no text"


def _pages_without_text(kind: Kind, converted: "_Converted") -> str:
    empty = sum(not part.text for part in converted.parts)
    if kind != "pdf" or 2 * empty < len(converted.parts):
        return ""
    return (
        f"{empty} of its {len(converted.parts)} pages hold no text, perhaps pictures of it: have it "
        "recognised (OCR), save it, and import that to have them read"
    )


@dataclass
class _Converted:
    title: str = ""
    parts: list[Part] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def _converted(material: Material, kind: Kind, seconds: float) -> _Converted:
    """What the worker made of the file: all it wrote before it ended, or was ended."""
    command = [sys.executable, "-m", _WORKER, kind, str(material.path.resolve())]
    known = {name: os.environ[name] for name in _FOR_THE_WORKER if name in os.environ}
    stopped = ""
    with TemporaryFile() as output, TemporaryFile() as errors:
        try:
            ended = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                env=known,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            stopped = f"took longer than {seconds:g} seconds to read"
        else:
            if ended.returncode:
                stopped = "is damaged, or built in a way that cannot be read"
                _log.warning("document_not_converted", kind=kind, error=_last_line(errors))
        return _collected(output, stopped)


def _collected(output: BinaryIO, stopped: str) -> _Converted:
    result = _Converted()
    output.seek(0)
    for written in output:
        if not written.endswith(b"\n"):
            break
        line: dict[str, Any] = json.loads(written)
        match line:
            case {"title": title}:
                result.title = one_line(title)
            case {"unreadable": reason}:
                result.problems.append(("file", f"cannot be read: {reason}"))
            case {"cut": reason}:
                result.problems.append(("file", reason))
            case {"text": text}:
                heading = one_line(line["heading"])
                place = one_line(line["place"])
                result.parts.append(Part(heading, line["level"], place, _plain(text)))
    if stopped:
        read = f"; what came before the break ({len(result.parts)} parts) was read" * bool(
            result.parts
        )
        result.problems.append(
            (
                "file",
                f"{stopped}{read}. Open it, save it anew, or as another format, and import that",
            )
        )
    return result


def _last_line(errors: BinaryIO) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 1000))
    return errors.read().decode("utf-8", "replace").strip().rpartition("\n")[2]


def _plain(text: str) -> str:
    """Without control characters, soft hyphens and the invisible; lines are kept."""
    return _INVISIBLE.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()
