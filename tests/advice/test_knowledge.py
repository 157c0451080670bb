from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor_bot.advice.knowledge import LiveKnowledge
from advisor_bot.catalog import store
from advisor_bot.retrieval.passages import Kind
from advisor_bot.storage import migrate, open_engine
from tests.building import catalog, program


class NoVectors:
    def nearest(
        self, text: str, *, limit: int, kinds: Collection[Kind] | None = None
    ) -> list[tuple[str, float]]:
        assert text
        assert limit
        assert kinds is None
        return []


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'knowledge.sqlite'}")
    migrate(engine)
    yield engine
    engine.dispose()


def test_knowledge_is_loaded_once_and_again_when_it_changed(engine: Engine) -> None:
    live = LiveKnowledge(engine, NoVectors())
    assert live().catalog.programs == {}
    store.replace(engine, catalog(program("dance", title="Dance Award")))
    first = live()
    assert set(first.catalog.programs) == {"dance"}
    assert live() is first
    store.replace(engine, catalog(program("song", title="Song Award")))
    assert set(live().catalog.programs) == {"song"}


def test_search_and_catalog_are_of_one_state(engine: Engine) -> None:
    live = LiveKnowledge(engine, NoVectors())
    store.replace(engine, catalog(program("dance", title="Dance Award")))
    assert [hit.document_id for hit in live().search.find("dance award")] == ["dance"]
    store.replace(engine, catalog(program("song", title="Song Award")))
    assert [hit.document_id for hit in live().search.find("dance song")] == ["song"]
