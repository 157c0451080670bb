"""Fetching from the open web, guarded."""
