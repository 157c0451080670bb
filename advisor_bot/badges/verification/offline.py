"""A fetch without a network: every address is answered from a file, or not at all."""

import json
from pathlib import Path

from advisor_bot.web.fetching import Fetch, FetchError, Page


def offline_fetch(map_file: Path) -> Fetch:
    """Answers from a JSON object of URL → file; files are named relative to the map.

    Raises :class:`ValueError` when the map is no such object, :class:`OSError` when unreadable.
    """
    files = json.loads(map_file.read_text(encoding="utf-8"))
    if not isinstance(files, dict) or not all(isinstance(file, str) for file in files.values()):
        raise ValueError("the map must be a JSON object of URL and file name")

    def fetch(url: str) -> Page:
        if url not in files:
            raise FetchError("the offline map does not name it")
        try:
            return Page(200, _existing(map_file, files[url]).read_bytes())
        except OSError as error:
            raise FetchError("the file that the offline map names cannot be read") from error

    return fetch


def _existing(map_file: Path, name: str) -> Path:
    """Beside the map, or else where the command runs."""
    beside = map_file.parent / name
    return beside if beside.exists() else Path(name)
