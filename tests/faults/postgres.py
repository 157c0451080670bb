"""A Postgres server of this test run."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """The address of a throw-away cluster in ``folder``; skips the test where Postgres is not installed."""
    programs = _programs()
    if programs is None:
        pytest.skip("needs Postgres's programs initdb and pg_ctl (Debian: postgresql)")
    as_user = _unprivileged(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "cluster"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_user, str(programs / program), "-D", str(data), *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )

    run("initdb", "--auth=trust", "--username=advisor", "--no-sync", "--encoding=UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
    try:
        yield f"postgresql://advisor@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-m", "immediate")


def _programs() -> Path | None:
    """The folder with the newest Postgres of this machine."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    on_path = shutil.which("pg_ctl")
    found = [*([Path(on_path).resolve().parent] if on_path else []), *versions]
    complete = [
        folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    ]
    return complete[-1] if complete else None


def _unprivileged(folder: Path) -> list[str]:
    """How to run a program as somebody who is not root, which Postgres insists on."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        pytest.skip("as root, Postgres needs runuser to run as nobody")
    shutil.chown(folder, "nobody")
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
    return ["runuser", "-u", "nobody", "--"]
