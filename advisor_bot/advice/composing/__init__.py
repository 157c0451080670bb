"""Composers: how the text of an answer comes about."""
