"""Hostile input ends in a clear verdict, within bounded time and memory."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.badges.verification import (
    Aspect,
    Conditions,
    Report,
    Verdict,
    verify_address,
    verify_file,
)
from advisor_bot.badges.verification.fetching import MAX_PAGES
from tests.badges.making import (
    NOW,
    V2,
    Json,
    assertion,
    credential,
    did_key,
    did_key_method,
    ed25519,
    itxt,
    own_badge,
    png,
    signed,
    svg,
    token,
    verified,
    web,
)

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def unsigned(**more: Any) -> Json:
    """A credential whose signature is wrong, but whose proof gets it as far as canonicalization."""
    key = ed25519()
    return {
        "@context": [V2, EXAMPLES],
        "type": ["VerifiableCredential"],
        "issuer": did_key(key),
        "credentialSubject": {"id": "urn:uuid:1"},
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "verificationMethod": did_key_method(key),
            "proofPurpose": "assertionMethod",
            "proofValue": "z" + "1" * 64,
        },
        **more,
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1000,
        b"hello",
        b"null",
        b"[]",
        b"{}",
        b"[" * 200_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"a":1,"a":2}',
        b'{"a":NaN}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 10_000 + b"}",
        b'{"a":"\\ud800"}',
        b'{"type":"Assertion","@context":"\\ud800"}',
        b"\xff\xfe{}",
        b"{" * (11 * 1_048_576),
        b"a.b.c",
        b"e30.e30.",
        b"....",
        json.dumps({"type": "VerifiableCredential", "proof": []}).encode(),
        json.dumps({"type": "EnvelopedVerifiableCredential", "id": "data:,x"}).encode(),
        json.dumps({"type": "EnvelopedVerifiableCredential"}).encode(),
        json.dumps({"type": ["VerifiableCredential"], "proof": [{}] * 50}).encode(),
    ],
    ids=range(23),
)
def test_junk_is_refused(data: bytes) -> None:
    assert verified(data).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "badge",
    [
        unsigned(score=2**4000),
        unsigned(score=1e300),
        unsigned(credentialSubject={"id": "urn:uuid:1", "type": {"a": 1}}),
        unsigned(credentialSubject={"id": 5}),
        unsigned(credentialSubject={"id": ["urn:uuid:1"]}),
        unsigned(credentialSubject="urn:uuid:1"),
        unsigned(type=[["VerifiableCredential"]]),
        unsigned(proof=["x"]),
        unsigned(issuer=[]),
        unsigned(issuer={"id": {"id": "x"}}),
        unsigned(validFrom={"@value": "2020-01-01"}),
    ],
    ids=range(11),
)
def test_hostile_credentials_are_refused(badge: Json) -> None:
    assert verified(badge).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "badge",
    [
        unsigned(tag=[f"t{at}" for at in range(20_000)]),
        unsigned(
            credentialSubject=[{"id": "urn:uuid:1", "tag": [f"t{at}"]} for at in range(9_000)]
        ),
        unsigned(
            **{
                f"{prefix}tag": [f"{prefix}{at}" for at in range(1_900)]
                for prefix in ("", "https://www.w3.org/ns/credentials/examples#")
            }
        ),
        unsigned(scores=[1] * 40_000),
        unsigned(name="x" * 2_000_000),
        unsigned(name=json.loads("[" * 100 + "]" * 100)),
        unsigned(proof={"type": "DataIntegrityProof"}),
        own_badge() | {"proof": own_badge()["proof"] * 2, "@context": [V2] * 5_000},
    ],
    ids=range(8),
)
def test_what_would_take_too_long_is_not_begun(badge: Json) -> None:
    assert verified(badge).verdict is Verdict.UNPROVEN


@pytest.mark.parametrize(
    "change",
    [
        {"proofValue": "z" + "1" * 500_000},
        {"proofValue": "z0OIl"},
        {"proofValue": "u!!"},
        {"proofValue": 5},
        {"verificationMethod": "did:key:" + "z" * 500_000},
        {"verificationMethod": "did:key:"},
        {"verificationMethod": {"id": "xxx:1"}},
        {"proofPurpose": "authentication"},
        {"expires": "2020-01-01T00:00:00Z"},
        {"expires": "never"},
        {"cryptosuite": "ecdsa-rdfc-2019"},
        {"cryptosuite": "ecdsa-sd-2023"},
    ],
)
def test_hostile_proofs_are_refused(change: Json) -> None:
    badge = own_badge()
    badge["proof"][0].update(change)
    assert verified(badge).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "options",
    [{"proofPurpose": "authentication"}, {"expires": "2026-02-01T00:00:00Z"}],
)
def test_proofs_made_for_something_else_are_refused(options: Json) -> None:
    key = ed25519()
    badge = signed(credential(did_key(key)), key, **options)
    assert verified(badge).verdict is Verdict.INVALID


@pytest.mark.parametrize(
    "issuer",
    [
        "did:web:127.0.0.1%2Fadmin",
        "did:web:issuer.example:..:..:secret",
        "did:web:user%40issuer.example",
        "did:web:",
        "did:web:issuer.example:a%2Fb",
    ],
)
def test_did_web_names_that_try_to_reach_elsewhere(issuer: str) -> None:
    badge = own_badge()
    badge["proof"][0]["verificationMethod"] = f"{issuer}#key"
    report = verified(badge)
    assert report.verdict is Verdict.INVALID
    assert "malformed" in report.summary


def test_tokens_that_show_a_part_are_not_supported() -> None:
    key = ed25519()
    report = verified(token({"iss": did_key(key)}, key, "EdDSA") + "~WyJhIl0~")
    assert report.verdict is Verdict.UNPROVEN
    assert "SD-JWT" in report.summary


def test_a_badge_cannot_make_the_verifier_fetch_without_end() -> None:
    asked: list[str] = []

    class Endless(dict[str, Any]):
        def __contains__(self, url: object) -> bool:
            asked.append(str(url))
            return False

    badge = own_badge(
        credentialStatus=[
            {
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "1",
                "statusListCredential": f"https://s{at}.example/",
            }
            for at in range(4)
        ]
    )
    verified(badge, Endless())
    assert 0 < len(asked) <= MAX_PAGES


def test_an_address_does_not_lead_from_one_to_the_next() -> None:
    pages = {"https://a.example/": b"https://b.example/", "https://b.example/": own_badge()}
    assert verified(b"https://a.example/", pages).verdict is Verdict.UNPROVEN
    assert verified(b"https://b.example/", pages).verdict is Verdict.VALID


@pytest.mark.parametrize("url", ["https://[", "https://a b/", "https://\\evil/", "https:///"])
def test_malformed_addresses(url: str) -> None:
    report = verify_address(url, Conditions(web({}), NOW))
    assert report.verdict is Verdict.UNPROVEN


def _complete(report: Report) -> bool:
    return [check.aspect for check in report.checks] == list(Aspect) and bool(report.summary)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
_members = st.sampled_from(
    "@context type id issuer credentialSubject credentialStatus proof validFrom validUntil badge"
    " recipient verification issuedOn expires @type @id @value @graph vc iss nbf".split()
)
_bounded = settings(max_examples=60, deadline=10_000)


@_bounded
@given(st.binary(max_size=400))
def test_no_bytes_crash_the_verifier(data: bytes) -> None:
    assert _complete(verified(data))


@_bounded
@given(st.binary(max_size=200), st.sampled_from([b"tEXt", b"zTXt", b"iTXt"]))
def test_no_picture_crashes_the_verifier(data: bytes, kind: bytes) -> None:
    for picture in (png((kind, b"openbadges\0" + data)), png((b"iTXt", itxt(data)))):
        report = verified(picture)
        assert _complete(report)
        assert _complete(verified(picture[: len(picture) // 2]))


@_bounded
@given(st.text(max_size=200))
def test_no_svg_crashes_the_verifier(text: str) -> None:
    assert _complete(verified(svg(text.replace("\ud800", "")).replace(b"\0", b"")))


@_bounded
@given(_members, _json)
def test_no_change_of_a_credential_crashes_or_is_accepted_unseen(name: str, value: Any) -> None:
    badge = own_badge()
    report = verified(_encoded(badge | {name: value}))
    assert _complete(report)
    if name in badge and value != badge[name]:
        assert report.verdict is not Verdict.VALID


@_bounded
@given(st.dictionaries(_members, _json, max_size=4))
def test_no_change_of_an_assertion_crashes(change: Json) -> None:
    badge = assertion(**change)
    data = _encoded(badge)
    conditions = Conditions(lambda url: web({url: data})(url), NOW, email="ada@example.org")
    assert _complete(verify_file(data, conditions))


@_bounded
@given(_json, _json)
def test_no_token_crashes(payload: Any, header: Any) -> None:
    key = ed25519()
    body = {"vc": payload, "iss": did_key(key), "nbf": header, "type": payload}
    try:
        badge = token(body, key, "EdDSA", kid=header, jwk=payload)
    except ValueError:
        return
    assert _complete(verified(badge))


def _encoded(badge: Json) -> bytes:
    return json.dumps(badge).encode()
