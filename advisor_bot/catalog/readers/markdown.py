"""Reads our own knowledge files: Markdown with typed YAML front matter.

One file is one provider, program, concept or policy; its folder says which, its name is the id.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from advisor_bot.catalog.facts import Document, Page, Program, Provider, Section, Source
from advisor_bot.catalog.readers.reading import Problem

Kind = Literal["provider", "program", "concept", "policy"]
FOLDERS: dict[str, Kind] = {
    "providers": "provider",
    "programs": "program",
    "concepts": "concept",
    "policies": "policy",
}
_FRONT_MATTER = re.compile(r"\A\ufeff?---\r?\n(.*?)^---\r?$\n?(.*)\Z", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_SOURCE_LINE = re.compile(r"^Source:\s*(\S+)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Folder:
    """What a folder of knowledge files says, by id."""

    providers: dict[str, Provider]
    programs: dict[str, Program]
    pages: dict[str, Page]

    @property
    def documents(self) -> list[Document]:
        """All of it, every provider before the programs that name it."""
        return [*self.providers.values(), *self.programs.values(), *self.pages.values()]


class _Loader(yaml.SafeLoader):
    """Refuses a key given twice: YAML would silently keep the last one, and lose a fact.

    Dates stay text, so that a wrong one is a problem of its field and not of the whole file.
    """


def _unique_mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, Hashable):
            raise yaml.constructor.ConstructorError(
                None, None, "a name cannot be a list or a mapping", key_node.start_mark
            )
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"'{key}' is given twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)


def files(folder: Path) -> Iterator[tuple[Kind, Path]]:
    """The knowledge files below ``folder`` with their kind, in a stable order."""
    for name, kind in FOLDERS.items():
        for path in sorted((folder / name).glob("*.md")):
            yield kind, path


def read_text(kind: Kind, id_: str, file: str, text: str) -> tuple[Document | None, list[Problem]]:
    """One file's text → its document, or the problems that keep it from being used."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return None, [Problem(file, "front matter", "the file must start with a '---' block")]
    try:
        front = yaml.load(match[1], Loader=_Loader)
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError) as error:
        # PyYAML lets errors of its own conversions through: `!!int abc`, a number of 5,000 digits.
        return None, [Problem(file, "front matter", _one_line(error))]
    if not isinstance(front, dict):
        return None, [Problem(file, "front matter", "must be a mapping of fields")]
    return _document(kind, id_, file, front, match[2])


def _document(
    kind: Kind, id_: str, file: str, front: dict[str, Any], body: str
) -> tuple[Document | None, list[Problem]]:
    sources, problems = _sources(file, front.pop("sources", None) or {})
    front = {**front, "id": id_}
    if "facts" in front:
        front["facts"], found = _cited(file, front["facts"], sources)
        problems += found
    front["sections"], found = _sections(file, body, sources)
    problems += found
    if kind in ("concept", "policy"):
        front["kind"] = kind
    models: dict[Kind, type[Document]] = {"provider": Provider, "program": Program}
    document, found = _validated(models.get(kind, Page), front, file)
    problems += found
    return (None if problems else document), problems


Model = TypeVar("Model", bound=BaseModel)


def _validated(
    model: type[Model], values: dict[str, Any], file: str, prefix: str = ""
) -> tuple[Model | None, list[Problem]]:
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        problems = []
        for detail in error.errors():
            where = ".".join(str(part) for part in detail["loc"])
            reason = detail["msg"].removeprefix("Value error, ")
            problems.append(Problem(file, (prefix + where) or "front matter", reason))
        return None, problems


def _sources(file: str, raw: Any) -> tuple[dict[str, Source], list[Problem]]:
    if not isinstance(raw, dict):
        return {}, [Problem(file, "sources", "must map a short key to url, title, checked_on")]
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for key, values in raw.items():
        if not isinstance(values, dict):
            problems.append(Problem(file, f"sources.{key}", "needs url, title and checked_on"))
            continue
        source, found = _validated(Source, values, file, f"sources.{key}.")
        problems += found
        if source:
            sources[str(key)] = source
    return sources, problems


def _cited(file: str, raw: Any, sources: dict[str, Source]) -> tuple[dict[str, Any], list[Problem]]:
    """The facts with each ``source: key`` replaced by the source it names."""
    if not isinstance(raw, dict):
        return {}, [Problem(file, "facts", "must map fact names to facts")]
    facts: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, fact in raw.items():
        if not isinstance(fact, dict):
            problems.append(Problem(file, f"facts.{name}", "needs value, status and source"))
            continue
        key = fact.get("source")
        if key is not None and str(key) not in sources:
            problems.append(Problem(file, f"facts.{name}.source", f"no source is named '{key}'"))
            continue
        facts[str(name)] = {**fact, "source": None if key is None else sources[str(key)]}
    return facts, problems


def _sections(
    file: str, body: str, sources: dict[str, Source]
) -> tuple[tuple[Section, ...], list[Problem]]:
    """The body cut at its headings. A line ``Source: key`` names what a section rests on; without
    one it rests on the file's first source."""
    default = next(iter(sources.values()), None)
    sections: list[Section] = []
    problems: list[Problem] = []
    heading, lines, source = "", list[str](), default

    def close() -> None:
        text = "\n".join(lines).strip()
        if text:
            sections.append(Section(heading=heading, text=text, source=source))

    for line in body.splitlines():
        if found := _HEADING.match(line):
            close()
            heading, lines, source = found[1], [], default
        elif found := _SOURCE_LINE.match(line):
            if found[1] in sources:
                source = sources[found[1]]
            else:
                problems.append(
                    Problem(file, f"section '{heading}'", f"no source is named '{found[1]}'")
                )
        else:
            lines.append(line)
    close()
    if not sections and not problems:
        problems.append(
            Problem(file, "text", "the file needs a description below the front matter")
        )
    return tuple(sections), problems


def read_folder(folder: Path) -> tuple[Folder, list[Problem]]:
    """Every knowledge file below ``folder``. Files with problems are left out, the rest is usable;
    references to what does not exist are problems of the file that makes them."""
    documents: dict[Kind, dict[str, Any]] = {kind: {} for kind in get_args(Kind)}
    problems: list[Problem] = []
    for kind, path in files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            problems.append(Problem(name, "text", f"is not UTF-8 (byte {error.start})"))
            continue
        document, found = read_text(kind, path.stem, name, text)
        problems += found
        if document:
            documents[kind][path.stem] = document
    problems += _drop_dangling(documents)
    return Folder(
        providers=documents["provider"],
        programs=documents["program"],
        pages={**documents["concept"], **documents["policy"]},
    ), problems


def _drop_dangling(documents: dict[Kind, dict[str, Any]]) -> list[Problem]:
    problems: list[Problem] = []
    providers = documents["provider"]
    for id_, program in list(documents["program"].items()):
        for field in ("provider", "offered_on"):
            named = getattr(program, field)
            if named is not None and named not in providers:
                reason = f"no file providers/{named}.md (or it has problems)"
                problems.append(Problem(f"programs/{id_}.md", field, reason))
                documents["program"].pop(id_, None)
    for id_ in documents["concept"].keys() & documents["policy"].keys():
        problems.append(Problem(f"policies/{id_}.md", "name", f"concepts/{id_}.md has the same id"))
        del documents["policy"][id_]
    return problems


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
