"""The database: one engine, short sessions, migrations."""

from advisor_bot.storage.engine import migrate, open_engine

__all__ = ["migrate", "open_engine"]
