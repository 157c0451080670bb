"""RDF canonicalization (RDFC-1.0) with pinned contexts, a budget, and nothing dropped unseen.

Sources: W3C RDF Dataset Canonicalization 1.0; W3C VC Data Integrity 1.0, section on "safe mode".
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn

from pyld import jsonld  # type: ignore[import-untyped]
from pyld.canon import URDNA2015  # type: ignore[import-untyped]
from pyld.context_resolver import ContextResolver  # type: ignore[import-untyped]

from advisor_bot.badges.verification.reading import Json, id_of, list_of
from advisor_bot.badges.verification.results import Refuted, Undecided
from advisor_bot.web.deadline import Deadline

MAX_N_DEGREE_CALLS = 2_000  # real documents need at most 20
MAX_COMPARISONS = 4_000_000
MAX_CONTEXTS = 32

_BASE = "relative:"  # whatever resolves against it was a relative address, hence undefined
_ABSOLUTE = re.compile(r"(?!relative:|_:$)(?:[A-Za-z][A-Za-z0-9+.-]*|_):[^\s<>\"]*$|@json$").match
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$").match
_KEYWORDS = {"@context", "@id", "@type", "@value", "@language"}
_VENDOR_ERRORS = (
    jsonld.JsonLdError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
)


class _Dropped(Exception):
    """A property is not defined by the contexts."""


@cache
def _index() -> dict[str, list[str]]:
    text = files(__package__).joinpath("contexts/index.json").read_text(encoding="utf-8")
    index: dict[str, list[str]] = json.loads(text)
    return index


@cache
def _bundled(file: str) -> Any:
    return json.loads(files(__package__).joinpath("contexts", file).read_text(encoding="utf-8"))


def context_choices(document: Json) -> list[dict[str, str]]:
    """The bundled files to try for a document's contexts, most likely first.

    Some public contexts changed in place, so that one address may mean several files. Raises
    :class:`Undecided` for a context that is not bundled or is written into the document: with
    terms of its own, what is signed need not be what is read. The same for JSON-LD keywords that
    no badge needs and that could move a signed statement out of sight.
    """
    choices: list[dict[str, str]] = [{}]
    for url in sorted(_context_urls(document)):
        if url not in _index():
            raise Undecided("The badge uses a vocabulary that is not known here.")
        choices = [chosen | {url: file} for file in _index()[url] for chosen in choices]
    return choices


def _context_urls(document: Json) -> set[str]:
    urls: set[str] = set()
    waiting: list[Any] = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            contexts = list_of(item.get("@context"))
            if len(contexts) > MAX_CONTEXTS:
                raise Undecided("The badge uses too many vocabularies to be checked.")
            for url in contexts:
                if not isinstance(url, str):
                    raise Undecided("The badge defines words of its own, which nobody vouches for.")
                urls.add(url)
            if any(key.startswith("@") and key not in _KEYWORDS for key in item):
                raise Undecided("The badge is written in a way of JSON-LD that is not supported.")
            waiting.extend(value for key, value in item.items() if key != "@context")
    return urls


class _Processor(jsonld.JsonLdProcessor):  # type: ignore[misc]
    """Expansion under a deadline, with nothing dropped."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(on_property_dropped=_refuse_dropped)
        self._deadline = deadline

    def expand(self, input_: Any, options: Any) -> Any:
        expanded = super().expand(input_, options)
        _refuse_undefined(expanded)
        _check_effort(expanded)
        return expanded

    def _expand(self, *args: Any, **options: Any) -> Any:
        self._deadline.check()
        return super()._expand(*args, **options)


def _refuse_dropped(name: object) -> NoReturn:
    raise _Dropped(name)


class _Canonicalizer(URDNA2015):  # type: ignore[misc]
    """URDNA2015 with a budget: a graph made of look-alikes would run for ages."""

    def __init__(self, hash_name: str, deadline: Deadline) -> None:
        super().__init__()
        self._hash_name = hash_name
        self._deadline = deadline
        self._calls = 0

    def create_hash(self) -> Any:
        return hashlib.new(self._hash_name)

    def hash_first_degree_quads(self, id_: str) -> Any:
        self._deadline.check()
        return super().hash_first_degree_quads(id_)

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:
        self._calls += 1
        if self._calls > MAX_N_DEGREE_CALLS:
            raise Refuted("The badge is built so that checking it would never end.")
        self._deadline.check()
        return super().hash_n_degree_quads(id_, issuer)


def canonical_quads(
    document: Json, *, contexts: Mapping[str, str], hash_name: str, deadline: Deadline
) -> list[str]:
    """The canonical N-Quads of ``document``, each with its line end.

    ``contexts`` maps context addresses to bundled files (see :func:`context_choices`).
    :class:`Refuted` when a property is not defined, so that it would not be signed.
    """

    def load(url: str, _options: object) -> Json:
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": _bundled(contexts[url]),
            "contentType": "application/ld+json",
        }

    options = {
        "base": _BASE,
        "documentLoader": load,
        "contextResolver": ContextResolver({}, load),
    }
    try:
        dataset = _Processor(deadline).to_rdf(document, options)
        canonicalizer = _Canonicalizer(hash_name, deadline)
        quads: str = canonicalizer.main(dataset, {"format": "application/n-quads"})
    except _Dropped as error:
        raise Refuted(
            "The badge holds words that no vocabulary defines; they would go unsigned."
        ) from error
    except _VENDOR_ERRORS as error:
        raise Refuted("The badge is not proper JSON-LD.") from error
    return [quad + "\n" for quad in quads.split("\n")[:-1]]


def _check_effort(expanded: Any) -> None:
    """PyLD compares the values of one property with each other: bound the sum of their squares.

    In expanded form, where one node and one property have one name each.
    """
    counts: Counter[tuple[object, str]] = Counter()
    waiting = [expanded]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            node = id_of(item) or id(item)
            counts.update({(node, name): len(list_of(value)) for name, value in item.items()})
            waiting.extend(item.values())
    if sum(count * count for count in counts.values()) > MAX_COMPARISONS:
        raise Undecided("The badge repeats itself so often that checking it would take too long.")


def _refuse_undefined(expanded: Any) -> None:
    """Refuses what expansion leaves and RDF then drops: undefined types, malformed addresses."""
    waiting = [expanded]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
            addresses = [key for key in item if not key.startswith("@")]
            addresses += list_of(item.get("@id")) + list_of(item.get("@type"))
            languages = list_of(item.get("@language"))
            if not (all(map(_ABSOLUTE, addresses)) and all(map(_LANGUAGE, languages))):
                raise _Dropped
