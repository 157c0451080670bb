"""What is being asked: intent, the programs meant, and constraints, read without a model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from advisor_bot.advice.knowledge import Knowledge
from advisor_bot.advice.naming import (
    named_programs,
    named_providers,
    page_asked_for,
    words_of,
)
from advisor_bot.catalog.facts import FieldOfWork, Level, Provider
from advisor_bot.catalog.fields import field_of
from advisor_bot.catalog.selecting import Order

NAMES_LOOKED_AT = 40
"""Bearers of a name that shares words with a question, the likeliest first: more than it can mean."""

Intent = Literal["find", "assess", "compare", "detail", "explain", "policy", "help", "other"]
Aspect = Literal["time", "cost", "assessment", "expiry", "credit", "prerequisites", "verification"]


@dataclass(frozen=True)
class Constraints:
    """What must hold of a program to be offered. ``None`` and empty mean: no matter."""

    field: FieldOfWork | None = None
    level: Level | None = None
    providers: tuple[str, ...] = ()
    proctored: bool | None = None
    free: bool = False
    at_most: Decimal | None = None
    weeks_at_most: float | None = None
    order: Order = "fit"

    def __bool__(self) -> bool:
        return self != Constraints()


@dataclass(frozen=True)
class Question:
    """A question understood. ``programs`` are ids named, or meant by a follow-up; ``page`` is the id of
    a page that says it answers just this; ``search`` is the text to search with."""

    text: str
    intent: Intent
    programs: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    constraints: Constraints = Constraints()
    search: str = ""
    page: str | None = None
    follows_up: bool = False


_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("beginner", re.compile(r"\b(beginners?|entry[- ]level|no experience|starter|start(ing)? out"
                            r"|novice|newcomers?|from scratch|new to)\b", re.I)),
    ("advanced", re.compile(r"\b(advanced|expert|senior|experienced)\b", re.I)),
    ("intermediate", re.compile(r"\bintermediate\b", re.I)),
)  # fmt: skip
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    ("time", re.compile(r"\b(how long|how much time|how many (hours|weeks|months)|duration"
                        r"|time (does|to|it)|hours a week|take to (finish|complete))\b", re.I)),
    ("cost", re.compile(r"\b(cost|costs|price|prices|pricing|fees?|expensive|how much"
                        r"(?! time)|pay for)\b", re.I)),
    ("expiry", re.compile(r"\b(expires?|expiry|expiration|renew\w*|valid for|recertif\w+)\b", re.I)),
    ("credit", re.compile(r"\b(stack\w*|credits?|count(s)? (toward|for)|degree)\b", re.I)),
    ("prerequisites", re.compile(r"\b(prerequisites?|requirements?|eligib\w+|need before"
                                 r"|qualify|who can take)\b", re.I)),
    ("verification", re.compile(r"\b(verif\w+|genuine|fake|prove (it|that)|badge link)\b", re.I)),
    ("assessment", re.compile(r"\b(assess\w*|exams?|proctor\w*|supervised|tests?|quiz\w*"
                              r"|pass mark|graded)\b", re.I)),
)  # fmt: skip
_ASSESS = re.compile(
    r"\b(worth|any good|good|legit\w*|reputable|respected|recogni[sz]ed|valuable|value"
    r"|should i (take|do|get)|quality of|what about|opinion|think of|tell me about|recommend)\b",
    re.I,
)
_COMPARE = re.compile(r"\b(compare|versus|vs\.?|difference between|better|than|or)\b", re.I)
_REFUSED = re.compile(r"\b(without|no|not|except)\s+((a|any|the|from|by|on)\s+)?\w+", re.I)
_EXPLAIN = re.compile(
    r"\b(what('s| is| are)|how (do|can|should) (i|you|we|one)|why|who (offers|takes|issues)|explain"
    r"|mean(s|ing)?|difference between|how long do|how much do)\b",
    re.I,
)
_GENERAL = re.compile(
    r"\b(micro-?\s?credentials?|digital badges?|open badges?|badges?|short courses?"
    r"|diploma mills?|non-?degree|nano-?degrees?|credentials? (in general|quality)"
    r"|certificates? in general)\b",
    re.I,
)
_OF_THE_KIND = re.compile(
    r"\b(do|does|are|is|can|will) (micro-?\s?credentials|digital badges|badges)\b", re.I
)
_POLICY = re.compile(
    r"\b(learning budget|training budget|budget (do|is|for)|my budget|company (pay|policy|cover)"
    r"|reimburs\w+|pay(s)? for (my|it|me|a|the)|policy|time off|who approves|approval|expense)\b",
    re.I,
)
_OF_THE_COMPANY = re.compile(r"\b(company|employer|reimburs\w+|budget|approv\w+|hr)\b", re.I)
_HELP = re.compile(
    r"^\W*(help|hi|hello|hey|hola|thanks?|thank you|good (morning|afternoon|evening)"
    r"|what can you do|who are you|how do you work|\?)\W*(there|advisor|bot|you)?\W*$",
    re.I,
)
_POINTS_BACK = re.compile(
    r"^\W*(and|what about|how about|but|also|so|ok(ay)?)\b|\b(it|its|that|this|those|these|they|them"
    r"|the (first|second|third|last|cheaper|other) one|which (one|of)|both)\b",
    re.I,
)
_LOOKS_FOR = re.compile(
    r"\b(which|cheapest|find|recommend|suggest|best|looking for|want|need|show|list|any|short"
    r"|shortest|fastest|free|what (should|can|could) i|learn|options?)\b",
    re.I,
)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "last": -1}


def understand(text: str, knowledge: Knowledge, previous: Sequence[str] = ()) -> Question:
    """``text`` as asked, against what is known; ``previous`` are the ids of the programs last spoken of,
    the most important first."""
    catalog = knowledge.catalog
    mentioned = knowledge.search.named(text, limit=NAMES_LOOKED_AT)
    providers = catalog.providers(id_ for kind, id_ in mentioned if kind == "provider")
    programs = catalog.programs(id_ for kind, id_ in mentioned if kind == "program")
    named = named_programs(text, programs, providers)
    # A program may have left the catalog since it was last spoken of.
    known = {program.id: program.title for program in catalog.programs(previous)}
    constraints = _constraints(text, () if named else providers, is_named=bool(named))
    aspects = tuple(aspect for aspect, words in _ASPECTS if words.search(text))
    meant, follows_up = named, False
    if not named and known and _is_follow_up(text, constraints):
        meant, follows_up = _meant(text, list(known)), True
    search = " ".join([text, *(known[id_] for id_ in meant)]) if follows_up else text
    page = None if meant else page_asked_for(text, catalog.pages("concept", "policy"))
    return Question(
        text=text,
        intent="explain" if page else _intent(text, meant, aspects, constraints),
        programs=tuple(meant),
        aspects=aspects,
        constraints=constraints,
        search=search,
        page=page,
        follows_up=follows_up,
    )


def speaks_at_large(text: str) -> bool:
    """Whether a text speaks of such credentials as a kind."""
    return bool(_GENERAL.search(text))


def _intent(
    text: str, programs: Sequence[str], aspects: Sequence[Aspect], constraints: Constraints
) -> Intent:
    if _HELP.match(text):
        return "help"
    policy = _POLICY.search(text)
    if programs and not (policy and _OF_THE_COMPANY.search(text)):
        return _intent_about(text, programs, aspects, constraints)
    if policy:
        return "policy"
    if _asks_meaning(text, constraints):
        return "explain"
    if _LOOKS_FOR.search(text) or constraints:
        return "find"
    return "explain" if _EXPLAIN.search(text) else "other"


def _intent_about(
    text: str, programs: Sequence[str], aspects: Sequence[Aspect], constraints: Constraints
) -> Intent:
    several = _COMPARE.search(text) or constraints.order != "fit" or len(programs) > 2
    if len(programs) > 1 and several:
        return "compare"
    if aspects and not _ASSESS.search(text):
        return "detail"
    return "assess"


def _asks_meaning(text: str, constraints: Constraints) -> bool:
    """Whether a text asks about credentials at large, and not for one of them."""
    if re.search(r"\bwhat (does|do) .+ mean\b", text, re.I):
        return True
    if not speaks_at_large(text) or constraints.order != "fit":
        return False
    of_the_kind = re.match(r"\W*why\b", text, re.I) or _OF_THE_KIND.search(text)
    return bool(of_the_kind or (_EXPLAIN.search(text) and constraints.field is None))


def _constraints(text: str, providers: Sequence[Provider], *, is_named: bool) -> Constraints:
    """``providers`` are those that the text may name; ``is_named``: it names a program, whose own name
    says nothing of fields and providers."""
    wanted = _REFUSED.sub(" ", text)
    return Constraints(
        field=None if is_named else field_of(wanted),
        level=next((level for level, words in _LEVELS if words.search(text)), None),
        providers=named_providers(wanted, providers),
        proctored=_proctored(text),
        free=bool(re.search(r"\b(free|no cost|without paying)\b", text, re.I)),
        at_most=_at_most(text),
        weeks_at_most=_weeks_at_most(text),
        order=_order(text),
    )


def _proctored(text: str) -> bool | None:
    if re.search(r"\b(un-?proctored|not proctored|no proctor\w*|unsupervised)\b", text, re.I):
        return False
    return True if re.search(r"\b(proctor\w*|supervised|invigilat\w*)\b", text, re.I) else None


def _at_most(text: str) -> Decimal | None:
    found = re.search(
        r"\b(?:under|below|less than|at most|up to|max(?:imum)?(?: of)?|within|budget (?:of|is)|i have)\s*"
        r"(?:usd|eur|gbp|\$|€|£)?\s*(\d[\d,]*(?:\.\d\d?)?)\b",
        text,
        re.I,
    )
    if not found or re.match(
        r"[\s-]*(weeks?|months?|hours?|days?|years?|people|%)", text[found.end() :], re.I
    ):
        return None
    return Decimal(found[1].replace(",", ""))


def _weeks_at_most(text: str) -> float | None:
    found = re.search(
        r"\b(?:under|below|less than|at most|up to|within|in)\s+(\d+|a|one|two|three|six)\s+"
        r"(weeks?|months?)\b",
        text,
        re.I,
    )
    if not found:
        return None
    number = {"a": 1, "one": 1, "two": 2, "three": 3, "six": 6}.get(found[1].lower())
    count = float(number if number is not None else found[1])
    return count * (52 / 12 if found[2].lower().startswith("month") else 1)


def _order(text: str) -> Order:
    if re.search(
        r"\b(cheap(est|er)?|lowest (cost|price)|least expensive|affordable)\b", text, re.I
    ):
        return "cheapest"
    if re.search(r"\b(short(est|er)?|quick(est|er)?|fast(est|er)?)\b", text, re.I):
        return "shortest"
    return "fit"


def _is_follow_up(text: str, constraints: Constraints) -> bool:
    if constraints.field or constraints.providers or speaks_at_large(text) or _HELP.match(text):
        return False
    return len(words_of(text)) <= 14 and bool(_POINTS_BACK.search(text))


def _meant(text: str, previous: Sequence[str]) -> list[str]:
    """Which of the programs last spoken of a follow-up means: the chief one, unless it says else."""
    if re.search(r"\b(both|they|them|these|those|all|compare|which (one|of))\b", text, re.I):
        return list(previous)
    for word, place in _ORDINALS.items():
        if re.search(rf"\b{word} (one|of|program\w*|certificate)\b", text, re.I):
            return list(previous[place:] if place == -1 else previous[place : place + 1])
    return list(previous[:1])
