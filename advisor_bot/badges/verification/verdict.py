"""All checks together: the verdict, and one plain sentence."""

from collections.abc import Iterable, Mapping

from advisor_bot.badges.verification.results import (
    Aspect,
    BadgeFacts,
    Check,
    Outcome,
    Report,
    Verdict,
    unknown,
)

_REFUTING = {Aspect.INTEGRITY, Aspect.ISSUER, Aspect.DATES, Aspect.STATUS}
_NEEDED = {Aspect.INTEGRITY, Aspect.ISSUER, Aspect.DATES}
_OPTIONAL = {Aspect.STATUS, Aspect.RECIPIENT}


def conclude(
    badge: BadgeFacts, checks: Iterable[Check], *, confirmed_by: str | None = None
) -> Report:
    """The report: every aspect once, in order, those that were not reached as unknown."""
    found = {check.aspect: check for check in checks}
    complete = tuple(
        found.get(aspect) or unknown(aspect, "Not looked at, since something else is wrong.")
        for aspect in Aspect
    )
    verdict = weigh(complete)
    return Report(verdict, _summary(verdict, found), complete, badge, confirmed_by)


def weigh(checks: Iterable[Check]) -> Verdict:
    """Invalid when something is shown to be wrong; valid only when everything is shown to be right.

    Another recipient does not make a badge wrong, only unproven to be the asker's; and whether an
    issuer is known here says nothing about the badge.
    """
    outcomes = {check.aspect: check.outcome for check in checks}
    if any(outcomes[aspect] is Outcome.FAILED for aspect in _REFUTING):
        return Verdict.INVALID
    fine = {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    if all(outcomes[aspect] is Outcome.PASSED for aspect in _NEEDED) and all(
        outcomes[aspect] in fine for aspect in _OPTIONAL
    ):
        return Verdict.VALID
    return Verdict.UNPROVEN


def _summary(verdict: Verdict, found: Mapping[Aspect, Check]) -> str:
    """What decided, in a sentence or two; aspects that were not reached are left out."""
    if verdict is Verdict.VALID:
        words = "The badge is real: it is unchanged, comes from this issuer and is in force."
        return f"{words} {_about_recipient(found)}".strip()
    decisive = [check for aspect, check in found.items() if aspect is not Aspect.ISSUER_KNOWN]
    if verdict is Verdict.INVALID:
        decisive = [check for check in decisive if check.aspect in _REFUTING]
        return " ".join(check.words for check in decisive if check.outcome is Outcome.FAILED)
    if all(aspect in found and found[aspect].outcome is Outcome.PASSED for aspect in _NEEDED):
        start = "The badge is unchanged and belongs to this issuer, but that is not all:"
    else:
        start = "It is not shown that this badge is real."
    fine = {Outcome.PASSED, Outcome.NOT_APPLICABLE}
    return " ".join([start, *(check.words for check in decisive if check.outcome not in fine)])


def _about_recipient(found: Mapping[Aspect, Check]) -> str:
    check = found.get(Aspect.RECIPIENT)
    return check.words if check is not None and check.outcome is Outcome.PASSED else ""
