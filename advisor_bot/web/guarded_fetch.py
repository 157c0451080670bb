"""The real ``fetch(url)``: the open web only, whatever address is asked for.

Badges name addresses, and strangers make badges; people paste addresses too. So: https only; every
address that a host name stands for must be public, and the connection goes to the very address that
was checked; redirects are few and checked again; a page has a greatest size; and all pages of one
fetch share one time limit, down to each read, so that a server that trickles bytes gains nothing.
Proxy settings of the environment are not used: a proxy would resolve names on its own.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import httpcore
import httpx

from advisor_bot.web.deadline import Deadline
from advisor_bot.web.fetching import Fetch, FetchError, Page

MAX_BYTES = 1_048_576
MAX_REDIRECTS = 3
SECONDS = 7.0

BADGES = (
    "application/vc+jwt, application/vc, application/ld+json, application/json;q=0.9,"
    " application/did+json, image/png;q=0.8, image/svg+xml;q=0.8, */*;q=0.1"
)
_MAX_ATTEMPTS = 4
_ATTEMPT_SECONDS = 2.0
_REDIRECTS = {301, 302, 303, 307, 308}
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

Resolve = Callable[[str, int], list[str]]


def guarded_fetch(
    *,
    seconds: float = SECONDS,
    max_bytes: int = MAX_BYTES,
    accept: str = BADGES,
    resolve: Resolve | None = None,
    network: httpcore.NetworkBackend | None = None,
) -> Fetch:
    """A fetch for one badge or file; ``seconds`` is for all its pages together, from now on; no page
    may be larger than ``max_bytes``; ``accept`` is what the server is asked for.

    ``resolve`` and ``network`` replace the system's name service and sockets in tests.
    """
    deadline = Deadline(seconds)
    limits = _Limits(deadline, max_bytes, accept)
    context = httpx.create_ssl_context()
    backend = _GuardedNetwork(network or httpcore.SyncBackend(), resolve or _resolve, deadline)

    def fetch(url: str) -> Page:
        with httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool:
            return _follow(url, pool, limits)

    return fetch


@dataclass(frozen=True)
class _Limits:
    deadline: Deadline
    max_bytes: int
    accept: str


def _follow(url: str, pool: httpcore.ConnectionPool, limits: _Limits) -> Page:
    for hop in range(MAX_REDIRECTS + 1):
        page, target = _get(_checked_url(url), pool, limits)
        if target is None:
            return replace(page, url=url) if hop else page
        url = target
    raise FetchError("it redirects too often")


def _checked_url(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("its address is malformed") from error
    if parsed.scheme != "https":
        raise FetchError("its address is not https")
    if not parsed.host or parsed.userinfo:
        raise FetchError("its address is malformed")
    return parsed


def _get(url: httpx.URL, pool: httpcore.ConnectionPool, limits: _Limits) -> tuple[Page, str | None]:
    """The page at ``url``, and where it redirects to, if it does."""
    target = httpcore.URL(scheme=b"https", host=url.raw_host, port=url.port, target=url.raw_path)
    asking = [
        ("Accept", limits.accept),
        ("Accept-Encoding", "identity"),
        ("User-Agent", "advisor-bot"),
    ]
    try:
        with pool.stream("GET", target, headers=asking) as response:
            headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            location = headers.get(b"location")
            if response.status in _REDIRECTS and location:
                return Page(response.status, b""), _joined(url, location)
            _check_headers(headers, limits.max_bytes)
            body = _read(response.iter_stream(), limits)
    except httpcore.TimeoutException as error:
        raise FetchError("the server took too long") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError("the server did not answer properly") from error
    return Page(response.status, body), None


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("its redirect is malformed") from error


def _check_headers(headers: dict[bytes, str], max_bytes: int) -> None:
    if headers.get(b"content-encoding", "identity").strip().lower() != "identity":
        raise FetchError("the server packed its answer although it was asked not to")
    length = headers.get(b"content-length", "0")
    if length.isdecimal() and int(length[:20]) > max_bytes:
        raise FetchError(_too_large(max_bytes))


def _too_large(max_bytes: int) -> str:
    return f"its page is larger than {max_bytes / 1_048_576:g} MiB"


def _read(pieces: Iterable[bytes], limits: _Limits) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limits.max_bytes:
            raise FetchError(_too_large(limits.max_bytes))
        if limits.deadline.remaining() <= 0:
            raise FetchError("the server took too long")
    return bytes(body)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet.

    Shared (CGNAT), private, loopback, link-local, multicast and documentation addresses are not,
    nor IPv6 addresses that carry an IPv4 address inside (mapped, 6to4, Teredo, NAT64).
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved
    tunnelled = ip.sixtofour is not None or ip.teredo is not None
    return ip.is_global and ip in _GLOBAL_UNICAST and not tunnelled


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class _GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, and to those that were checked."""

    def __init__(
        self, inner: httpcore.NetworkBackend, resolve: Resolve, deadline: Deadline
    ) -> None:
        self._inner = inner
        self._resolve = resolve
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline counts
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._addresses(host, port)
        if not addresses:
            raise FetchError("its host has no address")
        if not all(map(is_public, addresses)):
            raise FetchError("its host is not on the public internet")
        for address in addresses[:_MAX_ATTEMPTS]:
            attempt = min(_ATTEMPT_SECONDS, _left(self._deadline))
            try:
                stream = self._inner.connect_tcp(
                    address, port, attempt, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # such as IPv6 where there is none; the next may do
            return _TimedStream(stream, self._deadline)
        raise FetchError("the server cannot be reached")

    def _addresses(self, host: str, port: int) -> list[str]:
        """Resolves in a thread of its own, since the name service knows no time limit."""
        answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.put(error)

        threading.Thread(target=ask, daemon=True, name="badge-resolve").start()
        try:
            found = answer.get(timeout=_left(self._deadline))
        except queue.Empty as error:
            raise FetchError("the name service took too long") from error
        if isinstance(found, OSError | UnicodeError):
            raise FetchError("its host is not known") from found
        return found


class _TimedStream(httpcore.NetworkStream):
    """Every read and write gets only what is left of the time."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(deadline: Deadline) -> float:
    left = deadline.remaining()
    if left <= 0:
        raise FetchError("the server took too long")
    return left
