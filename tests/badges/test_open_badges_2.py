"""Hosted and signed assertions of Open Badges 2.0."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from advisor_bot.badges.verification import Page, Verdict
from tests.badges.making import Json, assertion, issuer_site, outcomes, token, verified, words

KEY_ID = "https://issuer.example/key"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_a_hosted_badge_is_what_the_issuers_site_shows() -> None:
    badge = assertion()
    report = verified(badge, issuer_site(badge))
    assert report.verdict is Verdict.VALID
    assert report.badge.name == "Data Skills"
    assert report.badge.issuer_name == "Example Academy"
    assert verified(badge).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "eve@example.org"}},
        {"issuedOn": "2020-01-01T00:00:00Z"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"badge": "https://issuer.example/better-badge"},
    ],
)
def test_a_copy_that_differs_from_the_page_is_refuted(change: Json) -> None:
    badge = assertion()
    assert verified(badge | change, issuer_site(badge)).verdict is Verdict.INVALID


def test_revoked_badges() -> None:
    badge = assertion()
    for page in (410, {"id": badge["id"], "revoked": True}):
        report = verified(badge, issuer_site(badge) | {badge["id"]: page})
        assert report.verdict is Verdict.INVALID
        assert words(report, "status") == "The issuer has revoked it."


def test_a_badge_on_somebody_elses_site_is_not_the_issuers() -> None:
    badge = assertion(id="https://evil.example/assertions/1")
    report = verified(badge, issuer_site(badge))
    assert report.verdict is Verdict.INVALID
    assert "does not answer for" in words(report, "issuer_binding")


def test_an_issuer_described_inside_the_badge_is_asked_at_its_own_address() -> None:
    inside = {
        "id": "https://issuer.example/profile",
        "verification": {"allowedOrigins": "evil.example"},
    }
    badge = assertion(
        id="https://evil.example/1", badge={"type": "BadgeClass", "name": "x", "issuer": inside}
    )
    assert verified(badge, issuer_site(badge)).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    ("policy", "verdict"),
    [
        ({"allowedOrigins": ["other.example"]}, Verdict.VALID),
        ({"startsWith": "https://other.example/"}, Verdict.VALID),
        ({"startsWith": "https://other.example/badges/"}, Verdict.INVALID),
        ({"startsWith": "https://oth"}, Verdict.INVALID),
        ({"allowedOrigins": ["issuer.example"]}, Verdict.INVALID),
        ({"allowedOrigins": ["http://["]}, Verdict.INVALID),
    ],
)
def test_the_issuer_says_which_sites_are_its_own(policy: Json, verdict: Verdict) -> None:
    badge = assertion(id="https://other.example/assertions/1")
    assert verified(badge, issuer_site(badge, verification=policy)).verdict is verdict


def test_a_profile_that_is_somebody_elses_does_not_count() -> None:
    badge = assertion()
    pages = issuer_site(badge, id="https://famous.example/profile")
    assert verified(badge, pages).verdict is Verdict.UNPROVEN


def test_a_redirect_to_another_host_is_not_the_issuers_word() -> None:
    badge = assertion()
    pages = issuer_site(badge)
    pages[badge["id"]] = Page(200, b"{}", "https://evil.example/assertion")
    assert verified(badge, pages).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"@context": "https://w3id.org/openbadges/v1"}, Verdict.UNPROVEN),
        ({"@context": "https://w3id.org/openbadges/v9"}, Verdict.INVALID),
        ({"type": "Achievement"}, Verdict.INVALID),
        ({"id": "urn:uuid:1"}, Verdict.UNPROVEN),
        ({"id": "https://[broken"}, Verdict.UNPROVEN),
        ({"badge": 5}, Verdict.INVALID),
        ({"badge": {"issuer": "urn:uuid:2"}}, Verdict.UNPROVEN),
        ({"expires": "2026-02-30"}, Verdict.INVALID),
    ],
)
def test_odd_assertions(change: Json, verdict: Verdict) -> None:
    badge = assertion(**change)
    assert verified(badge, issuer_site(badge)).verdict is verdict


def site(key: rsa.RSAPrivateKey, badge: Json, **profile: object) -> Json:
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    described = {
        "type": "CryptographicKey",
        "id": KEY_ID,
        "owner": "https://issuer.example/profile",
        "publicKeyPem": pem.decode(),
    }
    pages = issuer_site(badge, **{"publicKey": KEY_ID, **profile})
    del pages[badge["id"]]
    return pages | {KEY_ID: described}


def signed_badge() -> Json:
    return assertion(verification={"type": "signed", "creator": KEY_ID})


def test_a_signed_badge(key: rsa.RSAPrivateKey) -> None:
    badge = signed_badge()
    text = token(badge, key, "RS256")
    assert verified(text, site(key, badge)).verdict is Verdict.VALID
    assert verified(text).verdict is Verdict.UNPROVEN
    head, _, signature = text.split(".")
    other = token(badge | {"issuedOn": "2020-01-01"}, key, "RS256").split(".")[1]
    assert verified(f"{head}.{other}.{signature}", site(key, badge)).verdict is Verdict.INVALID


def test_a_signed_badge_whose_key_the_issuer_does_not_name(key: rsa.RSAPrivateKey) -> None:
    badge = signed_badge()
    pages = site(key, badge, publicKey="https://issuer.example/another")
    report = verified(token(badge, key, "RS256"), pages)
    assert report.verdict is Verdict.UNPROVEN
    assert outcomes(report)["integrity"] == "passed"


@pytest.mark.parametrize("entry", ["{id}", {"id": "{id}"}, {"uid": "{id}"}])
def test_a_signed_badge_that_was_revoked(key: rsa.RSAPrivateKey, entry: Json | str) -> None:
    badge = signed_badge()
    listed = badge["id"] if isinstance(entry, str) else dict.fromkeys(entry, badge["id"])
    address = "https://issuer.example/revoked"
    pages = site(key, badge, revocationList=address)
    text = token(badge, key, "RS256")
    assert verified(text, pages).verdict is Verdict.UNPROVEN
    pages[address] = {"revokedAssertions": ["urn:uuid:other"]}
    assert verified(text, pages).verdict is Verdict.VALID
    pages[address] = {"revokedAssertions": ["urn:uuid:other", listed]}
    assert verified(text, pages).verdict is Verdict.INVALID
