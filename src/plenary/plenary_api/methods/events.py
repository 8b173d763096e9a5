"""Events: which there are, and what each is."""

from __future__ import annotations

from plenary.api.call import Call
from plenary.api.routes import route
from plenary.events import queries
from plenary.plenary_api.entities.events import EventDetail, EventList, Session
from plenary.plenary_api.serializers import events

EVENTS = "/api/plenary/v1/events"
EVENT = f"{EVENTS}/{{slug}}"
READ = "plenary:events:read"


@route("GET", EVENTS, who="anybody", scopes=READ, gives=EventList)
def listed(call: Call) -> EventList:
    """The events here: now, coming and past; of each at most fifty."""
    listing = queries.events(call.viewer)
    return EventList(
        now=[events.event(one) for one in listing.now],
        coming=[events.event(one) for one in listing.coming],
        past=[events.event(one) for one in listing.past],
    )


@route("GET", EVENT, who="anybody", scopes=READ, gives=EventDetail)
def event(call: Call, slug: str) -> EventDetail:
    """An event, and the size of its programme. How many people go is told nowhere."""
    found = queries.event(call.viewer, slug)
    figures = queries.figures(call.viewer, found)
    return events.detail(found, figures, queries.may_organise(call.viewer, found))


@route("GET", f"{EVENT}/now", who="anybody", scopes=READ, gives=list[Session])
def now(call: Call, slug: str) -> list[Session]:
    """The sessions that run now, and those that begin next within three hours."""
    found = queries.event(call.viewer, slug)
    rows = queries.now_and_next(call.viewer, found)
    return [events.session(found, row, known=call.viewer is not None) for row in rows]
