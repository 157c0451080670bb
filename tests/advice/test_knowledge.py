import threading
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor_bot.advice import knowledge as knowledge_module
from advisor_bot.advice.knowledge import LiveKnowledge
from advisor_bot.catalog.documents import KNOWLEDGE
from advisor_bot.catalog.facts import Document
from advisor_bot.catalog.importing import take_in
from advisor_bot.retrieval import words as words_module
from advisor_bot.retrieval.passages import Kind
from advisor_bot.retrieval.words import Words
from tests.building import CHECKED, complete, new_engine, program


class NoVectors:
    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        assert text
        assert limit
        assert kinds is None
        return []


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = new_engine()
    yield engine
    engine.dispose()


@pytest.fixture
def live(engine: Engine) -> Iterator[LiveKnowledge]:
    live = LiveKnowledge(engine, NoVectors(), Words())
    yield live
    live.close()


def know(engine: Engine, *documents: Document) -> None:
    take_in(engine, complete(*documents), origin=KNOWLEDGE, read_on=CHECKED, own_ids=True)


def found(live: LiveKnowledge, query: str) -> set[str]:
    return {hit.document_id for hit in live().search.find(query) if hit.kind == "program"}


def test_knowledge_stays_until_it_changes(engine: Engine, live: LiveKnowledge) -> None:
    assert live().catalog.program("dance") is None
    know(engine, program("dance", title="Dance Award"))
    first = live()
    assert first.catalog.program("dance")
    assert live() is first
    know(engine, program("song", title="Song Award"))
    assert live().catalog.program("dance") is None
    assert live().catalog.program("song")


def test_search_finds_what_the_catalog_has(engine: Engine, live: LiveKnowledge) -> None:
    know(engine, program("dance", title="Dance Award"))
    assert found(live, "dance award") == {"dance"}
    know(engine, program("song", title="Song Award"))
    assert found(live, "dance song") == {"song"}
    assert live().search.named("the song award") == [("program", "song")]


def test_what_is_much_is_followed_in_the_background(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge_module, "AT_ONCE", 2)
    monkeypatch.setattr(words_module, "BATCH", 1)
    names = [f"dance-{number}" for number in range(6)]
    for number in range(len(names)):
        know(engine, *(program(name) for name in names[: number + 1]))
    words, go_on = Words(), threading.Event()
    follow, caller = words.follow, threading.get_ident()

    def follow_slowly(engine: Engine, *, at_most: int | None = None) -> bool:
        if threading.get_ident() != caller:
            assert go_on.wait(30)
        return follow(engine, at_most=at_most)

    monkeypatch.setattr(words, "follow", follow_slowly)
    live = LiveKnowledge(engine, NoVectors(), words)
    for _ in range(3):  # answers come meanwhile, from what is there
        assert live().catalog.program("dance-5")
        assert len(found(live, "about dance")) < len(names)
    go_on.set()
    assert live._background
    live._background.result(30)
    assert found(live, "about dance") == set(names)
    live.close()


def test_what_goes_wrong_in_the_background_is_told_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Words()
    answers: list[bool | OSError] = [False, OSError("the disk is full"), True]

    def follow(engine: Engine, *, at_most: int | None = None) -> bool:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    monkeypatch.setattr(words, "follow", follow)
    live = LiveKnowledge(engine, NoVectors(), words)
    live()
    assert live._background
    live._background.exception(30)
    with pytest.raises(OSError, match="the disk is full"):
        live()
    live()
    live.close()


def test_closing_does_not_wait_for_another_process(engine: Engine, tmp_path: Path) -> None:
    know(engine, program("dance"))
    with Words(tmp_path)._writing() as held:
        assert held
        live = LiveKnowledge(engine, NoVectors(), Words(tmp_path))
        assert live().catalog.program("dance")
        live.close()
