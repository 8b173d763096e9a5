"""Writes: the only place with transactions."""

from plenary.federation.actions.keys import make_key
from plenary.federation.actions.sending import send

__all__ = ["make_key", "send"]
