"""What the word index writes into tantivy, and how it is asked."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import tantivy

from advisor_bot.retrieval.passages import Kind, Passage, key_text
from advisor_bot.retrieval.positions import Position
from advisor_bot.retrieval.terms import Terms, codes, english, folded

ID, DOCUMENT, KIND, TEXT, NAMES, CODES, DATA = "id document kind text names codes data".split()
NAMED_KINDS = ("program", "provider")
_POSITION = "position"
"""Stands where else the key of a document stands; such a key has a colon."""
_WRITER_MEMORY = 30_000_000

PASSAGES_SCHEMA = (
    tantivy.SchemaBuilder()
    .add_text_field(ID, stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field(DOCUMENT, tokenizer_name="raw", index_option="basic")
    .add_text_field(KIND, tokenizer_name="raw", index_option="basic")
    .add_text_field(NAMES, tokenizer_name="english", index_option="freq")
    .add_text_field(TEXT, tokenizer_name="english", index_option="freq")
    .add_text_field(CODES, tokenizer_name="whitespace", index_option="freq")
    .add_bytes_field(DATA, stored=True)
    .build()
)
NAMES_SCHEMA = (
    tantivy.SchemaBuilder()
    .add_text_field(DOCUMENT, stored=True, tokenizer_name="raw", index_option="basic")
    .add_text_field(NAMES, tokenizer_name="english", index_option="freq")
    .add_text_field(CODES, tokenizer_name="whitespace", index_option="freq")
    .add_bytes_field(DATA, stored=True)
    .build()
)


class Part:
    """One tantivy index, in a folder or in memory."""

    def __init__(self, folder: Path | None, schema: tantivy.Schema) -> None:
        """Raises ValueError if what is in ``folder`` cannot be read."""
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(schema, path=str(folder) if folder else None)
        self.index.register_tokenizer("english", english())
        self.index.config_reader(reload_policy="Manual")

    def search(
        self,
        terms: Iterable[tuple[str, str]],
        boost: Mapping[str, float],
        *,
        limit: int,
        kinds: Collection[Kind] | None = None,
    ) -> list[tuple[tantivy.Document, float]]:
        """What has most of ``terms``, each a field and a word in it, best first with its score."""
        scored = [(tantivy.Occur.Should, self._query(boost, *term)) for term in terms]
        if not scored or limit < 1:
            return []
        query = tantivy.Query.boolean_query(scored)
        if kinds:
            of_kinds = tantivy.Query.term_set_query(self.index.schema, KIND, sorted(kinds))
            unscored = tantivy.Query.const_score_query(of_kinds, 0.0)
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)]
            query = tantivy.Query.boolean_query(both)
        searcher = self.index.searcher()
        found = searcher.search(query, limit, count=False).hits
        return [(searcher.doc(address), float(score)) for score, address in found]

    def having(self, field: str, values: Collection[str]) -> list[tantivy.Document]:
        """What has one of ``values``, of which each has one entry at most."""
        if not values:
            return []
        query = tantivy.Query.term_set_query(self.index.schema, field, list(values))
        searcher = self.index.searcher()
        found = searcher.search(query, len(values), count=False).hits
        return [searcher.doc(address) for _, address in found]

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter | None]:
        """A writer; ``None`` if another process has it. What is not committed is lost."""
        try:
            writer = self.index.writer(heap_size=_WRITER_MEMORY, num_threads=1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            writer = None
        try:
            yield writer
        finally:
            if writer:
                writer.wait_merging_threads()  # and let others write

    def _query(self, boost: Mapping[str, float], field: str, term: str) -> tantivy.Query:
        query = tantivy.Query.term_query(self.index.schema, field, term)
        return tantivy.Query.boost_query(query, boost[field])


def passage_entry(passage: Passage) -> tantivy.Document:
    names = folded(" ".join((passage.title, *passage.aliases)))
    text = folded(passage.in_context)
    entry = {
        ID: [passage.id],
        DOCUMENT: [key_text(passage.document)],
        KIND: [passage.kind],
        NAMES: [names],
        TEXT: [text],
        CODES: [" ".join(codes(f"{names} {text}"))],
        DATA: [json.dumps(vars(passage)).encode()],
    }
    return tantivy.Document(**entry)


def stored_passage(document: tantivy.Document) -> Passage:
    data = json.loads(bytes(document[DATA][0]))
    return Passage(**{**data, "aliases": tuple(data["aliases"])})


def name_entries(
    passages: Sequence[Passage], analyzer: tantivy.TextAnalyzer
) -> Iterator[tantivy.Document]:
    """One for each name of the document whose passages these are."""
    if not passages or passages[0].kind not in NAMED_KINDS:
        return
    key = key_text(passages[0].document)
    for name in dict.fromkeys((passages[0].title, *passages[0].aliases)):
        text = folded(name)
        entry = {
            DOCUMENT: [key],
            NAMES: [text],
            CODES: [" ".join(codes(text))],
            DATA: [" ".join(Terms(name, analyzer).all).encode()],
        }
        yield tantivy.Document(**entry)


def share_of_name(entry: tantivy.Document, asked: Collection[str]) -> float:
    """How much of a name is in what was asked."""
    terms = bytes(entry[DATA][0]).decode().split()
    return sum(term in asked for term in terms) / max(1, len(terms))


def position_entry(position: Position, built: str) -> tantivy.Document:
    data = json.dumps([asdict(position), built]).encode()
    return tantivy.Document(**{DOCUMENT: [_POSITION], DATA: [data]})


def stored_position(part: Part) -> tuple[Position | None, str]:
    """How far the index is, and how it was built."""
    for document in part.having(DOCUMENT, [_POSITION]):
        position, built = json.loads(bytes(document[DATA][0]))
        return Position(**position), built
    return None, ""
