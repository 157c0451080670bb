"""Public badge pages: which address is asked in their place."""

from typing import Any

import pytest

from advisor_bot.badges.verification import Conditions, Report, Verdict, verify_address
from advisor_bot.badges.verification.badge_pages import resolve
from tests.badges.making import NOW, assertion, issuer_site, own_badge, web, words

UUID = "54a07c5c-89f9-4c33-9731-e1b0d34f88b9"
OBI = f"https://api.credly.com/v1/obi/v2/badge_assertions/{UUID}"
OWN_ID = f"https://www.credly.com/api/v1/obi/v2/badge_assertions/{UUID}"


def report_on(url: str, pages: dict[str, Any], **more: Any) -> Report:
    return verify_address(url, Conditions(web(pages), NOW, **more))


def credly_site() -> dict[str, Any]:
    profile = "https://www.credly.com/api/v1/obi/v2/issuers/1"
    badge = assertion(
        id=OWN_ID, badge={"type": "BadgeClass", "name": "Data Skills", "issuer": profile}
    )
    return {
        OBI: badge,
        OWN_ID: badge,
        profile: {"id": profile, "type": "Issuer", "name": "Example Academy"},
    }


@pytest.mark.parametrize("end", ["", "/", "/public_url"])
@pytest.mark.parametrize("host", ["credly.com", "www.credly.com"])
def test_credly_is_off_until_it_is_turned_on(host: str, end: str) -> None:
    url = f"https://{host}/badges/{UUID}{end}"
    off = report_on(url, credly_site())
    assert off.verdict is Verdict.UNPROVEN
    assert "administrator" in off.summary
    assert report_on(url, credly_site(), credly=True).verdict is Verdict.VALID
    assert report_on(url, {}, credly=True).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize("host", ["api.badgr.io", "badgr.com", "badges.parchment.com"])
@pytest.mark.parametrize("end", ["", ".json", "?v=2_0", "?identity__email=ada%40example.org"])
def test_the_badgr_family(host: str, end: str) -> None:
    own = f"https://{host}/public/assertions/AbC_1-x"
    profile = f"https://{host}/public/issuers/1"
    badge = assertion(id=own, badge={"type": "BadgeClass", "issuer": profile})
    pages = {f"{own}.json?v=2_0": badge, own: badge, profile: {"id": profile}}
    assert report_on(own + end, pages).verdict is Verdict.VALID


def test_an_e_mail_address_in_a_query_goes_nowhere() -> None:
    for url in (
        "https://badgr.com/public/assertions/x?identity__email=ada@example.org",
        "https://issuer.example/badge?identity__email=ada%40example.org&v=2",
    ):
        assert all("ada" not in address for address in resolve(url).addresses)
    assert resolve("https://issuer.example/b?v=2&x=%20#top").addresses == (
        "https://issuer.example/b?v=2&x=%20",
    )


@pytest.mark.parametrize("host", ["www.credential.net", "credentials.accredible.com"])
def test_accredible_is_confirmed_by_its_provider_only(host: str) -> None:
    page = f"https://{host}/{UUID}"
    report = report_on(page, {f"{page}.json": {"credential": {"name": "Data Skills"}}})
    assert report.verdict is Verdict.UNPROVEN
    assert report.confirmed_by == "Accredible"
    assert "Confirmed by the provider" in words(report, "integrity")
    assert report_on(page, {}).confirmed_by is None


def test_any_other_address_is_that_of_the_badge_itself() -> None:
    badge = assertion()
    assert report_on(badge["id"], issuer_site(badge)).verdict is Verdict.VALID
    signed = {"https://wallet.example/badge.json": own_badge()}
    assert report_on("https://wallet.example/badge.json", signed).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (b"<!doctype html><html><body>Well done!</body></html>", Verdict.INVALID),
        (404, Verdict.UNPROVEN),
        (410, Verdict.INVALID),
        (b"https://another.example/", Verdict.UNPROVEN),
    ],
)
def test_pages_that_are_no_badge(page: Any, verdict: Verdict) -> None:
    assert report_on("https://a.example/", {"https://a.example/": page}).verdict is verdict
