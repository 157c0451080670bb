"""Values as files hold them → the typed values of the catalog; nothing where one is not certain."""

from advisor_bot.catalog.readers.values.amounts import currency_of
from advisor_bot.catalog.readers.values.days import day_in
from advisor_bot.catalog.readers.values.money import is_dollar_assumed, prices_in
from advisor_bot.catalog.readers.values.names import country_of, language_of
from advisor_bot.catalog.readers.values.spans import iso_duration, workload_in
from advisor_bot.catalog.readers.values.terms import (
    assessment_in,
    credential_type_in,
    level_in,
    participation_in,
    proctoring_in,
)
from advisor_bot.catalog.readers.values.text import clean, is_blank, one_line, slug, texts_in

__all__ = [
    "assessment_in",
    "clean",
    "country_of",
    "credential_type_in",
    "currency_of",
    "day_in",
    "is_blank",
    "is_dollar_assumed",
    "iso_duration",
    "language_of",
    "level_in",
    "one_line",
    "participation_in",
    "prices_in",
    "proctoring_in",
    "slug",
    "texts_in",
    "workload_in",
]
