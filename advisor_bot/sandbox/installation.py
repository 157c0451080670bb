"""What the installed app may do and hear: commands, shortcuts, events and scopes."""

from dataclasses import dataclass
from typing import Any

from advisor_bot.sandbox.model import Command, Json, Shortcut


@dataclass(frozen=True)
class Installation:
    """The app as its manifest describes it. Without a manifest everything is allowed."""

    display_name: str = "Advisor"
    commands: tuple[Command, ...] = (
        Command("/advisor", "Ask about micro-credentials", "[question]"),
    )
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] | None = None
    """The subscribed events, such as ``message.im``; None: all of them."""
    scopes: frozenset[str] | None = None
    """The granted bot scopes; None: those that every method needs, but no extras."""
    prompts: tuple[Json, ...] = ()

    @classmethod
    def from_manifest(cls, manifest: Any) -> "Installation":
        """Read an app manifest (JSON already parsed); raises ValueError naming what is wrong."""
        features = _section(manifest, "features")
        oauth = _section(_section(manifest, "oauth_config"), "scopes")
        subscriptions = _section(_section(manifest, "settings"), "event_subscriptions")
        agent = _section(features, "agent_view") or _section(features, "assistant_view")
        name = _section(features, "bot_user").get("display_name")
        return cls(
            display_name=name or _section(manifest, "display_information").get("name", "Advisor"),
            commands=tuple(_command(entry) for entry in features.get("slash_commands", [])),
            shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts", [])),
            events=frozenset(subscriptions.get("bot_events", [])),
            scopes=frozenset([*oauth.get("bot", []), *oauth.get("bot_optional", [])]),
            prompts=tuple(agent.get("suggested_prompts", [])),
        )

    def hears(self, event_name: str) -> bool:
        """Whether the app subscribed to an event."""
        return self.events is None or event_name in self.events

    def command(self, name: str) -> Command | None:
        return next((c for c in self.commands if c.command == name), None)

    def shortcut(self, callback_id: str) -> Shortcut | None:
        return next((s for s in self.shortcuts if s.callback_id == callback_id), None)


def _section(parent: Any, key: str) -> Json:
    if not isinstance(parent, dict):
        raise ValueError(f"the manifest must be an object where {key!r} is looked for")
    section = parent.get(key, {})
    if not isinstance(section, dict):
        raise ValueError(f"{key!r} of the manifest must be an object")
    return section


def _command(entry: Json) -> Command:
    name = entry.get("command", "")
    if not name.startswith("/"):
        raise ValueError(f"a slash command of the manifest must start with '/': {name!r}")
    return Command(name, entry.get("description", ""), entry.get("usage_hint", ""))


def _shortcut(entry: Json) -> Shortcut:
    if entry.get("type") not in ("global", "message"):
        raise ValueError(f"a shortcut of the manifest must be global or message: {entry!r}")
    return Shortcut(entry.get("callback_id", ""), entry.get("name", ""), entry["type"])
