"""Which program a document is about, or which ones: title, issuer, and the parts that are about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from advisor_bot.catalog.extraction.cues import PROGRAM, any_of, label
from advisor_bot.catalog.extraction.statements import Statement, statements
from advisor_bot.catalog.extraction.written import Part, Written
from advisor_bot.catalog.readers.values import one_line

_ISSUER_LABEL = re.compile(
    r"(?:training |course |programme? )?provider|(?:offered|issued|awarded|provided|delivered) by|"
    r"awarding (?:body|organi[sz]ation|institution)|issuer|issuing (?:body|organi[sz]ation)|institution",
    re.IGNORECASE,
)
_WORD = r"[A-Z][\w&’'-]*"
_ISSUED_BY = re.compile(
    r"(?:^|\b[Tt]h(?:e|is) (?:\w+ )?(?:certificate|badge|credential|certification|course|programm?e?) is )"
    r"(?:[Oo]ffered|[Ii]ssued|[Aa]warded) by (?:the )?"
    rf"(?P<name>{_WORD}(?:(?: (?:of|for|and|the|in|de|&))* {_WORD})*)"
    r"(?=[.,;]|$| and is | for )"
)
LONGEST_TEXT = 500_000
_LONGEST_NAME = 120
_COST = re.compile(r"(?:\w+ ){0,2}(?:costs?|fees?|price|tuition)", re.IGNORECASE)
_TIME = re.compile(r"(?:\w+ ){0,2}(?:duration|length|workload|time commitment)", re.IGNORECASE)
_PROGRAM = any_of(PROGRAM)
_NO_NAME = label("""
    duration|length|costs?|price|fees?|level|format|delivery|language|assessment|credits?|start|dates?|location|title
    course|program|programme|contact|website
""")
_NO_PROGRAM = any_of("""
    tracks?|options?|pace|part[- ]time|full[- ]time|plans?|tiers?|packages?|cohorts?|sessions?|levels?|stages?
    modules?|weeks?|units?|lessons?|chapters?|phases?|steps?|fees?|costs?|dates?
    how|what|why|who|your|our|about|content|structure|overview|outline|details?|information
""")
_NOT_ONE_PROGRAM = any_of(r"""
    catalogues?|catalogs?|prospectus|overview of|list of|portfolio of|comparison|newsletter
    (?:our|all) (?:courses|programs|programmes)
    (?:courses|programs|programmes|trainings) (?:20\d\d|list|overview)
    polic(?:y|ies)|guidelines?|handbook|minutes|invoice|report|terms|agreement
""")


@dataclass(frozen=True)
class Subject:
    """``provider`` is None where nothing says who issues it; ``is_named`` says that a person told which
    program it is."""

    title: str
    provider: str | None
    parts: tuple[Part, ...]
    is_named: bool


def parts_read(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those in which facts are looked for: the first LONGEST_TEXT characters. No brochure is longer."""
    read, kept = 0, list[Part]()
    for part in parts:
        text = part.text[: LONGEST_TEXT - read]
        kept.append(replace(part, text=text))
        read += len(part.text)
        if read >= LONGEST_TEXT:
            break
    return tuple(kept)


def subjects(written: Written) -> tuple[Subject, ...]:
    """The programs that the document is about, ``()`` where it is not clearly about any.

    A document is about one program, unless headings beside each other each read as a program's and each
    have a cost and a duration of their own below.
    """
    parts = parts_read(written.parts)
    everywhere = written.provider or _issuer(parts)
    entries = () if written.program else _entries(parts)
    if entries:
        return tuple(
            Subject(
                entry[0].heading, written.provider or _issuer(entry) or everywhere, entry, False
            )
            for entry in entries
        )
    if not written.program and _NOT_ONE_PROGRAM.search(written.title):
        return ()
    title = one_line(written.program or written.title)
    return (Subject(title, everywhere, parts, written.program is not None),) if title else ()


def _issuer(parts: Sequence[Part]) -> str | None:
    """The one name that stands behind "Provider:" and the like, or else in "… is issued by …"."""
    said = list(statements(parts))
    labelled = [one.value.rstrip(".") for one in said if _ISSUER_LABEL.fullmatch(one.label)]
    named = labelled or [
        found["name"] for one in said if not one.label and (found := _ISSUED_BY.search(one.text))
    ]
    different = {name.casefold() for name in named}
    return named[0] if len(different) == 1 and _is_name(named[0]) else None


def _is_name(text: str) -> bool:
    is_short = len(text) <= _LONGEST_NAME and len(text.split()) <= 12
    return is_short and text[:1].isupper() and not _NO_NAME.fullmatch(text)


def _entries(parts: Sequence[Part]) -> tuple[tuple[Part, ...], ...]:
    """The programs of a catalogue, each with the parts below its heading; ``()`` if it is none.

    Only if certain: every heading of that level under one parent must be a program's.
    """
    for level in sorted({part.level for part in parts if part.level}):
        entries = _below_headings(parts, level)
        if len(entries) >= 2 and all(map(_is_program, entries)):
            return entries
    return ()


def _below_headings(parts: Sequence[Part], level: int) -> tuple[tuple[Part, ...], ...]:
    entries = list[list[Part]]()
    is_open = False
    for part in parts:
        if 0 < part.level < level:
            is_open = False
        elif part.level == level:
            entries.append([part])
            is_open = True
        elif is_open:
            entries[-1].append(part)
    return tuple(tuple(entry) for entry in entries)


def _is_program(entry: Sequence[Part]) -> bool:
    heading = entry[0].heading
    if not _PROGRAM.search(heading) or _NO_PROGRAM.search(heading):
        return False
    said = list(statements(entry))
    return _is_labelled(said, _COST) and _is_labelled(said, _TIME)


def _is_labelled(said: Iterator[Statement] | Sequence[Statement], label: re.Pattern[str]) -> bool:
    return sum(label.fullmatch(statement.label) is not None for statement in said) == 1
