"""The word index: BM25 over stemmed English, and over exact names and codes.

It follows the catalog, on disk or in memory. How far it has come is kept in the index itself, in the
same commit as what was done, so that whoever is killed in between has lost nothing. Several processes
share a folder: one of them writes, the others see what it wrote.
"""

import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import tantivy
from sqlalchemy import Engine

from advisor_bot.catalog.store import Catalog, Key
from advisor_bot.retrieval.passages import (
    FORMAT,
    Kind,
    Passage,
    key_text,
    parsed_key,
    passages_by_document,
)
from advisor_bot.retrieval.positions import Position
from advisor_bot.retrieval.terms import TERMS_FORMAT, Terms, english
from advisor_bot.retrieval.word_fields import (
    CODES,
    DOCUMENT,
    ID,
    NAMES,
    NAMES_SCHEMA,
    PASSAGES_SCHEMA,
    TEXT,
    Part,
    name_entries,
    passage_entry,
    position_entry,
    share_of_name,
    stored_passage,
    stored_position,
)

NAMES_BOOST = 0.5
"""What a word in a title or alias counts, on top of what it counts as part of the text."""
CODES_BOOST = 2.0
BATCH = 1_000
"""Documents in one commit, and in memory at a time."""
NAMES_LOOKED_AT = 500
"""More than are asked for, since a document may have several and the index ranks them but roughly."""
BUILT = f"{FORMAT}.{TERMS_FORMAT}"


class Words:
    """The passages of a catalog by their words; safe to share by threads."""

    def __init__(self, folder: Path | None = None, *, names_boost: float = NAMES_BOOST) -> None:
        """The index in ``folder``, made if there is none or it cannot be read; without a folder it is
        kept in memory."""
        self._boost = {TEXT: 1.0, NAMES: names_boost, CODES: CODES_BOOST}
        self._analyzer = english()
        self._following = threading.Lock()
        self._passages, self._names = _parts(folder)

    @classmethod
    def build(cls, passages: Iterable[Passage], *, names_boost: float = NAMES_BOOST) -> Self:
        """An index of ``passages`` in memory."""
        words = cls(names_boost=names_boost)
        documents: dict[Key, list[Passage]] = {}
        for passage in passages:
            documents.setdefault(passage.document, []).append(passage)
        with words._writing() as writers:
            assert writers
            words._put(writers, documents, (), None)
        return words

    @property
    def position(self) -> Position | None:
        """The state that is searched; ``None`` where no catalog was followed by this code."""
        position, built = stored_position(self._passages)
        named, _ = stored_position(self._names)
        return position if named and built == BUILT else None

    def follow(self, engine: Engine, *, at_most: int | None = None) -> bool:
        """Take in what changed in the stored catalog; about ``at_most`` documents if given.

        Returns whether all is taken in. It is not after ``at_most`` documents, nor while another thread
        or process is at it: what that one has done so far is searched from now on.
        """
        self._reload()
        if self._is_at(Catalog(engine)):
            return True
        if not self._following.acquire(blocking=False):
            return False
        try:
            with self._writing() as writers:
                return writers is not None and self._catch_up(writers, engine, at_most)
        finally:
            self._following.release()

    def matching(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        """The ids of the passages that share most with ``text``, best first, with BM25 scores; only of
        ``kinds`` if given.

        ``text`` is taken as words, never as query syntax; any text is fine.
        """
        terms = Terms(text, self._analyzer).in_fields(NAMES, TEXT, codes=CODES)
        found = self._passages.search(terms, self._boost, limit=limit, kinds=kinds)
        return [(str(document.get_first(ID)), score) for document, score in found]

    def named(self, text: str, *, limit: int) -> list[Key]:
        """The programs and providers one of whose names shares most with ``text``, best first."""
        asked = Terms(text, self._analyzer)
        terms = asked.in_fields(NAMES, codes=CODES)
        found = self._names.search(terms, self._boost, limit=max(limit, NAMES_LOOKED_AT))
        # Of two names that share the same words with the text, the one with fewer others is meant.
        best: dict[str, float] = {}
        for name, score in found:
            key = str(name.get_first(DOCUMENT))
            share = share_of_name(name, asked.all)
            best[key] = max(score * share, best.get(key, 0.0))
        return [parsed_key(key) for key in sorted(best, key=lambda key: (-best[key], key))[:limit]]

    def passages(self, ids: Collection[str]) -> dict[str, Passage]:
        """The passages with these ids; what is not in the index is left out."""
        found = (stored_passage(document) for document in self._passages.having(ID, ids))
        return {passage.id: passage for passage in found}

    def _is_at(self, catalog: Catalog) -> bool:
        return self.position == Position(catalog.identity, catalog.revision)

    def _reload(self) -> None:
        self._names.index.reload()
        self._passages.index.reload()

    @contextmanager
    def _writing(self) -> Iterator["_Writers | None"]:
        """``None`` if another process is writing."""
        with self._passages.writing() as passages, self._names.writing() as names:
            yield _Writers(passages, names, self._analyzer) if passages and names else None

    def _catch_up(self, writers: "_Writers", engine: Engine, at_most: int | None) -> bool:
        self._reload()  # another process may just have finished
        done = 0
        while at_most is None or done < at_most:
            catalog = Catalog(engine)
            if self._is_at(catalog):
                return True
            done += self._step(writers, catalog)
        return self._is_at(Catalog(engine))

    def _step(self, writers: "_Writers", catalog: Catalog) -> int:
        """Take in one batch; returns how many documents it had."""
        position = self.position
        if position is None or not position.leads_to(catalog):
            writers.clear()
            position = Position(catalog.identity, 0)
        changes = catalog.changes(position.revision, at_most=BATCH)
        documents = passages_by_document(changes.documents, catalog)
        position = Position(catalog.identity, changes.revision)
        self._put(writers, documents, changes.removed, position)
        return len(changes.keys)

    def _put(
        self,
        writers: "_Writers",
        documents: Mapping[Key, Sequence[Passage]],
        removed: Iterable[Key],
        position: Position | None,
    ) -> None:
        for key in (*documents, *removed):
            writers.remove(key_text(key))
        for passages in documents.values():
            writers.add(passages)
        if position:
            writers.remember(position)
        writers.commit()
        self._reload()


def _parts(folder: Path | None) -> tuple[Part, Part]:
    """The index of passages and that of names: apart, because statistics are of a whole index, and among
    passages every name would be short."""
    if folder is None:
        return Part(None, PASSAGES_SCHEMA), Part(None, NAMES_SCHEMA)
    try:
        return Part(folder / "passages", PASSAGES_SCHEMA), Part(folder / "names", NAMES_SCHEMA)
    except ValueError:
        # Damaged, or made by another version. Both go: the position is in one, and stands for both.
        shutil.rmtree(folder)
        return Part(folder / "passages", PASSAGES_SCHEMA), Part(folder / "names", NAMES_SCHEMA)


class _Writers:
    """Both parts of the index, being written to."""

    def __init__(
        self,
        passages: tantivy.IndexWriter,
        names: tantivy.IndexWriter,
        analyzer: tantivy.TextAnalyzer,
    ) -> None:
        self._passages = passages
        self._names = names
        self._analyzer = analyzer

    def clear(self) -> None:
        self._passages.delete_all_documents()
        self._names.delete_all_documents()

    def remove(self, key: str) -> None:
        self._passages.delete_documents_by_term(DOCUMENT, key)
        self._names.delete_documents_by_term(DOCUMENT, key)

    def add(self, passages: Sequence[Passage]) -> None:
        for passage in passages:
            self._passages.add_document(passage_entry(passage))
        for entry in name_entries(passages, self._analyzer):
            self._names.add_document(entry)

    def remember(self, position: Position) -> None:
        entry = position_entry(position, BUILT)
        self.remove(str(entry.get_first(DOCUMENT)))
        self._passages.add_document(entry)
        self._names.add_document(entry)

    def commit(self) -> None:
        # The position is that of the passages, so the names go first: they can be written twice.
        self._names.commit()
        self._passages.commit()
