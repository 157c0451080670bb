"""How a Web API method declares its arguments, and how a call's arguments are read.

Arguments come form-encoded (all strings, lists and objects as JSON) or as a JSON body. Slack
ignores arguments that it doesn't know; the sandbox refuses them, so that a misspelt one fails.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json
from advisor_bot.sandbox.workspace import Workspace

_ALWAYS_ALLOWED = frozenset({"token", "team_id"})


def text(value: Any) -> str:
    if isinstance(value, (dict, list, bool)):
        raise ValueError("must be a string")
    return str(value)


def integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ValueError("must be an integer") from None


def boolean(value: Any) -> bool:
    spelt = str(value).lower()
    if spelt not in ("true", "false", "1", "0"):
        raise ValueError("must be a boolean")
    return spelt in ("true", "1")


def json_list(value: Any) -> list[Any]:
    decoded = _decoded(value)
    if not isinstance(decoded, list):
        raise ValueError("must be an array")
    return decoded


def json_object(value: Any) -> Json:
    decoded = _decoded(value)
    if not isinstance(decoded, dict):
        raise ValueError("must be an object")
    return decoded


def comma_list(value: Any) -> list[str]:
    """``a,b`` or a JSON list of strings."""
    if isinstance(value, list):
        return [text(entry) for entry in value]
    return [entry.strip() for entry in text(value).split(",") if entry.strip()]


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        raise ValueError("must be valid JSON") from None


@dataclass(frozen=True)
class Arg:
    """One argument of a method."""

    name: str
    read: Callable[[Any], Any] = text
    required: bool = False


@dataclass(frozen=True)
class Call:
    """A call under way: its validated arguments and the workspace."""

    workspace: Workspace
    args: Json

    def __getitem__(self, name: str) -> Any:
        """An argument that the method requires."""
        return self.args[name]

    def get(self, name: str, default: Any = None) -> Any:
        """An argument that may be absent."""
        return self.args.get(name, default)


@dataclass(frozen=True)
class Method:
    """A Web API method: what it is called, what it takes, who may call it, what it does."""

    name: str
    run: Callable[[Call], Json]
    args: tuple[Arg, ...] = ()
    scopes: tuple[str, ...] = ()
    """One of these scopes is needed; none is when empty."""
    token: str = "bot"

    def read_args(self, raw: Mapping[str, Any]) -> Json:
        """The arguments as values; raises invalid_arguments naming every problem."""
        known = {arg.name: arg for arg in self.args}
        given = {name: value for name, value in raw.items() if value is not None}
        unknown = given.keys() - known.keys() - _ALWAYS_ALLOWED
        problems = [f"unknown argument: {name}" for name in sorted(unknown)]
        problems += [
            f"missing required field: {arg.name}"
            for arg in self.args
            if arg.required and arg.name not in given
        ]
        values: Json = {}
        for name in known.keys() & given.keys():
            try:
                values[name] = known[name].read(given[name])
            except ValueError as wrong:
                problems.append(f"{name} {wrong}")
        if problems:
            raise SlackError("invalid_arguments", problems)
        return values
