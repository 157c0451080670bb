"""The public vectors, where they lie on this machine."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of badge vectors: below ADVISOR_BOT_SHARED, or beside the checkout."""
    shared = os.environ.get("ADVISOR_BOT_SHARED")
    folder = (Path(shared) if shared else CHECKOUT.parent / "shared") / "eval" / "badges"
    if not (folder / "INDEX.tsv").exists():
        pytest.skip(
            "the public badge vectors are not on this machine; ADVISOR_BOT_SHARED names the folder"
            " that holds eval/badges"
        )
    return folder
