"""JSON files: every encoding, any size, broken in any place."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.catalog.readers import json_files
from advisor_bot.catalog.readers.json_files import Record, records, records_in, text_of
from advisor_bot.catalog.readers.reading import Material, Problem

TODAY = date(2026, 11, 23)


def material(folder: Path, content: bytes) -> Material:
    path = folder / "programs.json"
    path.write_bytes(content)
    return Material(path, "programs.json", TODAY)


def values(found: list[Record | Problem]) -> list[Any]:
    return [each.value for each in found if isinstance(each, Record)]


def reasons(found: list[Record | Problem]) -> list[str]:
    return [str(each) for each in found if isinstance(each, Problem)]


def test_each_element_of_a_list_is_a_record(tmp_path: Path) -> None:
    found = list(records(material(tmp_path, b'[{"name": "A"}, {"name": "B"}]')))

    assert values(found) == [{"name": "A"}, {"name": "B"}]
    assert [each.place for each in found if isinstance(each, Record)] == ["record 1", "record 2"]


def test_a_graph_is_read_resource_by_resource_with_what_stands_before_it(tmp_path: Path) -> None:
    content = b'{"@context": "https://x.org", "@graph": [{"@id": "a"}, {"@id": "b"}], "more": 1}'
    found = list(records(material(tmp_path, content)))

    assert values(found) == [{"@id": "a"}, {"@id": "b"}]
    assert all(
        each.around == {"@context": "https://x.org"} for each in found if isinstance(each, Record)
    )


def test_a_graph_inside_an_envelope_is_read_resource_by_resource(tmp_path: Path) -> None:
    content = b'{"envelope": 1, "decoded": {"@graph": [{"@id": "a"}]}, "after": {}}'

    assert values(list(records(material(tmp_path, content), inside=("decoded",)))) == [{"@id": "a"}]


def test_one_object_is_one_record(tmp_path: Path) -> None:
    content = b'{"name": "A", "tags": [1, 2.50, true, null]}'

    (record,) = values(list(records(material(tmp_path, content))))

    assert record == {"name": "A", "tags": [1, Decimal("2.50"), True, None]}
    assert isinstance(record["tags"][1], Decimal)


def test_json_lines_are_documents_of_their_own(tmp_path: Path) -> None:
    found = list(records(material(tmp_path, b'{"name": "A"}\n{"name": "B"}\n')))

    assert values(found) == [{"name": "A"}, {"name": "B"}]
    assert [each.document for each in found if isinstance(each, Record)] == [1, 2]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_every_unicode_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = '[{"name": "Prüfung für Anfänger – محاسبة"}]'
    source = material(tmp_path, text.encode(encoding))

    assert values(list(records(source))) == [{"name": "Prüfung für Anfänger – محاسبة"}]
    assert text_of(source) == text


def test_another_encoding_is_refused_rather_than_guessed(tmp_path: Path) -> None:
    source = material(tmp_path, '[{"name": "Prüfung"}]'.encode("cp1252"))
    found = list(records(source))

    assert values(found) == []
    assert "save it as UTF-8" in reasons(found)[0]
    assert isinstance(text_of(source), Problem)


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_a_problem(tmp_path: Path, content: bytes) -> None:
    found = list(records(material(tmp_path, content)))

    assert values(found) == []
    assert "there is nothing in it" in reasons(found)[0]


def test_what_stands_before_a_break_is_read(tmp_path: Path) -> None:
    whole = json.dumps({"@graph": [{"@id": f"node {number}"} for number in range(5)]}).encode()
    found = list(records(material(tmp_path, whole[: whole.index(b"node 3") + 3])))

    assert values(found) == [{"@id": "node 0"}, {"@id": "node 1"}, {"@id": "node 2"}]
    (reason,) = reasons(found)
    assert "the 3 complete records before it were read" in reason
    assert "Get the file again" in reason


@pytest.mark.parametrize(
    "content",
    [
        b'[{"a": 1}, {"b": NaN}]',
        b'[{"a": 1}, oops]',
        b'[{"a": 1} {"b": 2}]',
        b'[{"a": 1}',
        b'[{"a": 1},]',
        b'{"@graph": [{"a": 1}], "b"}',
        b'{"@graph": [{"a": 1}], 5: 6}',
        b'[{"a": 1}] trailing',
    ],
)
def test_damaged_json_gives_what_is_sound_and_one_problem(tmp_path: Path, content: bytes) -> None:
    found = list(records(material(tmp_path, content)))

    assert values(found) == [{"a": 1}]
    assert len(reasons(found)) == 1


def test_a_record_longer_than_a_piece_is_read_whole(tmp_path: Path) -> None:
    long = {"name": "x" * 300_000, "numbers": list(range(50_000))}
    found = list(records(material(tmp_path, json.dumps([long, {"name": "B"}]).encode())))

    assert values(found) == [long, {"name": "B"}]


def test_a_giant_value_is_left_out_and_named(tmp_path: Path) -> None:
    content = json.dumps([{"name": "A", "description": "x" * 10_000_000}]).encode()
    found = list(records(material(tmp_path, content)))

    assert values(found) == [{"name": "A", "description": None}]
    assert "record 1, description: a value of more than 1,000,000 characters" in reasons(found)[0]


def test_a_record_without_an_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "LARGEST_RECORD", 200_000)
    content = b'[{"a": 1}, {"b": "' + b"x" * 2_000_000

    found = list(records(material(tmp_path, content)))

    assert values(found) == [{"a": 1}]
    assert "one record is longer than 200,000 characters" in reasons(found)[0]


def test_an_object_without_an_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "LARGEST_RECORD", 200_000)
    content = json.dumps({f"key {number}": "x" * 1000 for number in range(1000)}).encode()

    found = list(records(material(tmp_path, content)))

    assert values(found) == []
    assert "one record is longer than 200,000 characters" in reasons(found)[0]


def test_a_number_of_many_digits_does_no_harm(tmp_path: Path) -> None:
    found = list(records(material(tmp_path, b'[{"price": ' + b"9" * 6000 + b"}]")))

    ((record,), problems) = values(found), reasons(found)
    assert not record["price"].is_finite()
    assert problems == []


def test_a_number_is_not_cut_where_a_piece_ends(tmp_path: Path) -> None:
    filler = b" " * (json_files._PIECE - 3)
    found = list(records(material(tmp_path, filler + b"123456")))

    assert values(found) == [123456]


@pytest.mark.parametrize("depth", [100, 100_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    content = b'[{"a": 1}, ' + b"[" * depth + b"]" * depth + b"]"
    found = list(records(material(tmp_path, content)))

    assert values(found) == [{"a": 1}]
    assert "nested" in reasons(found)[0]


def test_half_a_surrogate_pair_is_mended(tmp_path: Path) -> None:
    (record,) = values(list(records(material(tmp_path, b'{"name": "A \\ud83d B"}'))))

    assert record["name"].encode("utf-8")


def test_a_text_is_read_like_a_file_and_keeps_its_place(tmp_path: Path) -> None:
    source = material(tmp_path, b"<html></html>")
    (record,) = list(records_in(source, '{"@type": "Course"}', "script 2"))

    assert isinstance(record, Record)
    assert (record.value, record.place) == ({"@type": "Course"}, "script 2, record 1")


def test_a_text_file_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "LARGEST_RECORD", 10)

    assert isinstance(text_of(material(tmp_path, b"x" * 11)), Problem)
    assert text_of(material(tmp_path, b"x" * 10)) == "x" * 10


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_end_in_records_or_a_problem(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    found = list(records(material(tmp_path_factory.mktemp("any"), content)))

    assert found
    assert all(isinstance(each, Record | Problem) for each in found)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(elements=st.lists(json_values, max_size=6), indent=st.sampled_from([None, 2]))
def test_any_list_is_read_as_the_standard_library_reads_it(
    tmp_path_factory: pytest.TempPathFactory, elements: list[Any], indent: int | None
) -> None:
    content = json.dumps(elements, indent=indent).encode()
    found = list(records(material(tmp_path_factory.mktemp("any"), content)))

    assert values(found) == elements
    assert reasons(found) == []
