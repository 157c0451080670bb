"""Prompts are files: loaded and checked at start, so that a slip stops start-up and not an answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from advisor_bot.errors import SettingsError


@dataclass(frozen=True)
class Prompt:
    """A prompt's text with named places. ``version`` goes into logs and evaluations."""

    name: str
    version: int
    variables: frozenset[str]
    template: Template

    def fill(self, values: Mapping[str, str]) -> str:
        return self.template.substitute(values)


def load_prompt(folder: Path, name: str, variables: frozenset[str]) -> Prompt:
    """``folder/name.md``, whose front matter must name exactly ``variables``, all used in the text.

    Raises SettingsError saying what does not fit.
    """
    path = folder / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"The prompt {path} cannot be read: {error.strerror}. Set PROMPTS_DIR to the folder "
            "'prompts' of the checkout."
        ) from error
    match = re.match(r"\A---\n(.*?)\n---\n(.*)\Z", text, re.DOTALL)
    front = yaml.safe_load(match[1]) if match else None
    if not match or not isinstance(front, dict) or not isinstance(front.get("version"), int):
        raise SettingsError(f"The prompt {path} must start with a front matter that has a version.")
    template = Template(match[2].strip())
    named, used = frozenset(front.get("variables", ())), frozenset(template.get_identifiers())
    if not template.is_valid() or not named == used == variables:
        raise SettingsError(
            f"The prompt {path} names the variables {sorted(named)} and uses {sorted(used)}; "
            f"it must name and use {sorted(variables)}."
        )
    return Prompt(name, front["version"], variables, template)
