"""Makes untrusted text safe to show, and Slack's markup readable as text.

Rules: https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from itertools import accumulate
from urllib.parse import quote

_CONTROL = re.compile(r"<(?=[!@#])")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#[CDG][A-Z0-9]+(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^)?(\w+)[^>|]*(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")


_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# A zero-width joiner keeps stray markers from pairing up into bold, italics, strike or code.
_INERT = _ENTITIES | {mark: f"\u2060{mark}\u2060" for mark in "*_~`"}
LONGEST_ADDRESS = 500


def mrkdwn(text: str, longest: int | None = None) -> str:
    """Untrusted text for a mrkdwn field: nothing in it can ping, link or format. It comes out on one
    line, with at most ``longest`` characters once it is escaped."""
    return _escaped(" ".join(text.split()), _INERT, longest)


def notification(text: str, longest: int) -> str:
    """Composed text for a message's plain ``text``, escaped, of at most ``longest`` characters."""
    return _escaped(text.strip(), _ENTITIES, longest)


def _escaped(text: str, replacements: dict[str, str], longest: int | None) -> str:
    escaped = [
        character if _stands_in_a_word(text, at) else replacements.get(character, character)
        for at, character in enumerate(text)
    ]
    if longest is None or sum(map(len, escaped)) <= longest:
        return "".join(escaped)
    # Cut between characters of the original: half an entity would show as such.
    ends = accumulate(map(len, escaped))
    kept = sum(1 for end in ends if end < longest)
    return "".join(escaped[:kept]).rstrip() + "…"


def _stands_in_a_word(text: str, at: int) -> bool:
    """Whether this is an underscore between two letters, as in a file's name: it formats nothing."""
    return text[at] == "_" and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def markdown(text: str) -> str:
    """Composed Markdown for a markdown block or stream: it keeps its form, but cannot ping anyone."""
    return _CONTROL.sub("&lt;", text)


def link(url: str, label: str, longest: int = 80) -> str:
    """A mrkdwn link with a label of at most ``longest`` characters; the address cannot break out of
    it. Where the address is overlong the label stands alone."""
    shown = mrkdwn(label, longest).replace("|", "¦")
    address = quote(url, safe=":/?#[]@!$&()*+,;=%~-._'").replace("&", "&amp;")
    return f"<{address}|{shown}>" if len(address) <= LONGEST_ADDRESS else shown


def plain(text: str, *, bot_user: str) -> str:
    """What a person typed, from Slack's markup: the bot's mention goes, other markup becomes words."""
    text = _MENTION.sub(
        lambda match: " " if match[1] == bot_user else match[2] or "a colleague", text
    )
    text = _CHANNEL.sub(lambda match: f"#{match[1]}" if match[1] else "a channel", text)
    text = _SPECIAL.sub(lambda match: match[2] or match[1], text)
    text = _LINK.sub(lambda match: match[2] or match[1], text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())


def shortened(text: str, longest: int) -> str:
    """At most ``longest`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
