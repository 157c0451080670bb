"""Which column of a table feeds which fact: guessed, shown, saved beside the table, corrected by hand."""

import difflib
from collections.abc import Mapping as Values
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, ValidationError

from advisor_bot.catalog.facts import Frozen, Text
from advisor_bot.errors import KnowledgeError


def _as_text(value: object) -> object:
    """A year or a version as a header ("2024") is a number to YAML."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Cell = Annotated[Text | None, BeforeValidator(_as_text)]


class Constants(Frozen):
    """What holds for every row and stands in no column; a column's cell that says something goes first."""

    provider: Cell = None
    level: Cell = None
    credential_type: Cell = None
    workload: Cell = None
    cost: Cell = None
    currency: Cell = None
    language: Cell = None
    country: Cell = None
    assessment: Cell = None
    proctoring: Cell = None
    participation: Cell = None
    prerequisites: Cell = None
    accreditation: Cell = None
    accreditation_scope: Literal["program", "provider"] | None = None
    """Whether what the accreditation column names vouches for the program or for its provider."""
    credit: Cell = None
    validity: Cell = None
    offered_on: Cell = None


class Mapping(Frozen):
    """The header of the column that feeds each target."""

    title: Cell = None
    provider: Cell = None
    description: Cell = None
    url: Cell = None
    """The program's own page."""
    identifier: Cell = None
    """A number or code that means this program: a course code of the provider, a registry's id."""
    skills: Cell = None
    level: Cell = None
    credential_type: Cell = None
    workload: Cell = None
    cost: Cell = None
    currency: Cell = None
    language: Cell = None
    country: Cell = None
    """The provider's country."""
    assessment: Cell = None
    proctoring: Cell = None
    participation: Cell = None
    prerequisites: Cell = None
    learning_outcomes: Cell = None
    accreditation: Cell = None
    credit: Cell = None
    validity: Cell = None
    stackable_into: Cell = None
    start: Cell = None
    last_reviewed: Cell = None
    aliases: Cell = None
    offered_on: Cell = None
    skip: Cell = None
    """Rows with a yes in this column are left out."""
    constants: Constants = Constants()

    def columns(self) -> dict[str, str]:
        """The header of each target that a column feeds."""
        return {name: header for name, header in self if name != "constants" and header is not None}

    def unmapped(self, headers: Sequence[str]) -> list[str]:
        """The headers of the columns that feed nothing, in their order."""
        used = set(self.columns().values())
        return [header for header in headers if header not in used]


def mapping_path(path: Path) -> Path:
    """Where the mapping of the table ``path`` is saved: beside it."""
    return path.with_name(f"{path.name}.mapping.yaml")


def save_mapping(mapping: Mapping, path: Path, headers: Sequence[str] = ()) -> Path:
    """Write the mapping of the table ``path`` beside it, for a person to correct; where it went."""
    target = mapping_path(path)
    target.write_text(mapping_yaml(mapping, headers), encoding="utf-8")
    return target


def mapping_yaml(mapping: Mapping, headers: Sequence[str] = ()) -> str:
    """The mapping as YAML; the columns among ``headers`` that feed nothing stand in comments."""
    lines = [
        "# Which column of the table feeds which fact. Correct it by hand, then import the table again."
    ]
    lines += [_line(name, header) for name, header in mapping.columns().items()]
    constants = mapping.constants.model_dump(exclude_none=True)
    lines += ["", "# What holds for every row and stands in no column, for example  currency: EUR"]
    lines += ["constants:" if constants else "constants: {}"]
    lines += [f"  {_line(name, value)}" for name, value in constants.items()]
    lines += ["", f"# Targets that no column feeds: {', '.join(_unfed(mapping))}"]
    if unmapped := mapping.unmapped(headers):
        lines += [
            "# Columns that feed nothing:",
            *(f"#   {_scalar(header)}" for header in unmapped),
        ]
    return "\n".join(lines) + "\n"


def load_mapping(path: Path, headers: Sequence[str] | None = None) -> Mapping:
    """The mapping saved in the YAML file ``path``.

    ``KnowledgeError`` names a key that there is not, and, with ``headers``, a column that there is not."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name} cannot be read: {error}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise KnowledgeError(f"{path.name} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise KnowledgeError(f"{path.name} has to hold lines such as  title: <the title's column>")
    _check_keys(path.name, found)
    try:
        mapping = Mapping.model_validate(found)
    except ValidationError as error:
        raise KnowledgeError(f"{path.name}: {_words(error)}") from error
    if headers is not None:
        check_columns(mapping, headers, path.name)
    return mapping


def check_columns(mapping: Mapping, headers: Sequence[str], name: str) -> None:
    """``KnowledgeError`` if the mapping called ``name`` takes a column that the table has not."""
    for target, header in mapping.columns().items():
        if header not in headers:
            raise KnowledgeError(
                f"{name}: {target}: there is no column '{header}'{_nearest(header, headers)}. "
                f"The columns are: {', '.join(headers)}"
            )


def _check_keys(name: str, found: Values[Any, Any]) -> None:
    known: dict[str, list[str]] = {"": list(Mapping.model_fields)}
    parts = [("", found)]
    if isinstance(found.get("constants"), dict):
        known["constants: "] = list(Constants.model_fields)
        parts.append(("constants: ", found["constants"]))
    for place, part in parts:
        for key in part:
            if key not in known[place]:
                raise KnowledgeError(
                    f"{name}: {place}there is no '{key}'{_nearest(str(key), known[place])}. "
                    f"Known are: {', '.join(known[place])}"
                )


def _words(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ": ".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}; put text in quotes where YAML reads it as something else"


def _nearest(word: str, words: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.lower()[:200], [known.lower() for known in words], n=1)
    return next(
        (f" (do you mean '{known}'?)" for known in words if near and known.lower() == near[0]), ""
    )


def _unfed(mapping: Mapping) -> list[str]:
    fed = {*mapping.columns(), *mapping.constants.model_dump(exclude_none=True)}
    return [name for name in Mapping.model_fields if name not in fed and name != "constants"]


def _line(name: str, value: str) -> str:
    return f"{name}: {_scalar(value)}"


def _scalar(value: str) -> str:
    """A header as YAML writes it, on one line."""
    if not value.isprintable():
        return yaml.safe_dump(value, default_style='"', width=10**6).rstrip("\n")
    return yaml.safe_dump(value, allow_unicode=True, width=10**6).rstrip("\n").removesuffix("\n...")
