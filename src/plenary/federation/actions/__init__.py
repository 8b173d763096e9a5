"""Writes: the only place with transactions."""

from plenary.federation.actions.keys import make_key

__all__ = ["make_key"]
