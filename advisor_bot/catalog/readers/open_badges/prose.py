"""Markdown, which criteria and descriptions may hold (OB 3.0, Criteria), as plain text."""

import re

from advisor_bot.catalog.readers.values import one_line

_LONGEST = 100_000
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,300}?)(?<=\S)\1(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}\)")
_LEAD = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?)", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]*(?:[*+•-][ \t]*(?=\S)|\d{1,2}[.)][ \t]+)")


def without_markdown(text: str) -> str:
    """The text without the marks of headings, quotations, emphasis and links; lists stay lists."""
    text = _LEAD.sub("", text[:_LONGEST])
    for marks, kept in ((_LINK, r"\1"), (_STRONG, r"\2"), (_EMPHASIS, r"\2")):
        text = marks.sub(kept, text)
    return text.strip()


def in_one_line(text: str, longest: int) -> str:
    """Plain text on one line, its lists with semicolons; cut at a word if it is longer."""
    said = ""
    listing = False
    for line in filter(None, map(str.strip, text.splitlines())):
        bullet = _BULLET.match(line)
        item = line[bullet.end() :] if bullet else line
        joint = "; " if listing and bullet else ". " if listing else " "
        said += (joint if said and said[-1] not in ".!?;" else " ") + item
        listing = bullet is not None
    said = one_line(said)
    return said if len(said) <= longest else said[:longest].rsplit(" ", 1)[0].rstrip(",;:") + " …"
