"""How Slack encodes what a person types, before any app sees it.

Source: Slack's "Formatting text for app surfaces": ``&``, ``<`` and ``>`` are escaped except
in control sequences (mentions, channels, broadcasts), and links are put in angle brackets.
"""

import re

_TOKEN = re.compile(
    r"(?P<control><(?:@[UW][A-Z0-9]+|#[CG][A-Z0-9]+|!subteam\^S[A-Z0-9]+"
    r"|!(?:here|channel|everyone))(?:\|[^<>]*)?>)"
    r"|(?P<url>https?://[^\s<>|]+)"
)
_TRAILING = ".,;:!?'\")"


def escape(text: str) -> str:
    """Escape the three characters that Slack's markup reserves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode_typed(text: str) -> str:
    """Encode typed text as Slack stores it: escaped, with control sequences and links kept."""
    parts: list[str] = []
    position = 0
    for token in _TOKEN.finditer(text):
        parts.append(escape(text[position : token.start()]))
        parts.append(token["control"] or _link(token["url"]))
        position = token.end()
    parts.append(escape(text[position:]))
    return "".join(parts)


def _link(typed: str) -> str:
    url = typed.rstrip(_TRAILING)
    return f"<{url.replace('&', '&amp;')}>{escape(typed[len(url) :])}"
