"""The text of a PDF, page by page, in the order and rows in which people read it.

markitdown joins the pages of a PDF; this reads them with pdfminer, which markitdown brings, so that a
citation can name the page.
"""

from collections.abc import Iterator
from io import BufferedReader
from itertools import islice
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTPage, LTTextBox, LTTextLine

MAX_PAGES = 2_000
_LONGEST_LABEL = 36
_LONGEST_TITLE = 150


def pages(file: BufferedReader) -> Iterator[tuple[str, str]]:
    """Each page's text, with the line that is set largest on it ('' where none stands out)."""
    for page in islice(extract_pages(file), MAX_PAGES):
        boxes = [box for box in page if isinstance(box, LTTextBox) and box.get_text().strip()]
        yield _text(boxes), _largest_line(page, boxes)


def _text(boxes: list[LTTextBox]) -> str:
    blocks = list[str]()
    used = set[int]()
    for place, box in enumerate(boxes):
        if place in used:
            continue
        lines = [line for line in box if isinstance(line, LTTextLine)]
        rows = [line.get_text().strip() for line in lines]
        for other in _columns_beside(place, boxes, lines):
            if other in used:
                break
            used.add(other)
            cells = [
                line.get_text().strip() for line in boxes[other] if isinstance(line, LTTextLine)
            ]
            rows = [f"{row} | {cell}" for row, cell in zip(rows, cells, strict=True)]
        blocks.append("\n".join(row for row in rows if row))
    return "\n\n".join(blocks)


def _columns_beside(place: int, boxes: list[LTTextBox], lines: list[LTTextLine]) -> list[int]:
    """The boxes that go on with the rows of this one, from left to right.

    pdfminer gives a table column by column, which parts labels from their values. Only where every line
    of a box stands level with just one short line of the other are they one table; columns of prose
    never are.
    """
    if any(len(line.get_text()) > _LONGEST_LABEL for line in lines):
        return []
    beside = [
        other
        for other, box in enumerate(boxes)
        if other != place and box.x0 >= boxes[place].x1 and _are_level(lines, box)
    ]
    return sorted(beside, key=lambda other: boxes[other].x0)


def _are_level(lines: list[LTTextLine], box: LTTextBox) -> bool:
    others = [line for line in box if isinstance(line, LTTextLine)]
    if len(others) != len(lines):
        return False
    return all(
        min(one.y1, other.y1) - max(one.y0, other.y0) > 0.6 * min(one.height, other.height)
        for one, other in zip(lines, others, strict=True)
    )


def _largest_line(page: LTPage, boxes: list[LTTextBox]) -> str:
    sizes = [(_size(line), line) for box in boxes for line in box if isinstance(line, LTTextLine)]
    if not sizes:
        return ""
    largest = max(size for size, _ in sizes)
    if len(sizes) > 1 and largest < 1.2 * median(size for size, _ in sizes):
        return ""
    text = " ".join(line.get_text().strip() for size, line in sizes if size > 0.98 * largest)
    return " ".join(text.split()) if len(text) <= _LONGEST_TITLE and page.pageid else ""


def _size(line: LTTextLine) -> float:
    return max((char.size for char in line if isinstance(char, LTChar)), default=0.0)
