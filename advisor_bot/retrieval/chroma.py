"""One Chroma collection, embedded in this process or on a server, as it is now.

Chroma's embedded client keeps its vectors in memory and does not notice what another process writes
to the same folder: it goes on answering from the old state, and a filtered query fails outright
(Chroma 1.5: "Error finding id"). So every writer touches a file beside the data, and every reader
opens the folder anew once that file has changed. Within a process, open a folder once: Chroma's
clients share their state, so that none starts anew while another is open.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

import httpx
from chromadb import HttpClient, PersistentClient
from chromadb.api.client import AdminClient, Client
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError

from advisor_bot.errors import AdvisorError, IndexMismatchError, SettingsError

NAME = "advisor-bot-passages"
TOKEN_HEADER = "x-chroma-token"
SERVER_TIMEOUT = 10.0
"""Seconds to wait for a server's answer, which takes milliseconds."""
STAMP = "last-change"
REBUILD = "advisor-bot knowledge sync --rebuild"

Built = Mapping[str, str | int]
"""What an index was made with, as its metadata records it."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Place:
    """Where the index is: in a folder, or on a server."""

    folder: Path | None = None
    url: str | None = None
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if (self.folder is None) == (self.url is None):
            raise ValueError("give either a folder or a url")

    def connect(self) -> Client:
        """Raises ``SettingsError`` if there is no server."""
        if self.folder is None:
            return _server(str(self.url), self.token)
        self.folder.mkdir(parents=True, exist_ok=True)
        client = PersistentClient(self.folder, settings=Settings(anonymized_telemetry=False))
        return cast(Client, client)  # declared as an interface that cannot be closed

    def announce_change(self) -> None:
        """Tell the readers in other processes; a server needs no telling."""
        if self.folder is not None:
            (self.folder / STAMP).touch()

    def last_change(self) -> int:
        """Grows with every announced change."""
        try:
            return (self.folder / STAMP).stat().st_mtime_ns if self.folder is not None else 0
        except FileNotFoundError:
            return 0


@dataclass(frozen=True)
class _Connection:
    client: Client
    collection: Collection
    as_of: int


class LiveCollection:
    """The collection at a place; safe to share by threads and with other processes."""

    def __init__(self, place: Place, built: Built, *, rebuild: bool = False) -> None:
        """``rebuild`` throws away what is there. Raises ``IndexMismatchError`` if what is there was
        built otherwise."""
        self._place = place
        self._built = built
        self._turn = threading.Lock()
        self._connection: _Connection | None = None
        with self._turn, _explained():
            if rebuild:
                self._drop()
            self._connect()

    def call(self, action: Callable[[Collection], Result], *, changes: bool = False) -> Result:
        """What ``action`` returns for the collection as it is now.

        A failure is followed by one more try on a new connection, since another process may have
        replaced the collection: an action must be one that may be done twice. ``changes`` says that
        others must be told.
        """
        return self._call(lambda connection: action(connection.collection), changes=changes)

    def remembered(self) -> Built:
        """What ``remember`` was last told, here or elsewhere, and what the index was built with."""
        return self._call(lambda connection: _metadata(connection.client))

    def remember(self, values: Built) -> None:
        """Keep ``values`` with the collection, instead of what was told before."""
        metadata = {**self._built, **values}
        self.call(lambda collection: collection.modify(metadata=metadata))

    def _call(self, action: Callable[["_Connection"], Result], *, changes: bool = False) -> Result:
        with self._turn, _explained():
            connection = self._connection
            if connection is None or connection.as_of != self._place.last_change():
                connection = self._connect()
            try:
                result = action(connection)
            except (ChromaError, httpx.HTTPError):
                connection = self._connect()
                result = action(connection)
            if changes:
                self._place.announce_change()
                self._connection = replace(connection, as_of=self._place.last_change())
            return result

    def close(self) -> None:
        """Let go of the folder or the connection; a later call opens it again."""
        with self._turn:
            self._disconnect()

    def _connect(self) -> _Connection:
        self._disconnect()
        as_of = self._place.last_change()
        client = self._place.connect()
        try:
            self._connection = _Connection(client, _collection(client, self._built), as_of)
        except BaseException:
            _close(client)
            raise
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            _close(self._connection.client)
            self._connection = None

    def _drop(self) -> None:
        client = self._place.connect()
        try:
            if any(collection.name == NAME for collection in client.list_collections()):
                client.delete_collection(NAME)
        finally:
            _close(client)
        self._place.announce_change()


def _server(url: str, token: str | None) -> Client:
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(
            "The address of the Chroma server must look like http://host:8000 or https://host."
        )
    secure = address.scheme == "https"
    try:
        client = HttpClient(
            host=address.hostname,
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            headers={TOKEN_HEADER: token} if token else {},
            settings=Settings(anonymized_telemetry=False),
        )
    except (ValueError, ChromaError, httpx.HTTPError) as error:  # a ValueError if it is not there
        raise SettingsError(
            f"No Chroma server answers at {address.scheme}://{address.netloc}. Start one "
            "(`chroma run`), correct CHROMA_URL and CHROMA_TOKEN, or unset them to keep the index "
            "in a folder."
        ) from error
    bounded = cast(Client, client)
    for session in _sessions(bounded):
        session.timeout = httpx.Timeout(SERVER_TIMEOUT)
    return bounded


def _sessions(client: Client) -> list[httpx.Client]:
    """The connections to a server, which Chroma's client neither bounds in time nor closes."""
    servers = (client._server, cast(AdminClient, client._admin_client)._server)
    return [server._session for server in servers if isinstance(server, FastAPI)]


def _close(client: Client) -> None:
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _collection(client: Client, built: Built) -> Collection:
    try:
        collection = client.get_collection(NAME, embedding_function=None)
    except NotFoundError:
        return client.create_collection(
            NAME,
            configuration={"hnsw": {"space": "cosine"}},
            metadata=dict(built),
            embedding_function=None,
            get_or_create=True,  # another worker may be starting too
        )
    found = {key: (collection.metadata or {}).get(key) for key in built}
    if found != built:
        raise IndexMismatchError(
            f"The search index was built with {_listed(found)}, but now {_listed(built)} is "
            f"configured. Their vectors cannot be compared. Run `{REBUILD}` to build it anew."
        )
    return collection


def _metadata(client: Client) -> Built:
    return cast(Built, client.get_collection(NAME, embedding_function=None).metadata or {})


def _listed(built: Mapping[str, object]) -> str:
    return ", ".join(f"{key} '{value}'" for key, value in built.items())


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (ChromaError, httpx.HTTPError) as error:
        raise AdvisorError(
            "The search index does not answer. If it is on a Chroma server, see that it runs; "
            f"if it is in a folder, build it anew with `{REBUILD}`."
        ) from error
