"""Words that tell whether a statement may be taken at its word, and for the program itself."""

import re

from advisor_bot.catalog.extraction.statements import Statement

PROGRAM = (
    r"(?:courses?|programs?|programmes?|certificates?|certification|trainings?|bootcamp|nanodegree|"
    r"micro-?credential|micromasters|specialization|qualification|diploma|workshop|badge|curriculum)"
)


def any_of(lines: str) -> re.Pattern[str]:
    """Any of the alternatives as whole words; a line's end parts alternatives as "|" does."""
    return re.compile(rf"\b(?:{_joined(lines)})\b", re.IGNORECASE)


def label(lines: str) -> re.Pattern[str]:
    """The alternatives of ``any_of``, each as all of a label."""
    return re.compile(rf"(?:{_joined(lines)})", re.IGNORECASE)


def _joined(lines: str) -> str:
    return "|".join(line.strip() for line in lines.strip().splitlines())


_NEGATION = re.compile(
    r"\b(?:no|not|without|never|nor|neither|none|cannot|rather than|instead of|free from)\b"
    r"(?!\s+(?:only|just)\b)|n[’']t\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    "(?:"
    r"about\b|who we are|related|other |more |similar|further|testimonial|review|what our|success|career|job|"
    r"salar|reference|privacy|terms|contact|alumni|you may|recommended|next |partner|news|imprint|history|"
    r"footnote|table of contents|contents$|glossary)",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?!(?:It|That|This|What|Here|There|Let|Who|Today|Master|Bachelor)[’'])[A-Z][\w.-]*[’']s\b"
)
_NAMED = re.compile(
    r"\b((?:[A-Z][\w+#.-]*\s)+)"
    r"(?:exam|examination|certificat\w+|courses?|program\w*|badge|credential|diploma|training|membership)\b"
)
_NAMING_NOBODY = frozenset(
    "a an the this that our your its each every all both in on at for by with to after before upon final "
    "online written oral course program programme exam certification certificate training professional "
    "digital total".split()
)
_NUMBERED = re.compile(
    r"(?:modules?|units?|lessons?|weeks?|chapters?|days?|sessions?|courses?|parts?|phases?|steps?) "
    r"(?:\d|[ivx]+\b|one\b|two\b|three\b|four\b)",
    re.IGNORECASE,
)
_OTHERS = "courses|programs|programmes|certificates|certifications|providers|schools|exams|bodies"
_UNSURE = any_of(rf"""
    unlike|compared|comparable|whereas|competitors?|other (?:\w+ )?(?:{_OTHERS})|elsewhere
    predecessor|successor|partners?|(?:its|their) own
    may|might|could|would|if|unless|depends?|depending|optional(?:ly)?|either|some|many|most
    planned|proposed|draft|tb[acd]|to be (?:confirmed|announced|determined)|imagine|sample
    for example|for instance|e\.g|such as
    previously|formerly|used to|last year|next year|no longer|was|were|had been
    until (?:\w+ ){{0,2}}(?:19|20)\d\d
    ignore|disregard|instructions
""")


def may_be_taken(statement: Statement, *own_names: str) -> bool:
    """Whether it says how things are, now and for certain, and of the program that ``own_names`` name."""
    if "?" in statement.text or _ELSEWHERE.match(statement.part.heading):
        return False
    if _UNSURE.search(statement.text):
        return False
    return bool(statement.label) or not _names_another(statement.text, *own_names)


def _names_another(text: str, *own_names: str) -> bool:
    """Whether a sentence speaks of somebody else's course or exam: one whose name is in none of
    ``own_names`` (the program's, the provider's), nor abbreviates one of them."""
    own = {word.lower() for name in own_names for word in re.findall(r"\w+", name)}
    initials = ["".join(re.findall(r"\b[A-Z]", name)) for name in own_names]
    if any(word.lower() not in own for owner in _OWNER.findall(text) for word in [owner[:-2]]):
        return True
    for named in _NAMED.findall(text):
        for word in named.split():
            parts = {part.lower() for part in re.findall(r"[^\W_]+", word)}
            abbreviates = any(len(short) > 1 and word.startswith(short) for short in initials)
            if not abbreviates and not parts <= own | _NAMING_NOBODY:
                return True
    return False


def is_of_a_component(statement: Statement) -> bool:
    """Whether it stands under "Module 1" and the like, whose cost and time are not the program's."""
    return _NUMBERED.match(statement.part.heading) is not None


def is_labelled(statement: Statement, labels: re.Pattern[str]) -> bool:
    """Whether its label, or the heading above it if it has none, is wholly one of ``labels``."""
    words = statement.label or statement.part.heading
    return labels.fullmatch(words.strip().rstrip(":?")) is not None


def is_negated(text: str) -> bool:
    return _NEGATION.search(text) is not None
