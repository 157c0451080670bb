"""The app manifest for the chosen mode.

Schema: https://github.com/slackapi/manifest-schema (schemas/manifest.schema.2.0.0.json)
"""

import json
from importlib.resources import files
from typing import Any


def manifest(*, url: str | None = None) -> dict[str, Any]:
    """For Socket Mode, or with ``url`` (``https://host``) for HTTP, where Slack posts to
    ``url/slack/events``."""
    text = files("advisor_bot.slack").joinpath("manifest.json").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads(text)
    if url is None:
        return made
    address = f"{url.rstrip('/')}/slack/events"
    settings = made["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    for command in made["features"]["slash_commands"]:
        command["url"] = address
    return made
