"""What people set right."""

import pytest
from sqlalchemy import Engine

from advisor_bot.catalog.corrections import correct, corrections, withdraw
from advisor_bot.catalog.facts import Program
from advisor_bot.catalog.importing import take_in
from advisor_bot.catalog.store import Catalog
from advisor_bot.errors import KnowledgeError
from tests.building import CHECKED, complete, new_engine, program, source, stated


def imported(engine: Engine, *programs: Program) -> None:
    take_in(engine, complete(*programs), origin="list.csv", read_on=CHECKED)


@pytest.fixture
def engine() -> Engine:
    engine = new_engine()
    imported(engine, program("dance", facts={"level": stated("beginner")}))
    return engine


def level(engine: Engine) -> tuple[str | None, str]:
    found = Catalog(engine).program("dance")
    assert found is not None
    return found.facts.level.value, found.facts.level.status


ADVANCED = {
    "value": "advanced", "status": "verified", "source": source("hr").model_dump(mode="json"),
}  # fmt: skip


def test_a_correction_outlives_the_next_imports(engine: Engine) -> None:
    correct(engine, "dance", fact="level", value=ADVANCED)
    assert level(engine) == ("advanced", "verified")
    imported(engine, program("dance", facts={"level": stated("intermediate")}))
    assert level(engine) == ("advanced", "verified")
    imported(engine)
    assert Catalog(engine).program("dance") is None
    imported(engine, program("dance", facts={"level": stated("beginner")}))
    assert level(engine) == ("advanced", "verified")


def test_a_second_correction_leaves_the_first(engine: Engine) -> None:
    correct(engine, "dance", fact="level", value=ADVANCED)
    correct(engine, "dance", fact="proctoring", value=ADVANCED | {"value": "supervised"})
    (found,) = corrections(engine).values()
    assert (found.facts.level.value, found.facts.proctoring.value) == ("advanced", "supervised")


def test_taken_back_the_sources_count_again(engine: Engine) -> None:
    correct(engine, "dance", fact="level", value=ADVANCED)
    correct(engine, "dance", fact="proctoring", value=ADVANCED | {"value": "supervised"})
    withdraw(engine, "dance", fact="level")
    assert level(engine) == ("beginner", "issuer-claimed")
    assert list(corrections(engine)) == ["dance"]
    withdraw(engine, "dance")
    assert corrections(engine) == {}


@pytest.mark.parametrize(
    ("program_id", "fact", "value", "reason"),
    [
        ("song", "level", ADVANCED, "There is no program 'song'"),
        ("dance", "colour", ADVANCED, "There is no fact 'colour'"),
        ("dance", "level", ADVANCED | {"value": "expert"}, "'level' cannot be that"),
        ("dance", "level", ADVANCED | {"source": None}, "needs a source"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    engine: Engine, program_id: str, fact: str, value: dict[str, object], reason: str
) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        correct(engine, program_id, fact=fact, value=value)
    assert level(engine) == ("beginner", "issuer-claimed")
    assert corrections(engine) == {}


def test_what_was_not_corrected_cannot_be_taken_back(engine: Engine) -> None:
    correct(engine, "dance", fact="level", value=ADVANCED)
    with pytest.raises(KnowledgeError, match="Nothing was corrected there: dance, cost"):
        withdraw(engine, "dance", fact="cost")
