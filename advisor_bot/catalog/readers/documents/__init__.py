"""PDF, DOCX, HTML and PPTX, as documents with page, slide or heading kept for the citation."""

from advisor_bot.catalog.readers.documents.reader import read

__all__ = ["read"]
