"""Which modals each person has open, and what their Home tab shows."""

from dataclasses import dataclass, field

from advisor_bot.sandbox.errors import SlackError
from advisor_bot.sandbox.model import Json

MAX_STACK = 3


@dataclass
class ViewStacks:
    """The open views. A person's stack of modals holds at most three; the last is on top."""

    stacks: dict[str, list[Json]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)

    def top(self, user_id: str) -> Json | None:
        stack = self.stacks.get(user_id)
        return stack[-1] if stack else None

    def push(self, user_id: str, view: Json) -> None:
        """Put a view on top; raises push_limit_reached above three."""
        stack = self.stacks.setdefault(user_id, [])
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        stack.append(view)

    def remove(self, user_id: str, view_id: str) -> None:
        """Take a view off the stack; the one below it, if any, shows again."""
        self.stacks[user_id] = [v for v in self.stacks.get(user_id, []) if v["id"] != view_id]

    def clear(self, user_id: str) -> list[Json]:
        """Close all modals of a person and return them, bottom first."""
        return self.stacks.pop(user_id, [])

    def find(self, view_id: str | None, external_id: str | None) -> tuple[str, Json]:
        """An open modal or Home view and its person, by either id; raises not_found."""
        for user_id, view in self._all():
            if view_id is not None and view["id"] == view_id:
                return user_id, view
            if external_id and view["external_id"] == external_id:
                return user_id, view
        raise SlackError("not_found")

    def has_external_id(self, external_id: str) -> bool:
        return any(view["external_id"] == external_id for _, view in self._all())

    def _all(self) -> list[tuple[str, Json]]:
        modals = [(user_id, view) for user_id, stack in self.stacks.items() for view in stack]
        return [*modals, *self.homes.items()]
