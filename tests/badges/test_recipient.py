"""Whose badge it is (trap 8)."""

import hashlib

import pytest

from advisor_bot.badges.verification import Verdict
from tests.badges.making import Json, credential, did_key, ed25519, outcomes, signed, verified

ADA = "ada@example.org"


def sha(text: str) -> str:
    return "sha256$" + hashlib.sha256(text.encode()).hexdigest()


def badge_for(**identity: object) -> Json:
    key = ed25519()
    document = credential(did_key(key))
    document["credentialSubject"]["identifier"] = [{"type": "IdentityObject", **identity}]
    return signed(document, key)


@pytest.mark.parametrize(
    ("identity", "email", "outcome"),
    [
        ({"identityHash": sha(ADA + "pepper"), "salt": "pepper", "hashed": True}, ADA, "passed"),
        ({"identityHash": sha(ADA), "hashed": True}, ADA, "passed"),
        ({"identityHash": sha(ADA).upper().replace("SHA256", "sha256"), "hashed": True}, ADA, "passed"),
        ({"identityHash": sha(ADA), "hashed": True}, "Ada@Example.ORG", "passed"),
        ({"identityHash": sha("Ada@Example.ORG"), "hashed": True}, "Ada@Example.ORG", "passed"),
        ({"identityHash": "Ada@Example.org", "hashed": False}, ADA, "passed"),
        ({"identityHash": sha(ADA + "pepper"), "salt": "salt", "hashed": True}, ADA, "failed"),
        ({"identityHash": sha(ADA), "hashed": True}, "eve@example.org", "failed"),
        ({"identityHash": ADA, "hashed": True}, ADA, "failed"),
        ({"identityHash": "sha256$", "hashed": True}, ADA, "failed"),
    ],
)  # fmt: skip
def test_addresses(identity: Json, email: str, outcome: str) -> None:
    report = verified(badge_for(identityType="emailAddress", **identity), email=email)
    assert outcomes(report)["recipient"] == outcome
    expected = Verdict.VALID if outcome == "passed" else Verdict.UNPROVEN
    assert report.verdict is expected


def test_a_name_proves_nothing() -> None:
    badge = badge_for(identityType="name", identityHash=ADA, hashed=False)
    report = verified(badge, email=ADA)
    assert outcomes(report)["recipient"] == "unknown"
    assert report.verdict is Verdict.UNPROVEN


def test_without_an_address_nobody_is_compared() -> None:
    report = verified(badge_for(identityType="name", identityHash="Ada", hashed=False))
    assert outcomes(report)["recipient"] == "not_applicable"
    assert report.verdict is Verdict.VALID


def test_a_changed_recipient_breaks_the_signature() -> None:
    badge = badge_for(identityType="emailAddress", identityHash=sha(ADA), hashed=True)
    identity = badge["credentialSubject"]["identifier"][0]
    identity["identityHash"] = sha("eve@example.org")
    assert verified(badge, email="eve@example.org").verdict is Verdict.INVALID
