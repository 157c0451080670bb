"""An address → a file, or a reason."""

from pathlib import Path

import pytest

from advisor_bot.errors import KnowledgeError
from advisor_bot.web.downloading import fetched, file_name, is_address
from advisor_bot.web.fetching import FetchError, Page


def test_what_is_at_an_address_is_saved_under_its_name(tmp_path: Path) -> None:
    path = fetched(
        "https://example.org/a/courses.csv?x=1", tmp_path, fetch=lambda _url: Page(200, b"a,b")
    )
    assert (path.name, path.read_bytes(), path.parent) == ("courses.csv", b"a,b", tmp_path)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/", "example.org"),
        ("https://example.org/a/..%2F..%2Fetc%2Fpasswd", "....etcpasswd".strip(".")),
        ("https://example.org/My%20list.xlsx", "My list.xlsx"),
        ("https://example.org/" + "x" * 300, "x" * 100),
    ],
)
def test_a_name_is_harmless(url: str, name: str) -> None:
    assert file_name(url) == name


def test_what_cannot_be_had_has_a_reason(tmp_path: Path) -> None:
    def refused(url: str) -> Page:
        raise FetchError("its address is not public")

    with pytest.raises(KnowledgeError, match="its address is not public"):
        fetched("https://example.org/x.csv", tmp_path, fetch=refused)
    with pytest.raises(KnowledgeError, match="the server answered 404"):
        fetched("https://example.org/x.csv", tmp_path, fetch=lambda _url: Page(404, b""))
    assert list(tmp_path.iterdir()) == []


def test_the_network_is_guarded(tmp_path: Path) -> None:
    for url in ("http://example.org/x.csv", "https://127.0.0.1/x.csv", "https://localhost/x.csv"):
        with pytest.raises(KnowledgeError, match="cannot be imported"):
            fetched(url, tmp_path)


def test_what_looks_like_an_address() -> None:
    assert is_address("https://example.org/x")
    assert not is_address("C:\\courses.csv")
    assert not is_address("folder/courses.csv")
