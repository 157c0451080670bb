"""The peers' own environment: the project depends on none of their packages."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / ".venv"
PYTHON = FOLDER / "bin" / "python"
LOCK = Path(__file__).resolve().parent / "requirements.lock"
NO_TELEMETRY = {
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "LANGSMITH_TRACING": "false",
    "DO_NOT_TRACK": "1",
}


def set_up() -> None:
    """Make the environment anew, with the packages of the lock file, each checked by its hash."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
    from_lock = ["install", "--quiet", "--require-hashes", "-r"]
    installer = str(ROOT / "requirements-setup.lock")
    subprocess.run([str(PYTHON), "-m", "pip", *from_lock, installer], check=True)
    subprocess.run(
        [str(FOLDER / "bin" / "uv"), "pip", *from_lock, str(LOCK)],
        check=True,
        env={**os.environ, "VIRTUAL_ENV": str(FOLDER)},
    )


def measure(system: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What ``benchmarks.peers.measure`` says of the system; raises ``CalledProcessError``."""
    # Started in the checkout's root, which is how the project gets on the path.
    done = subprocess.run(
        [PYTHON, "-m", "benchmarks.peers.measure", system],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, **NO_TELEMETRY},
    )
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured
