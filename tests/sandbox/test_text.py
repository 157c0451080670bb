"""Typed text is encoded as Slack encodes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor_bot.sandbox.text import encode_typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("plain", "plain"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<@U0BOT> hi", "<@U0BOT> hi"),
        ("see <#C0GENERAL|general>", "see <#C0GENERAL|general>"),
        ("<!here> <!subteam^S0HR>", "<!here> <!subteam^S0HR>"),
        ("<script>", "&lt;script&gt;"),
        ("<@nobody>", "&lt;@nobody&gt;"),
        ("go to https://a.example/?x=1&y=2.", "go to <https://a.example/?x=1&amp;y=2>."),
        ("(https://a.example)", "(<https://a.example>)"),
    ],
)
def test_typed_text(typed: str, stored: str) -> None:
    assert encode_typed(typed) == stored


@given(st.text(alphabet="<>&@!#U0a| ", max_size=30))
def test_nothing_typed_gets_through_unescaped_but_control_sequences(typed: str) -> None:
    rest = encode_typed(typed)
    for sequence in ("&lt;", "&gt;", "&amp;"):
        rest = rest.replace(sequence, "")

    assert "&" not in rest
    assert rest.count("<") == rest.count(">")
