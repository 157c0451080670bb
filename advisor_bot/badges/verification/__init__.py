"""Verifies Open Badges 2.0, Open Badges 3.0 and CLR credentials.

Pure but for one injected ``fetch(url)``: sniff the input, take the badge out of its picture, parse
with limits, then check one by one the integrity, the binding to the issuer, the dates, the status
and the recipient. Each check is reported by itself; only a fully bound badge is ``valid``.
"""

from advisor_bot.badges.verification.results import (
    Aspect,
    BadgeFacts,
    Check,
    Outcome,
    Report,
    Verdict,
)
from advisor_bot.badges.verification.verifier import Conditions, verify_address, verify_file
from advisor_bot.web.deadline import Deadline
from advisor_bot.web.fetching import Fetch, FetchError, Page

__all__ = [
    "Aspect",
    "BadgeFacts",
    "Check",
    "Conditions",
    "Deadline",
    "Fetch",
    "FetchError",
    "Outcome",
    "Page",
    "Report",
    "Verdict",
    "verify_address",
    "verify_file",
]
