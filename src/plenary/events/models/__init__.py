"""Conferences: the programme, who is going, and who is in the room."""

from plenary.events.models.attendance import AgendaFeed, Attendance, Audience, Going, Star
from plenary.events.models.elsewhere import Answer, EventInvitation, EventPost, Passing
from plenary.events.models.meetups import Meetup, MeetupGuest
from plenary.events.models.presence import Presence, PresenceAudience, Wave
from plenary.events.models.programme import (
    Boosting,
    Day,
    Event,
    Room,
    Session,
    SessionSpeaker,
    Speaker,
)

__all__ = [
    "AgendaFeed",
    "Answer",
    "Attendance",
    "Audience",
    "Boosting",
    "Day",
    "Event",
    "EventInvitation",
    "EventPost",
    "Going",
    "Meetup",
    "MeetupGuest",
    "Passing",
    "Presence",
    "PresenceAudience",
    "Room",
    "Session",
    "SessionSpeaker",
    "Speaker",
    "Star",
    "Wave",
]
