"""Measures one system, alone in its process: its rankings, its times, its peak of memory.

    python -m benchmarks.peers.measure SYSTEM < collection.json

The input has ``documents``, ``queries`` and ``passes``; the last line of the output is what was
measured, as JSON. It runs in the peers' environment; what it measures gets no network.
"""

import argparse
import ipaddress
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.peers.systems import SYSTEMS, Document, Find, load

LOOKING_OUTSIDE = {"socket.getaddrinfo": 0, "socket.connect": 1}
"""Audit events of Python's sockets, and which of their arguments names the other side."""


@dataclass(frozen=True)
class Measured:
    rankings: Sequence[Sequence[str]]
    """One a query."""
    query_seconds: Sequence[float]
    """One a query: the fastest of several passes over all queries, after one that is not counted."""
    index_seconds: float
    """From the texts to the first query, the loading of the embedding model included."""
    memory_bytes: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("system", choices=SYSTEMS)
    name: str = parser.parse_args().system
    asked = json.load(sys.stdin)
    documents = [Document(**document) for document in asked["documents"]]
    sys.addaudithook(refuse_network)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        measured = measure(name, documents, asked["queries"], asked["passes"], Path(folder))
    print(json.dumps(asdict(measured)))


def measure(
    name: str, documents: Sequence[Document], queries: Sequence[str], passes: int, folder: Path
) -> Measured:
    build = load(name)
    started = time.perf_counter()
    find = build(documents, folder)
    index_seconds = time.perf_counter() - started
    rankings = [list(find(query)) for query in queries]
    timed = [[seconds(find, query) for query in queries] for _ in range(passes)]
    fastest = [min(of_query) for of_query in zip(*timed, strict=True)]
    return Measured(rankings, fastest, index_seconds, peak_memory())


def seconds(find: Find, query: str) -> float:
    started = time.perf_counter()
    find(query)
    return time.perf_counter() - started


def peak_memory() -> int:
    """From Linux's /proc: what the ``resource`` module says begins with the memory of the parent."""
    status = dict(
        line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines()
    )
    return int(status["VmHWM"].split()[0]) * 1024


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: to look up or connect to anything but this machine is an error."""
    if event not in LOOKING_OUTSIDE:
        return
    address = arguments[LOOKING_OUTSIDE[event]]
    host = address[0] if isinstance(address, tuple) else address
    if event == "socket.connect" and not isinstance(address, tuple):
        return  # a socket in the file system
    if host not in (None, "", "localhost") and not is_loopback(str(host)):
        raise PermissionError(f"This benchmark has no network; {host} was asked for ({event}).")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


if __name__ == "__main__":
    main()
