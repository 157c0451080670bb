"""Files of people: the token goes to Slack's file host only, and what comes is bounded."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from advisor_bot.errors import DeliveryError, KnowledgeError
from advisor_bot.slack.files import SharedFile, about, content_of, is_slacks
from tests.workspace import serving

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("address", "api", "slacks"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.csv", SLACK, True),
        ("https://files.slack-gov.com/a", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:8123/files/F1/a.csv", "http://127.0.0.1:8123/api/", True),
        ("http://files.slack.com/a.csv", SLACK, False),
        ("https://files.slack.com.evil.example/a.csv", SLACK, False),
        ("https://evil.example/files.slack.com/a.csv", SLACK, False),
        ("https://files.slack.com@evil.example/a.csv", SLACK, False),
        ("https://user:secret@files.slack.com/a.csv", SLACK, False),
        ("http://127.0.0.1:9999/files/F1/a.csv", "http://127.0.0.1:8123/api/", False),
        ("", SLACK, False),
    ],
)
def test_which_addresses_are_slack_s(address: str, api: str, slacks: bool) -> None:
    assert is_slacks(address, api) is slacks


class Told:
    """A client that tells one thing of every file."""

    base_url = SLACK

    def __init__(self, **file: Any) -> None:
        self.file = {"name": "a.csv", "size": 10, "mode": "hosted"} | file

    async def files_info(self, *, file: str) -> dict[str, Any]:
        if "error" in self.file:
            raise SlackApiError("no", {"error": self.file["error"]})  # type: ignore[no-untyped-call]
        return {"file": self.file}


ADDRESS = "https://files.slack.com/a.csv"


async def told(**file: Any) -> SharedFile:
    client: Any = Told(**{"url_private_download": ADDRESS} | file)
    return await about(client, "F1", most_bytes=100)


async def test_a_hosted_file_and_a_snippet_can_be_read() -> None:
    assert await told() == SharedFile("a.csv", 10, ADDRESS)
    snippet = await told(mode="snippet", url_private_download=None, url_private=ADDRESS)
    assert snippet.address == ADDRESS


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ({"size": 101}, "larger than"),
        ({"is_external": True, "url_private": "https://drive.example/x"}, "outside Slack"),
        ({"mode": "external"}, "outside Slack"),
        ({"mode": "tombstone"}, "not in Slack any more"),
        ({"mode": "hidden_by_limit"}, "limit of its plan"),
        ({"mode": "canvas"}, "page of Slack's own"),
        ({"url_private_download": "https://evil.example/a"}, "not Slack's own"),
        ({"error": "missing_scope"}, "files:read"),
        ({"error": "file_deleted"}, "not in Slack any more"),
    ],
)
async def test_what_cannot_be_read_has_a_reason(file: dict[str, Any], reason: str) -> None:
    with pytest.raises(KnowledgeError, match=reason):
        await told(**file)


async def test_an_error_that_may_pass_is_no_reason() -> None:
    with pytest.raises(SlackApiError):
        await told(error="internal_error")


class Host:
    """A file host that answers as told, and notes who came."""

    def __init__(self) -> None:
        self.tokens: list[str | None] = []
        self.came_elsewhere = 0

    def app(self) -> Starlette:
        async def file(request: Request) -> Response:
            self.tokens.append(request.headers.get("authorization"))
            match request.path_params["how"]:
                case "good":
                    return Response(b"a,b\n1,2\n", media_type="application/octet-stream")
                case "redirect":
                    return RedirectResponse("/elsewhere", 302)
                case "page":
                    return Response("<html>Sign in</html>", media_type="text/html")
                case "more":
                    return StreamingResponse(_more_than_told())
                case how:
                    return Response(status_code=int(how))

        async def elsewhere(_request: Request) -> Response:
            self.came_elsewhere += 1
            return Response(b"secret")

        return Starlette(routes=[Route("/elsewhere", elsewhere), Route("/{how}", file)])


async def _more_than_told() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b"x" * 1000
        await asyncio.sleep(0)


@asynccontextmanager
async def hosting() -> AsyncIterator[tuple[Host, str]]:
    host = Host()
    async with serving(host.app()) as url:
        yield host, url


async def got(address: str, name: str = "a.csv") -> bytes:
    client = AsyncWebClient(token="xoxb-test")
    return await content_of(client, SharedFile(name, 8, address), most_bytes=5_000)


async def test_a_file_is_read_with_the_token() -> None:
    async with hosting() as (host, url):
        assert await got(f"{url}/good") == b"a,b\n1,2\n"
        assert host.tokens == ["Bearer xoxb-test"]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("redirect", "files:read"),
        ("page", "files:read"),
        ("403", "files:read"),
        ("404", "not in Slack any more"),
        ("more", "larger than"),
    ],
)
async def test_what_is_not_handed_over_has_a_reason(how: str, reason: str) -> None:
    async with hosting() as (host, url):
        with pytest.raises(KnowledgeError, match=reason):
            await got(f"{url}/{how}")
        assert host.came_elsewhere == 0


async def test_a_page_that_somebody_shared_is_a_file() -> None:
    async with hosting() as (_, url):
        assert b"Sign in" in await got(f"{url}/page", name="course.html")


@pytest.mark.parametrize("how", ["500", "503", "429"])
async def test_a_host_that_is_ill_is_asked_again(how: str) -> None:
    async with hosting() as (_, url):
        with pytest.raises(DeliveryError):
            await got(f"{url}/{how}")
