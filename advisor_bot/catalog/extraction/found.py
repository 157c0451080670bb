"""What was found in a document, before it is made one answer a question."""

from dataclasses import dataclass
from typing import Any

from advisor_bot.catalog.extraction.written import Part

IDENTIFIED = "identified"
"""A value of ``proctoring`` that is none yet: somebody checks who takes the exam."""


@dataclass(frozen=True)
class Found:
    """``quote`` says in the words of ``part`` that the fact named ``fact`` (a field of ProgramFacts) is
    ``value``, or, where ``denied``, that it is not."""

    fact: str
    value: Any
    quote: str
    part: Part
    denied: bool = False
