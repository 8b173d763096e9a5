"""One's own agenda: starred sessions, which of them clash, and a calendar of them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.events import actions, queries
from plenary.plenary_api.entities.events import AgendaFeed, Session
from plenary.plenary_api.methods.events import EVENT, READ
from plenary.plenary_api.methods.programme import SESSION
from plenary.plenary_api.serializers import events

WRITE = "plenary:events:write"


@route("GET", f"{EVENT}/agenda", scopes=READ, gives=list[Session])
def agenda(call: Call, slug: str) -> list[Session]:
    """Your agenda in order of time, with what clashes marked."""
    event = queries.event(call.me, slug)
    rows = queries.agenda(call.me, event)
    return [events.session(event, row, known=True, agenda=True) for row in rows]


def _session(call: Call, slug: str, session_id: int) -> Session:
    event = queries.event(call.me, slug)
    return events.session(event, queries.session_row(call.me, event, session_id), known=True)


@route("POST", f"{SESSION}/star", scopes=WRITE, gives=Session)
def star(call: Call, slug: str, session_id: int) -> Session:
    """Put a session on your agenda. Said twice it is there once."""
    event = queries.event(call.me, slug)
    actions.star(call.me, queries.session(call.me, event, session_id))
    return _session(call, slug, session_id)


@route("POST", f"{SESSION}/unstar", scopes=WRITE, gives=Session)
def unstar(call: Call, slug: str, session_id: int) -> Session:
    """Take a session off your agenda, whether or not it was there."""
    event = queries.event(call.me, slug)
    actions.unstar(call.me, queries.session(call.me, event, session_id))
    return _session(call, slug, session_id)


def _address(token: str) -> str:
    return settings.PUBLIC_URL + reverse("agenda_ics", args=[token])


@route("GET", f"{EVENT}/agenda/feed", scopes=READ, gives=AgendaFeed)
def feed(call: Call, slug: str) -> AgendaFeed:
    """The secret address of your agenda as iCalendar, if you asked for one."""
    found = queries.agenda_feed(call.me, queries.event(call.me, slug))
    return AgendaFeed(url=_address(found.token) if found else None)


@route("POST", f"{EVENT}/agenda/feed", scopes=WRITE, gives=AgendaFeed)
def renew_feed(call: Call, slug: str) -> AgendaFeed:
    """A fresh secret address of your agenda; the one before stops working."""
    found = actions.renew_agenda_feed(call.me, queries.event(call.me, slug))
    return AgendaFeed(url=_address(found.token))
