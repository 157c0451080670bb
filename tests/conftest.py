"""What every test stands on: a clean environment, settings of its own, the shipped knowledge."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from advisor_bot.config import Settings, load_settings
from advisor_bot.intake import sync_knowledge
from advisor_bot.services import Services, open_services

CHECKOUT = Path(__file__).parent.parent
_OURS = ("OPENAI_", "SLACK_", "CHROMA_", "DATABASE_URL", "DATA_DIR", "KNOWLEDGE_DIR", "PROMPTS_DIR")


# A busy machine is no reason to fail: examples have no time limit.
hypothesis.settings.register_profile(
    "advisor", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("advisor")


def pytest_configure() -> None:
    """No test may reach a real model or a real workspace through the caller's settings."""
    for name in list(os.environ):
        if name.startswith(_OURS):
            del os.environ[name]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The defaults, with all data in this test's own folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return load_settings()


@pytest.fixture(scope="session")
def knowledge_dir() -> Path:
    return CHECKOUT / "knowledge"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Services]]:
    """The shipped knowledge, synced once: read it, do not write to it."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(_shipped_data(tmp_path_factory), folder / "data")
    settings = Settings(_env_file=None, data_dir=folder / "data")
    with open_services(settings) as services:
        yield settings, services


def _shipped_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped knowledge indexed, made by the process that needs it first:
    embedding it takes longer than most tests together."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # what the workers of one run share
    made, begun = folder / "shipped-data", folder / "shipped-data-begun"
    with (folder / "shipped-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            settings = Settings(_env_file=None, data_dir=begun)
            with open_services(settings) as services:
                sync_knowledge(settings, services)
            begun.rename(made)
    return made
