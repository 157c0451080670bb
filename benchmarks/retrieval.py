"""How well search finds, on labelled queries over a public catalogue, against its own parts.

    python -m benchmarks.retrieval [FOLDER]

FOLDER holds ``data/csv/coursera.csv`` and ``eval/retrieval/coursera.jsonl``; the default is the
environment variable ADVISOR_BOT_SHARED, else ``shared`` beside the checkout. Every system sees one text
a row. nDCG@10 has the gain 2^grade - 1; recall@10 and MRR count every grade as relevant.

The two weights of the fusion are cross-validated: chosen on six sevenths of the queries, scored on the
rest, so that the held-out figure is for queries that had no say. That the scores are fused as shares
of the best (instead of ranks, or stretched from least to best) was decided with all queries in view.
"""

import argparse
import csv
import json
import math
import os
import statistics
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from advisor_bot.retrieval.embedding import LocalEmbedder
from advisor_bot.retrieval.passages import Passage, document_of
from advisor_bot.retrieval.search import DEPTH, WORDS_WEIGHT, Search, fuse
from advisor_bot.retrieval.vectors import Vectors
from advisor_bot.retrieval.words import NAMES_BOOST, Words

WORDS_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
NAMES_BOOSTS = (0.0, 0.5, 1.0, 2.0)
FOLDS = 7
RRF_CONSTANT = 60

Ranking = Sequence[str]
Found = Mapping[str, float]


@dataclass(frozen=True)
class Query:
    type: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Scores:
    ndcg: float
    recall: float
    reciprocal_rank: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    beside = Path(__file__).resolve().parents[2] / "shared"
    default = Path(os.environ.get("ADVISOR_BOT_SHARED", beside))
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder: Path = parser.parse_args().folder
    passages = read_passages(folder / "data" / "csv" / "coursera.csv")
    queries = read_queries(folder / "eval" / "retrieval" / "coursera.jsonl")
    with tempfile.TemporaryDirectory() as index:
        vectors = Vectors.open(LocalEmbedder(), folder=Path(index))
        try:
            vectors.put({passage.document: [passage] for passage in passages})
            compare(passages, queries, vectors)
        finally:
            vectors.close()


def compare(passages: Sequence[Passage], queries: Sequence[Query], vectors: Vectors) -> None:
    words = Words.build(passages)
    search = Search(vectors, words)
    near = [by_document(vectors.nearest(query.text, limit=DEPTH)) for query in queries]
    matching = {
        boost: matched(Words.build(passages, names_boost=boost), queries) for boost in NAMES_BOOSTS
    }
    both = list(zip(near, matching[NAMES_BOOST], strict=True))
    systems: dict[str, list[Ranking]] = {
        "BM25 alone": [list(found) for _, found in both],
        "vectors alone": [list(found) for found, _ in both],
        "reciprocal ranks": [reciprocal_ranks(*pair) for pair in both],
        "Advisor Bot": [
            [hit.document_id for hit in search.find(query.text, limit=DEPTH)] for query in queries
        ],
    }
    scores = {
        name: [score(ranking, query) for ranking, query in zip(rankings, queries, strict=True)]
        for name, rankings in systems.items()
    }
    console = Console()
    console.print(overall_table(scores))
    console.print(table_by_type(scores, queries))
    held_out, chosen = cross_validated(near, matching, queries)
    console.print(
        f"In use: words weight {WORDS_WEIGHT}, names boost {NAMES_BOOST}. Cross-validated in {FOLDS} "
        f"folds, held-out nDCG@10 {held_out:.3f}; chosen (words weight, names boost): {chosen}"
    )


def read_passages(path: Path) -> list[Passage]:
    """One passage a row; its document's id is the one that the labels use."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_passage(f"coursera:{number}", row) for number, row in enumerate(rows)]


def _passage(document_id: str, row: Mapping[str, str]) -> Passage:
    skills = ", ".join(part.strip(' "') for part in row["skills"].strip("{}").split(","))
    credit = "Credit eligible." if row["crediteligibility"] == "true" else ""
    text = (
        f"{row['course']}. Offered by {row['partner']}. Level: {row['level'].strip()}. "
        f"Type: {row['certificatetype'].strip()}. Duration: {row['duration'].strip()}. "
        f"Skills: {skills}. {credit}"
    )
    title = row["course"]
    return Passage(f"program:{document_id}#0", document_id, "program", title, "", text)


def read_queries(path: Path) -> list[Query]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [Query(line["type"], line["query"], line["relevant"]) for line in lines]


def matched(words: Words, queries: Iterable[Query]) -> list[Found]:
    return [by_document(words.matching(query.text, limit=DEPTH)) for query in queries]


def by_document(found: Iterable[tuple[str, float]]) -> Found:
    return {document_of(id_)[1]: score for id_, score in found}


def reciprocal_ranks(*rankings: Iterable[str]) -> Ranking:
    """Reciprocal-rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, start=1):
            scores[id_] = scores.get(id_, 0) + 1 / (RRF_CONSTANT + rank)
    return sorted(scores, key=lambda id_: -scores[id_])


def score(ranking: Ranking, query: Query) -> Scores:
    grades = [query.grades.get(id_, 0) for id_ in ranking]
    ideal = gain(sorted(query.grades.values(), reverse=True)[:10])
    hits = sum(grade > 0 for grade in grades[:10])
    first = next((rank for rank, grade in enumerate(grades, start=1) if grade), math.inf)
    return Scores(gain(grades[:10]) / ideal, hits / len(query.grades), 1 / first)


def gain(grades: Iterable[int]) -> float:
    return math.fsum(
        (2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1)
    )


def cross_validated(
    near: Sequence[Found], matching: Mapping[float, Sequence[Found]], queries: Sequence[Query]
) -> tuple[float, list[tuple[float, float]]]:
    """The mean nDCG@10 of queries under weights chosen without them, and the weights of each fold."""
    settings = {
        (weight, boost): [
            score([id_ for id_, _ in fuse(*found, words_weight=weight)], query).ndcg
            for *found, query in zip(near, matching[boost], queries, strict=True)
        ]
        for weight in WORDS_WEIGHTS
        for boost in NAMES_BOOSTS
    }
    numbers = range(len(queries))
    held_out, chosen = [], []
    for fold in range(FOLDS):
        seen = [number for number in numbers if number % FOLDS != fold]
        best = max(settings, key=lambda item: statistics.mean(settings[item][n] for n in seen))
        chosen.append(best)
        held_out += [settings[best][number] for number in numbers if number % FOLDS == fold]
    return statistics.mean(held_out), chosen


def overall_table(scores: Mapping[str, Sequence[Scores]]) -> Table:
    table = Table("", "nDCG@10", "recall@10", "MRR", title="All queries")
    for name, all_ in scores.items():
        table.add_row(
            name,
            _mean(all_, lambda one: one.ndcg),
            _mean(all_, lambda one: one.recall),
            _mean(all_, lambda one: one.reciprocal_rank),
        )
    return table


def table_by_type(scores: Mapping[str, Sequence[Scores]], queries: Sequence[Query]) -> Table:
    types = list(dict.fromkeys(query.type for query in queries))
    counts = {type_: sum(query.type == type_ for query in queries) for type_ in types}
    columns = [f"{type_} ({count})" for type_, count in counts.items()]
    table = Table("", *columns, title="nDCG@10 by type of query")
    for name, all_ in scores.items():
        pairs = list(zip(all_, queries, strict=True))
        of_types = [[one for one, query in pairs if query.type == type_] for type_ in types]
        table.add_row(name, *(_mean(ones, lambda one: one.ndcg) for ones in of_types))
    return table


def _mean(scores: Iterable[Scores], figure: Callable[[Scores], float]) -> str:
    return f"{statistics.mean(map(figure, scores)):.3f}"


if __name__ == "__main__":
    main()
