"""Words as files hold them → clean text, ids and lists."""

import hashlib
import html
import json
import re
import unicodedata

LONGEST_ID = 120

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o",
        "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th",
        "ı": "i", "&": " and ", "+": " plus ", "#": " sharp ", "'": "", "’": "",
    }
)  # fmt: skip
_BLANKS = frozenset(
    [
        "",
        "-",
        "--",
        "–",
        "—",
        "?",
        ".",
        "none",
        "null",
        "nil",
        "nan",
        "n/a",
        "#n/a",
        "na",
        "n.a.",
        "tbd",
        "tba",
    ]
)
_ELEMENTS = (
    "a|abbr|address|article|aside|b|base|bdi|bdo|big|blockquote|body|br|button|center|cite|code|"
    "col|dd|del|details|dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|"
    "header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|object|ol|option|"
    "p|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|"
    "summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
_TAG = re.compile(rf"</?({_ELEMENTS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"))
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINE_SPACES = re.compile(r" *\n *")
_GAPS = re.compile(r"\n{3,}")

_POSTGRES = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|$)|([^",{}]+)', re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[•·▪●◦‣*–—-]|\d{1,2}[.)])\s+")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_AND = re.compile(r"^(?:and|or|und|oder|y|o|et|ou|en)\s+", re.IGNORECASE)
_WORDS_A_PIECE = 5


def is_blank(text: str) -> bool:
    """Whether a cell or field says nothing: empty, or one of the marks that stand for it."""
    return len(text) < 16 and text.strip().lower() in _BLANKS


def slug(text: str) -> str:
    """An id of lower-case ASCII words with hyphens; never empty, the same for the same text.

    What is lost on the way (letters of other scripts, or the end of a very long text) is stood for
    by a hash, so that two different titles do not share an id."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    kept = "-".join(re.findall(r"[a-z0-9]+", _without_marks(plain).lower()))
    if kept and len(kept) <= LONGEST_ID and not _has_other_letters(plain):
        return kept
    mark = hashlib.sha256(text.strip().encode("utf-8", "replace")).hexdigest()[:10]
    return f"{kept[: LONGEST_ID - 11]}-{mark}" if kept else f"x-{mark}"


def _without_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def _has_other_letters(text: str) -> bool:
    return not text.isascii() and any(
        letter.isalpha() for letter in _without_marks(text) if not letter.isascii()
    )


def clean(text: str) -> str:
    """The text without markup and control characters; one space between words, paragraphs kept.

    Only elements that HTML has are taken for markup: ``List<String>`` stays."""
    if "<" in text or "&" in text:
        # A second time for what was escaped twice, as exports often do.
        text = _without_markup(html.unescape(_without_markup(text)))
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    text = _LINE_SPACES.sub("\n", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", _GAPS.sub("\n\n", text)).strip()


def one_line(text: str) -> str:
    """``clean``, on one line."""
    return " ".join(clean(text).split())


def _without_markup(text: str) -> str:
    if "<" not in text:
        return text
    for start, end in _UNSEEN:
        text = _without_parts(text, start, end)
    return _TAG.sub(
        lambda tag: "" if tag.group(1).lower() in _INLINE else _break_for(tag.group(1).lower()),
        text,
    )


def _break_for(element: str) -> str:
    if element in ("td", "th", "option", "img", "input"):
        return " "
    return "\n\n" if element in ("p", "div", "ul", "ol", "table", "section") else "\n"


def _without_parts(text: str, start: str, end: str) -> str:
    """The text without what stands from ``start`` to ``end``; unended, a part reaches to the end."""
    folded = text.lower() if text.isascii() else text
    kept, at = [], 0
    while (begin := folded.find(start, at)) >= 0:
        kept.append(text[at:begin])
        finish = folded.find(end, begin)
        if finish < 0:
            return " ".join(kept)
        at = finish + len(end)
    return " ".join([*kept, text[at:]]) if kept else text


def texts_in(text: str) -> tuple[str, ...]:
    """The entries of a list that stands in one cell, each once, in its order.

    Known are a JSON list, a Postgres array, lines, bullets, ``;`` and ``|``. A comma divides only
    where every piece is short and the whole is no sentence; else the text is one entry."""
    return tuple(dict.fromkeys(entry for piece in _pieces(text) if (entry := _entry(piece))))


def _entry(piece: str) -> str:
    entry = one_line(_BULLET.sub("", piece)).strip(" ,;|")
    return "" if is_blank(entry) else entry


def _pieces(text: str) -> list[str]:
    text = text.strip()
    if text.startswith("[") and (listed := _json_list(text)) is not None:
        return listed
    if text.startswith("{") and text.endswith("}"):
        return _postgres_array(text)
    text = clean(text)
    for separator in ("|", ";", "\n"):
        if separator in text:
            return text.replace("\n", separator).split(separator)
    if " • " in text or text.startswith("•"):
        return text.split("•")
    return _at_commas(text)


def _json_list(text: str) -> list[str] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list):
        return None
    return [str(entry) for entry in found if isinstance(entry, str | int | float)]


def _postgres_array(text: str) -> list[str]:
    """A one-dimensional array literal (PostgreSQL manual, 8.15.6 "Array Input and Output Syntax")."""
    inner = text[1:-1]
    if '"' not in inner:
        return inner.split(",")
    return [
        re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted else bare
        for quoted, bare in _POSTGRES.findall(inner)
    ]


def _at_commas(text: str) -> list[str]:
    if "," not in text or re.search(r"[.!?:]\s|[.!?]$|[()\[\]]", text):
        return [text]
    pieces = [_AND.sub("", piece.strip()) for piece in _COMMA.split(text)]
    short = all(0 < len(piece.split()) <= _WORDS_A_PIECE and len(piece) <= 50 for piece in pieces)
    return pieces if short else [text]
