"""An address that somebody named → a file on this machine, fetched with every guard."""

from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from advisor_bot.errors import KnowledgeError
from advisor_bot.web.fetching import Fetch, FetchError
from advisor_bot.web.guarded_fetch import guarded_fetch

MAX_BYTES = 20 * 1_048_576
SECONDS = 30.0


def is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def fetched(url: str, folder: Path, *, fetch: Fetch | None = None) -> Path:
    """The file at ``url``, saved in ``folder`` under its own name. Raises KnowledgeError with the
    reason when it cannot be had; ``fetch`` replaces the network in tests."""
    fetch = fetch or guarded_fetch(seconds=SECONDS, max_bytes=MAX_BYTES, accept="*/*")
    try:
        page = fetch(url)
    except FetchError as error:
        raise KnowledgeError(f"{url} cannot be imported: {error}.") from error
    if page.status != 200:
        raise KnowledgeError(f"{url} cannot be imported: the server answered {page.status}.")
    path = folder / file_name(url)
    path.write_bytes(page.body)
    return path


def file_name(url: str) -> str:
    """The last part of an address's path, which tells the format; its host where there is none."""
    parts = urlsplit(url)
    name = unquote(PurePosixPath(parts.path).name)
    safe = "".join(char for char in name if char.isalnum() or char in "-_. ").strip(". ")
    return safe[:100] or (parts.hostname or "page")
