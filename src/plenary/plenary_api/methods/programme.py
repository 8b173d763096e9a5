"""The programme: days, rooms, tracks, sessions, speakers. It is public."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.events import queries
from plenary.lib.errors import NotFound
from plenary.plenary_api.entities.events import Programme, Session, SessionDetail, Speaker
from plenary.plenary_api.methods.events import EVENT, READ
from plenary.plenary_api.serializers import events

SESSION = f"{EVENT}/sessions/{{session_id}}"


@route("GET", f"{EVENT}/programme", who="anybody", scopes=READ, gives=Programme)
def programme(call: Call, slug: str) -> Programme:
    """What the programme is made of: days, rooms and tracks."""
    event = queries.event(call.viewer, slug)
    days = queries.days(call.viewer, event)
    rooms, tracks = queries.rooms(call.viewer, event), queries.tracks(call.viewer, event)
    return events.programme(event, days, queries.today(days), rooms, tracks)


class SessionsAsked(msgspec.Struct):
    """Which sessions of a day."""

    day: Annotated[
        int | None, Meta(description="The number of the day; else the day that runs or comes next.")
    ] = None
    room_id: Annotated[int | None, Meta(description="Only those in this room.")] = None
    track: Annotated[str, Meta(description="Only those of this track.")] = ""


@route(
    "GET",
    f"{EVENT}/sessions",
    who="anybody",
    scopes=READ,
    takes=SessionsAsked,
    gives=list[Session],
)
def sessions(call: Call, slug: str) -> list[Session]:
    """A day's sessions, by time and room."""
    asked = call.read(SessionsAsked)
    event = queries.event(call.viewer, slug)
    days = queries.days(call.viewer, event)
    if asked.day is None:
        day = queries.today(days)
        if day is None:
            return []
    else:
        day = next((one for one in days if one.index == asked.day), None)
        if day is None:
            raise NotFound("The programme has no such day.")
    return [
        events.session(event, row, known=call.viewer is not None)
        for row in queries.day_programme(call.viewer, event, day)
        if (asked.room_id is None or row.session.room_id == asked.room_id)
        and (not asked.track or row.session.track == asked.track)
    ]


@route("GET", SESSION, who="anybody", scopes=READ, gives=SessionDetail)
def session(call: Call, slug: str, session_id: int) -> SessionDetail:
    """A session with its speakers and what it is about."""
    event = queries.event(call.viewer, slug)
    row = queries.session_row(call.viewer, event, session_id)
    return events.session_detail(event, row, known=call.viewer is not None)


@route("GET", f"{EVENT}/speakers", who="anybody", scopes=READ, gives=list[Speaker])
def speakers(call: Call, slug: str) -> list[Speaker]:
    """Everybody on the programme, by name."""
    event = queries.event(call.viewer, slug)
    return [events.speaker(one) for one in queries.speakers(call.viewer, event)]
