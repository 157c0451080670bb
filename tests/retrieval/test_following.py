"""Both indexes follow the stored catalog: they hold exactly its passages, whatever happened before."""

import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlalchemy import Engine, update
from sqlmodel import Session

from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.facts import Document
from advisor_bot.catalog.importing import take_in
from advisor_bot.catalog.store import Catalog
from advisor_bot.catalog.tables import CatalogStateRow
from advisor_bot.retrieval import vectors as vectors_module
from advisor_bot.retrieval import words as words_module
from advisor_bot.retrieval.chroma import LiveCollection
from advisor_bot.retrieval.passages import passages_by_document
from advisor_bot.retrieval.positions import Position
from advisor_bot.retrieval.vectors import IndexChanges, Vectors
from advisor_bot.retrieval.words import Words
from tests.building import CHECKED, complete, new_engine, page, program, provider


class CountingEmbedder:
    """Vectors without meaning, and a record of what was embedded."""

    name = "counting"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        return np.array([[1.0, 0.0] for _ in texts], dtype=np.float32)


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = new_engine()
    yield engine
    engine.dispose()


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def vectors(tmp_path: Path, embedder: CountingEmbedder) -> Iterator[Vectors]:
    vectors = Vectors.open(embedder, folder=tmp_path / "chroma")
    yield vectors
    vectors.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "words"


def know(engine: Engine, *documents: Document) -> None:
    """Make these the whole catalog."""
    take_in(engine, complete(*documents), origin=KNOWLEDGE, read_on=CHECKED, own_ids=True)


def another_engine() -> Engine:
    """The database of another catalog: the empty one that tests begin with is always the same."""
    engine = new_engine()
    with Session(engine) as session:
        session.execute(update(CatalogStateRow).values(catalog="another"))
        session.commit()
    return engine


def passages_in(engine: Engine) -> set[str]:
    catalog = Catalog(engine)
    documents: list[Document] = [
        *catalog.programs(catalog.ids("program")),
        *catalog.providers(catalog.ids("provider")),
        *catalog.pages("concept", "policy", "document"),
    ]
    found = passages_by_document(documents, catalog).values()
    return {passage.id for passages in found for passage in passages}


def ids_in_words(words: Words) -> set[str]:
    """Of all that is in the index, whatever its words."""
    searcher = words._passages.index.searcher()
    found = searcher.search(tantivy.Query.all_query(), 500).hits
    ids = (searcher.doc(address).get_first("id") for _, address in found)
    return {id_ for id_ in ids if id_}


def ids_in_vectors(vectors: Vectors) -> set[str]:
    return {id_ for id_, _ in vectors.nearest("x", limit=500)} if len(vectors) else set()


DOCUMENTS: dict[str, Document] = {
    "dance": program("dance"),
    "dance, renamed": program("dance", title="Dance About All"),
    "dance, longer": program(
        "dance",
        sections=[{"heading": "", "text": "About jumps."}] * 1
        + [{"heading": "More", "text": "About turns."}],
    ),
    "song": program("song", provider="choir"),
    "song, moved": program("song", provider="academy"),
    "choir": provider("choir"),
    "choir, renamed": provider("choir", name="Choir of Choirs"),
    "page": page("quality", "Judge.", "About judging."),
    "page, shorter": page("quality", "Judge."),
    "policy": page("budget", "More about money.", kind="policy"),
}


def one_state(names: Iterable[str]) -> list[Document]:
    """At most one version of each document."""
    return list({name.partition(",")[0]: DOCUMENTS[name] for name in names}.values())


@settings(max_examples=20, deadline=None)
@given(
    states=st.lists(
        st.lists(st.sampled_from(sorted(DOCUMENTS)), min_size=1), min_size=1, max_size=4
    )
)
def test_both_hold_exactly_the_passages_of_the_catalog_after_any_changes(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[str]]
) -> None:
    engine, folder = new_engine(), tmp_path_factory.mktemp("both")
    words = Words(folder / "words")
    vectors = Vectors.open(CountingEmbedder(), folder=folder / "chroma")
    try:
        for state in states:
            know(engine, *one_state(state))
            assert words.follow(engine)
            vectors.follow(engine)
            assert ids_in_words(words) == ids_in_vectors(vectors) == passages_in(engine)
            assert len(vectors) == len(passages_in(engine))
    finally:
        vectors.close()


class TestVectors:
    def test_only_what_changed_is_embedded(
        self, engine: Engine, vectors: Vectors, embedder: CountingEmbedder
    ) -> None:
        know(engine, program("dance"), program("song"), page("quality", "Judge.", "Ask."))
        assert vectors.follow(engine).added == len(passages_in(engine)) == len(embedder.seen)
        embedder.seen.clear()
        assert vectors.follow(engine) == IndexChanges(0, 0, 0)
        know(engine, program("dance"), program("song"), page("quality", "Judge.", "Ask again."))
        assert vectors.follow(engine) == IndexChanges(added=1, removed=1, unchanged=1)
        assert embedder.seen == ["Quality. Part 1. Ask again."]

    def test_a_provider_with_a_new_name_is_known_by_it_in_its_programs(
        self, engine: Engine, vectors: Vectors, embedder: CountingEmbedder
    ) -> None:
        know(engine, program("dance"), program("song", provider="choir"))
        vectors.follow(engine)
        embedder.seen.clear()
        know(
            engine, program("dance"), program("song", provider="choir"), DOCUMENTS["choir, renamed"]
        )
        vectors.follow(engine)
        assert any("Offered by Choir of Choirs" in text for text in embedder.seen)
        assert not any("Dance" in text for text in embedder.seen)

    def test_what_was_embedded_before_a_kill_is_not_embedded_again(
        self,
        engine: Engine,
        vectors: Vectors,
        embedder: CountingEmbedder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        know(engine, program("dance"), program("song"))
        remember = LiveCollection.remember

        def killed(collection: LiveCollection, values: dict[str, str | int]) -> None:
            if values["revision"]:
                raise Killed
            remember(collection, values)

        with monkeypatch.context() as patch:
            patch.setattr(LiveCollection, "remember", killed)
            with pytest.raises(Killed):
                vectors.follow(engine)
        assert ids_in_vectors(vectors) == passages_in(engine)
        embedder.seen.clear()
        assert vectors.follow(engine).unchanged == len(passages_in(engine))
        assert embedder.seen == []

    def test_a_kill_between_two_batches_loses_nothing(
        self,
        engine: Engine,
        vectors: Vectors,
        embedder: CountingEmbedder,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(vectors_module, "DOCUMENTS", 1)
        for number in range(5):  # each a revision of its own
            know(engine, *(program(f"dance-{n}") for n in range(number + 1)))

        def killed(done: int, to_do: int) -> None:
            assert to_do == 6  # with the provider
            if done >= 3:
                raise Killed

        with pytest.raises(Killed):
            vectors.follow(engine, progress=killed)
        first = len(embedder.seen)
        steps: list[tuple[int, int]] = []
        vectors.follow(engine, progress=lambda done, to_do: steps.append((done, to_do)))
        assert 0 < first < len(embedder.seen) == len(passages_in(engine))
        assert steps[-1][0] == steps[-1][1]
        assert ids_in_vectors(vectors) == passages_in(engine)

    def test_of_another_catalogs_index_only_what_differs_changes(
        self, engine: Engine, vectors: Vectors, embedder: CountingEmbedder
    ) -> None:
        know(engine, program("dance"), program("song"), page("quality"))
        vectors.follow(engine)
        embedder.seen.clear()
        other = another_engine()
        know(other, program("dance"), program("sailing"), page("quality"))
        changes = vectors.follow(other)
        assert changes.added == len(embedder.seen) == changes.removed == 2
        assert all("Sailing" in text for text in embedder.seen)
        assert ids_in_vectors(vectors) == passages_in(other)

    def test_an_index_that_is_ahead_of_a_restored_catalog_is_brought_back(
        self, engine: Engine, vectors: Vectors
    ) -> None:
        know(engine, program("dance"))
        vectors.follow(engine)
        catalog = Catalog(engine)
        vectors.put(passages_by_document([program("later")], catalog))
        vectors._remember(Position(catalog.identity, catalog.revision + 7))
        assert vectors.follow(engine).removed == 2
        assert ids_in_vectors(vectors) == passages_in(engine)

    def test_when_another_process_moved_on_meanwhile_a_batch_is_gone_over_again(
        self, engine: Engine, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(engine, program("dance"))
        vectors.follow(engine)
        know(engine, program("song"))
        put = Vectors.put
        calls = 0

        def overtaken(self: Vectors, *args: object) -> IndexChanges:
            nonlocal calls
            calls += 1
            if calls == 1:  # the other has done it all, then this one's old state comes in
                changes = put(self, *args)  # type: ignore[arg-type]
                self._remember(Position(Catalog(engine).identity, Catalog(engine).revision))
                put(self, passages_by_document([program("dance")], Catalog(engine)))
                return changes
            return put(self, *args)  # type: ignore[arg-type]

        monkeypatch.setattr(Vectors, "put", overtaken)
        vectors.follow(engine)
        assert calls > 1
        assert ids_in_vectors(vectors) == passages_in(engine)


class TestWords:
    def test_it_is_there_when_opened_again(self, engine: Engine, folder: Path) -> None:
        know(engine, program("dance"))
        assert Words(folder).follow(engine)
        words = Words(folder)
        assert words.position == Position(Catalog(engine).identity, Catalog(engine).revision)
        assert ids_in_words(words) == passages_in(engine)

    def test_at_most_so_many_at_once(
        self, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(words_module, "BATCH", 1)
        for number in range(4):
            know(engine, *(program(f"dance-{n}") for n in range(number + 1)))
        words = Words(folder)
        assert not words.follow(engine, at_most=2)
        found = ids_in_words(words)
        assert 0 < len(found) < len(passages_in(engine))
        while not words.follow(engine, at_most=2):
            assert len(ids_in_words(words)) > len(found)
        assert ids_in_words(words) == passages_in(engine)

    def test_a_kill_before_the_commit_loses_nothing(
        self, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(engine, program("dance"))
        words = Words(folder)
        words.follow(engine)
        know(engine, program("song"))

        def killed(writers: object) -> None:
            writers._names.commit()  # type: ignore[attr-defined]
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(words_module._Writers, "commit", killed)
            with pytest.raises(Killed):
                words.follow(engine)
        again = Words(folder)
        assert again.matching("dance", limit=9)
        assert again.follow(engine)
        assert ids_in_words(again) == passages_in(engine)
        assert again.named("dance song", limit=9) == [("program", "song")]

    def test_names_that_are_gone_are_not_found(self, engine: Engine, folder: Path) -> None:
        words = Words(folder)
        know(engine, program("dance", title="Dance Award", aliases=("DA-1",)))
        words.follow(engine)
        assert words.named("da 1", limit=9) == [("program", "dance")]
        know(engine, program("dance", title="Jump Award"))
        words.follow(engine)
        assert words.named("da-1 dance", limit=9) == []
        assert words.named("jump", limit=9) == [("program", "dance")]

    def test_of_another_catalogs_index_nothing_stays(self, engine: Engine, folder: Path) -> None:
        know(engine, program("dance"))
        Words(folder).follow(engine)
        other = another_engine()
        know(other, program("song"))
        words = Words(folder)
        assert words.follow(other)
        assert ids_in_words(words) == passages_in(other)
        assert words.named("dance", limit=9) == []

    def test_an_index_of_another_format_is_made_anew(
        self, engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        know(engine, program("dance"))
        with monkeypatch.context() as patch:
            patch.setattr(words_module, "BUILT", "0.0")
            Words(folder).follow(engine)
        words = Words(folder)
        assert words.position is None
        words.follow(engine)
        assert ids_in_words(words) == passages_in(engine)

    @pytest.mark.parametrize("part", ["passages", "names"])
    @pytest.mark.parametrize("damage", ["gone", "no meta", "nonsense", "cut", "lost"])
    def test_a_damaged_folder_is_made_anew(
        self, engine: Engine, folder: Path, part: str, damage: str
    ) -> None:
        know(engine, program("dance"))
        Words(folder).follow(engine)
        segment = next((folder / part).glob("*.store"))
        match damage:
            case "gone":
                shutil.rmtree(folder / part)
            case "no meta":
                (folder / part / "meta.json").unlink()
            case "nonsense":
                (folder / part / "meta.json").write_text("{nonsense")
            case "cut":
                segment.write_bytes(b"xx")
            case "lost":
                segment.unlink()
        words = Words(folder)
        assert words.follow(engine)
        assert ids_in_words(words) == passages_in(engine)
        assert words.named("dance", limit=9) == [("program", "dance")]

    def test_another_process_writes_and_this_one_sees_it(
        self, engine: Engine, folder: Path
    ) -> None:
        know(engine, program("dance"))
        reader = Words(folder)
        reader.follow(engine)
        know(engine, program("dance"), program("song"))
        writer = """
            import sys
            from pathlib import Path
            from advisor_bot.retrieval.words import Words
            from advisor_bot.storage import open_engine
            words, engine = Words(Path(sys.argv[1])), open_engine(sys.argv[2])
            with words._writing():
                print("writing", flush=True)
                input()
            assert words.follow(engine)
            print("done", flush=True)
        """
        command = [sys.executable, "-c", textwrap.dedent(writer), str(folder), str(engine.url)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout
            assert other.stdin
            assert other.stdout.readline() == "writing\n"
            assert not reader.follow(engine)
            assert not reader.named("song", limit=9)
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.stdout.readline() == "done\n"
        assert reader.follow(engine)
        assert ids_in_words(reader) == passages_in(engine)

    def test_while_one_thread_is_at_it_no_other_waits(self, engine: Engine) -> None:
        know(engine, program("dance"))
        words = Words()
        with words._writing(), ThreadPoolExecutor(1) as pool:
            assert not pool.submit(words.follow, engine).result(30)
        assert words.follow(engine)
