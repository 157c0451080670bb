"""What fetching an address is, whoever does it."""

from dataclasses import dataclass
from typing import Protocol


class FetchError(Exception):
    """An address could not be fetched; the message says why, for people, without the address."""


@dataclass(frozen=True)
class Page:
    """What an address answered."""

    status: int
    body: bytes
    url: str | None = None
    """Where redirects ended, if there were any."""


class Fetch(Protocol):
    """Gets one address; raises :class:`FetchError` when it cannot or must not."""

    def __call__(self, url: str, /) -> Page: ...
