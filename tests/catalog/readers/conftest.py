"""The real files that readers are held against, where they lie on this machine."""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real inputs: below ADVISOR_BOT_SHARED, or beside the checkout."""
    shared = os.environ.get("ADVISOR_BOT_SHARED")
    folder = (Path(shared) if shared else CHECKOUT.parent / "shared") / "data"
    if not folder.is_dir():
        pytest.skip(
            "the real files are not on this machine; ADVISOR_BOT_SHARED names the folder that holds"
            " data/ctdl, data/open-badges and data/csv"
        )
    return folder
