"""How fast, and in how much memory, a catalog of a given size is taken in.

    python -m benchmarks.ingest                        # 1,000, 10,000 and 100,000 programs
    python -m benchmarks.ingest --sizes 1000 --json
    python -m benchmarks.ingest --sizes 100000 --stand-in   # all but the embedding

Every size runs in a process of its own, on a CSV file of made-up programs in a fresh folder: the file
is imported as by ``advisor-bot knowledge import``, the indexes follow, then the same file is read in
again, once as it is (its digest is known) and once with its mapping saved beside it, so that every
row is read and compared. Where the time goes is measured around the embedder's calls. ``--stand-in``
replaces the model by random vectors: at 100,000 programs it alone takes half an hour on two cores.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from advisor_bot.catalog.files import import_file
from advisor_bot.catalog.readers.reading import Material
from advisor_bot.catalog.readers.tables import columns, save_mapping
from advisor_bot.retrieval.embedding import DIMENSIONS, Embedder, LocalEmbedder, Matrix
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import Words
from advisor_bot.storage import migrate, open_engine

SIZES = (1_000, 10_000, 100_000)
TODAY = date(2026, 11, 23)
_SUBJECTS = (
    "data analysis,network security,cloud architecture,project leadership,nursing care,bookkeeping,"
    "graphic design,machine learning,customer service,supply chains,public speaking,web development"
).split(",")
_VERBS = "Introduction to,Applied,Advanced,Foundations of,Practical,Managing,Auditing".split(",")
_SETTINGS = (
    "hospitals,small firms,public bodies,banks,schools,factories,retail,start-ups,charities,airlines"
).split(",")
_SKILLS = (
    "SQL,Python,planning,negotiation,risk assessment,statistics,Linux,writing,budgeting,testing,"
    "teamwork,reporting,triage,sketching,scheduling,coaching,auditing,forecasting"
).split(",")


@dataclass(frozen=True)
class Result:
    """One size, in seconds and MiB."""

    programs: int
    passages: int
    catalog_seconds: float
    index_seconds: float
    embedder_seconds: float
    catalog_peak: float
    peak: float
    unchanged_seconds: float
    compared_seconds: float

    @property
    def seconds(self) -> float:
        return self.catalog_seconds + self.index_seconds

    @property
    def rate(self) -> float:
        return self.programs / self.seconds

    @property
    def embedder_share(self) -> float:
        return self.embedder_seconds / self.seconds


class TimedEmbedder:
    """An embedder that adds up the time spent in it."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.seconds = 0.0
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> Matrix:
        began = time.perf_counter()
        vectors = self._embedder.embed(texts)
        with self._lock:
            self.seconds += time.perf_counter() - began
        return vectors


class StandIn:
    """Vectors that mean nothing, in no time: shows what everything but the model costs."""

    name = "stand-in"

    def __init__(self) -> None:
        self._random = np.random.default_rng(0)

    def embed(self, texts: Sequence[str]) -> Matrix:
        vectors = self._random.standard_normal((len(texts), DIMENSIONS)).astype(np.float32)
        normalised: Matrix = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised


def rows(count: int) -> Iterator[list[str]]:
    """A header and ``count`` programs, the same every time, no two alike."""
    pick = random.Random(20261123)
    yield ["Title", "Provider", "Description", "Skills", "Level", "Duration", "Price", "Currency"]
    for number in range(count):
        subject, place = pick.choice(_SUBJECTS), pick.choice(_SETTINGS)
        skills = pick.sample(_SKILLS, 4)
        yield [
            f"{pick.choice(_VERBS)} {subject} for {place} {number}",
            f"Institute {number % max(count // 100, 5)}",
            f"A course on {subject} as it is needed in {place}. Participants practise {skills[0]} and "
            f"{skills[1]} on cases from {place} and finish with a piece of work of their own.",
            "; ".join(skills),
            pick.choice(["Beginner", "Intermediate", "Advanced"]),
            f"{pick.randint(2, 30)} weeks",
            str(pick.randint(0, 60) * 25),
            "EUR",
        ]


def measure(count: int, *, stand_in: bool) -> Result:
    """One size, in this process."""
    embedder = TimedEmbedder(StandIn() if stand_in else LocalEmbedder())
    embedder.embed(["loads the model"])
    embedder.seconds = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "programs.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(rows(count))
        engine = open_engine(f"sqlite:///{folder / 'catalog.sqlite'}")
        migrate(engine)

        def import_() -> float:
            began = time.perf_counter()
            report = import_file(
                engine, file, name=file.name, origin=file.name, today=TODAY, came_from=str(file)
            )
            if report.refused:
                raise SystemExit(f"{report.refused} rows were refused: {report.problems[0]}")
            return time.perf_counter() - began

        catalog_seconds, catalog_peak = import_(), _peak()
        vectors, words = Vectors.open(embedder, folder=folder / "chroma"), Words(folder / "words")
        began = time.perf_counter()
        with ThreadPoolExecutor(1) as beside:  # as intake.index does
            following = beside.submit(words.follow, engine)
            vectors.follow(engine)
            following.result()
        index_seconds = time.perf_counter() - began
        unchanged = import_()
        # What is said of how to read the file is part of what is read: now every row is compared.
        headers, _rows, guessed = columns(Material(file, file.name, TODAY))
        save_mapping(guessed, file, headers)
        compared = import_()
        result = Result(
            programs=count,
            passages=len(vectors),
            catalog_seconds=catalog_seconds,
            index_seconds=index_seconds,
            embedder_seconds=embedder.seconds,
            catalog_peak=catalog_peak,
            peak=_peak(),
            unchanged_seconds=unchanged,
            compared_seconds=compared,
        )
        vectors.close()
        engine.dispose()
        return result


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table(results: Sequence[Result]) -> str:
    head = (
        "| programs | passages | programs a second | seconds: catalog · indexes | in the embedder "
        "| peak MiB: catalog · all | same file again | every row compared |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(
        f"| {one.programs:,} | {one.passages:,} | {one.rate:,.0f} | {one.catalog_seconds:.1f} · "
        f"{one.index_seconds:.1f} | {one.embedder_share:.0%} | "
        f"{one.catalog_peak:,.0f} · {one.peak:,.0f} | {one.unchanged_seconds:.2f} s | "
        f"{one.compared_seconds:.1f} s |"
        for one in results
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--stand-in", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(measure(options.one, stand_in=options.stand_in))))
        return
    results = []
    for size in options.sizes:
        command = [sys.executable, "-m", "benchmarks.ingest", "--one", str(size)]
        command += ["--stand-in"] if options.stand_in else []
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        results.append(Result(**json.loads(done.stdout.splitlines()[-1])))
        print(f"{size:,} programs: {results[-1].seconds:.0f} s", file=sys.stderr)
    print(json.dumps([asdict(one) for one in results]) if options.json else table(results))


if __name__ == "__main__":
    main()
