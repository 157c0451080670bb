"""The labelled collections, and how well a ranking answers their queries."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.systems import LIMIT, Document
from benchmarks.retrieval import Query, Scores, read_passages, read_queries, score

TABLES = {"coursera": read_passages}
"""Who reads the texts of a collection: each is a table with columns of its own."""


@dataclass(frozen=True)
class Collection:
    name: str
    documents: Sequence[Document]
    queries: Sequence[Query]

    def score(self, rankings: Sequence[Sequence[str]]) -> Scores:
        """The means over all queries, one ranking a query; all figures are of the first ten."""
        scores = [
            score(list(dict.fromkeys(ranking))[:LIMIT], query)
            for ranking, query in zip(rankings, self.queries, strict=True)
        ]
        return Scores(
            statistics.mean(one.ndcg for one in scores),
            statistics.mean(one.recall for one in scores),
            statistics.mean(one.reciprocal_rank for one in scores),
        )


def collections(folder: Path) -> tuple[list[Collection], list[str]]:
    """The collections in ``folder``, and of each that cannot be read, why."""
    labels = folder / "eval" / "retrieval"
    if not labels.is_dir():
        return [], [f"There are no labelled queries: no folder {labels}"]
    found, missing = [], []
    for path in sorted(labels.glob("*.jsonl")):
        name = path.stem
        table = folder / "data" / "csv" / f"{name}.csv"
        if name not in TABLES:
            missing.append(f"{name}: it is not known here how a row of its table becomes a text")
        elif not table.is_file():
            missing.append(f"{name}: its table is not there: no file {table}")
        else:
            documents = [
                Document(passage.document_id, passage.title, passage.in_context)
                for passage in TABLES[name](table)
            ]
            found.append(Collection(name, documents, read_queries(path)))
    return found, missing
