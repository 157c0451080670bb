"""What an answer consists of: a stream of these, and nothing else, leaves ``advice``."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from advisor_bot.advice.checklist import Checklist
from advisor_bot.catalog.facts import Source

Outcome = Literal["answered", "explained", "nothing found", "out of scope", "help"]


@dataclass(frozen=True)
class StatusEvent:
    """What is being done, for a status line."""

    text: str
    type: Literal["status"] = "status"


@dataclass(frozen=True)
class TextEvent:
    """The next piece of the answer, in Markdown, with citations such as ``[1]``."""

    text: str
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class CitedSource:
    number: int
    source: Source


@dataclass(frozen=True)
class SourcesEvent:
    """The sources that the text cites, by their numbers."""

    sources: tuple[CitedSource, ...]
    type: Literal["sources"] = "sources"


@dataclass(frozen=True)
class ChecklistEvent:
    """The quality checklist of every program that the answer names."""

    checklists: tuple[Checklist, ...]
    type: Literal["checklist"] = "checklist"


@dataclass(frozen=True)
class DoneEvent:
    """The end. ``composer`` wrote the text; ``fell_back`` says why, if the model's did not serve."""

    outcome: Outcome
    composer: str
    programs: tuple[str, ...] = ()
    fell_back: str | None = None
    suggestions: tuple[str, ...] = ()
    type: Literal["done"] = "done"


Event = StatusEvent | TextEvent | SourcesEvent | ChecklistEvent | DoneEvent


def as_json(event: Event) -> dict[str, Any]:
    """The event as plain data, for ``--json`` and tests."""
    data = asdict(event, dict_factory=lambda items: {name: _plain(it) for name, it in items})
    return {"type": data.pop("type"), **data}


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        return value.model_dump(mode="json")
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
