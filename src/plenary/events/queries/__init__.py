"""Reads of this room."""

from plenary.events.queries.acquaintance import Acquaintance, acquaintance
from plenary.events.queries.attendance import attendance, current_event, going_with_me
from plenary.events.queries.documents import document
from plenary.events.queries.elsewhere import (
    event_of_account,
    my_invitations,
    organised,
    to_name,
)
from plenary.events.queries.figures import Figures, figures
from plenary.events.queries.meetups import Gathering, meetup, meetups
from plenary.events.queries.people import Card, Section, people, people_found, section
from plenary.events.queries.presence import (
    Here,
    RoomView,
    my_presence,
    people_i_know_here,
    room_view,
    seat_of,
)
from plenary.events.queries.programme import (
    Listing,
    Row,
    agenda,
    agenda_feed,
    agenda_of_token,
    day_programme,
    days,
    event,
    event_of_hashtag,
    events,
    may_organise,
    now_and_next,
    rooms,
    session,
    session_row,
    speakers,
    today,
    tracks,
)

__all__ = [
    "Acquaintance",
    "Card",
    "Figures",
    "Gathering",
    "Here",
    "Listing",
    "RoomView",
    "Row",
    "Section",
    "acquaintance",
    "agenda",
    "agenda_feed",
    "agenda_of_token",
    "attendance",
    "current_event",
    "day_programme",
    "days",
    "document",
    "event",
    "event_of_account",
    "event_of_hashtag",
    "events",
    "figures",
    "going_with_me",
    "may_organise",
    "meetup",
    "meetups",
    "my_invitations",
    "my_presence",
    "now_and_next",
    "organised",
    "to_name",
    "people",
    "people_found",
    "people_i_know_here",
    "room_view",
    "rooms",
    "seat_of",
    "section",
    "session",
    "session_row",
    "speakers",
    "today",
    "tracks",
]
