import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor_bot.catalog.store import Key
from advisor_bot.errors import AdvisorError, IndexMismatchError, SettingsError
from advisor_bot.retrieval import chroma
from advisor_bot.retrieval import vectors as vectors_module
from advisor_bot.retrieval.embedding import Embedder, LocalEmbedder
from advisor_bot.retrieval.passages import Passage
from advisor_bot.retrieval.vectors import IndexChanges, Vectors

from .conftest import MakePassage

Place = dict[str, Any]
OpenVectors = Callable[..., Vectors]


class OtherEmbedder:
    """A second model: vectors of another length, and a record of what it was asked."""

    name = "another model 2"

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.calls: list[int] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.seen += texts
        self.calls.append(len(texts))
        rows = np.array([[1.0, len(text), text.count("e")] for text in texts], dtype=np.float32)
        normalised: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return normalised


def put(vectors: Vectors, passages: Iterable[Passage], removed: Iterable[str] = ()) -> IndexChanges:
    """Make the index hold exactly ``passages`` of their documents, and none of ``removed`` programs."""
    documents: dict[Key, list[Passage]] = {}
    for passage in passages:
        documents.setdefault(passage.document, []).append(passage)
    return vectors.put(documents, [("program", id_) for id_ in removed])


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Where the index is kept; every test of this module holds for both."""
    if request.param == "folder":
        return {"folder": tmp_path / "index"}
    return {"url": request.getfixturevalue("chroma_server"), "token": "a-token"}


@pytest.fixture
def open_vectors(place: Place, embedder: LocalEmbedder) -> Iterator[OpenVectors]:
    opened: list[Vectors] = []

    def open_(embedder_: Embedder = embedder, *, rebuild: bool = False) -> Vectors:
        opened.append(Vectors.open(embedder_, **place, rebuild=rebuild))
        return opened[-1]

    open_(rebuild=True)  # the server is shared by the tests
    yield open_
    for vectors in opened:
        vectors.close()


@pytest.fixture
def passages(make_passage: MakePassage) -> list[Passage]:
    return [
        make_passage("net", "Protecting computer networks from intruders."),
        make_passage("talk", "Speaking in front of an audience."),
        make_passage("badge", "What a digital badge is.", kind="concept"),
    ]


def test_finds_the_nearest_in_meaning_first(
    open_vectors: OpenVectors, passages: list[Passage]
) -> None:
    vectors = open_vectors()
    put(vectors, passages)
    found = vectors.nearest("cybersecurity", limit=2)
    assert found[0][0] == "program:net#net"
    assert 1 > found[0][1] > found[1][1] > -1
    assert len(found) == 2


def test_a_passages_own_text_is_at_similarity_one(
    open_vectors: OpenVectors, passages: list[Passage]
) -> None:
    vectors = open_vectors()
    put(vectors, passages[:1])
    [(_, similarity)] = vectors.nearest(passages[0].in_context, limit=5)
    assert similarity == pytest.approx(1, abs=0.01)


def test_only_the_kinds_asked_for(open_vectors: OpenVectors, passages: list[Passage]) -> None:
    vectors = open_vectors()
    put(vectors, passages)
    assert [id_ for id_, _ in vectors.nearest("x", limit=9, kinds=["concept"])] == [
        "concept:badge#badge"
    ]
    assert vectors.nearest("x", limit=9, kinds=["policy"]) == []


def test_a_rare_kind_is_found_behind_many_that_are_nearer(
    open_vectors: OpenVectors, passages: list[Passage], make_passage: MakePassage
) -> None:
    vectors = open_vectors()
    put(vectors, [*passages, *(make_passage(str(n), f"Badge {n}") for n in range(30))])
    near = vectors.nearest("badge 7", limit=2, kinds=["concept", "policy"])
    assert [id_ for id_, _ in near] == ["concept:badge#badge"]
    of_many = vectors.nearest("badge 7", limit=2, kinds=["program"])
    assert of_many == vectors.nearest("badge 7", limit=2)
    assert of_many[0][0] == "program:7#7"


def test_an_empty_index_finds_nothing(open_vectors: OpenVectors) -> None:
    assert open_vectors().nearest("anything", limit=3) == []
    assert open_vectors().nearest("anything", limit=0) == []


def test_embeds_what_is_new_and_removes_what_is_gone(
    open_vectors: OpenVectors, passages: list[Passage], make_passage: MakePassage
) -> None:
    embedder = OtherEmbedder()
    vectors = open_vectors(embedder, rebuild=True)
    assert put(vectors, passages) == IndexChanges(added=3, removed=0, unchanged=0)
    embedder.seen.clear()
    assert put(vectors, passages) == IndexChanges(added=0, removed=0, unchanged=3)
    assert embedder.seen == []
    new = make_passage("new", "New.", document="talk")
    assert put(vectors, [passages[1], new], ["net"]) == IndexChanges(1, 1, 1)
    assert embedder.seen == [new.in_context]
    assert len(vectors) == 3
    assert "program:net#net" not in dict(vectors.nearest("net", limit=9))


def test_other_documents_stay(open_vectors: OpenVectors, passages: list[Passage]) -> None:
    vectors = open_vectors()
    put(vectors, passages[:2])
    assert put(vectors, passages[2:], ["talk", "talker", "never-was"]).removed == 1
    assert {id_ for id_, _ in vectors.nearest("x", limit=9)} == {
        "program:net#net",
        "concept:badge#badge",
    }


def test_many_passages_go_in_large_batches(
    open_vectors: OpenVectors, make_passage: MakePassage
) -> None:
    embedder = OtherEmbedder()
    vectors = open_vectors(embedder, rebuild=True)
    many = [make_passage(str(n), f"Text {n}.", document=str(n // 3)) for n in range(1_300)]
    assert put(vectors, many).added == len(vectors) == 1_300
    assert embedder.calls == [512, 512, 276]
    assert put(vectors, many[:1_200], map(str, range(400, 434))).removed == 100


def test_what_was_put_in_is_there_when_opened_again(
    open_vectors: OpenVectors, passages: list[Passage]
) -> None:
    put(open_vectors(), passages)
    assert len(open_vectors()) == 3


def test_an_index_of_another_embedder_is_refused_until_rebuilt(
    open_vectors: OpenVectors, passages: list[Passage]
) -> None:
    put(open_vectors(), passages)
    with pytest.raises(IndexMismatchError) as refusal:
        open_vectors(OtherEmbedder())
    message = str(refusal.value)
    assert "all-MiniLM-L6-v2 int8" in message
    assert "another model 2" in message
    assert "advisor-bot knowledge sync --rebuild" in message

    rebuilt = open_vectors(OtherEmbedder(), rebuild=True)
    assert put(rebuilt, passages).added == 3


def test_an_index_of_another_passage_format_is_refused(
    open_vectors: OpenVectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_vectors()
    monkeypatch.setattr(vectors_module, "FORMAT", 99)
    with pytest.raises(IndexMismatchError, match="passage format '99'"):
        open_vectors()


def test_a_rebuild_elsewhere_is_noticed(
    open_vectors: OpenVectors, passages: list[Passage], make_passage: MakePassage
) -> None:
    reader = open_vectors()
    put(reader, passages)
    put(open_vectors(rebuild=True), [make_passage("only", "Only this.")])
    assert [id_ for id_, _ in reader.nearest("x", limit=9)] == ["program:only#only"]


def test_what_another_process_writes_is_found(
    tmp_path: Path, embedder: LocalEmbedder, passages: list[Passage]
) -> None:
    reader = Vectors.open(embedder, folder=tmp_path)
    put(reader, passages)
    writer = """
        import sys
        from pathlib import Path
        from advisor_bot.retrieval.embedding import LocalEmbedder
        from advisor_bot.retrieval.passages import Passage
        from advisor_bot.retrieval.vectors import Vectors
        new = Passage("program:new#new", "new", "program", "", "", "Baking bread.")
        vectors = Vectors.open(LocalEmbedder(), folder=Path(sys.argv[1]))
        vectors.put({new.document: [new], ("program", "net"): [], ("program", "talk"): []})
        vectors.close()
    """
    command = [sys.executable, "-c", textwrap.dedent(writer), str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    assert reader.nearest("bread", limit=9, kinds=["program"])[0][0] == "program:new#new"
    assert len(reader) == 2  # one of three stayed
    reader.close()


def test_a_closed_index_opens_again_when_it_is_needed(
    open_vectors: OpenVectors, passages: list[Passage]
) -> None:
    vectors = open_vectors()
    put(vectors, passages)
    vectors.close()
    assert len(vectors) == 3


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://", "nonsense"])
def test_an_address_that_is_none_is_refused(embedder: LocalEmbedder, url: str) -> None:
    with pytest.raises(SettingsError, match="must look like http://host:8000"):
        Vectors.open(embedder, url=url)


def test_a_server_that_is_not_there_is_named_with_a_next_step(embedder: LocalEmbedder) -> None:
    with pytest.raises(SettingsError, match=r"No Chroma server answers at http://127.0.0.1:9\b"):
        Vectors.open(embedder, url="http://127.0.0.1:9")


def test_a_folder_that_chroma_cannot_read_is_explained(
    embedder: LocalEmbedder, tmp_path: Path
) -> None:
    (tmp_path / "chroma.sqlite3").write_text("this is no database, and longer than a header " * 9)
    with pytest.raises(AdvisorError, match="advisor-bot knowledge sync --rebuild"):
        Vectors.open(embedder, folder=tmp_path)


def test_a_token_does_not_show_in_what_might_be_logged() -> None:
    assert "s3cret" not in repr(chroma.Place(url="http://host", token="s3cret"))


def test_one_place_only(embedder: LocalEmbedder, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="either a folder or a url"):
        Vectors.open(embedder, folder=tmp_path, url="http://host")
