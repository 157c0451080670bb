"""Has a language model write the answer from a fenced brief, and holds the draft to it."""

from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from typing import Protocol

from advisor_bot.advice.brief import Brief, Citations
from advisor_bot.advice.grounding import Grounding, GuardCounts
from advisor_bot.advice.prompts import Prompt
from advisor_bot.advice.question import Intent
from advisor_bot.advice.statements import Statement, statements
from advisor_bot.errors import ModelError

PROMPT_VARIABLES = frozenset({"question", "history", "statements", "task"})

_CHARACTERS_A_TOKEN = 3.5
"""A cautious average for European languages; the budget is a bound, not a bill."""
_ORDERS = {
    "fit": "",
    "cheapest": "The programs stand in the order asked for, the cheapest first: keep it.\n",
    "shortest": "The programs stand in the order asked for, the shortest first: keep it.\n",
}
_TASKS: dict[Intent, str] = {
    "assess": "Give in four or five sentences: what it is, its cost and time, how it is assessed, who "
    "recognises it. End with the sentence that begins with 'In short'.",
    "detail": "Give in one or two full sentences just what is asked about the program.",
    "compare": "Give one list item a program: its bold name, then in full sentences its level, cost, "
    "time and assessment.",
    "find": "Give one list item a program: its bold name, then in one or two full sentences its cost, "
    "time and assessment.",
}
_EXPLAIN = (
    "Explain it in short paragraphs. Where the statements have numbered points, keep all of them."
)


class ChatModel(Protocol):
    """A language model that streams text."""

    @property
    def name(self) -> str: ...

    def stream(self, prompt: str) -> AsyncIterator[str]:
        """Yields the reply in pieces. Raises ModelError, also in the middle."""
        ...


class ModelComposer:
    """Writes with a language model; no sentence goes out that no statement of the brief bears."""

    def __init__(self, model: ChatModel, prompt: Prompt, *, max_input_tokens: int) -> None:
        self._model = model
        self._prompt = prompt
        self._max_characters = int(max_input_tokens * _CHARACTERS_A_TOKEN)
        self.guards = GuardCounts()

    @property
    def name(self) -> str:
        return self._model.name

    async def compose(self, brief: Brief, citations: Citations) -> AsyncIterator[str]:
        said = statements(brief)
        grounding = Grounding(said, brief.question.text, citations, self.guards)
        async for text in grounding.checked(self._model.stream(self._filled(brief, said))):
            yield text
        if grounding.is_mostly_cut:
            raise ModelError(
                "Most of what the language model wrote could not be held to the sources.",
                kind="ungrounded",
            )

    def _filled(self, brief: Brief, said: Sequence[Statement]) -> str:
        history = ""
        if brief.question.follows_up and brief.turns:
            last = brief.turns[-1]
            history = f"Asked: {_plain(last.question, 300)}\nAnswered: {_plain(last.answer, 400)}"
        task = _EXPLAIN
        if brief.candidates:
            task = _TASKS.get(brief.question.intent, _TASKS["find"])
        values = {
            "task": task,
            "question": _fenced("question", _plain(brief.question.text, 2000)),
            "history": _fenced("history", history or "(none)"),
            "statements": _ORDERS[brief.question.constraints.order] + _subjects(said),
        }
        return self._prompt.fill(self._within_budget(values))

    def _within_budget(self, values: dict[str, str]) -> dict[str, str]:
        """Cuts history first, then statements, until the prompt fits the token budget."""
        room = self._max_characters - len(self._prompt.template.template)
        for name in ("history", "statements"):
            excess = sum(map(len, values.values())) - room
            if excess > 0:
                kept = max(0, len(values[name]) - excess)
                values = {**values, name: values[name][:kept] + "\n(cut: too long)"}
        return values


def _subjects(said: Sequence[Statement]) -> str:
    grouped = groupby(said, key=lambda statement: statement.subject)
    return "\n".join(
        _fenced("subject", "\n".join(f"- {_plain(statement.text, 500)}" for statement in group))
        for _, group in grouped
    )


def _fenced(name: str, text: str) -> str:
    return f"<{name}>\n{text}\n</{name}>"


def _plain(text: str, longest: int) -> str:
    """Untrusted text as one line that can neither close its fence nor open another."""
    flat = " ".join(text.split()).replace("<", "‹").replace(">", "›")
    return flat if len(flat) <= longest else flat[:longest] + "…"
