"""Which programs and providers a text names, and which page it asks for."""

import re
from collections.abc import Iterable
from typing import get_args

from advisor_bot.catalog.facts import FieldOfWork, Page, Program, Provider
from advisor_bot.catalog.identity import is_name

SAME_QUESTION = 0.65
"""Share of common words above which a page's own question is the one that was asked."""

_GENERIC_WORDS = frozenset(
    "a an and the of in for to with on by professional certificate certification certified program "
    "programme course credential exam specialization specialist badge fundamentals foundational "
    "career online associate".split()
)
_SMALL_WORDS = frozenset(
    "a an and are be can do does for i in is it my of on or the to you".split()
)
_FIELD_WORDS = frozenset(" ".join(get_args(FieldOfWork)).split()) | frozenset(
    "cyber security ai it ux hr management manager marketing analytics analysis analyst skills "
    "science customer inbound financial communication safety critical care advanced basic entry "
    "level icu nurse nursing esg reporting accounting supply chain scrum master product owner personal "
    "trainer".split()
)
_EVERYDAY_CODES = frozenset(
    "ace act all as at cams can cap cc cd fit for go has how in lead lean may me mos net no not on one "
    "or pal pass safe sea see so star top us was we who".split()
)
"""Codes that read like everyday words, unless they are written in capitals: "please cc my manager"."""
_JOINED = frozenset({"plus", "i"})
"""Words that belong to a name only where its words stand in one piece: "Data Plus", "PAL I"."""
_PRONOUN = re.compile(
    r"\bit\b(?! (support|security|service|audit|auditor|management|manager|specialist|technician"
    r"|administrator|help ?desk|certificat\w+|courses?|training|jobs?|career|skills)\b)",
    re.IGNORECASE,
)


def named_programs(
    text: str, programs: Iterable[Program], providers: Iterable[Provider]
) -> list[str]:
    """Ids of those of ``programs`` that ``text`` names, by title or alias, in the order of their mention;
    ``providers`` are those it may name.

    A name counts when all its telling words stand in the question, or when it stands there just as it
    is written; of two names where one holds the other ("Google Analytics" in "Google Data Analytics"),
    the fuller one is meant.
    """
    words = words_of(_without_pronouns(text))
    places = {word: place for place, word in reversed(list(enumerate(words)))}
    found: dict[str, frozenset[str]] = {}
    issuers = {
        frozenset(words_of(name))
        for provider in providers
        for name in (provider.name, *provider.aliases)
    }
    for program in programs:
        for name in filter(is_name, (program.title, *program.aliases)):
            said = _said(name, text, words)
            if said and _telling(name) not in issuers:
                found[program.id] = max(found.get(program.id, frozenset()), said, key=len)
    kept = [id_ for id_, telling in found.items() if not any(telling < o for o in found.values())]
    return sorted(
        kept, key=lambda id_: (min(places.get(word, len(words)) for word in found[id_]), id_)
    )


def named_providers(text: str, providers: Iterable[Provider]) -> tuple[str, ...]:
    """Ids of those of ``providers`` that ``text`` names, by name or alias."""
    words = words_of(_without_pronouns(text))
    return tuple(
        sorted(
            provider.id
            for provider in providers
            if any(_stands_among(words, name, text) for name in (provider.name, *provider.aliases))
        )
    )


def _said(name: str, text: str, words: list[str]) -> frozenset[str]:
    """The words by which ``text`` says a name; none where it does not."""
    if _stands_in(name, text):
        return frozenset(words_of(name))
    telling = _telling(name)
    if len(telling) > 1 and telling - _FIELD_WORDS:
        joined = telling & _JOINED
        width = len(telling) if joined else max(len(telling) + 3, len(words_of(name)))
        return telling if _close(telling, words, width) else frozenset()
    if telling and not telling <= _FIELD_WORDS and _has_code(name) and telling <= set(words):
        return telling if _as_a_code(telling, text) else frozenset()
    return frozenset()


def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(words_of(name)) - _GENERIC_WORDS


def _stands_in(name: str, text: str) -> bool:
    """Whether a name stands in a text word for word. What people also say of a whole field is no name
    ("Project Management"), nor is a single word; capitals may be missing only where nobody would say
    the same in passing ("get certified in cybersecurity")."""
    words = words_of(name)
    if len(words) < 2 or set(words) <= _FIELD_WORDS | _SMALL_WORDS:
        return False
    may_be_small = len(words) > 2 and _SMALL_WORDS.isdisjoint(words)
    whole = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
    return bool(re.search(whole, text, re.IGNORECASE if may_be_small else 0))


def _stands_among(words: list[str], name: str, text: str) -> bool:
    """Whether the words of a provider's name stand in a text in one piece."""
    own = words_of(name)
    if len(own) == 1 and not _as_a_code(own, text):
        return False
    width = len(own)
    return bool(own) and any(
        words[start : start + width] == own for start in range(len(words) - width + 1)
    )


def _as_a_code(names: Iterable[str], text: str) -> bool:
    """Whether one of these words means a name, by itself, and is not just a word of the text."""
    return any(
        word not in _EVERYDAY_CODES or re.search(rf"\b{re.escape(word.upper())}\b", text)
        for word in names
    )


def _has_code(name: str) -> bool:
    """Whether one word of a name is written as no everyday word is: PMP, aPHR, SC-900, Security+."""
    return any(
        sum(char.isupper() for char in word) > 1 or re.search(r"\d|\+$", word)
        for word in name.split()
    )


def _close(telling: frozenset[str], words: list[str], width: int) -> bool:
    """Whether the words of a name stand near each other, as those of a name do."""
    places = [place for place, word in enumerate(words) if word in telling]
    return any(telling <= set(words[start : start + width]) for start in places)


def _without_pronouns(text: str) -> str:
    """``text`` with "it" in it only where it means information technology: written "IT" in a text that
    is not all in capitals, or followed by what follows it then ("it support")."""
    shouted = text.isupper()
    return _PRONOUN.sub(lambda found: found[0] if found[0] == "IT" and not shouted else " ", text)


def page_asked_for(text: str, pages: Iterable[Page]) -> str | None:
    """Id of the page that itself says that it answers this question."""
    likeness = {page.id: _likeness(text, page) for page in pages}
    best = max(likeness, key=lambda id_: likeness[id_], default=None)
    return best if best is not None and likeness[best] >= SAME_QUESTION else None


def _likeness(text: str, page: Page) -> float:
    asked = _stems(text)
    return max(
        (len(asked & _stems(own)) / len(asked | _stems(own)) for own in page.answers), default=0.0
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in words_of(text) if word not in _SMALL_WORDS)


def words_of(text: str) -> list[str]:
    """The words of a text, lower case; codes such as ``sc-900`` and ``c++`` stay whole."""
    return re.findall(r"[a-z0-9]+(?:[-+#.][a-z0-9+#]+)*\+*", text.lower().replace("’", "'"))
