"""What is offered in a message, a dialog and a command."""

import pytest

from advisor_bot.slack.offers import address_in, files_offered

PLACE = {"team": "T1", "user": "U1"}


def offered(*names: str) -> list[tuple[str, str | None]]:
    shared = [{"id": f"F{place}", "name": name} for place, name in enumerate(names)]
    offers = files_offered(shared, key="k", **PLACE)
    assert [offer.key for offer in offers] == [f"k:{offer.file}" for offer in offers]
    return [(offer.name, offer.mapping) for offer in offers]


def test_each_file_is_an_offer_of_its_own() -> None:
    assert offered("a.csv", "b.pdf") == [("a.csv", None), ("b.pdf", None)]


def test_a_mapping_goes_with_its_table() -> None:
    assert offered("a.csv", "b.csv", "B.csv.mapping.yaml") == [("a.csv", None), ("b.csv", "F2")]
    assert offered("other.mapping.yml", "a.csv") == [("a.csv", "F0")]


def test_a_mapping_of_no_table_is_told_of() -> None:
    assert offered("a.csv.mapping.yaml") == [("a.csv.mapping.yaml", None)]
    assert offered("a.csv", "b.csv", "c.csv.mapping.yaml")[-1] == ("c.csv.mapping.yaml", None)


def test_a_file_whose_name_slack_does_not_tell() -> None:
    [offer] = files_offered([{"id": "F1", "file_access": "check_file_info"}], key="k", **PLACE)
    assert (offer.file, offer.name) == ("F1", "the file")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/a.csv", "https://example.org/a.csv"),
        (" <https://example.org/a?b=1&amp;c=2> ", "https://example.org/a?b=1&c=2"),
        ("<https://example.org/a.csv|example.org/a.csv>", "https://example.org/a.csv"),
        ("http://example.org", "http://example.org"),
        ("example.org/a.csv", None),
        ("https://a.example https://b.example", None),
        ("file:///etc/passwd", None),
        ("<https://a.example> and more", None),
        ("", None),
    ],
)
def test_the_address_that_a_command_names(text: str, address: str | None) -> None:
    assert address_in(text) == address
