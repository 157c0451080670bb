"""Status lists: revoked, suspended, broken, out of reach."""

import zlib
from typing import Any

import pytest

from advisor_bot.badges.verification import Verdict
from advisor_bot.badges.verification.multibase import encode_base64url
from tests.badges.making import (
    OB3,
    STATUS,
    V2,
    Json,
    ed25519,
    own_badge,
    signed,
    status_entry,
    status_list,
    verified,
    words,
)

LISTER = ed25519(9)


def zipped(size: int) -> str:
    packer = zlib.compressobj(9, wbits=31)
    return "u" + encode_base64url(packer.compress(bytes(size)) + packer.flush())


def report_with(entry: Any, page: Any) -> tuple[Verdict, str]:
    pages = {} if page is None else {STATUS: page}
    report = verified(own_badge(credentialStatus=entry), pages)
    return report.verdict, words(report, "status")


@pytest.mark.parametrize(
    ("entry", "page", "verdict"),
    [
        (status_entry(5), status_list(LISTER), Verdict.VALID),
        (status_entry(5), status_list(LISTER, 5), Verdict.INVALID),
        (status_entry(5), status_list(LISTER, 2), Verdict.VALID),
        (status_entry(131_072), status_list(LISTER), Verdict.INVALID),
        (status_entry(-1), status_list(LISTER), Verdict.INVALID),
        (status_entry("9" * 5000), status_list(LISTER), Verdict.INVALID),
        (status_entry(5, "message"), None, Verdict.VALID),
        (status_entry(5, "suspension"), status_list(LISTER, 5), Verdict.INVALID),
        (status_entry(5), None, Verdict.UNPROVEN),
        (status_entry(5), 404, Verdict.UNPROVEN),
        (status_entry(5), b"<html>", Verdict.UNPROVEN),
        (status_entry(5), status_list(LISTER) | {"validUntil": "2026-02-01"}, Verdict.INVALID),
        (status_entry(5), status_list(LISTER, encoded="uH4sIAAAAnonsense"), Verdict.INVALID),
        (status_entry(5), status_list(LISTER, encoded=zipped(50_000_000)), Verdict.INVALID),
        ([status_entry(5), status_entry(6)], status_list(LISTER, 6), Verdict.INVALID),
        ([status_entry(at) for at in range(5)], status_list(LISTER), Verdict.INVALID),
    ],
)
def test_status_lists(entry: Any, page: Any, verdict: Verdict) -> None:
    assert report_with(entry, page)[0] is verdict


def test_a_list_without_a_signature_of_its_own_is_refuted() -> None:
    unsigned = {name: value for name, value in status_list(LISTER).items() if name != "proof"}
    verdict, said = report_with(status_entry(5), unsigned)
    assert verdict is Verdict.INVALID
    assert "status list was changed" in said


def test_the_old_list_that_can_be_read_from_either_end() -> None:
    def old(*bits: int) -> Json:
        document = status_list(LISTER, *bits)
        document["@context"] = [
            "https://www.w3.org/2018/credentials/v1",
            "https://w3id.org/vc/status-list/2021/v1",
            "https://w3id.org/security/data-integrity/v2",
        ]
        document["type"] = ["VerifiableCredential", "StatusList2021Credential"]
        document["credentialSubject"]["type"] = "StatusList2021"
        document["issuanceDate"] = document.pop("validFrom")
        del document["proof"]
        return signed(document, LISTER)

    entry = status_entry(5)
    assert report_with(entry, old())[0] is Verdict.VALID
    assert report_with(entry, old(5))[0] is Verdict.INVALID
    assert report_with(entry, old(2))[0] is Verdict.UNPROVEN


def test_a_status_of_an_unknown_kind_is_not_ignored() -> None:
    more = {
        "credentialStatus": {"id": STATUS, "type": "VelocityStatus"},
        "@context": [V2, OB3, "https://www.w3.org/ns/credentials/examples/v2"],
    }
    assert verified(own_badge(**more)).verdict is Verdict.UNPROVEN
