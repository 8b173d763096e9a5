"""Writes of this room."""

from plenary.events.actions.attendance import say, withdraw
from plenary.events.actions.meetups import cancel_meetup, join_meetup, leave_meetup, propose_meetup
from plenary.events.actions.organising import (
    EventDraft,
    create_event,
    edit_event,
    link_speaker,
    renew_agenda_feed,
    set_event_picture,
    star,
    unstar,
)
from plenary.events.actions.presence import check_in, check_out, wave
from plenary.events.actions.programme import Import, import_programme

__all__ = [
    "EventDraft",
    "Import",
    "cancel_meetup",
    "check_in",
    "check_out",
    "create_event",
    "edit_event",
    "import_programme",
    "join_meetup",
    "leave_meetup",
    "link_speaker",
    "propose_meetup",
    "renew_agenda_feed",
    "say",
    "set_event_picture",
    "star",
    "unstar",
    "wave",
    "withdraw",
]
