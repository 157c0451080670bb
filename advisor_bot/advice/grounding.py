"""Holds a draft against the statements it was to be written from, before anybody sees it.

A sentence is held back until it is complete and checked. What no statement bears is cut, so that
nobody watches a false sentence being deleted; what is borne is cited by code, so that a citation
always points to what bears the sentence.
"""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from advisor_bot.advice.brief import Citations
from advisor_bot.advice.statements import Statement

BORNE = 0.6
"""Share of a sentence's telling words that must be on record."""
BORNE_BY_ONE = 0.3
"""Share that one statement must bear to be cited for the sentence."""
MOST_CUT = 2
"""Sentences cut for each one kept, above which a draft does not serve."""

_CITATION = re.compile(r"\s*\[(?:\d+(?:\s*,\s*\d+)*)\]")
_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+>?|\b[\w-]+\.(?:com|org|net|io)\b\S*", re.I)
_LIST_MARK = re.compile(r"^\s*(?:\d+[.)]|[-*•])\s+")
_SENTENCE_END = re.compile(r"(?<!^\d)(?<!^\d\d)[.!?](?:\*\*)?(?:\s*\[[\d,\s]+\])*\s+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9+]*")
_NAME = re.compile(r"(?<![.!?:*]\s)(?<!^)(?<!\*\*)\b[A-Z][A-Za-z0-9+]+\b")
_LEANS_BACK = re.compile(r"\s*(?:This|These|That|Those|It|They|Such|Both)\b")
_TOPICS = {
    "validity": re.compile(r"\b(?:valid|expir\w+|renew\w*)\b", re.I),
    "proctoring": re.compile(r"\b(?:supervis\w+|proctor\w+|identity)\b", re.I),
    "accreditation": re.compile(r"\baccredit\w+", re.I),
    "recognised_by": re.compile(r"\brecogni[sz]\w+", re.I),
}
"""Words that claim something which the checklist answers, by the fact that must bear them."""
_DENIES = re.compile(r"\bnot (?:stated|recorded|known)\b", re.I)
_NEGATED = re.compile(r"\b(?:not|no|nobody|none|never|without|un\w+)\b", re.I)
_STOP_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being but by can could do "
    "does for from get give had has have here how if in into is it its just like make many may more "
    "most much must need no not of on one only or other our out over own provide provides same "
    "should so some such take takes than that the their them then there these they this those "
    "through to too under up use used very was we well were what when where which while who will "
    "with within without would you your include includes including offer offers cost costs".split()
)


Guard = Literal["figures", "names", "contradictions", "unsupported", "citations"]


@dataclass
class GuardCounts:
    """How often each guard fired."""

    links: int = 0
    figures: int = 0
    names: int = 0
    contradictions: int = 0
    unsupported: int = 0
    citations: int = 0


@dataclass
class Grounding:
    """One draft on its way through the guards."""

    statements: Sequence[Statement]
    question: str
    citations: Citations
    guards: GuardCounts
    _held: str = ""
    _line_begun: bool = False
    _line_cut: bool = False
    _kept: int = 0
    _cut: int = 0
    _subjects: set[str] = field(default_factory=set)
    _mark: str = ""
    _begun: bool = False
    _breaks: str = ""
    _lead: str = ""

    async def checked(self, draft: AsyncIterator[str]) -> AsyncIterator[str]:
        """What of ``draft`` may go out, in pieces that are final."""
        async for piece in draft:
            self._held += piece
            for kind, unit in self._units(last=False):
                if text := self._take(kind, unit):
                    yield text
        for kind, unit in self._units(last=True):
            if text := self._take(kind, unit):
                yield text

    @property
    def is_mostly_cut(self) -> bool:
        """Whether so little of the draft was left that it does not serve as an answer."""
        return self._cut > MOST_CUT * self._kept

    def _units(self, *, last: bool) -> Iterator[tuple[Literal["sentence", "break"], str]]:
        """Complete sentences and line breaks off the front of what is held."""
        while self._held:
            line, newline, rest = self._held.partition("\n")
            end = _SENTENCE_END.search(_LIST_MARK.sub(_blank, line))
            if end:
                yield "sentence", line[: end.end()]
                self._held = self._held[end.end() :]
            elif newline or last:
                if line.strip():
                    yield "sentence", line
                if newline:
                    yield "break", "\n"
                self._held = rest
            else:
                return

    def _take(self, kind: Literal["sentence", "break"], unit: str) -> str:
        if kind == "break":
            self._breaks += "\n" if self._begun or self._lead else ""
            self._mark = ""
            self._line_begun = self._line_cut = False
            self._subjects = set()
            return ""
        mark = _LIST_MARK.match(unit)
        if mark and not self._line_begun:
            self._mark = mark[0]
            unit = unit[mark.end() :]
        leans_on_cut = self._line_cut and _LEANS_BACK.match(unit)
        text = "" if leans_on_cut else self._check(unit)
        self._line_cut = not text
        self._line_begun = True
        if not text:
            return ""
        if text.rstrip("* ").endswith(":"):
            # It promises something: held until that something has passed too.
            self._lead = self._joined(text)
            return ""
        text = self._joined(text)
        self._lead, self._begun = "", True
        return text

    def _joined(self, text: str) -> str:
        """``text`` with what comes before it: the lead that waits, line breaks, its list mark."""
        between = self._breaks[:2] or " " if self._begun or self._lead else ""
        joined = f"{self._lead}{between}{self._mark}{text}"
        self._breaks, self._mark = "", ""
        return joined

    def _check(self, sentence: str) -> str:
        """The sentence, cited, or nothing if what it says is not on record."""
        text, links = _LINK.subn(r"\1", sentence)
        text, addresses = _ADDRESS.subn("", text)
        self.guards.links += links + addresses
        # Half a link, whose other half was cut, must not become a link with what follows.
        bare = _CITATION.sub("", text).replace("](", "] (").strip()
        relevant = self._about(bare)
        record = " ".join(f"{s.subject} {s.text}" for s in relevant)
        if not figures(bare) <= figures(record):
            return self._refuse("figures")
        if not frozenset(_NAME.findall(bare)) <= frozenset(_WORD.findall(record)):
            return self._refuse("names")
        if _contradicts(bare, relevant):
            return self._refuse("contradictions")
        # The asker's words may be taken up; the asker's figures and names are no facts.
        known = words(f"{self.question} {record}")
        # A sentence must say something that is on record: to name its subject says nothing yet.
        telling = words(bare) - words(" ".join({s.subject for s in relevant}))
        if not telling:
            return bare if bare.endswith(":") else ""
        if len(telling & known) / len(telling) < BORNE:
            return self._refuse("unsupported")
        if bare.rstrip("* ").endswith(":"):
            return bare
        bearer = max(relevant, key=lambda s: len(telling & words(f"{s.subject} {s.text}")))
        share = len(telling & words(f"{bearer.subject} {bearer.text}")) / len(telling)
        if share < BORNE_BY_ONE:
            return self._refuse("citations")
        self._kept += 1
        return f"{bare}{self.citations.mark(bearer.source, *bearer.beside)}{_aged(bearer, bare)}"

    def _refuse(self, guard: Guard) -> str:
        setattr(self.guards, guard, getattr(self.guards, guard) + 1)
        self._cut += 1
        return ""

    def _about(self, sentence: str) -> Sequence[Statement]:
        """The statements that a sentence may rest on: those about the subjects it names, if any."""
        said = words(sentence)
        subjects = {statement.subject for statement in self.statements}
        named = {subject for subject in subjects if _distinct(subject, subjects) & said}
        # "It costs …" speaks of what the sentence before it on the same line named.
        self._subjects = named or self._subjects
        if not self._subjects:
            return self.statements
        return [s for s in self.statements if s.subject in self._subjects]


def _aged(bearer: Statement, sentence: str) -> str:
    """What must be said of the age of what bears a sentence, where the sentence leaves it out."""
    if not bearer.remark or bearer.remark.casefold() in sentence.casefold():
        return ""
    return f" *({bearer.remark})*"


def _contradicts(sentence: str, relevant: Sequence[Statement]) -> bool:
    """Whether a sentence about a program claims what its checklist does not: it speaks of expiry,
    supervision, accreditation or recognition, of which nothing is stated, or with other figures."""
    if _DENIES.search(sentence) or not any(statement.fact for statement in relevant):
        return False
    for fact, claim in _TOPICS.items():
        if not claim.search(sentence):
            continue
        stated = [s.text for s in relevant if claim.search(s.text) and not _DENIES.search(s.text)]
        if not _NEGATED.search(sentence):
            stated = [text for text in stated if not text.endswith(": none")]
        if not stated:
            return True
        if fact == "validity" and not figures(sentence) <= figures(" ".join(stated)):
            return True
    return False


def _distinct(subject: str, subjects: set[str]) -> frozenset[str]:
    """The words by which a subject is told from the others."""
    others = frozenset[str]().union(*(words(other) for other in subjects if other != subject))
    return words(subject) - others if len(subjects) > 1 else frozenset()


def words(text: str) -> frozenset[str]:
    """The telling words of a text, cut to a stem of six letters."""
    found = re.findall(r"[a-z][a-z0-9+'-]+", text.lower())
    return frozenset(
        word[:6].rstrip("s") for word in found if word not in _STOP_WORDS and len(word) > 2
    )


def figures(text: str) -> frozenset[str]:
    """Every figure in a text, written one way: ``1,000.00`` and ``1000`` are the same."""
    found = set()
    for raw in _FIGURE.findall(text):
        number = raw.replace(",", "").rstrip(".")
        found.add(number.rstrip("0").rstrip(".") if "." in number else number)
    return frozenset(found)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
