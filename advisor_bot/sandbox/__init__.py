"""A local workspace that speaks Slack's API, with a web page: for trying the bot, and testing it.

It imports nothing of the bot. The unchanged Bolt app connects to it by Socket Mode, with
``base_url`` pointing at ``http://host:port/api/``.
"""

from advisor_bot.sandbox.server import create_app

__all__ = ["create_app"]
