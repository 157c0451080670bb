"""Takes a badge out of an SVG picture, without building a tree of it.

Entities are refused (defusedxml); a DOCTYPE is not, since ordinary badges carry one. Source: Open
Badges baking, namespaces of 1, 2 and 3.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from advisor_bot.badges.verification.reading import MAX_JSON_BYTES
from advisor_bot.badges.verification.results import Refuted

_BADGES = {
    "{https://purl.imsglobal.org/ob/v3p0}credential",
    "{http://openbadges.org}assertion",
    "{https://openbadges.org}assertion",
}


def unbake(data: bytes) -> str:
    """The text of the badge in a picture; :class:`Refuted` when there is none."""
    finder = _Finder()
    parser = defusedxml.ElementTree.DefusedXMLParser(target=finder)
    try:
        parser.feed(data)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refuted("It is a web page or a broken picture, with no badge in it.") from error
    if finder.found is None:
        raise Refuted("There is no badge in this picture.")
    return finder.found


class _Finder:
    """Remembers the first badge that the parser comes by."""

    def __init__(self) -> None:
        self.found: str | None = None
        self._address: str | None = None
        self._text: list[str] | None = None
        self._length = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BADGES and self.found is None:
            self._text, self._length = [], 0
            self._address = attributes.get("verify")

    def data(self, text: str) -> None:
        if self._text is None:
            return
        self._length += len(text)
        if self._length > MAX_JSON_BYTES:
            raise Refuted("The badge in this picture is larger than 1 MiB.")
        self._text.append(text)

    def end(self, tag: str) -> None:
        if self._text is not None and tag in _BADGES:
            inside = "".join(self._text).strip()
            self.found = inside or (self._address or "").strip() or None
            self._text = None

    def close(self) -> None:
        """Called by the parser at the end."""
