"""Rows of a table → the providers and programs that they state."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit
from zlib import crc32

from pydantic import TypeAdapter, ValidationError

from advisor_bot.catalog.facts import Program, Provider, Section, WebAddress
from advisor_bot.catalog.readers.reading import Problem
from advisor_bot.catalog.readers.tables.doubts import Doubts
from advisor_bot.catalog.readers.tables.facts import RowFacts
from advisor_bot.catalog.readers.tables.stated import Columns, StatedRow
from advisor_bot.catalog.readers.values import (
    clean,
    country_of,
    language_of,
    one_line,
    slug,
    texts_in,
)

LONGEST_SECTION = 20_000
LONGEST_NAME = 300
_MOST_ENTRIES = 500
_QUOTED = 300
_YES = frozenset("yes y true ja sí si oui 1 x".split())
_web_address = TypeAdapter[str](WebAddress).validate_python
_remembered_slug = lru_cache(maxsize=4096)(slug)


class SeenAddresses:
    """Which addresses stood in a row before, in 16 MB however many they are.

    After a million addresses, one new one in some hundred may be taken for seen."""

    _BITS = 1 << 27

    def __init__(self) -> None:
        self._seen = bytearray(self._BITS // 8)

    def is_new(self, address: str) -> bool:
        """Whether the address is met for the first time."""
        at, bit = divmod(crc32(address.encode()) % self._BITS, 8)
        if self._seen[at] & (1 << bit):
            return False
        self._seen[at] |= 1 << bit
        return True


def is_deep(address: str) -> bool:
    """Whether a web address goes below its site's front page."""
    parts = urlsplit(address)
    return bool(parts.path.strip("/") or parts.query)


class TablePrograms:
    """Turns the rows of one table into documents, one row after the other."""

    def __init__(self, columns: Columns, *, own_pages: bool) -> None:
        """``own_pages`` says whether each address in the column ``url`` seems to be one program's only."""
        self._columns = columns
        self._doubts = Doubts(columns.material)
        self._facts = RowFacts(columns, self._doubts)
        self._countries: dict[str, str | None] = {}
        self._own_pages = own_pages
        self._pages = SeenAddresses()

    def documents(self, row: StatedRow) -> Iterator[Provider | Program | Problem]:
        """The program of the row, before it the providers that it is the first to name, and the problems."""
        yield from row.problems
        row.problems.clear()
        if row.cells.get("skip", "").strip().lower() in _YES:
            return
        title = one_line(row.cells.get("title", "")).rstrip(" :;,")
        provider = one_line(self._columns.text(row, "provider"))
        if reason := self._unusable(title, provider):
            yield self._columns.material.problem(f"row {row.number}", reason)
            return
        yield from self._providers(row, provider)
        try:
            program = self._program(row, title, provider)
        except ValidationError as error:
            first = error.errors()[0]
            place = ", ".join(str(part) for part in first["loc"])
            yield self._columns.material.problem(
                f"row {row.number}", f"cannot be recorded ({place}: {first['msg']})"
            )
            return
        yield from row.problems
        yield program

    def _unusable(self, title: str, provider: str) -> str | None:
        for target, name in (("title", title), ("provider", provider)):
            column = self._columns.name(target)
            if not name:
                return f"says no {target} in the column {column}; without one it cannot be recorded"
            if len(name) > LONGEST_NAME:
                return (
                    f"has more than {LONGEST_NAME} characters in the column {column}; that is no {target}. "
                    "Is the mapping right?"
                )
        return None

    def _providers(self, row: StatedRow, name: str) -> Iterator[Provider]:
        country = country_of(self._columns.text(row, "country"))
        for called, where in (
            (name, country),
            (one_line(self._columns.text(row, "offered_on")), None),
        ):
            known_as = _remembered_slug(called) if called else ""
            if called and known_as not in self._countries:
                self._countries[known_as] = where
                yield Provider(id=known_as, name=called[:LONGEST_NAME], country=where)
        earlier = self._countries[_remembered_slug(name)]
        if country and earlier and country != earlier:
            reason = (
                f"names another country for {name} than an earlier row does; the first one stays"
            )
            row.tell(self._doubts.once(row.number, self._columns.name("country"), reason))

    def _program(self, row: StatedRow, title: str, provider: str) -> Program:
        page = self._page(row)
        if page:
            row.source = row.source.model_copy(update={"url": page, "title": title})
        facts = self._facts.of(row)
        provider_id = _remembered_slug(provider)
        platform = one_line(self._columns.text(row, "offered_on"))
        platform_id = _remembered_slug(platform) if platform else provider_id
        return Program(
            id=slug(f"{provider} {title}"),
            title=title,
            aliases=tuple(alias for alias in self._entries(row, "aliases") if alias != title),
            identifiers=self._identifiers(row, page, provider_id),
            provider=provider_id,
            offered_on=platform_id if platform_id != provider_id else None,
            languages=self._languages(row),
            webpage=page,
            facts=facts,
            sections=self._sections(row),
        )

    def _sections(self, row: StatedRow) -> tuple[Section, ...]:
        """The description; then what the row says that no fact has a form for, in its own words."""
        sections = []
        if text := clean(row.cells.get("description", "")):
            if len(text) > LONGEST_SECTION:
                reason = f"is longer than {LONGEST_SECTION:,} characters; what comes after them was left out"
                place = f"row {row.number}, column {self._columns.name('description')}"
                row.tell(self._columns.material.doubt(place, reason))
            sections.append(Section(heading="", text=text[:LONGEST_SECTION], source=row.source))
        if row.remarks:
            text = "\n".join(row.remarks)
            sections.append(Section(heading="As the table says", text=text, source=row.source))
        return tuple(sections)

    def _page(self, row: StatedRow) -> str | None:
        text = row.cells.get("url", "").strip()
        if not text:
            return None
        try:
            return _web_address(text)
        except ValidationError:
            name = self._columns.name("url")
            said = one_line(text[:_QUOTED])
            row.tell(self._doubts.about(row.number, name, said, "a web address (https://…)"))
            return None

    def _identifiers(self, row: StatedRow, page: str | None, provider: str) -> tuple[str, ...]:
        """The page if no other program of the table has it, and the code, which is the provider's own."""
        found = []
        if page and self._own_pages and is_deep(page) and self._pages.is_new(page):
            found.append(page)
        code = one_line(row.cells.get("identifier", "")[:_QUOTED])
        if code:
            is_global = re.match(r"https?://|urn:|did:|ce-[0-9a-f]{8}-", code)
            found.append(code if is_global else f"{provider}/{code}")
        return tuple(dict.fromkeys(found))

    def _languages(self, row: StatedRow) -> tuple[str, ...]:
        found = []
        for name in texts_in(self._columns.text(row, "language")):
            code = language_of(name)
            if code:
                found.append(code)
            else:
                column = self._columns.name("language")
                row.tell(self._doubts.about(row.number, column, name, "a language that is known"))
        return tuple(dict.fromkeys(found))

    def _entries(self, row: StatedRow, target: str) -> tuple[str, ...]:
        return texts_in(row.cells[target])[:_MOST_ENTRIES] if target in row.cells else ()
