"""Reads JSON that a stranger wrote: with limits, and without trusting its shape."""

import json
import math
from typing import Any, NoReturn

from advisor_bot.badges.verification.results import Refuted, Undecided

MAX_JSON_BYTES = 1_048_576
MAX_DEPTH = 60
MAX_VALUES = 30_000

Json = dict[str, Any]


def parse_json(data: bytes | str) -> Any:
    """The parsed value.

    :class:`Refuted` when it is no JSON or ambiguous, :class:`Undecided` when it is beyond limits.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    if len(data) > MAX_JSON_BYTES:
        raise Undecided("The badge data is larger than 1 MiB, too large to be checked.")
    try:
        value = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_unambiguous, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise Refuted("The badge data is not proper JSON.") from error
    _check_shape(value)
    return value


def parse_object(data: bytes | str) -> Json:
    """As :func:`parse_json`, but the value must be an object."""
    value = parse_json(data)
    if not isinstance(value, dict):
        raise Refuted("The badge data is not a JSON object.")
    return value


def _unambiguous(pairs: list[tuple[str, Any]]) -> Json:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return result


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check_shape(value: Any) -> None:
    """Bounds depth and number of values; texts must be encodable (no lone surrogates)."""
    waiting = [(value, 0)]
    count = 0
    while waiting:
        item, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_VALUES:
            raise Undecided("The badge data is too deep or holds too many values to be checked.")
        if isinstance(item, dict):
            waiting.extend((key, depth + 1) for key in item)
            waiting.extend((inner, depth + 1) for inner in item.values())
        elif isinstance(item, list):
            waiting.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, str) and not _encodable(item):
            raise Refuted("The badge data holds broken characters.")
        elif isinstance(item, float) and not math.isfinite(item):
            raise Refuted("The badge data holds a number beyond all bounds.")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_of(value: Any) -> str | None:
    """The value if it is a text with something in it."""
    return value if isinstance(value, str) and value else None


def list_of(value: Any) -> list[Any]:
    """The value as a list: itself, or alone in one, or empty for nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def object_of(value: Any) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def id_of(value: Any) -> str | None:
    """The identifier of something given by its id alone or as an object with one."""
    if isinstance(value, dict):
        return text_of(value.get("id")) or text_of(value.get("@id"))
    return text_of(value)


def types_of(document: Json) -> list[str]:
    """The types an object names."""
    values = list_of(document.get("type", document.get("@type")))
    return [value for value in values if isinstance(value, str)]


def name_of(value: Any) -> str | None:
    """A name given as text or by language."""
    if isinstance(value, dict):
        return text_of(value.get("@value")) or next(
            filter(None, map(text_of, value.values())), None
        )
    if isinstance(value, list):
        return next(filter(None, map(name_of, value)), None)
    return text_of(value)
