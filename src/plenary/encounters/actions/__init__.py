"""Writes of this room."""

from plenary.encounters.actions.faces import review_face
from plenary.encounters.actions.meetings import forget, not_met, say_met, write_note

__all__ = ["forget", "not_met", "review_face", "say_met", "write_note"]
