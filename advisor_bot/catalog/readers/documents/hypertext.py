"""HTML as a reader sees it: decoded, without what is hidden or runs."""

import codecs
import re

from bs4 import BeautifulSoup, Comment, Tag
from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

_UNSEEN = ["script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "nav"]
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Undecodable(Exception):
    """The bytes are text in no encoding that can be told."""


def visible(content: bytes) -> tuple[str, str]:
    """The page's title, and the HTML of what a person sees of it. Raises Undecodable."""
    # lxml closes what authors leave open ("<li>one<li>two"); markdownify needs that.
    soup = BeautifulSoup(decoded(content), "lxml")
    title = " ".join(soup.title.get_text().split()) if soup.title else ""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for element in soup.find_all(_is_unseen):
        if not element.decomposed:
            element.decompose()
    return title, str(soup)


def decoded(content: bytes) -> str:
    """By its byte order mark, as UTF-8, as it declares itself, or as it looks. Raises Undecodable."""
    marked = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), None)
    declared = EncodingDetector.find_declared_encoding(content, is_html=True)
    for encoding in (marked, "utf-8", declared):
        if encoding:
            try:
                return content.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    guess = from_bytes(content).best()
    if guess is None:
        raise Undecodable
    return str(guess)


def _is_unseen(element: Tag) -> bool:
    return (
        element.name in _UNSEEN
        or element.has_attr("hidden")
        or element.get("aria-hidden") == "true"
        or bool(_HIDING.search(str(element.get("style", ""))))
    )
