"""Which programs a text names, and which page it asks for."""

import re
from typing import get_args

from advisor_bot.catalog.facts import Catalog, FieldOfWork, Page

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
    "level icu nurse nursing esg reporting accounting".split()
)


def named_programs(text: str, catalog: Catalog) -> list[str]:
    """Ids of the programs that ``text`` names, by title or alias, in the order of their mention.

    A name counts when all its telling words stand in the question; of two names where one holds the
    other ("Google Analytics" in "Google Data Analytics"), the fuller one is meant.
    """
    words = words_of(text)
    places = {word: place for place, word in reversed(list(enumerate(words)))}
    found: dict[str, frozenset[str]] = {}
    issuers = {
        frozenset(words_of(name))
        for provider in catalog.providers.values()
        for name in (provider.name, *provider.aliases)
    }
    for program in catalog.programs.values():
        for name in (program.title, *program.aliases):
            telling = frozenset() if _is_description(name) else _telling(name)
            if (
                telling
                and telling not in issuers
                and telling <= places.keys()
                and _close(telling, words)
            ):
                best = found.get(program.id, frozenset())
                found[program.id] = max(best, telling, key=len)
    kept = [id_ for id_, telling in found.items() if not any(telling < o for o in found.values())]
    return sorted(kept, key=lambda id_: (min(places[word] for word in found[id_]), id_))


def _is_description(alias: str) -> bool:
    """An alias all in small letters describes ("ventilator course"): search uses it, it names nothing."""
    return alias.islower() and not any(char.isdigit() for char in alias)


def _telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others. What people also say of a whole field is no
    name ("project management"), nor is a single everyday word; a code such as PMP is."""
    telling = frozenset(words_of(name)) - _GENERIC_WORDS
    if not telling - _FIELD_WORDS:
        return frozenset()
    return telling if len(telling) > 1 or _has_code(name) else frozenset()


def _has_code(name: str) -> bool:
    """Whether one word of a name is written as no everyday word is: PMP, aPHR, SC-900, Security+."""
    return any(
        sum(char.isupper() for char in word) > 1 or re.search(r"\d|\+$", word)
        for word in name.split()
    )


def _close(telling: frozenset[str], words: list[str]) -> bool:
    """Whether the words of a name stand near each other, as those of a name do."""
    places = [place for place, word in enumerate(words) if word in telling]
    span = len(telling) + 3
    return any(telling <= set(words[start : start + span]) for start in places)


def page_asked_for(text: str, catalog: Catalog) -> str | None:
    """Id of the page that itself says that it answers this question."""
    likeness = {id_: _likeness(text, page) for id_, page in catalog.pages.items()}
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
