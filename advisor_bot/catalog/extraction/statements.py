"""A document's text → statements: sentences, labelled lines, table rows; each an exact span of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from advisor_bot.catalog.extraction.written import Part

_BULLET = re.compile(r"^\s*(?:[*•◦▪‣·●○■□➢✓✔–—-]|\d{1,2}[.)](?=\s))\s*")
_LABELLED = re.compile(
    r"^([A-Z][A-Za-z()/&’' -]{1,44}?)\s*(?::|\s\||\s[–—-](?=\s))\s*(\S.*)$", re.DOTALL
)
_LABEL_ALONE = re.compile(r"^([A-Z][A-Za-z()/&’' -]{1,44}?)\s*[:|]?$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9ÄÖÜÉÀ€$£])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|incl|excl|max|min|no|vs|dr|mr|ms|st|art|sec|hrs?|wks?|u\.s|u\.k|ph\.d|"
    r"inc|ltd|co|fig|ca|c|p|pp)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:,|\b(?:is|are|was|were|be|of|the|an?|for|and|or|not|no|to|with|by|at|in|on|from|than|per|costs?|about|only))$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12
_LONGEST_PARAGRAPH = 20_000
_WRAPS_FROM = 45
"""A shorter line that ends without a full stop was ended on purpose, by its author and not its margin."""


@dataclass(frozen=True)
class Statement:
    """``text`` is on one line; ``label`` is what stands before its colon, in its cell or above it, and
    ``value`` the rest. A statement without label has its whole text as ``value``. ``paragraph`` is the
    text around it, as it stands in ``part``."""

    text: str
    label: str
    value: str
    part: Part
    paragraph: str = ""


def statements(parts: Iterable[Part]) -> Iterator[Statement]:
    for part in parts:
        for paragraph in paragraphs(part.text):
            for statement in _in_paragraph(paragraph, part):
                yield replace(statement, paragraph=paragraph)


def paragraphs(text: str, longest: int = _LONGEST_PARAGRAPH) -> Iterator[str]:
    """What empty lines part; what is longer than ``longest`` is cut, at a line's end if there is one."""
    for paragraph in re.split(r"\n[^\S\n]*\n\s*", text):
        rest = paragraph
        while len(rest) > longest:
            end = rest.rfind("\n", 1, longest)
            end = end if end > 0 else longest
            yield rest[:end]
            rest = rest[end:]
        if rest.strip():
            yield rest


def _in_paragraph(paragraph: str, part: Part) -> Iterator[Statement]:
    above = ""
    lines = list(_unwrapped(paragraph))
    for place, line in enumerate(lines):
        # Of two lines the second is the value, however much it looks like a label ("Level", "Beginner").
        is_value = bool(above) and place == 1 and len(lines) == 2
        is_label = not is_value and _may_be_label(line)
        if above and (is_label or _LABELLED.match(line)):
            yield Statement(above, "", above, part)
            above = ""
        if is_label:
            above = line
        else:
            yield from _in_line(line, part, above)
            above = ""
    if above:
        yield Statement(above, "", above, part)


def _may_be_label(line: str) -> bool:
    found = _LABEL_ALONE.match(line)
    return found is not None and len(found[1].split()) <= 4


def _in_line(line: str, part: Part, above: str) -> Iterator[Statement]:
    """``above`` is a label on a line of its own, which goes for the first sentence after it."""
    for place, sentence in enumerate(_sentences(line)):
        labelled = _LABELLED.match(sentence)
        if place == 0 and above:
            yield Statement(f"{above} {sentence}", above.rstrip(":| "), sentence, part)
        elif labelled and len(labelled[1].split()) <= 5:
            yield Statement(sentence, labelled[1], labelled[2], part)
        else:
            yield Statement(sentence, "", sentence, part)


def _unwrapped(paragraph: str) -> Iterator[str]:
    """Lines as they were before a margin broke them."""
    line = list[str]()
    for raw in paragraph.splitlines():
        bullet = _BULLET.match(raw)
        text = " ".join(raw[bullet.end() :].split() if bullet else raw.split())
        if not text:
            continue
        if line and (bullet or not _goes_on(line[-1], text)):
            yield " ".join(line)
            line = []
        line.append(text)
    if line:
        yield " ".join(line)


def _goes_on(last: str, text: str) -> bool:
    if last.endswith((".", "!", "?", ":")) or _LABELLED.match(text):
        return False
    if text[0].islower() or _OPEN_END.search(last):
        return True
    words = last.split()
    is_open = len(words) >= 6 and words[-1].islower() and not _LABELLED.match(last)
    breaks_off = len(last) >= _WRAPS_FROM or is_open
    return breaks_off and "|" not in last + text


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in _SENTENCE_END.finditer(line):
        sentence = line[start : end.start() + 1]
        if _ABBREVIATION.search(sentence[-_LONGEST_ABBREVIATION:]):
            continue
        yield line[start : end.end()].strip()
        start = end.end()
    if rest := line[start:].strip():
        yield rest
