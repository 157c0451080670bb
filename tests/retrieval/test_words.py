import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.retrieval.passages import Kind, Passage
from advisor_bot.retrieval.terms import codes
from advisor_bot.retrieval.words import Words

from .conftest import MakePassage


@pytest.fixture(scope="module")
def words(make_passage: MakePassage) -> Words:
    return Words.build(
        [
            make_passage("sc-900", "Fundamentals of security.", title="Microsoft SC-900"),
            make_passage("az-900", "Cloud concepts; a pass needs 700 of 900.", title="Azure"),
            make_passage("cpp", "Programming in C++ for analysts."),
            make_passage("c", "Programming in C for analysts."),
            make_passage("ga", "Measuring websites.", aliases=("GA4 certification",)),
            make_passage("micro", "A micro-credential in négociation, certified."),
        ]
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SC-900", ["sc-900"]),
        ("the sc900 exam", ["sc-900"]),
        ("C++", ["cpp"]),
        ("ga4", ["ga"]),
        ("microcredentials", ["micro"]),
        ("micro\u2011credentials", ["micro"]),
        ("negociation", ["micro"]),
        ("certify by negotiating", ["micro"]),
        ("what is it?", []),
        ("", []),
    ],
)
def test_finds_names_codes_and_inflected_words(words: Words, query: str, found: list[str]) -> None:
    ids = [id_ for id_, _ in words.matching(query, limit=9)]
    assert sorted(ids) == [f"program:{name}#{name}" for name in found]


def test_the_best_match_comes_first_with_the_highest_score(words: Words) -> None:
    found = words.matching("analysts programming in c++", limit=9)
    assert [id_ for id_, _ in found] == ["program:cpp#cpp", "program:c#c"]
    assert found[0][1] > found[1][1] > 0


def test_a_code_written_with_a_space_is_the_best_match(words: Words) -> None:
    assert words.matching("what about sc 900?", limit=1)[0][0] == "program:sc-900#sc-900"


def test_returns_no_more_than_asked_for(words: Words) -> None:
    assert len(words.matching("programming for analysts", limit=1)) == 1
    assert words.matching("programming", limit=0) == []


@pytest.mark.parametrize(
    "query", ["title:azure", "NOT programming", '"', "(cloud", "cloud^9", "*", "a AND OR b", "-c++"]
)
def test_query_syntax_is_only_words(words: Words, query: str) -> None:
    plain = query.translate(dict.fromkeys(map(ord, ':"(^*'), " "))
    assert words.matching(query, limit=9) == words.matching(plain, limit=9)


@settings(max_examples=150, deadline=None)
@given(query=st.text(st.characters()) | st.text('+-:"*()[]{}~^\\/ cg4&|!', max_size=30))
def test_no_text_raises(words: Words, query: str) -> None:
    assert all(score > 0 for _, score in words.matching(query, limit=5))


def test_a_whole_pasted_document_is_no_more_work_than_a_question(words: Words) -> None:
    assert words.matching("cloud " + " ".join(f"word{i}" for i in range(50_000)), limit=5)


def test_an_empty_index_finds_nothing() -> None:
    assert Words.build([]).matching("cloud", limit=5) == []


def test_codes_are_found_in_their_usual_spellings() -> None:
    text = "the sc-900, az 104 and c++ exams, ga4, ci/cd, entry-level, sy0-701, security+ in 2026"
    assert codes(text) == ["sc900", "c++", "ga4", "sy0701", "security+", "az104", "in2026"]


def test_only_the_kinds_asked_for(make_passage: MakePassage) -> None:
    words = Words.build(
        [
            make_passage("a", "Cloud computing."),
            make_passage("b", "Cloud computing, explained.", kind="concept"),
            make_passage("c", "Cloud rules.", kind="policy"),
        ]
    )
    of_all = dict(words.matching("cloud", limit=9))
    of_two = dict(words.matching("cloud", limit=9, kinds={"concept", "policy"}))
    assert of_two.keys() == {"concept:b#b", "policy:c#c"}
    assert of_two == pytest.approx({id_: of_all[id_] for id_ in of_two})
    assert words.matching("cloud", limit=9, kinds={"document"}) == []


def test_passages_come_back_as_they_were_put_in(make_passage: MakePassage) -> None:
    passage = make_passage("a", "Text “with” 漢字.", title="A", aliases=("B", "C"))
    words = Words.build([passage, make_passage("b", "Other.")])
    assert words.passages([passage.id, "program:gone#1"]) == {passage.id: passage}
    assert words.passages([]) == {}


@pytest.fixture(scope="module")
def names(make_passage: MakePassage) -> Words:
    def named(id_: str, title: str, *aliases: str, kind: Kind = "program") -> Passage:
        return make_passage(id_, "All of data.", title=title, aliases=aliases, kind=kind)

    return Words.build(
        [
            named("gda", "Google Data Analytics Professional Certificate", "GDA"),
            named("ga", "Google Analytics Certification", "GA4"),
            named("pmp", "Project Management Professional", "PMP"),
            named("google", "Google", kind="provider"),
            named("analytics", "What is data analytics?", kind="concept"),
            *(named(f"data-{n}", f"Data Course Number {n} of Many") for n in range(50)),
        ]
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("is the google data analytics professional certificate worth it", "gda"),
        ("my manager in our data team says that I need many, even PMP", "pmp"),
        ("is the Google Analytics certification worth it", "ga"),
        ("ga4?", "ga"),
        ("what is PMP good for", "pmp"),
        ("anything from google", "google"),
        ("data course number 7 of many", "data-7"),
    ],
)
def test_whose_name_shares_most_words_comes_first(names: Words, text: str, first: str) -> None:
    assert names.named(text, limit=5)[0][1] == first


def test_pages_bear_no_names(names: Words) -> None:
    assert {kind for kind, _ in names.named("what is data analytics", limit=100)} == {"program"}


def test_who_has_several_names_is_told_once_and_no_more_than_asked_for(names: Words) -> None:
    found = names.named("project management professional PMP", limit=5)
    assert found.count(("program", "pmp")) == 1
    assert len(names.named("data course", limit=7)) == 7
    assert names.named("", limit=7) == []
