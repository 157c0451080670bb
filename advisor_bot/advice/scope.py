"""Whether a question is ours, and whether what is known covers its subject. Decided without a model."""

import re
from collections.abc import Sequence

from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.naming import words_of
from advisor_bot.advice.question import Question, speaks_at_large
from advisor_bot.catalog.store import Catalog, Key
from advisor_bot.retrieval.passages import OVERVIEW, Passage
from advisor_bot.retrieval.search import Hit

ON_SUBJECT = 0.45
"""Cosine above which a question is about what was found, though no word of it names our subject."""
NEAR_SUBJECT = 0.3
"""The same where a field of work is named, such as data or health."""
KNOWN_SUBJECT = 0.42
"""Cosine above which the catalog has something on the subject of a question, read by itself."""

_CREDENTIAL_WORDS = re.compile(
    r"\b(micro-?\s?credentials?|credentials?|certificat\w+|certifi\w+|badges?|courses?|class(es)?"
    r"|programs?|programmes?|training|trainings|qualification\w*|diplomas?|nanodegrees?|learn|upskill\w*"
    r"|study|exam)\b",
    re.I,
)
_OTHER_PAPERS = re.compile(
    r"\b((?<!computer )(driving|driver'?s?) licen[cs]es?|(birth|death|marriage|medical|gift|vaccination"
    r"|ssl|tls|share|stock) certificat\w+|(parking|visitor|name) (badge|permit)s?)\b",
    re.I,
)
"""What is called like our subject and is another."""
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
        for provider in catalog.providers(constraints.providers)
        for name in (provider.name, *provider.aliases)
    ]
    known = _FILLERS.union(*map(words_of, names))
    words = words_of(_CREDENTIAL_WORDS.sub(" ", question.text))
    return " ".join(word for word in words if word not in known and not word.isdigit())


def covers(subject: str, question: Question, knowledge: Knowledge) -> bool:
    """Whether the catalog has something about ``subject``, read by itself: something near in meaning, or
    called so. Of a named provider it must be; what another one has is no answer."""
    if _OTHER_PAPERS.search(question.text):
        return False
    providers = frozenset(question.constraints.providers)
    hits = knowledge.search.find(subject, limit=100 if providers else 20)
    if providers:
        offered = _offered_by(providers, hits, knowledge.catalog)
        hits = [hit for hit in hits if (hit.kind, hit.document_id) in offered]
    if max((hit.similarity for hit in hits), default=0.0) >= KNOWN_SUBJECT:
        return True
    wanted = set(words_of(subject))
    return any(
        wanted <= _words_about(evidence.passage) for hit in hits for evidence in hit.evidence
    )


def _offered_by(providers: frozenset[str], hits: Sequence[Hit], catalog: Catalog) -> frozenset[Key]:
    """These providers, and those of the programs in ``hits`` that are theirs."""
    programs = catalog.programs(hit.document_id for hit in hits if hit.kind == "program")
    theirs = (one for one in programs if providers & {one.provider, one.offered_on})
    of_programs: set[Key] = {("program", one.id) for one in theirs}
    return frozenset(of_programs | {("provider", id_) for id_ in providers})


def _words_about(passage: Passage) -> set[str]:
    """The words of a passage that say what its document is about. What a program or a concept mentions
    on the way is not its subject; of a policy or an imported document each passage is one."""
    named = " ".join((passage.title, *passage.aliases))
    if passage.kind in ("policy", "document") or passage.section == OVERVIEW:
        named += f" {passage.text}"
    return set(words_of(named))


def is_too_open(question: Question) -> bool:
    """Whether a wish for a program says nothing at all about which."""
    return not (question.programs or question.constraints or question.aspects)
