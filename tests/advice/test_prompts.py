from pathlib import Path

import pytest

from advisor_bot.advice.composing.model import PROMPT_VARIABLES
from advisor_bot.advice.prompts import load_prompt
from advisor_bot.config import Settings
from advisor_bot.errors import SettingsError

GOOD = "---\nversion: 3\nvariables: [question]\n---\nAnswer $question for $$5.\n"
WANTED = frozenset({"question"})


def load(folder: Path, text: str) -> str:
    (folder / "answer.md").write_text(text, encoding="utf-8")
    return load_prompt(folder, "answer", WANTED).fill({"question": "why? $x"})


def test_a_prompt_is_filled_and_what_fills_it_is_not_read_again(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == "Answer why? $x for $5."
    assert load_prompt(tmp_path, "answer", WANTED).version == 3


def test_the_shipped_prompt_fits_the_code(settings: Settings) -> None:
    prompt = load_prompt(settings.prompts_dir, "answer", PROMPT_VARIABLES)
    assert "data" in prompt.template.template
    assert "instruction" in prompt.template.template


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Answer $question", "front matter that has a version"),
        (GOOD.replace("version: 3\n", ""), "front matter that has a version"),
        (GOOD.replace("version: 3", "version: three"), "front matter that has a version"),
        (GOOD.replace("[question]", "[question, facts]"), "names the variables"),
        (GOOD.replace("$question", "it"), "uses \\[\\]"),
        (GOOD.replace("$question", "$question $facts"), "'facts'"),
        (GOOD.replace("$$5", "$ 5"), "names the variables"),
    ],
)
def test_a_slip_stops_the_start_and_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        load(tmp_path, text)


def test_a_missing_prompt_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PROMPTS_DIR"):
        load_prompt(tmp_path, "answer", WANTED)
