"""What a proof shows, and how several proofs on one credential add up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from advisor_bot.badges.verification.results import (
    Aspect,
    Check,
    Outcome,
    Refuted,
    Undecided,
    failed,
    passed,
    unknown,
)

_RANK = (Outcome.PASSED, Outcome.UNKNOWN, Outcome.FAILED)


@dataclass(frozen=True)
class Proof:
    """Integrity and issuer binding, as one proof shows them."""

    integrity: Check
    issuer: Check

    @property
    def refutes(self) -> bool:
        return Outcome.FAILED in (self.integrity.outcome, self.issuer.outcome)


def decide(aspect: Aspect, words: str, step: Callable[[], None]) -> Check:
    """Runs ``step``: passed with ``words`` when it returns, else what it raised."""
    try:
        step()
    except Refuted as error:
        return failed(aspect, str(error))
    except Undecided as error:
        return unknown(aspect, str(error))
    return passed(aspect, words)


def strongest(proofs: Iterable[Proof]) -> Proof:
    """One fully good proof is enough, but no proof may be wrong."""
    return min(
        proofs,
        key=lambda proof: (
            not proof.refutes,
            _RANK.index(proof.integrity.outcome),
            _RANK.index(proof.issuer.outcome),
        ),
    )
