"""Meet-ups during an event, among those who attend."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from plenary.api.call import Call
from plenary.api.entities import Nothing
from plenary.api.routes import route
from plenary.events import actions, queries
from plenary.lib.errors import Refused
from plenary.plenary_api.entities.meetups import Meetup
from plenary.plenary_api.methods.attendance import READ, WRITE
from plenary.plenary_api.methods.events import EVENT
from plenary.plenary_api.serializers import meetups

MEETUP = f"{EVENT}/meetups/{{meetup_id}}"
_FEW = 12  # guests of each in the list


@route("GET", f"{EVENT}/meetups", scopes=READ, gives=list[Meetup])
def listed(call: Call, slug: str) -> list[Meetup]:
    """The meet-ups, those to come first, each with its first guests. Somebody who does not attend
    sees none."""
    event = queries.event(call.me, slug)
    found = queries.meetups(call.me, event)
    return [meetups.meetup(event, one, most=_FEW) for one in found]


@route("GET", MEETUP, scopes=READ, gives=Meetup)
def meetup(call: Call, slug: str, meetup_id: int) -> Meetup:
    """One meet-up, and who comes."""
    event = queries.event(call.me, slug)
    return meetups.meetup(event, queries.meetup(call.me, event, meetup_id))


class Proposal(msgspec.Struct):
    """What, where and when."""

    title: Annotated[str, Meta(description="What it is, in up to 120 characters.")]
    place: Annotated[str, Meta(description="Where to meet, in up to 120 characters.")]
    starts_at: Annotated[
        str, Meta(description="When: ISO 8601; without a time zone it is the event's own time.")
    ]


def _when(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given.strip())
    except ValueError:
        raise Refused("Give a day and a time.", field="starts_at") from None


@route("POST", f"{EVENT}/meetups", scopes=WRITE, takes=Proposal, gives=Meetup)
def propose(call: Call, slug: str) -> Meetup:
    """Announce a meet-up; mutuals of yours who attend are told. The same sent twice is one."""
    asked = call.read(Proposal)
    event = queries.event(call.me, slug)
    at = _when(asked.starts_at)
    at = at if at.tzinfo is not None else at.replace(tzinfo=event.tz)
    made = actions.propose_meetup(call.me, event, asked.title, asked.place, at)
    return meetup(call, slug, made.pk)


@route("POST", f"{MEETUP}/join", scopes=WRITE, gives=Meetup)
def join(call: Call, slug: str, meetup_id: int) -> Meetup:
    """Come to a meet-up; who proposed it is told. Said twice it is said once."""
    actions.join_meetup(call.me, queries.event(call.me, slug), meetup_id)
    return meetup(call, slug, meetup_id)


@route("POST", f"{MEETUP}/leave", scopes=WRITE, gives=Meetup)
def leave(call: Call, slug: str, meetup_id: int) -> Meetup:
    """Do not come after all, whether or not you said that you would."""
    actions.leave_meetup(call.me, queries.event(call.me, slug), meetup_id)
    return meetup(call, slug, meetup_id)


@route("DELETE", MEETUP, scopes=WRITE, gives=Nothing)
def cancel(call: Call, slug: str, meetup_id: int) -> Nothing:
    """Cancel a meet-up that you proposed."""
    actions.cancel_meetup(call.me, queries.event(call.me, slug), meetup_id)
    return Nothing()
