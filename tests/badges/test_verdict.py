"""How the checks add up, and what is said."""

from itertools import product

from advisor_bot.badges.verification import Aspect, BadgeFacts, Check, Outcome, Verdict
from advisor_bot.badges.verification.verdict import conclude, weigh
from tests.badges.making import did_key, ed25519, outcomes, own_badge, verified, words

GOOD = {Outcome.PASSED, Outcome.NOT_APPLICABLE}


def test_only_a_fully_bound_badge_is_valid() -> None:
    for found in product(Outcome, repeat=len(Aspect)):
        by_aspect = dict(zip(Aspect, found, strict=True))
        verdict = weigh([Check(aspect, outcome, "") for aspect, outcome in by_aspect.items()])
        proven = all(
            by_aspect[aspect] is Outcome.PASSED
            for aspect in (Aspect.INTEGRITY, Aspect.ISSUER, Aspect.DATES)
        )
        clear = by_aspect[Aspect.STATUS] in GOOD and by_aspect[Aspect.RECIPIENT] in GOOD
        assert (verdict is Verdict.VALID) == (proven and clear)


def test_every_aspect_is_reported_once_and_in_order() -> None:
    report = conclude(BadgeFacts("x"), [Check(Aspect.STATUS, Outcome.FAILED, "Revoked.")])
    assert [check.aspect for check in report.checks] == list(Aspect)
    assert report.verdict is Verdict.INVALID
    assert report.summary == "Revoked."


def test_what_is_wrong_is_said_in_plain_words() -> None:
    badge = own_badge(validUntil="2026-06-01T00:00:00Z")
    badge["name"] = "Changed"
    summary = verified(badge).summary
    assert "signature does not fit" in summary
    assert "expired on 2026-06-01" in summary


def test_a_known_issuer_is_named_and_an_unknown_one_changes_nothing() -> None:
    issuer = did_key(ed25519())
    known = verified(own_badge(), known={issuer: "Example Academy"})
    assert outcomes(known)["issuer_known"] == "passed"
    assert "Example Academy" in words(known, "issuer_known")
    strange = verified(own_badge(), known={"did:key:zOther": "Other"})
    assert outcomes(strange)["issuer_known"] == "unknown"
    assert strange.verdict is Verdict.VALID


def test_what_the_badge_says_of_itself() -> None:
    badge = verified(own_badge(validUntil="2027-01-01T00:00:00Z")).badge
    assert badge.form == "Open Badges 3.0"
    assert badge.name == "Data Skills"
    assert badge.issuer_name == "Example Academy"
    assert badge.issued_on is not None
    assert badge.issued_on.year == 2026
    assert badge.expires_on is not None
    assert badge.expires_on.year == 2027
