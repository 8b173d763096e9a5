"""Conferences: the programme, who is going, and who is in the room."""

from plenary.events.models.attendance import AgendaFeed, Attendance, Audience, Going, Star
from plenary.events.models.meetups import Meetup, MeetupGuest
from plenary.events.models.presence import Presence, PresenceAudience, Wave
from plenary.events.models.programme import Day, Event, Room, Session, SessionSpeaker, Speaker

__all__ = [
    "AgendaFeed",
    "Attendance",
    "Audience",
    "Day",
    "Event",
    "Going",
    "Meetup",
    "MeetupGuest",
    "Presence",
    "PresenceAudience",
    "Room",
    "Session",
    "SessionSpeaker",
    "Speaker",
    "Star",
    "Wave",
]
