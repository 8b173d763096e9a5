"""Faces to learn before one goes, and who may recognise one."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from plenary.api.call import Call
from plenary.api.moments import moment
from plenary.api.routes import route
from plenary.encounters import actions, queries
from plenary.events import queries as events
from plenary.plenary_api.entities.encounters import Deck, FaceDue
from plenary.plenary_api.entities.people import Known
from plenary.plenary_api.methods.encounters import READ, WRITE
from plenary.plenary_api.methods.events import EVENT
from plenary.plenary_api.serializers import encounters, people


@route("GET", f"{EVENT}/faces", scopes=READ, gives=Deck)
def deck(call: Call, slug: str) -> Deck:
    """The deck, and its next card: people you know who go, as far as you may know, and have a
    picture."""
    return encounters.deck(queries.deck(call.me, events.event(call.me, slug)))


class Turn(msgspec.Struct):
    """How well you knew the face."""

    rating: Annotated[str, Meta(description="`again`, `hard`, `good` or `easy`.")]


@route("POST", f"{EVENT}/faces/{{account_id}}", scopes=WRITE, takes=Turn, gives=FaceDue)
def turn(call: Call, slug: str, account_id: int) -> FaceDue:
    """Rate how well you knew a face that was due. Sent again before it is due, nothing changes."""
    asked = call.read(Turn)
    event = events.event(call.me, slug)
    due = actions.review_face(call.me, event, account_id, asked.rating)
    return FaceDue(account_id=str(account_id), due_at=moment(due))


@route("GET", f"{EVENT}/recognise", scopes=READ, gives=list[Known])
def recognise(call: Call, slug: str) -> list[Known]:
    """Who may recognise you: people who go and follow you, and whom you do not know."""
    event = events.event(call.me, slug)
    found = queries.may_recognise_you(call.me, event)
    how = events.acquaintance(call.me, found, event)
    return [people.known(one, how[one.pk]) for one in found]
