"""When two records are about the same provider or program.

They are when they share an identifier that means nothing else, or a name: for programs a name under the
same provider. What contradicts that (another country, another version, another type of credential)
keeps them apart: two entries for one program are a nuisance, one entry for two is a wrong fact.
"""

import hashlib
import re
import unicodedata

from advisor_bot.catalog.facts import Page, Program, Provider

LONGEST_KEY = 400
MOST_KEYS = 60
_LEGAL_FORMS = frozenset(
    "inc incorporated ltd limited llc gmbh bv corp corporation plc ag sa".split()
)
_NOT_WORD = re.compile(r"[^\w+#]+")


def keys_of(document: Provider | Program | Page) -> list[str]:
    """What ``document`` is known by; a program's ``provider`` must be the catalog's id already."""
    match document:
        case Provider():
            names = [document.name, *filter(is_name, document.aliases)]
            return _distinct(
                [
                    *map(_by_identifier, document.identifiers),
                    *(f"name:{provider_name(name)}" for name in names),
                ]
            )
        case Program():
            titles = [document.title, *filter(is_name, document.aliases)]
            return _distinct(
                [
                    *map(_by_identifier, document.identifiers),
                    *(
                        f"version:{document.provider}|{normalised(title)}|{document.version}"
                        for title in titles
                        if document.version
                    ),
                    *(f"name:{document.provider}|{normalised(title)}" for title in titles),
                    *_typed(document),
                ]
            )
        case Page():
            return []


def of_provider(key: str, old: str, new: str) -> str | None:
    """A program's key under the provider ``old``, as it is under ``new``; ``None`` for other keys."""
    kind, _, rest = key.partition(":")
    provider, bar, name = rest.partition("|")
    return f"{kind}:{new}|{name}" if bar and kind != "id" and provider == old else None


def by_identifier(key: str) -> bool:
    """Whether a key rests on an identifier, and not on a name that others may bear too."""
    return key.startswith("id:")


def contradict(one: Provider | Program, other: Provider | Program) -> bool:
    """Whether two that share a name cannot be the same after all."""
    if isinstance(one, Provider) and isinstance(other, Provider):
        return _differ(one.country, other.country)
    if isinstance(one, Program) and isinstance(other, Program):
        types = (one.facts.credential_type.value, other.facts.credential_type.value)
        return _differ(one.version, other.version) or _differ(*types)
    return True


def is_name(alias: str) -> bool:
    """An alias all in small letters describes ("ventilator course"): it names nothing."""
    return not alias.islower() or any(char.isdigit() for char in alias)


def normalised(name: str) -> str:
    """One spelling of a name: ``Google  Data-Analytics:`` → ``google data analytics``."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(_NOT_WORD.sub(" ", text).split())


def provider_name(name: str) -> str:
    """The same for a provider, whose legal form and article are often left out."""
    words = normalised(name).removeprefix("the ").split()
    return " ".join([word for word in words if word not in _LEGAL_FORMS] or words)


def _typed(program: Program) -> list[str]:
    """``Google Cybersecurity``, a professional certificate, and ``Cybersecurity Professional
    Certificate``, both of Google, are one."""
    kind = program.facts.credential_type.value
    if kind is None:
        return []
    core = f" {normalised(program.title)} ".replace(f" {normalised(kind)} ", " ").strip()
    core = core.removeprefix(f"{program.provider.replace('-', ' ')} ")
    return [f"typed:{program.provider}|{core}|{kind}"] if core else []


def _by_identifier(identifier: str) -> str:
    return f"id:{identifier.strip().rstrip('/').removeprefix('https://').removeprefix('http://')}"


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def bounded(key: str) -> str:
    """``key``, or of an overlong one its beginning and its hash: a database's index takes no more."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 65]}#{hashlib.sha256(key.encode()).hexdigest()}"


def _distinct(keys: list[str]) -> list[str]:
    """Each key once; those of a document with very many names are not all needed to tell it."""
    telling = (bounded(key) for key in keys if not key.endswith((":", "|")))
    return list(dict.fromkeys(telling))[:MOST_KEYS]
