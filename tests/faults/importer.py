"""Imports a table into a catalog, as a process of its own: ``importer.py DATABASE FILE``."""

import sys
from datetime import date
from pathlib import Path

from advisor_bot.catalog.files import import_file
from advisor_bot.storage import migrate, open_engine

if __name__ == "__main__":
    database, name = sys.argv[1:]
    path = Path(name)
    engine = open_engine(database)
    migrate(engine)
    report = import_file(
        engine,
        path,
        name=path.name,
        origin=path.name,
        today=date(2026, 11, 23),
        came_from=name,
    )
    engine.dispose()
    sys.exit(report.refused)
