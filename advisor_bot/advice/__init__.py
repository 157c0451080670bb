"""Answering: from a question to a stream of typed events."""
