"""Whatever a text says, it can neither ping anybody nor break out of where it is put."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.slack.escaping import (
    LONGEST_ADDRESS,
    link,
    markdown,
    mrkdwn,
    notification,
    plain,
    shortened,
)

PING = re.compile(r"<[!@#]")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
hostile = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            "<!channel> <!here|all> <@U0SAM> <#C1|x> <!subteam^S1> &lt;!here&gt; "
            "<https://evil.example|safe> < > | & * _ ~ ` ``` ]( \\n".split(" ")
        ),
    ),
    max_size=20,
).map("".join)


@given(hostile)
def test_no_text_can_ping_link_or_format_in_mrkdwn(text: str) -> None:
    safe = mrkdwn(text)

    assert not set("<>\n") & set(safe)
    assert not ENTITY.search(safe)
    assert not re.search(r"(?<!\u2060)[*~`]", safe)
    assert not re.search(r"(?<![^\W_])(?<!\u2060)_|(?<!\u2060)_(?![^\W_])", safe)
    said = html.unescape(safe).replace("\u2060", "")
    assert said == " ".join(text.replace("\u2060", "").split())


@given(hostile, st.integers(min_value=1, max_value=60))
def test_a_cut_leaves_whole_characters_and_keeps_the_limit(text: str, longest: int) -> None:
    for safe in (mrkdwn(text, longest), notification(text, longest)):
        assert len(safe) <= longest
        assert not ENTITY.search(safe)


@given(hostile)
def test_composed_markdown_cannot_ping(text: str) -> None:
    assert not PING.search(markdown(text))


def test_composed_markdown_keeps_its_form() -> None:
    text = "**Bold** < 5, a [1]\n- item `code` & more"

    assert markdown(text) == text


@given(hostile)
def test_a_notification_cannot_ping(text: str) -> None:
    assert "<" not in notification(text, 2000)


@given(
    st.one_of(
        st.just("https://example.com/a?b=c&d=e"), hostile.map("https://example.com/".__add__)
    ),
    hostile,
)
def test_neither_address_nor_label_can_break_out_of_a_link(url: str, label: str) -> None:
    made = link(url, label)

    if made.startswith("<"):
        inner = made[1:-1]
        address, _, shown = inner.partition("|")
        assert made.endswith(">")
        assert not set("<>|\n ") & set(address)
        assert not set("<>|\n") & set(shown)
        assert len(address) <= LONGEST_ADDRESS
    else:
        assert not set("<>|") & set(made)


def test_a_link_keeps_its_address_and_says_its_label() -> None:
    made = link("https://example.com/a?b=1&c=2", "Terms | fees")

    assert made == "<https://example.com/a?b=1&amp;c=2|Terms ¦ fees>"


def test_an_overlong_address_leaves_the_label() -> None:
    assert link("https://example.com/" + "x" * LONGEST_ADDRESS, "Terms") == "Terms"


def test_typed_markup_becomes_words() -> None:
    typed = (
        "<@U0BOT>  is <https://example.com/x|this course> from <mailto:a@b.example|a@b.example> "
        "&amp; <#C0GENERAL|general>, <#G0HR|> worth it, <@U0SAM|Sam> <@U0LI>? "
        "<!here> <!subteam^S0HR|@hr> <!date^1392734382^{date}|18 February> 1 &lt; 2 &gt; 0"
    )

    assert plain(typed, bot_user="U0BOT") == (
        "is this course from a@b.example & #general, a channel worth it, Sam a colleague? "
        "here @hr 18 February 1 < 2 > 0"
    )


def test_the_bot_s_mention_goes_with_or_without_its_name() -> None:
    assert plain("<@U0BOT|advisor> hello <@U0BOT>", bot_user="U0BOT") == "hello"


@given(hostile)
def test_no_slack_markup_reaches_the_adviser(text: str) -> None:
    typed = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    said = plain(f"<@U0BOT> {typed} <@U0SAM> <#C0GENERAL|general>", bot_user="U0BOT")

    assert "U0BOT" not in said
    assert "U0SAM" not in said.removeprefix(" ".join(text.split()))
    assert "C0GENERAL" not in said


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_keeps_the_limit(text: str, longest: int) -> None:
    assert len(shortened(text, longest)) <= longest
    assert shortened(text, len(text) + 1) == text


def test_the_underscores_of_a_name_stay_as_they_are() -> None:
    assert mrkdwn("a_b_c.csv") == "a_b_c.csv"
    assert "\u2060" in mrkdwn("_a_ b")
