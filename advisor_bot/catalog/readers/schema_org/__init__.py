"""schema.org's courses, programs and credentials, in JSON-LD files and inside HTML pages.

    read(material)            a JSON-LD file
    read_html(material)       the JSON-LD in a page; nothing if there is none
    jsonld_in_html(text)      the JSON texts in a page, as they stand there

Scripts are never run, and no other script than JSON-LD is read.
"""

from advisor_bot.catalog.readers.schema_org.pages import jsonld_in_html
from advisor_bot.catalog.readers.schema_org.reader import read, read_html

__all__ = ["jsonld_in_html", "read", "read_html"]
