"""The fault switch: makes the sandbox fail the way Slack sometimes does.

``POST /faults`` sets a list of rules; each applies a number of times (``times``; -1 for ever)
and may let a number of occasions pass first (``after``).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, model_validator

from advisor_bot.sandbox.model import Json


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    times: int = Field(default=1, ge=-1)
    after: int = Field(default=0, ge=0)

    def applies(self) -> bool:
        """Whether this occasion is one to fail; counts it."""
        if self.times == 0:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times > 0:
            self.times -= 1
        return True


class MethodFault(_Rule):
    """A Web API method answers with an error code, or a bare HTTP status."""

    method: str
    error: str | None = None
    http_status: int | None = Field(default=None, ge=400, le=599)
    retry_after: int = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _one_way_to_fail(self) -> "MethodFault":
        if (self.error is None) == (self.http_status is None):
            raise ValueError("a method fault needs either error or http_status")
        return self


class StreamFault(_Rule):
    """A stream dies after a number of appends: the next one finds it no longer streaming."""

    stream: Literal["die"]
    after_appends: int = Field(default=0, ge=0)


class DeliveryFault(_Rule):
    """An event is sent twice, sent late, or its acknowledgement is lost."""

    delivery: Literal["duplicate", "late", "drop_ack"]
    seconds: float = Field(default=1.0, ge=0)
    event: str | None = None
    """Only events of this type (``app_mention``, ``message`` …); None: any."""


def _kind(rule: object) -> str | None:
    keys = rule if isinstance(rule, dict) else {}
    return next((key for key in ("method", "stream", "delivery") if key in keys), None)


Rule = Annotated[
    Annotated[MethodFault, Tag("method")]
    | Annotated[StreamFault, Tag("stream")]
    | Annotated[DeliveryFault, Tag("delivery")],
    Discriminator(_kind),
]
_RULES: TypeAdapter[list[Rule]] = TypeAdapter(list[Rule])


class Faults:
    """The rules in force."""

    def __init__(self) -> None:
        self._rules: list[MethodFault | StreamFault | DeliveryFault] = []

    def set(self, rules: object) -> None:
        """Replace the rules; raises pydantic.ValidationError for a malformed one."""
        self._rules = list(_RULES.validate_python(rules))

    def describe(self) -> list[Json]:
        """The rules with what is left of their counts."""
        return [rule.model_dump(exclude_none=True) for rule in self._rules]

    def for_call(self, method: str) -> MethodFault | None:
        """The fault that this call of a method meets, if any."""
        for rule in self._rules:
            if isinstance(rule, MethodFault) and rule.method == method and rule.applies():
                return rule
        return None

    def kills_stream(self, appends: int) -> bool:
        """Whether a stream that has had so many appends dies now."""
        return any(
            isinstance(rule, StreamFault) and appends >= rule.after_appends and rule.applies()
            for rule in self._rules
        )

    def for_event(self, event_type: str) -> DeliveryFault | None:
        """The fault that the delivery of this event meets, if any."""
        for rule in self._rules:
            if (
                isinstance(rule, DeliveryFault)
                and rule.event in (None, event_type)
                and rule.applies()
            ):
                return rule
        return None
