"""Open Badges 2.0 and 3.0 as a source of programs, with the EU's metadata for micro-credentials.

``read(material)`` takes badge classes and achievements, on their own or inside the badges of people,
learner records and presentations. Of a person's badge only what is true of everybody's is read: never
the learner, their results, or the dates of their award. Signatures are not checked.
"""

from advisor_bot.catalog.readers.open_badges.reader import read

__all__ = ["read"]
