"""Open Badges 2.0 extensions with a public schema: what they hold must be of the right kind.

Source: openbadgespec.org, extensions "Apply Link" and "Example Extension" (both want a text).
Extensions without a schema here say nothing about whether the badge is real.
"""

from typing import Any

from advisor_bot.badges.verification.reading import Json, list_of, types_of
from advisor_bot.badges.verification.results import Refuted

_PREFIXES = ("extensions:", "obi:extensions/#", "https://w3id.org/openbadges/extensions#")
_TEXTS = {
    "ExampleExtension": ("exampleProperty", "http://schema.org/text"),
    "ApplyLink": ("url", "https://w3id.org/openbadges/extensions#applyLink"),
}


def check_extensions(assertion: Json) -> None:
    """:class:`Refuted` when an extension does not follow its own schema."""
    for value in assertion.values():
        for extension in list_of(value):
            if isinstance(extension, dict):
                _check(extension)


def _check(extension: Json) -> None:
    for kind in types_of(extension):
        name = next((kind.removeprefix(p) for p in _PREFIXES if kind.startswith(p)), "")
        values: list[Any] = [extension.get(member) for member in _TEXTS.get(name, ())]
        if values and not any(isinstance(value, str) for value in values):
            raise Refuted("An extension of the badge does not follow its own rules.")
