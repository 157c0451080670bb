"""What one verification works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from advisor_bot.badges.verification.fetching import Web
from advisor_bot.web.deadline import Deadline


@dataclass(frozen=True)
class Case:
    """The web as this verification sees it, the moment that counts as now, and who asks."""

    web: Web
    at: datetime
    deadline: Deadline
    email: str | None = None
    known_issuers: Mapping[str, str] = field(default_factory=dict)
