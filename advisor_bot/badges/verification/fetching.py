"""The one way to the network: an injected ``fetch(url)``, seen through limits."""

import urllib.parse
from typing import Any

from advisor_bot.badges.verification.reading import Json, parse_json
from advisor_bot.badges.verification.results import Refuted, Undecided
from advisor_bot.web.deadline import Deadline
from advisor_bot.web.fetching import Fetch, FetchError, Page

MAX_PAGES = 16


def is_web_address(url: str) -> bool:
    """Whether ``url`` is a well-formed http or https address."""
    try:
        host = _host(url)
        scheme = urllib.parse.urlsplit(url).scheme
    except ValueError:
        return False
    plain = not any(character.isspace() for character in url) and "\\" not in url
    return scheme in ("https", "http") and bool(host[0]) and plain


class Web:
    """What one verification has seen of the web: each address once, and not too many."""

    def __init__(self, fetch: Fetch, deadline: Deadline) -> None:
        self._fetch = fetch
        self._deadline = deadline
        self._seen: dict[str, Page | FetchError] = {}

    def page(self, url: str) -> Page:
        """What ``url`` answers; :class:`FetchError` when nothing does."""
        self._deadline.check()
        if url not in self._seen:
            if len(self._seen) >= MAX_PAGES:
                raise FetchError("the badge refers to too many addresses")
            self._seen[url] = self._ask(url)
        answer = self._seen[url]
        if isinstance(answer, FetchError):
            raise answer
        return answer

    def own_page(self, url: str) -> Page:
        """As :meth:`page`, but shown by the very host that was asked.

        Elsewhere an open redirect would let a stranger speak in the host's name.
        """
        page = self.page(url)
        if page.url is not None and _host(page.url) != _host(url):
            raise FetchError("it redirects to another host")
        return page

    def _ask(self, url: str) -> Page | FetchError:
        if not is_web_address(url):
            return FetchError("it is not a web address")
        try:
            return self._fetch(url)
        except FetchError as error:
            return error

    def json(self, url: str, what: str) -> Any:
        """The JSON at ``url``; :class:`Undecided` naming ``what`` when there is none."""
        try:
            page = self.own_page(url)
        except FetchError as error:
            raise Undecided(f"{what} could not be fetched: {error}.") from error
        if page.status != 200:
            raise Undecided(f"{what} could not be fetched: the server answered {page.status}.")
        try:
            return parse_json(page.body)
        except Refuted as error:
            raise Undecided(f"{what} could not be read.") from error

    def object(self, url: str, what: str) -> Json:
        """As :meth:`json`, but an object."""
        value = self.json(url, what)
        if not isinstance(value, dict):
            raise Undecided(f"{what} could not be read.")
        return value


def _host(url: str) -> tuple[str, int | None]:
    """The host and the port; raises :class:`ValueError` for malformed addresses."""
    parts = urllib.parse.urlsplit(url)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return (parts.hostname or "").removeprefix("www."), parts.port or usual
