"""A small language for saying what JSON may look like, used for Block Kit.

A *check* takes a value and its JSON pointer and yields problems, worded as Slack words them in
``response_metadata.messages``.
"""

import re
from collections.abc import Callable, Iterable, Mapping

Problems = Iterable[str]
Check = Callable[[object, str], Problems]


def problem(text: str, pointer: str) -> str:
    return f"{text} [json-pointer:{pointer or '/'}]"


def string(maximum: int, minimum: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: object, pointer: str) -> Problems:
        if not isinstance(value, str):
            yield problem("must be a string", pointer)
        elif len(value) > maximum:
            yield problem(f"must be less than {maximum + 1} characters", pointer)
        elif len(value) < minimum:
            yield problem(f"must be more than {minimum - 1} characters", pointer)

    return check


def matching(pattern: str, what: str) -> Check:
    """A string that matches a regular expression, described by ``what``."""
    compiled = re.compile(pattern)

    def check(value: object, pointer: str) -> Problems:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield problem(f"must be {what}", pointer)

    return check


def integer(minimum: int, maximum: int) -> Check:
    def check(value: object, pointer: str) -> Problems:
        if not isinstance(value, int) or isinstance(value, bool):
            yield problem("must be an integer", pointer)
        elif not minimum <= value <= maximum:
            yield problem(f"must be between {minimum} and {maximum}", pointer)

    return check


def boolean(value: object, pointer: str) -> Problems:
    if not isinstance(value, bool):
        yield problem("must be a boolean", pointer)


def anything(_value: object, _pointer: str) -> Problems:
    return ()


def one_of(*allowed: str) -> Check:
    def check(value: object, pointer: str) -> Problems:
        if value not in allowed:
            yield problem(f"must be one of: {', '.join(allowed)}", pointer)

    return check


def url(value: object, pointer: str) -> Problems:
    """A web address of at most 3,000 characters."""
    yield from string(3000)(value, pointer)
    if isinstance(value, str) and not re.match(r"https?://[^\s]+\Z", value):
        yield problem("must be a valid URL", pointer)


def array(item: Check, maximum: int, minimum: int = 1) -> Check:
    """A list of so many items, each checked."""

    def check(value: object, pointer: str) -> Problems:
        if not isinstance(value, list):
            yield problem("must be an array", pointer)
            return
        if len(value) > maximum:
            yield problem(f"no more than {maximum} items allowed", pointer)
        if len(value) < minimum:
            yield problem(f"no fewer than {minimum} items allowed", pointer)
        for index, entry in enumerate(value):
            yield from item(entry, f"{pointer}/{index}")

    return check


def record(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    rule: Check | None = None,
) -> Check:
    """An object with these fields and no others; ``rule`` sees it once its fields are right."""
    fields = {**required, **(optional or {})}

    def check(value: object, pointer: str) -> Problems:
        if not isinstance(value, dict):
            return [problem("must be an object", pointer)]
        missing = [name for name in required if value.get(name) is None]
        problems = [problem(f"missing required field: {name}", pointer) for name in missing]
        for name, entry in value.items():
            if name not in fields:
                problems.append(problem(f"invalid additional property: {name}", pointer))
            elif name not in missing:
                problems.extend(fields[name](entry, f"{pointer}/{name}"))
        if rule is not None and not problems:
            problems.extend(rule(value, pointer))
        return problems

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says which shape it has."""

    def check(value: object, pointer: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield problem("missing required field: type", pointer)
        elif kind not in shapes:
            yield problem(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from shapes[kind](value, pointer)

    return check


def at_least_one_of(*names: str) -> Check:
    def check(value: object, pointer: str) -> Problems:
        if isinstance(value, dict) and not any(value.get(name) for name in names):
            yield problem(f"must have one of: {', '.join(names)}", pointer)

    return check


def exactly_one_of(*names: str) -> Check:
    def check(value: object, pointer: str) -> Problems:
        if isinstance(value, dict) and sum(name in value for name in names) != 1:
            yield problem(f"must have exactly one of: {', '.join(names)}", pointer)

    return check
