"""Earned badges: what a person holds, and whether it is real."""
