"""Makes untrusted text safe to show, and Slack's markup readable as text.

Rules: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from urllib.parse import quote

_CONTROL = re.compile(r"<(?=[!@#])")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#C[A-Z0-9]+(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^)?(\w+)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")


def mrkdwn(text: str) -> str:
    """Untrusted text for a mrkdwn field: nothing in it can ping, link or format."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A zero-width joiner keeps stray markers from pairing up into bold, italics, strike or code.
    return re.sub(r"[*_~`]", lambda match: "\u2060" + match[0] + "\u2060", escaped)


def markdown(text: str) -> str:
    """Composed Markdown for a markdown block or stream: it keeps its form, but cannot ping anyone."""
    return _CONTROL.sub("&lt;", text)


def link(url: str, label: str) -> str:
    """A mrkdwn link; the address cannot break out of it."""
    return f"<{quote(url, safe=':/?#[]@!$&()*+,;=%~-._')}|{mrkdwn(label).replace('|', '¦')}>"


def plain(text: str, *, bot_user: str) -> str:
    """What a person typed, from Slack's markup: the bot's mention goes, other markup becomes words."""
    text = text.replace(f"<@{bot_user}>", " ")
    text = _MENTION.sub(lambda match: match[2] or "a colleague", text)
    text = _CHANNEL.sub(lambda match: f"#{match[1]}" if match[1] else "a channel", text)
    text = _SPECIAL.sub(lambda match: match[2] or match[1], text)
    text = _LINK.sub(lambda match: match[2] or match[1], text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())


def shortened(text: str, longest: int) -> str:
    """At most ``longest`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
