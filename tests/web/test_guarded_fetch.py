"""The guarded fetch (trap 11): only the open web, at the address that was checked, within limits."""

import time
from collections.abc import Iterable
from typing import Any

import httpcore
import pytest

from advisor_bot.badges.verification import FetchError
from advisor_bot.web.guarded_fetch import guarded_fetch, is_public

PUBLIC = "93.184.215.14"


class Network(httpcore.NetworkBackend):
    """Answers every connection from a list of byte pieces, and notes where it went."""

    def __init__(self, *answers: Iterable[bytes]) -> None:
        self.answers = list(answers)
        self.connections: list[tuple[str, int]] = []
        self.dead: set[str] = set()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        self.connections.append((host, port))
        if host in self.dead:
            raise httpcore.ConnectError("unreachable")
        return Stream(self.answers.pop(0))


class Stream(httpcore.NetworkStream):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = iter(pieces)
        self.server_hostname: str | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return next(self.pieces, b"")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        pass

    def close(self) -> None:
        pass

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert server_hostname is not None
        assert not server_hostname[0].isdigit()  # the certificate is checked for the name
        return self

    def get_extra_info(self, info: str) -> Any:
        return None


def answer(body: bytes = b"{}", status: str = "200 OK", **headers: str) -> list[bytes]:
    lines = [f"HTTP/1.1 {status}", *(f"{k.replace('_', '-')}: {v}" for k, v in headers.items())]
    return ["\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body]


def redirect(to: str) -> list[bytes]:
    return answer(b"", "302 Found", Location=to)


def at(*addresses: str) -> Any:
    return lambda _host, _port: list(addresses)


def test_a_page_comes_from_the_address_that_was_checked() -> None:
    network = Network(answer(b'{"a": 1}'))
    page = guarded_fetch(resolve=at(PUBLIC), network=network)("https://issuer.example/x?y=1")
    assert (page.status, page.body) == (200, b'{"a": 1}')
    assert network.connections == [(PUBLIC, 443)]


def test_when_one_address_is_dead_the_next_is_tried() -> None:
    network = Network(answer(b"there"))
    network.dead = {"2606:4700::1111"}
    fetch = guarded_fetch(resolve=at("2606:4700::1111", PUBLIC), network=network)
    assert fetch("https://issuer.example/").body == b"there"
    assert len(network.connections) == 2
    network.dead = {PUBLIC}
    with pytest.raises(FetchError, match="cannot be reached"):
        guarded_fetch(resolve=at(PUBLIC), network=network)("https://issuer.example/")


@pytest.mark.parametrize(
    "url",
    [
        "http://issuer.example/",
        "file:///etc/passwd",
        "ftp://issuer.example/",
        "https://",
        "https:///x",
        "https://user:secret@issuer.example/",
        "https://issuer.example:port/",
        "nonsense",
    ],
)
def test_other_addresses_are_not_fetched(url: str) -> None:
    network = Network()
    with pytest.raises(FetchError):
        guarded_fetch(resolve=at(PUBLIC), network=network)(url)
    assert network.connections == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:93.184.215.14", "::7f00:1", "64:ff9b::7f00:1",
        "2002:7f00:1::1", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_refused(address: str) -> None:
    assert not is_public(address)
    network = Network()
    for addresses in ([address], [PUBLIC, address], [address, PUBLIC]):
        with pytest.raises(FetchError, match="public internet"):
            guarded_fetch(resolve=at(*addresses), network=network)("https://issuer.example/")
    assert network.connections == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "[::1]", "localhost"])
def test_loopback_however_written(host: str) -> None:
    """With the system's own name service."""
    network = Network()
    with pytest.raises(FetchError):
        guarded_fetch(network=network)(f"https://{host}/")
    assert network.connections == []


def test_redirects_are_followed_three_times() -> None:
    network = Network(*[redirect("/next")] * 3, answer(b"there"))
    page = guarded_fetch(resolve=at(PUBLIC), network=network)("https://issuer.example/")
    assert page.body == b"there"
    assert page.url == "https://issuer.example/next"
    network = Network(*[redirect("/next")] * 4, answer(b"there"))
    with pytest.raises(FetchError, match="redirects too often"):
        guarded_fetch(resolve=at(PUBLIC), network=network)("https://issuer.example/")


@pytest.mark.parametrize("to", ["http://issuer.example/", "https://inside.example/"])
def test_every_redirect_is_checked_again(to: str) -> None:
    network = Network(redirect(to), answer(b"secret"))

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "inside.example" else [PUBLIC]

    with pytest.raises(FetchError):
        guarded_fetch(resolve=resolve, network=network)("https://issuer.example/")
    assert len(network.connections) == 1


def test_a_name_that_changes_its_address_gains_nothing() -> None:
    """Rebinding: each connection goes to the address that was checked for it."""
    replies = iter([[PUBLIC], ["127.0.0.1"]])
    network = Network(redirect("https://other.example/"), answer())
    fetch = guarded_fetch(resolve=lambda _host, _port: next(replies), network=network)
    with pytest.raises(FetchError):
        fetch("https://issuer.example/")
    assert network.connections == [(PUBLIC, 443)]


def test_pages_are_at_most_one_mebibyte() -> None:
    big = b"x" * 1_048_577
    unannounced = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"y" * 65_536] * 17]
    for pieces in (answer(big), unannounced):
        with pytest.raises(FetchError, match="larger than 1 MiB"):
            guarded_fetch(resolve=at(PUBLIC), network=Network(pieces))("https://issuer.example/")
    page = guarded_fetch(resolve=at(PUBLIC), network=Network(answer(big[:-1])))(
        "https://issuer.example/"
    )
    assert len(page.body) == 1_048_576


def test_packed_answers_are_refused() -> None:
    network = Network(answer(b"x", Content_Encoding="gzip"))
    with pytest.raises(FetchError, match="packed"):
        guarded_fetch(resolve=at(PUBLIC), network=network)("https://issuer.example/")


def test_a_server_that_trickles_runs_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("advisor_bot.web.deadline.Deadline.remaining", remaining(now))

    def trickle() -> Iterable[bytes]:
        yield b"HTTP/1.1 200 OK\r\n"
        while True:
            now[0] += 1
            yield b"X: y\r\n"

    with pytest.raises(FetchError, match="too long"):
        guarded_fetch(seconds=7, resolve=at(PUBLIC), network=Network(trickle()))(
            "https://issuer.example/"
        )
    assert now[0] <= 8


def remaining(now: list[float]) -> Any:
    return lambda _deadline: max(0.0, 7 - now[0])


def test_a_name_service_that_does_not_answer_runs_out_of_time() -> None:
    def stuck(host: str, port: int) -> list[str]:
        time.sleep(0.5)
        return [PUBLIC]

    with pytest.raises(FetchError, match="name service"):
        guarded_fetch(seconds=0.05, resolve=stuck, network=Network())("https://issuer.example/")


def test_unknown_hosts_and_broken_servers() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match="not known"):
        guarded_fetch(resolve=unknown, network=Network())("https://issuer.example/")
    with pytest.raises(FetchError, match="no address"):
        guarded_fetch(resolve=at(), network=Network())("https://issuer.example/")
    for pieces in ([b""], [b"nonsense\r\n\r\n"]):
        with pytest.raises(FetchError, match="properly"):
            guarded_fetch(resolve=at(PUBLIC), network=Network(pieces))("https://issuer.example/")
