"""Files that people share: what Slack says of one, and its bytes.

The bot's token goes to Slack's own file host and nowhere else.
Source: https://docs.slack.dev/reference/objects/file-object
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from advisor_bot.errors import DeliveryError, KnowledgeError
from advisor_bot.slack.calls import error_code

SECONDS = 60
_PIECE = 65_536
_READABLE = ("hosted", "snippet")
_PERMISSION = (
    "Slack did not let me read it. An administrator has to give the app the permission files:read "
    "and install it again."
)
_GONE = "It is not in Slack any more."
_REASONS = {
    "tombstone": _GONE,
    "hidden_by_limit": "Slack hides it: the workspace is over the limit of its plan.",
    "external": (
        "It lies outside Slack, and only a link to it was shared. Download it there and share the "
        "file itself, or give me its address: /advisor-admin import https://…"
    ),
}
_CODES = {
    "file_not_found": _GONE,
    "file_deleted": _GONE,
    "missing_scope": _PERMISSION,
    "access_denied": _PERMISSION,
    "not_visible": _PERMISSION,
}


@dataclass(frozen=True)
class SharedFile:
    """A file as Slack knows it."""

    name: str
    size: int
    address: str


async def about(client: AsyncWebClient, file_id: str, *, most_bytes: int) -> SharedFile:
    """What Slack says of a file, also of one from another organisation, of which events say nothing.
    Raises KnowledgeError, in words for its owner, where it cannot be read."""
    try:
        told: dict[str, Any] = (await client.files_info(file=file_id))["file"] or {}
    except SlackApiError as error:
        if reason := _CODES.get(error_code(error)):
            raise KnowledgeError(reason) from error
        raise
    mode = "external" if told.get("is_external") else str(told.get("mode") or "hosted")
    if mode not in _READABLE:
        raise KnowledgeError(_REASONS.get(mode, "It is a page of Slack's own, not a file."))
    size = int(told.get("size") or 0)
    if size > most_bytes:
        raise KnowledgeError(_too_large(most_bytes))
    address = str(told.get("url_private_download") or told.get("url_private") or "")
    if not is_slacks(address, client.base_url):
        raise KnowledgeError("Slack names an address for it that is not Slack's own.")
    return SharedFile(str(told.get("name") or "file"), size, address)


def is_slacks(address: str, api_url: str) -> bool:
    """Whether a file's address is on the file host that belongs to the Web API's, so that the token may
    go there: ``files.slack.com`` for ``slack.com``; a local workspace has one host for both."""
    api, file = urlsplit(api_url), urlsplit(address)
    if file.username or file.password:
        return False
    there = (file.scheme, file.netloc)
    return there in ((api.scheme, api.netloc), ("https", f"files.{api.netloc}"))


async def content_of(client: AsyncWebClient, file: SharedFile, *, most_bytes: int) -> bytes:
    """The bytes of a file, none beyond ``most_bytes``. Follows no redirect.

    Raises KnowledgeError where Slack does not hand it over, DeliveryError where another try may do.
    """
    headers = {"Authorization": f"Bearer {client.token}"}
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.get(file.address, headers=headers, allow_redirects=False) as response,
    ):
        if response.status == 429 or response.status >= 500:
            raise DeliveryError(f"Slack's file host answered {response.status}.")
        # Without the permission, Slack sends to its sign-in page, or shows that in place of the file.
        is_page = response.content_type == "text/html"
        if response.status != 200 or (is_page and not _is_html(file.name)):
            raise KnowledgeError(_GONE if response.status in (404, 410) else _PERMISSION)
        content = bytearray()
        async for piece in response.content.iter_chunked(_PIECE):
            content += piece
            if len(content) > most_bytes:
                raise KnowledgeError(_too_large(most_bytes))
    return bytes(content)


def _too_large(most_bytes: int) -> str:
    return (
        f"It is larger than the {most_bytes // 1_048_576} MB that I read. Split it, or have your "
        "administrator import it with “advisor-bot knowledge import”."
    )


def _is_html(name: str) -> bool:
    return name.lower().endswith((".html", ".htm", ".xhtml"))
