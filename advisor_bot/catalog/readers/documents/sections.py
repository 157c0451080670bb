"""Markdown → parts, cut at headings or slides."""

import re
from collections.abc import Iterator

from advisor_bot.catalog.extraction.written import Part

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_SLIDE = re.compile(r"^<!-- Slide number: (\d+) -->$")
_TABLE_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")


def cut_at_headings(markdown: str) -> Iterator[Part]:
    """The text before the first heading, then that under each; parts without text are kept where a
    deeper heading follows, so that who stands under whom is not lost."""
    heading, level, lines = "", 0, list[str]()
    for line in markdown.splitlines():
        if found := _HEADING.match(line):
            if heading or _text(lines):
                yield _under(heading, level, lines)
            heading, level, lines = found[2].strip(), len(found[1]), []
        else:
            lines.append(line)
    if heading or _text(lines):
        yield _under(heading, level, lines)


def cut_at_slides(markdown: str) -> Iterator[Part]:
    """One part a slide, its title the heading."""
    number, lines = 0, list[str]()
    for line in markdown.splitlines():
        if found := _SLIDE.match(line):
            if number:
                yield _slide(number, lines)
            number, lines = int(found[1]), []
        else:
            lines.append(line)
    if number:
        yield _slide(number, lines)


def _under(heading: str, level: int, lines: list[str]) -> Part:
    return Part(heading, level, f"under '{heading}'" if heading else "", _text(lines))


def _slide(number: int, lines: list[str]) -> Part:
    """markitdown marks the title with one '#' wherever it stands on the slide, and adds headings of its
    own for notes and charts."""
    titles = [line for line in lines if re.match(r"# \S", line)]
    rest = [
        line.lstrip("# ") if line.startswith("#") else line for line in lines if line not in titles
    ]
    heading = titles[0][2:].strip() if titles else f"Slide {number}"
    return Part(heading, 1, f"slide {number}", _text(rest))


def _text(lines: list[str]) -> str:
    """Markdown lines as plain text: no table rules, pictures or more than one empty line."""
    kept = list[str]()
    for line in lines:
        if _TABLE_RULE.match(line.strip()):
            continue
        plain = _PICTURE.sub("", line).rstrip()
        if plain.startswith("|") and plain.endswith("|"):
            plain = " | ".join(cell.strip() for cell in plain.strip("|").split("|") if cell.strip())
        kept.append(plain)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
