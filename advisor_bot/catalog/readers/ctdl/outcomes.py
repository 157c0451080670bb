"""What else a resource says that has no fact of its own: subjects, occupations, places, outcomes."""

from collections.abc import Iterator

from advisor_bot.catalog.facts import Section
from advisor_bot.catalog.readers.ctdl.about import About
from advisor_bot.catalog.readers.ctdl.assurance import place_in_words
from advisor_bot.catalog.readers.ctdl.terms import concepts, member, number, text, texts
from advisor_bot.catalog.readers.json_ld import Node, listed, nodes, plain, unique

_ALIGNED = {
    "subject": "Subjects",
    "occupationType": "Occupations",
    "industryType": "Industries",
    "instructionalProgramType": "Fields of study",
    "learningMethodType": "How it is taught",
    "audienceType": "For",
    "audienceLevelType": "Level of schooling or difficulty",
}
_DEEPEST = 8


def sections(about: About) -> list[Section]:
    """Words that help to find the program, and the figures that its publisher gives."""
    found = about.section("Subjects and occupations", _aligned(about))
    places = [place_in_words(place) for place in nodes(member(about.node, "availableAt"))]
    found += about.section("Where", ["\n".join(unique(places))])
    parts = about.names(member(about.node, "hasPart"))
    found += about.section("Parts", ["\n".join(parts)])
    found += about.section("Outcomes", _outcomes(about))
    statuses = concepts(member(about.node, "credentialStatusType"))
    unusual = [status.name for status in statuses if status.code != "Active"]
    found += about.section("Status", unusual)
    return found + about.section("Codes and dates", ["\n".join(_codes(about))])


def _aligned(about: About) -> Iterator[str]:
    if keywords := texts(member(about.node, "keyword")):
        yield f"Keywords: {', '.join(keywords)}"
    for term, label in _ALIGNED.items():
        if names := unique(each.name for each in concepts(member(about.node, term))):
            yield f"{label}: {'; '.join(names)}"


def _codes(about: About) -> Iterator[str]:
    yield from (f"Code: {code}" for code in texts(member(about.node, "codedNotation")))
    for each in nodes(member(about.node, "identifier")):
        name = text(member(each, "identifierTypeName")) or "Identifier"
        yield from (f"{name}: {code}" for code in texts(member(each, "identifierValueCode")))
    yield from (f"Effective from {day}" for day in texts(member(about.node, "dateEffective")))


def _outcomes(about: About) -> Iterator[str]:
    """``ceterms:aggregateData`` and the ``qdata:DataSetProfile``s about the resource."""
    for profile in about.profiles("aggregateData"):
        awarded = number(member(profile, "numberAwarded"))
        effective = text(member(profile, "dateEffective"))
        yield "\n".join(
            unique(
                [
                    text(member(profile, "name")),
                    text(member(profile, "description")),
                    f"As of {effective}" if effective else None,
                    f"{plain(awarded)} awarded" if awarded is not None else None,
                    *_figures(profile),
                ]
            )
        )
    for data in about.graph.sources(about.resource, "tells of"):
        yield "\n".join(unique([text(member(data.node, "description")), *_figures(data.node)]))


def _figures(node: Node) -> Iterator[str]:
    """The values that stand below a profile with what they count, in their order."""
    waiting: list[tuple[Node, int]] = [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        value, said = number(current.get("schema:value")), text(current.get("schema:description"))
        if value is not None and said:
            currency = text(current.get("schema:currency"))
            yield f"{said}: {currency + ' ' if currency else ''}{plain(value)}"
        if depth < _DEEPEST:
            below = [each for values in current.values() for each in listed(values)]
            inner = [(each, depth + 1) for each in below if isinstance(each, dict)]
            waiting += reversed(inner)
