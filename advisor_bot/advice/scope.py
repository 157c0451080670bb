"""Whether a question is ours, and whether what is known covers its subject. Decided without a model."""

import re
from collections.abc import Sequence

from advisor_bot.advice.naming import words_of
from advisor_bot.advice.question import Question, speaks_at_large
from advisor_bot.catalog.facts import Catalog
from advisor_bot.retrieval.search import Hit

ON_SUBJECT = 0.45
"""Cosine above which a question is about what was found, though no word of it names our subject."""
NEAR_SUBJECT = 0.3
"""The same where a field of work is named, such as data or health."""
KNOWN_SUBJECT = 0.4
"""Cosine above which the catalog has something on the subject of a question, read by itself."""

_CREDENTIAL_WORDS = re.compile(
    r"\b(micro-?\s?credentials?|credentials?|certificat\w+|certifi\w+|badges?|courses?|class(es)?"
    r"|programs?|programmes?|training|trainings|qualification\w*|diplomas?|nanodegrees?|learn|upskill\w*"
    r"|study|exam)\b",
    re.I,
)
_FILLERS = frozenset(
    "a about advice advise after all also am an and any are as at available be become before "
    "being best better between both buy by can cheap cheaper cheapest choose compare cost costs "
    "could credit d did difference do does duration each either else enrol eur ever expensive "
    "expire expires explain fast fastest fees few field find fit for free from gbp get give good "
    "great had has have having help here hours how i i'd i'm if in into is it its job just kind "
    "know last least legit less like list ll long look looking m make many may me mean means "
    "month months more most much my need needs new no not now of off offer offers on one ones "
    "only opinion option options or other our out over pay per please price prices prove put "
    "quality question quick quickest re really recognised recognized recommend recommended renew "
    "renewal reputable respected right s short shortest should show similar so some someone "
    "something start stated still such suggest t take takes tell than that the their them there "
    "these they thing things think this those time to too top under until up us usd use useful "
    "using value ve verify versus vs want was way we week weeks well were what what's when where "
    "whether which who why will with within without worth would year years you your".split()
)


def speaks_of_credentials(question: Question) -> bool:
    """Whether the words alone show that this is our subject."""
    return bool(
        question.programs
        or question.page
        or _CREDENTIAL_WORDS.search(question.text)
        or question.intent in ("policy", "help")
    )


def off_subject(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether a question is about something else than learning and credentials altogether."""
    if speaks_of_credentials(question):
        return False
    needed = NEAR_SUBJECT if question.constraints else ON_SUBJECT
    return max((hit.similarity for hit in hits), default=0.0) < needed


def open_subject(question: Question, catalog: Catalog) -> str:
    """The words that say what a question is about, where nothing understood of it says so already.

    "A photography certificate" resembles every certificate; only "photography" tells whether the
    catalog has one. Empty where a program, a field or a page is meant, or there is no such word.
    """
    constraints = question.constraints
    if (
        question.programs
        or question.page
        or constraints.field
        or question.intent in ("policy", "help")
    ):
        return ""
    if question.intent == "explain" and speaks_at_large(question.text):
        return ""
    names = [
        name
        for id_ in constraints.providers
        for name in (catalog.providers[id_].name, *catalog.providers[id_].aliases)
    ]
    known = _FILLERS.union(*map(words_of, names))
    words = words_of(_CREDENTIAL_WORDS.sub(" ", question.text))
    return " ".join(word for word in words if word not in known and not word.isdigit())


def covers(subject: str, hits: Sequence[Hit]) -> bool:
    """Whether ``hits``, found for ``subject`` alone, are about it: near in meaning, or holding all
    its words."""
    if max((hit.similarity for hit in hits), default=0.0) >= KNOWN_SUBJECT:
        return True
    wanted = set(words_of(subject))
    return any(
        wanted <= set(words_of(evidence.passage.text)) for hit in hits for evidence in hit.evidence
    )


def is_too_open(question: Question) -> bool:
    """Whether a wish for a program says nothing at all about which."""
    return not (question.programs or question.constraints or question.aspects)
