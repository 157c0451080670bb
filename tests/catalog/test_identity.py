"""What makes two records one, as pure functions."""

from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.catalog.identity import (
    LONGEST_KEY,
    MOST_KEYS,
    by_identifier,
    keys_of,
    normalised,
    of_provider,
    provider_name,
)
from tests.building import page, program, provider, stated


def test_spelling_does_not_matter() -> None:
    assert normalised("Google  Data-Analytics:") == normalised("google data analytics")
    assert normalised("R&D") == normalised("r and d")
    assert normalised("C++") != normalised("C#"), "what tells codes apart stays"


def test_of_a_provider_article_and_legal_form_do_not_matter() -> None:
    assert provider_name("The Academy, Inc.") == provider_name("academy")
    assert provider_name("AG") == "ag", "a name that is nothing else stays"


def test_an_identifier_is_the_same_with_and_without_what_browsers_add() -> None:
    one, other = (
        program("dance", identifiers=[identifier])
        for identifier in ("https://registry.org/ce-1/", "http://registry.org/ce-1")
    )
    shared = set(keys_of(one)) & set(keys_of(other))
    assert any(by_identifier(key) for key in shared)


def test_the_type_may_stand_in_the_title_or_beside_it() -> None:
    kind = {"credential_type": stated("professional certificate")}
    one = program("a", title="Google Cybersecurity", provider="google", facts=kind)
    other = program(
        "b", title="Cybersecurity Professional Certificate", provider="google", facts=kind
    )
    assert set(keys_of(one)) & set(keys_of(other))
    elsewhere = other.model_copy(update={"provider": "acme"})
    assert not set(keys_of(one)) & set(keys_of(elsewhere))


def test_a_description_in_small_letters_names_nothing() -> None:
    one = program("a", title="Dance", aliases=["a course for dancers"])
    other = program("b", title="Song", aliases=["a course for dancers"])
    assert not set(keys_of(one)) & set(keys_of(other))


def test_pages_are_known_by_their_id_alone() -> None:
    assert keys_of(page("quality")) == []


def test_a_key_follows_its_provider() -> None:
    for key in keys_of(
        program("dance", version="2", facts={"credential_type": stated("nanodegree")})
    ):
        renamed = of_provider(key, "academy", "school")
        assert renamed == key.replace("academy|", "school|")
        assert of_provider(key, "other", "school") is None
    assert of_provider("id:academy|x", "academy", "school") is None


@given(st.text(max_size=3_000), st.lists(st.text(max_size=600), max_size=80))
def test_keys_fit_into_a_database_whatever_the_names(title: str, aliases: list[str]) -> None:
    named = [alias for alias in aliases if alias.strip()]
    one = program("dance", title=title.strip() or "x", aliases=named, identifiers=named)
    keys = keys_of(one)
    assert len(keys) <= MOST_KEYS
    assert all(len(key) <= LONGEST_KEY for key in keys)
    assert len(set(keys)) == len(keys)
    assert keys == keys_of(one)


def test_overlong_names_that_differ_at_their_end_stay_apart() -> None:
    one, other = (provider("a", name="x" * 3_000 + end) for end in "ab")
    assert not set(keys_of(one)) & set(keys_of(other))
