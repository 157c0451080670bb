"""Has a language model write the answer, from a fenced brief, and holds the draft to its sources."""

from collections.abc import AsyncIterator
from typing import Protocol

from advisor_bot.advice.brief import Brief, Citations
from advisor_bot.advice.grounding import GuardCounts, grounded
from advisor_bot.advice.prompts import Prompt
from advisor_bot.advice.selection import Candidate
from advisor_bot.catalog.facts import Fact, ProgramFacts, Provider, ProviderFacts, Section, Source
from advisor_bot.catalog.wording import FACT_NAMES, describe

PROMPT_VARIABLES = frozenset({"question", "history", "facts", "sources"})

_CHARACTERS_A_TOKEN = 3.5
"""A cautious average for European languages; the budget is a bound, not a bill."""


class ChatModel(Protocol):
    """A language model that streams text."""

    @property
    def name(self) -> str: ...

    def stream(self, prompt: str) -> AsyncIterator[str]:
        """Yields the reply in pieces. Raises ModelError, also in the middle."""
        ...


class ModelComposer:
    """Writes with a language model; every figure and citation is checked before it goes out."""

    def __init__(self, model: ChatModel, prompt: Prompt, *, max_input_tokens: int) -> None:
        self._model = model
        self._prompt = prompt
        self._max_characters = int(max_input_tokens * _CHARACTERS_A_TOKEN)
        self.guards = GuardCounts()

    @property
    def name(self) -> str:
        return self._model.name

    def compose(self, brief: Brief, citations: Citations) -> AsyncIterator[str]:
        numbers = _Numbers()
        parts = [_issuer(brief.issuer, numbers)] if brief.issuer else []
        parts += [_facts(one, brief, numbers) for one in brief.candidates]
        facts = "\n\n".join(parts) or "(none)"
        excerpts = "\n".join(
            _excerpt(section, numbers) for page in brief.excerpts for section in page.sections
        )
        history = "\n".join(
            f"Asked: {_plain(turn.question, 300)}\nAnswered: {_plain(turn.answer, 500)}"
            for turn in brief.turns[-2:]
        )
        values = {
            "question": _fenced("question", _plain(brief.question.text, 2000)),
            "history": _fenced("history", history or "(none)"),
            "facts": facts,
            "sources": excerpts or "(the facts above)",
        }
        prompt = self._prompt.fill(self._within_budget(values))
        return grounded(
            self._model.stream(prompt),
            sources=numbers.by_number,
            evidence="\n".join((facts, excerpts, brief.question.text)),
            citations=citations,
            guards=self.guards,
        )

    def _within_budget(self, values: dict[str, str]) -> dict[str, str]:
        """Cuts history first, then sources, then facts, until the prompt fits the token budget."""
        room = self._max_characters - len(self._prompt.template.template)
        for name in ("history", "sources", "facts"):
            excess = sum(map(len, values.values())) - room
            if excess > 0:
                kept = max(0, len(values[name]) - excess)
                values = {**values, name: values[name][:kept] + "\n(cut: too long)"}
        return values


class _Numbers:
    """The numbers under which the prompt shows its sources."""

    def __init__(self) -> None:
        self.by_number: dict[int, Source] = {}
        self._of: dict[str, int] = {}

    def of(self, source: Source | None) -> str:
        if source is None:
            return ""
        number = self._of.setdefault(source.url, len(self._of) + 1)
        self.by_number.setdefault(number, source)
        return f" [{number}]"


def _facts(one: Candidate, brief: Brief, numbers: _Numbers) -> str:
    lines = [f"Program: {_plain(one.program.title)} (issued by {_plain(one.provider.name)})"]
    if one.total:
        lines.append(f"Cost in all: {one.total.how} = {one.total.currency} {one.total.amount:,.0f}")
    for name in ProgramFacts.model_fields:
        fact: Fact[object] = getattr(one.program.facts, name)
        if name in ("learning_outcomes", "skills") and len(brief.candidates) > 1:
            continue
        if fact.is_stated:
            said = _plain(describe(fact.value), 400)
            lines.append(f"{FACT_NAMES[name]}: {said} ({fact.status}){numbers.of(fact.source)}")
        elif fact.source:
            lines.append(f"{FACT_NAMES[name]}: not stated{numbers.of(fact.source)}")
    for section in one.program.sections[: 2 if len(brief.candidates) == 1 else 1]:
        lines.append(f"About: {_plain(section.text, 600)}{numbers.of(section.source)}")
    return _fenced("program", "\n".join(lines))


def _issuer(provider: Provider, numbers: _Numbers) -> str:
    lines = [f"Provider: {_plain(provider.name)} ({provider.country}, {provider.kind})"]
    for name in ProviderFacts.model_fields:
        fact: Fact[object] = getattr(provider.facts, name)
        if fact.is_stated:
            said = _plain(describe(fact.value), 400)
            lines.append(f"{FACT_NAMES[name]}: {said} ({fact.status}){numbers.of(fact.source)}")
    return _fenced("provider", "\n".join(lines))


def _excerpt(section: Section, numbers: _Numbers) -> str:
    text = f"{_plain(section.heading)}: {_plain(section.text, 1200)}{numbers.of(section.source)}"
    return _fenced("source", text)


def _fenced(name: str, text: str) -> str:
    return f"<{name}>\n{text}\n</{name}>"


def _plain(text: str, longest: int = 200) -> str:
    """Untrusted text as one line that can neither close its fence nor open another."""
    flat = " ".join(text.split()).replace("<", "‹").replace(">", "›")
    return flat if len(flat) <= longest else flat[:longest] + "…"
