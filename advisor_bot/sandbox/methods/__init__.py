"""The Web API methods that the sandbox knows, by name."""

from advisor_bot.sandbox.arguments import Method
from advisor_bot.sandbox.methods import (
    agents,
    assistant,
    auth,
    channels,
    chat,
    ephemeral,
    files,
    history,
    reactions,
    scheduled,
    streams,
    users,
    views,
)

_FAMILIES = (
    agents,
    assistant,
    auth,
    channels,
    chat,
    ephemeral,
    files,
    history,
    reactions,
    scheduled,
    streams,
    users,
    views,
)

METHODS: dict[str, Method] = {
    method.name: method for family in _FAMILIES for method in family.METHODS
}
