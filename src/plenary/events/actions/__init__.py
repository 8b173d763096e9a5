"""Writes of this room."""

from plenary.events.actions.attendance import say, withdraw
from plenary.events.actions.boosting import accept_post, drop_post, set_boosting
from plenary.events.actions.elsewhere import answered, invite, invite_named, join, leave
from plenary.events.actions.meetups import cancel_meetup, join_meetup, leave_meetup, propose_meetup
from plenary.events.actions.organising import (
    EventDraft,
    cancel_event,
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
    "accept_post",
    "answered",
    "cancel_event",
    "cancel_meetup",
    "check_in",
    "check_out",
    "create_event",
    "drop_post",
    "edit_event",
    "import_programme",
    "invite",
    "invite_named",
    "join",
    "join_meetup",
    "leave",
    "leave_meetup",
    "link_speaker",
    "propose_meetup",
    "renew_agenda_feed",
    "say",
    "set_boosting",
    "set_event_picture",
    "star",
    "unstar",
    "wave",
    "withdraw",
]
