"""The way in: a file or an address goes in, a report comes out, whatever was in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from advisor_bot.badges.verification import (
    badge_pages,
    credentials,
    open_badges_2,
    sniffing,
    verdict,
)
from advisor_bot.badges.verification.badge_pages import BadgePage
from advisor_bot.badges.verification.case import Case
from advisor_bot.badges.verification.fetching import Web
from advisor_bot.badges.verification.jws import Token
from advisor_bot.badges.verification.reading import Json
from advisor_bot.badges.verification.results import (
    Aspect,
    BadgeFacts,
    Check,
    Refuted,
    Report,
    Undecided,
    failed,
    not_applicable,
    passed,
    unknown,
)
from advisor_bot.badges.verification.sniffing import Address, Found
from advisor_bot.web.deadline import Deadline, TimeUp
from advisor_bot.web.fetching import Fetch, FetchError

SECONDS = 9.0  # a badge gets its verdict within ten

_Result = tuple[BadgeFacts, list[Check]]
_UNREAD = BadgeFacts(form="unknown")


@dataclass(frozen=True)
class Conditions:
    """Under what a badge is verified.

    ``fetch`` is the only way to the network; ``at`` counts as now; ``email`` is the address the
    badge should be issued to, if that is asked; ``known_issuers`` maps issuer ids to names;
    ``credly`` allows to read Credly's pages.
    """

    fetch: Fetch
    at: datetime
    email: str | None = None
    known_issuers: Mapping[str, str] = field(default_factory=dict)
    credly: bool = False


def verify_file(data: bytes, conditions: Conditions, *, deadline: Deadline | None = None) -> Report:
    """Verifies what is in a file: JSON, a token, a PNG or an SVG."""
    case = _case(conditions, deadline)
    try:
        badge, checks = _verify(sniffing.read_badge(data), case)
    except Refuted as error:
        badge, checks = _UNREAD, [failed(Aspect.INTEGRITY, str(error))]
    except Undecided as error:
        badge, checks = _UNREAD, [unknown(Aspect.INTEGRITY, str(error))]
    except TimeUp:
        badge, checks = _UNREAD, [_too_slow()]
    return verdict.conclude(badge, [*checks, _known(badge, case)])


def verify_address(url: str, conditions: Conditions, *, deadline: Deadline | None = None) -> Report:
    """Verifies the badge at an address: of the badge itself, or of a known platform's page."""
    case = _case(conditions, deadline)
    confirmed_by = None
    try:
        page = badge_pages.resolve(url, credly=conditions.credly)
        data = _fetch_badge(page, case.web)
        confirmed_by = page.confirmed_by
        badge, checks = _confirmed(page) if confirmed_by else _verify_at(data, case)
    except Refuted as error:
        badge, checks = _UNREAD, [failed(Aspect.INTEGRITY, str(error))]
    except (Undecided, ValueError) as error:
        badge, checks = _UNREAD, [unknown(Aspect.INTEGRITY, str(error))]
    except TimeUp:
        badge, checks = _UNREAD, [_too_slow()]
    return verdict.conclude(badge, [*checks, _known(badge, case)], confirmed_by=confirmed_by)


def _case(conditions: Conditions, deadline: Deadline | None) -> Case:
    deadline = deadline or Deadline(SECONDS)
    return Case(
        web=Web(conditions.fetch, deadline),
        at=conditions.at,
        deadline=deadline,
        email=conditions.email,
        known_issuers=conditions.known_issuers,
    )


def _too_slow() -> Check:
    return unknown(Aspect.INTEGRITY, "Checking this badge took too long and was given up.")


def _known(badge: BadgeFacts, case: Case) -> Check:
    name = case.known_issuers.get(badge.issuer_id or "")
    if name is not None:
        return passed(Aspect.ISSUER_KNOWN, f"The issuer is known here: {name}.")
    if not case.known_issuers:
        return not_applicable(Aspect.ISSUER_KNOWN, "No list of known issuers was given.")
    return unknown(Aspect.ISSUER_KNOWN, "The issuer is not on the list of known issuers.")


def _verify(found: Found, case: Case) -> _Result:
    if isinstance(found, Address):
        return _verify_at(_fetch_badge(BadgePage((found.url,)), case.web), case)
    if isinstance(found, Token):
        return _verify_token(found, case)
    return _verify_document(found, case)


def _verify_at(data: bytes, case: Case) -> _Result:
    """As :func:`_verify`, but one address does not lead to the next."""
    found = sniffing.read_badge(data)
    if isinstance(found, Address):
        raise Undecided("The address leads to another address instead of a badge.")
    return _verify(found, case)


def _verify_token(token: Token, case: Case) -> _Result:
    is_credential = "vc" in token.payload or credentials.is_credential(token.payload)
    if not is_credential and open_badges_2.is_assertion(token.payload):
        return open_badges_2.verify_signed(token, case)
    return credentials.verify_token(token, case)


def _verify_document(document: Json, case: Case) -> _Result:
    token = credentials.enveloped(document)
    if token is not None:
        return credentials.verify_token(token, case)
    if credentials.is_credential(document):
        return credentials.verify_document(document, case)
    if open_badges_2.is_assertion(document):
        return open_badges_2.verify_hosted(document, case)
    raise Refuted("The file holds no badge of a known kind.")


def _fetch_badge(page: BadgePage, web: Web) -> bytes:
    """What the first of the addresses that answers shows."""
    problem = "nothing answered"
    for address in page.addresses:
        try:
            answer = web.page(address)
        except FetchError as error:
            problem = str(error)
            continue
        if answer.status == 410:
            raise Refuted("The issuer has revoked it.")
        if answer.status == 200:
            return answer.body
        problem = f"the server answered {answer.status}"
    raise Undecided(f"The badge could not be fetched: {problem}.")


def _confirmed(page: BadgePage) -> _Result:
    """A platform's own page, unsigned: worth saying, but no proof."""
    words = f"Confirmed by the provider ({page.confirmed_by}); nothing cryptographic proves it."
    return BadgeFacts(form=f"page of {page.confirmed_by}"), [unknown(Aspect.INTEGRITY, words)]
