"""The pipeline: understand → search → select → checklist → compose, as a stream of events."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog

from advisor_bot.advice import courtesies
from advisor_bot.advice.brief import Brief, Citations, Composer, Excerpt
from advisor_bot.advice.checklist import checklist
from advisor_bot.advice.conversation import Turn, programs_in
from advisor_bot.advice.events import (
    ChecklistEvent,
    DoneEvent,
    Event,
    Outcome,
    SourcesEvent,
    StatusEvent,
    TextEvent,
)
from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.question import Intent, Question, understand
from advisor_bot.advice.scope import (
    covers,
    is_too_open,
    off_subject,
    open_subject,
    speaks_of_credentials,
)
from advisor_bot.advice.selection import Selection, candidate, in_order, select
from advisor_bot.catalog.facts import Page, Provider, Section
from advisor_bot.catalog.freshness import Freshness
from advisor_bot.catalog.store import PAGE_KINDS, Catalog
from advisor_bot.errors import ModelError
from advisor_bot.retrieval.passages import Kind, Passage
from advisor_bot.retrieval.search import Hit

log = structlog.get_logger()

LOOKED_THROUGH = 100
"""Documents asked of search: deep enough that a page is among them when a page is asked for."""
LIMIT_COMPARED = 5
MOST_CUT_OUT = 3
"""Passages of an imported document that an answer shows."""
RECOGNISED_BY = 80
"""Characters of a passage's beginning by which its section is found again."""
EXPLAINED_WORDS = 280
"""Every concept page that ships is shorter: it is shown whole."""


class Advisor:
    """Answers questions. Every answer ends in a DoneEvent, whatever happens to the model."""

    def __init__(
        self,
        *,
        knowledge: Callable[[], Knowledge],
        composer: Composer,
        fallback: Composer,
        today: Callable[[], date],
        stale_after: timedelta,
    ) -> None:
        """``stale_after`` is the age from which a fact that was not checked again is marked as old."""
        self._knowledge = knowledge
        self._composer = composer
        self._fallback = fallback
        self._today = today
        self._stale_after = stale_after

    async def answer(self, text: str, turns: Sequence[Turn] = ()) -> AsyncIterator[Event]:
        """The answer to ``text``, asked after ``turns`` of the same conversation (oldest first)."""
        knowledge = await asyncio.to_thread(self._knowledge)
        catalog = knowledge.catalog
        question = await asyncio.to_thread(understand, text, knowledge, programs_in(turns))
        if question.intent == "help":
            yield TextEvent(courtesies.help_text())
            yield DoneEvent("help", "code", suggestions=courtesies.EXAMPLES)
            return
        programs, pages = catalog.count("program"), catalog.count(*PAGE_KINDS)
        yield StatusEvent(f"is looking through {programs:,} programs and {pages:,} pages")
        hits = await asyncio.to_thread(knowledge.search.find, question.search, limit=LOOKED_THROUGH)
        if reply := await asyncio.to_thread(_courtesy, question, hits, knowledge):
            yield TextEvent(reply.text)
            yield DoneEvent(reply.outcome, "code", suggestions=courtesies.EXAMPLES)
            return
        brief = await asyncio.to_thread(self._brief, question, hits, catalog, turns)
        if not brief.candidates and not brief.excerpts:
            yield TextEvent(_nothing_found(catalog))
            yield DoneEvent("nothing found", "code", suggestions=courtesies.EXAMPLES)
            return
        async for event in self._composed(brief):
            yield event

    def _brief(
        self, question: Question, hits: Sequence[Hit], catalog: Catalog, turns: Sequence[Turn]
    ) -> Brief:
        excerpts: tuple[Excerpt, ...] = ()
        selection = Selection((), 0)
        if question.programs:
            named = [candidate(one, catalog) for one in catalog.programs(question.programs)]
            shown = in_order(named[:LIMIT_COMPARED], question.constraints.order)
            selection = Selection(tuple(shown), considered=len(named))
            if question.intent == "policy":
                policy = _page_asked_for(question, hits, catalog)
                excerpts = (policy,) if policy else ()
        elif subject := _page_asked_for(question, hits, catalog):
            excerpts = (subject,)
        else:
            scores = {hit.document_id: hit.score for hit in hits if hit.kind == "program"}
            selection = select(question, scores, catalog)
        freshness = Freshness(self._today(), self._stale_after)
        return Brief(
            question=question,
            selection=selection,
            freshness=freshness,
            checklists=tuple(
                checklist(one.program, one.provider, freshness=freshness)
                for one in selection.candidates
            ),
            excerpts=excerpts,
            issuer=_issuer_asked_about(question, catalog),
            turns=tuple(turns),
        )

    async def _composed(self, brief: Brief) -> AsyncIterator[Event]:
        citations = Citations(brief.freshness)
        composer, fell_back, said = self._composer, None, False
        yield StatusEvent("is writing the answer")
        try:
            async for text in composer.compose(brief, citations):
                said = said or bool(text.strip())
                yield TextEvent(text)
            if not said:
                raise ModelError(
                    "What the language model wrote could not be held to the sources.",
                    kind="ungrounded",
                )
        except ModelError as error:
            log.warning("answer_fell_back", kind=error.kind, exc_info=error.__cause__)
            composer, fell_back = self._fallback, error.kind
            instead = "Here is the answer from the recorded facts instead:"
            yield TextEvent(("\n\n" if said else "") + f"*{error} {instead}*\n\n")
            async for text in composer.compose(brief, citations):
                yield TextEvent(text)
        yield SourcesEvent(citations.cited)
        if brief.checklists:
            yield ChecklistEvent(brief.checklists)
        outcome: Outcome = "answered" if brief.candidates else "explained"
        programs = tuple(one.program.id for one in brief.candidates)
        yield DoneEvent(outcome, composer.name, programs, fell_back)


@dataclass(frozen=True)
class _Courtesy:
    text: str
    outcome: Outcome


def _courtesy(question: Question, hits: Sequence[Hit], knowledge: Knowledge) -> _Courtesy | None:
    """What to say where there is nothing to compose an answer from: what else is asked for, or what
    is missing; ``None`` where the catalog has something."""
    catalog = knowledge.catalog
    if off_subject(question, hits):
        return _Courtesy(courtesies.out_of_scope(), "out of scope")
    subject = open_subject(question, catalog)
    if subject and not covers(subject, question, knowledge):
        if speaks_of_credentials(question):
            return _Courtesy(_nothing_found(catalog), "nothing found")
        return _Courtesy(courtesies.out_of_scope(), "out of scope")
    if question.intent == "find" and not subject and is_too_open(question):
        text = courtesies.too_open(programs=catalog.count("program"), fields=catalog.fields())
        return _Courtesy(text, "help")
    return None


def _issuer_asked_about(question: Question, catalog: Catalog) -> Provider | None:
    providers = question.constraints.providers
    if question.programs or question.constraints.field or len(providers) != 1:
        return None
    return catalog.provider(providers[0])


def _page_asked_for(question: Question, hits: Sequence[Hit], catalog: Catalog) -> Excerpt | None:
    """The page that answers, if the question is about a subject and not about finding a program."""
    if question.page:
        found = [hit for hit in hits if hit.document_id == question.page]
        page = catalog.page(question.page)
        return _excerpt(page, found) if page else None
    kinds: dict[Intent, tuple[Kind, ...]] = {
        "policy": ("policy", "document"),
        "explain": ("concept", "document"),
        "other": ("concept", "policy", "document"),
    }
    wanted = kinds.get(question.intent)
    if not wanted or (question.constraints.field and question.intent == "other"):
        return None
    pages = [hit for hit in hits if hit.kind in wanted]
    if not pages or (question.intent == "other" and hits[0].kind not in wanted):
        return None
    page = catalog.page(pages[0].document_id)
    return _excerpt(page, pages[:1]) if page else None


def _excerpt(page: Page, hits: Sequence[Hit]) -> Excerpt:
    """What search found in the page. Of our own pages, the opening and then the rest too, as far as there
    is room: a short page is shown whole, so that a list of three points never shows two."""
    passages = [evidence.passage for hit in hits for evidence in hit.evidence]
    if page.kind == "document":
        return Excerpt(page, tuple(_cut_out(page, passages[:MOST_CUT_OUT])))
    order = {one.section: place for place, one in reversed(list(enumerate(passages)))}
    first, *rest = page.sections
    chosen, room = [first], EXPLAINED_WORDS - len(first.text.split())
    for section in sorted(rest, key=lambda section: order.get(section.heading, len(passages))):
        room -= len(section.text.split())
        if room >= 0 or len(chosen) == 1:
            chosen.append(section)
    return Excerpt(page, tuple(section for section in page.sections if section in chosen))


def _cut_out(page: Page, passages: Sequence[Passage]) -> Iterator[Section]:
    """The passages themselves, each with the page or heading of the document that it stands under."""
    for passage in passages:
        beginning = " ".join(passage.text.split())[:RECOGNISED_BY]
        for section in page.sections:
            if beginning in " ".join(section.text.split()):
                yield section.model_copy(update={"text": passage.text})
                break


def _nothing_found(catalog: Catalog) -> str:
    return courtesies.nothing_found(
        programs=catalog.count("program"), pages=catalog.count(*PAGE_KINDS), fields=catalog.fields()
    )
