"""Reads of this room."""

from plenary.encounters.queries.faces import Deck, Face, deck, known_ids, may_recognise_you
from plenary.encounters.queries.meetings import (
    Meeting,
    meeting,
    meeting_with,
    meetings,
    meetings_page,
    met_ids,
    unanswered,
)

__all__ = [
    "Deck",
    "Face",
    "Meeting",
    "deck",
    "known_ids",
    "may_recognise_you",
    "meeting",
    "meeting_with",
    "meetings",
    "meetings_page",
    "met_ids",
    "unanswered",
]
