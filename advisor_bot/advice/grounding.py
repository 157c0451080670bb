"""Holds a draft against its sources before anybody sees it.

A sentence is held back until it is complete and checked: what fails is cut, so that nobody watches a
false sentence being deleted.
"""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from advisor_bot.advice.brief import Citations
from advisor_bot.catalog.facts import Source

_END = re.compile(r"(?<=[.!?])(?:\s*\[\d+\])*(?=\s)\s+|\n+")
_CITATION = re.compile(r"\s*\[(\d+(?:\s*,\s*\d+)*)\]")
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+>?", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+")


@dataclass
class GuardCounts:
    """How often each guard fired, for logs and metrics."""

    citations: int = 0
    numbers: int = 0
    links: int = 0
    sentences: int = field(default=0)


async def grounded(
    draft: AsyncIterator[str],
    *,
    sources: Mapping[int, Source],
    evidence: str,
    citations: Citations,
    guards: GuardCounts,
) -> AsyncIterator[str]:
    """The draft, sentence by sentence, with what its sources do not bear cut out.

    ``sources`` are those that the draft may cite, by the numbers it was given; they come out
    renumbered by ``citations``. ``evidence`` is all text that the draft may take figures from.
    """
    known = _figures(evidence)
    held = ""
    async for piece in draft:
        held += piece
        while match := _END.search(held):
            sentence, held = held[: match.end()], held[match.end() :]
            if checked := _checked(sentence, sources, known, citations, guards):
                yield checked
    if held.strip() and (checked := _checked(held, sources, known, citations, guards)):
        yield checked


def _checked(
    sentence: str,
    sources: Mapping[int, Source],
    known: frozenset[str],
    citations: Citations,
    guards: GuardCounts,
) -> str:
    text, links = _LINK.subn(r"\1", sentence)
    text, addresses = _ADDRESS.subn("", text)
    guards.links += links + addresses
    bare = _LIST_MARK.sub("", _CITATION.sub("", text))
    if not _figures(bare) <= known:
        guards.numbers += 1
        return ""
    guards.sentences += 1

    def renumbered(match: re.Match[str]) -> str:
        numbers = [int(number) for number in match[1].split(",")]
        valid = [sources[number] for number in numbers if number in sources]
        guards.citations += len(numbers) - len(valid)
        return citations.mark(*valid)

    return _CITATION.sub(renumbered, text)


def _figures(text: str) -> frozenset[str]:
    """Every figure in a text, written one way: ``1,000.00`` and ``1000`` are the same."""
    found = set()
    for raw in _NUMBER.findall(text):
        number = raw.replace(",", "").rstrip(".")
        found.add(number.rstrip("0").rstrip(".") if "." in number else number)
    return frozenset(found)
