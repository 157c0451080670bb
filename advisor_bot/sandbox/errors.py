"""What the sandbox refuses, in Slack's words.

Refusal
├── SlackError      a Web API call answered with {"ok": false, "error": ...}
└── PageError       a request of the sandbox's own page answered with a 4xx
"""

from typing import Any


class Refusal(Exception):
    """The base of everything that the sandbox refuses on purpose."""


class SlackError(Refusal):
    """A Web API call is refused with one of Slack's error codes.

    ``messages`` become ``response_metadata.messages``, as Slack words them; ``extra`` holds
    further top-level fields of the answer, such as ``needed`` and ``provided``.
    """

    def __init__(self, code: str, messages: list[str] | None = None, **extra: Any) -> None:
        super().__init__(code if not messages else f"{code}: {'; '.join(messages)}")
        self.code = code
        self.messages = messages or []
        self.extra = extra

    def as_answer(self) -> dict[str, Any]:
        """The JSON body that Slack would answer with."""
        answer: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            answer["errors"] = self.messages
            answer["response_metadata"] = {"messages": [f"[ERROR] {m}" for m in self.messages]}
        return answer


class PageError(Refusal):
    """A request of the page is refused; the message is shown to the person using it."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status
