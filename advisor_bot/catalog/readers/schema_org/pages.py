"""JSON-LD inside HTML pages (JSON-LD 1.1, §7)."""

import codecs
import re

from bs4.dammit import UnicodeDammit

_STARTS = re.compile(r"<!--|<script\b", re.IGNORECASE)
_ENDS = re.compile(r"</script\s*>", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json""", re.IGNORECASE)
_WRAPPED = re.compile(
    r"(?:/[/*]\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?(.*?)(?:/[/*]\s*)?(?:-->|\]\]>)(?:\s*\*/)?",
    re.DOTALL,
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def jsonld_in_html(text: str) -> list[str]:
    """The content of each ``<script type="application/ld+json">``, in its order; comments and other
    scripts are passed over. Each part of the page is looked at once, however it is built."""
    found: list[str] = []
    at = 0
    while start := _STARTS.search(text, at):
        is_comment = start.group() == "<!--"
        opened = text.find("-->" if is_comment else ">", start.end())
        if opened < 0:
            break
        if is_comment:
            at = opened + 3
            continue
        close = _ENDS.search(text, opened)
        at = close.end() if close else len(text)
        if _TYPE.search(text, start.end(), opened):
            found.append(_unwrapped(text[opened + 1 : close.start() if close else at].strip()))
    return found


def _unwrapped(content: str) -> str:
    """Without the comment or CDATA marks that older pages put around a script."""
    wrapped = _WRAPPED.fullmatch(content) if content[:1] in ("<", "/") else None
    return (wrapped.group(1) if wrapped else content).strip()


def decoded(content: bytes) -> str | None:
    """A page's text: as UTF-8 or UTF-16 if it is that, else as it declares itself or looks."""
    try:
        return content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        return UnicodeDammit(content, is_html=True).unicode_markup
