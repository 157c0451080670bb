"""LlamaIndex, Haystack, LangChain, Chroma alone and BM25 alone beside Advisor Bot, in one table.

    python -m benchmarks.peers --setup     # once: their packages, into benchmarks/peers/.venv
    python -m benchmarks.peers [FOLDER]    # everything, or with --systems some of it

FOLDER has ``eval/retrieval/*.jsonl`` and ``data/csv``; the default is the environment variable
ADVISOR_BOT_SHARED, else ``shared`` beside the checkout. Every system gets the same text a document and
the same embedding model, runs in a process of its own and without a network.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.peers.collection import Collection, collections
from benchmarks.peers.environment import PYTHON, ROOT, measure, set_up
from benchmarks.peers.systems import SYSTEMS

PASSES = 7
COLUMNS = "nDCG@10,Recall@10,MRR@10,p50 ms,p95 ms,index s,peak MB".split(",")


def main() -> None:
    arguments = parse()
    if arguments.setup:
        set_up()
        return
    if not PYTHON.exists():
        sys.exit("The peers are not installed: python -m benchmarks.peers --setup")
    found, missing = collections(arguments.folder)
    for reason in missing:
        print(f"Left out: {reason}")
    for collection in found:
        compare(collection, arguments.systems, arguments.passes)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    default = Path(os.environ.get("ADVISOR_BOT_SHARED", ROOT.parent / "shared"))
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--setup", action="store_true", help="install the peers, then stop")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--passes", type=int, default=PASSES, help="timed passes over all queries")
    return parser.parse_args()


def compare(collection: Collection, systems: Sequence[str], passes: int) -> None:
    """Print the table, as Markdown, a row as soon as it is known."""
    asked = {
        "documents": [asdict(document) for document in collection.documents],
        "queries": [query.text for query in collection.queries],
        "passes": passes,
    }
    counts = f"{len(collection.documents):,} documents, {len(collection.queries)} queries"
    print(f"{collection.name}: {counts}\n")
    print(f"| | {' | '.join(COLUMNS)} |\n|---|{'---:|' * len(COLUMNS)}")
    for system in systems:
        figures = row(collection, measure(system, asked))
        print(f"| {system} | {' | '.join(figures)} |", flush=True)


def row(collection: Collection, measured: Mapping[str, Any]) -> list[str]:
    scores = collection.score(measured["rankings"])
    milliseconds = [1000 * seconds for seconds in measured["query_seconds"]]
    return [
        f"{scores.ndcg:.3f}",
        f"{scores.recall:.3f}",
        f"{scores.reciprocal_rank:.3f}",
        f"{statistics.median(milliseconds):.1f}",
        f"{statistics.quantiles(milliseconds, n=20, method='inclusive')[-1]:.1f}",
        f"{measured['index_seconds']:.1f}",
        f"{measured['memory_bytes'] / 1e6:.0f}",
    ]


if __name__ == "__main__":
    main()
