"""Writes of this room."""

from plenary.timelines.actions.notices import notify
from plenary.timelines.actions.reading import mark_read

__all__ = ["mark_read", "notify"]
