"""What one reading has given already, so that every provider and program comes once."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from advisor_bot.catalog.facts import Program, Provider
from advisor_bot.catalog.readers.claims import Claims
from advisor_bot.catalog.readers.reading import Reading


@dataclass(frozen=True)
class Given:
    """Remembers ids, and of programs a digest of what they were made of."""

    _providers: set[str] = field(default_factory=set)
    _programs: dict[str, bytes] = field(default_factory=dict)

    def provider(self, provider: Provider) -> Iterator[Provider]:
        if provider.id not in self._providers:
            self._providers.add(provider.id)
            yield provider

    def program(
        self, program: Program, providers: tuple[Provider, ...], content: Any, claims: Claims
    ) -> Reading:
        """``program`` after its ``providers``, then the problems of its ``claims``. The same
        ``content`` again is passed over; other content under the same name is a problem."""
        digest = _digest(content)
        if program.id not in self._programs:
            self._programs[program.id] = digest
            for provider in providers:
                yield from self.provider(provider)
            yield program
            yield from claims.problems
        elif self._programs[program.id] != digest:
            reason = f"'{program.title}' of this provider was read already, with other contents"
            yield claims.material.problem(claims.place, f"{reason}; only the first counts")


def _digest(content: Any) -> bytes:
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
