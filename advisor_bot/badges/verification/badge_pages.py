"""Public badge pages: where the badge itself lies behind a page that is made for people.

A page proves nothing (some answer 200 for badges that do not exist), so the badge is fetched from
the platform and verified like any other.
"""

import re
import urllib.parse
from dataclasses import dataclass

from advisor_bot.badges.verification.results import Undecided

_CREDLY = re.compile(r"/badges/([0-9a-fA-F-]{36})(?:/public_url)?/?")
_BADGR = re.compile(r"/public/assertions/([A-Za-z0-9_-]{1,64})(?:\.json)?/?")
_ACCREDIBLE = re.compile(r"/(?:[a-z]{2}/)?([0-9a-fA-F-]{36}|[0-9]{4,12})(?:\.json)?/?")
_CREDLY_HOSTS = {"credly.com", "www.credly.com"}
_BADGR_HOSTS = {"api.badgr.io", "badgr.com", "www.badgr.com", "badges.parchment.com"}
_ACCREDIBLE_HOSTS = {"credential.net", "www.credential.net", "credentials.accredible.com"}


@dataclass(frozen=True)
class BadgePage:
    """Where to look, in this order; and the platform, where only it confirms the badge."""

    addresses: tuple[str, ...]
    confirmed_by: str | None = None


def resolve(url: str, *, credly: bool = False) -> BadgePage:
    """Where the badge behind ``url`` lies: at ``url`` itself unless it is a known platform's page.

    Raises :class:`Undecided` for Credly unless ``credly`` is set: Credly's user terms may restrict
    automated import. An e-mail address in the query never leaves this function.
    """
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.lower()
    credly_id = _CREDLY.fullmatch(parts.path)
    if host in _CREDLY_HOSTS and credly_id:
        if not credly:
            raise Undecided("Credly's pages are not read unless an administrator turns that on.")
        address = f"https://api.credly.com/v1/obi/v2/badge_assertions/{credly_id[1]}"
        return BadgePage((address,))
    badgr_id = _BADGR.fullmatch(parts.path)
    if host in _BADGR_HOSTS and badgr_id:
        address = f"https://{host}/public/assertions/{badgr_id[1]}"
        return BadgePage((f"{address}.json?v=2_0", f"{address}?v=2_0", address))
    accredible_id = _ACCREDIBLE.fullmatch(parts.path)
    if host in _ACCREDIBLE_HOSTS and accredible_id:
        address = f"https://api.accredible.com/v1/credentials/{accredible_id[1]}"
        return BadgePage((f"https://{host}/{accredible_id[1]}.json", address), "Accredible")
    return BadgePage((_without_email(parts),))


def _without_email(parts: urllib.parse.SplitResult) -> str:
    query = [
        (name, value)
        for name, value in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        if name != "identity__email"
    ]
    if "identity__email" not in parts.query:
        return parts._replace(fragment="").geturl()
    return parts._replace(query=urllib.parse.urlencode(query), fragment="").geturl()
