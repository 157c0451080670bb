"""Members that extensions add to an achievement.

In Open Badges 2.0 an extension is an object of its own under "extensions:<Name>Extension" (OB 2.0,
Extensions); in 3.0 its terms are members of the achievement.
"""

from collections.abc import Iterator
from typing import Any

from advisor_bot.catalog.readers.json_ld import Node


def extended(achievement: Node, term: str) -> Any:
    """What the achievement says under a term of an extension, upper and lower case being alike."""
    wanted = term.casefold()
    for holder in (achievement, *extensions(achievement)):
        for key, value in holder.items():
            if key.casefold() == wanted and value is not None:
                return value
    return None


def extensions(achievement: Node) -> Iterator[Node]:
    """The extension objects of Open Badges 2.0; some exports gather them under "extensions"."""
    gathered = achievement.get("extensions")
    for holder in (achievement, gathered if isinstance(gathered, dict) else {}):
        for key, value in holder.items():
            if key.startswith("extensions:") and isinstance(value, dict):
                yield value
