"""What the page sends to ``/ui/...``, validated."""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from advisor_bot.sandbox.model import Json


class PageRequest(BaseModel):
    """Every request says on whose behalf it is made."""

    model_config = ConfigDict(extra="forbid")

    user: str


class SendMessage(PageRequest):
    channel: str
    text: str = Field(default="", max_length=40_000)
    thread_ts: str | None = None
    files: list[str] = Field(default_factory=list, max_length=10)
    """Ids of files that this person has uploaded."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.files:
            raise ValueError("a message needs a text or a file")
        return self


class RunCommand(PageRequest):
    channel: str
    command: str
    text: str = ""


class Container(BaseModel):
    """Where an element is: a message, a modal, or the Home tab."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["message", "view", "home"]
    channel: str = ""
    ts: str = ""
    view_id: str = ""


class Act(PageRequest):
    container: Container
    block_id: str
    action_id: str
    element: Json = Field(default_factory=dict)
    """As the page drew it; the sandbox trusts its own copy."""
    value: Json = Field(default_factory=dict)


class AskOptions(PageRequest):
    container: Container
    block_id: str
    action_id: str
    value: str = ""


class SubmitView(PageRequest):
    view_id: str
    values: dict[str, dict[str, Json]] = Field(default_factory=dict)


class CloseView(PageRequest):
    view_id: str


class UseShortcut(PageRequest):
    callback_id: str
    channel: str | None = None
    ts: str | None = None


class React(PageRequest):
    channel: str
    ts: str
    name: str = Field(min_length=1, max_length=100)
    remove: bool = False


class OpenHome(PageRequest):
    tab: Literal["home", "messages"]


class StopSession(PageRequest):
    channel: str
    thread_ts: str


class Install(BaseModel):
    model_config = ConfigDict(extra="forbid")

    manifest: dict[str, Any]
