"""In the room: check in, who of the people one knows is here, and waving.

Who is seen is decided by `events.visibility` alone, as for the page of the room. Somebody blocked,
somebody not here and nobody at all get the same answer.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from plenary.api.call import Call
from plenary.api.entities import Nothing
from plenary.api.routes import route
from plenary.encounters import queries as encounters
from plenary.events import actions, queries
from plenary.events.rules.presence import DEPTHS, SIDES, Seat, is_open
from plenary.lib import clock
from plenary.lib.errors import Refused
from plenary.plenary_api.entities.presence import CheckIn, Here, InTheRoom, WaveSent, Whereabouts
from plenary.plenary_api.methods.programme import SESSION
from plenary.plenary_api.serializers import presence

READ, WRITE = "plenary:presence:read", "plenary:presence:write"


@route("GET", "/api/plenary/v1/presence", scopes=READ, gives=Whereabouts)
def whereabouts(call: Call) -> Whereabouts:
    """Where you are checked in now, at whichever event."""
    mine = queries.my_presence(call.me)
    if mine is None:
        return Whereabouts(checked_in=None)
    return Whereabouts(checked_in=presence.check_in(mine, mine.session.event, mine.session))


@route("GET", f"{SESSION}/room", scopes=READ, gives=InTheRoom)
def room(call: Call, slug: str, session_id: int) -> InTheRoom:
    """The room: who waves at you, and who of the people you know is here. One sees others only
    while checked in oneself, and only those who chose to be seen by one."""
    event = queries.event(call.me, slug)
    session = queries.session(call.me, event, session_id)
    met = encounters.met_ids(call.me)
    view, now = queries.room_view(call.me, event, session, met), clock.now()
    return InTheRoom(
        open=is_open(session.starts_at, session.ends_at, now),
        over=session.ends_at <= now,
        checked_in=presence.check_in(view.mine, event, session) if view.mine else None,
        waving=[presence.here(one, met) for one in view.waving],
        known=[presence.here(one, met) for one in view.known],
    )


class CheckingIn(msgspec.Struct):
    """Where you sit and who may see you; what is left out stays as it was. If anything is said of
    the seat, all of it is said anew: words win over row and seat, those over a part of the room."""

    audience: Annotated[
        str, Meta(description="`mutuals` (also if you never said), `following` or `room`.")
    ] = ""
    depth: Annotated[
        str | UnsetType, Meta(description="`front`, `middle` or `back`; with `side`.")
    ] = UNSET
    side: Annotated[
        str | UnsetType, Meta(description="`left`, `centre` or `right`, facing the stage.")
    ] = UNSET
    row: Annotated[str | UnsetType, Meta(description="The row, such as C or 12.")] = UNSET
    seat: Annotated[str | UnsetType, Meta(description="The seat in that row.")] = UNSET
    words: Annotated[
        str | UnsetType, Meta(description="In your own words, up to 80 characters.")
    ] = UNSET


def _part(given: str, names: tuple[str, ...]) -> int | None:
    if not given:
        return None
    if given not in names:
        raise Refused(f"Choose one of {', '.join(names)}.", field="seat")
    return names.index(given)


def _seat(asked: CheckingIn, before: Any) -> Seat:
    given = {name: getattr(asked, name) for name in ("depth", "side", "row", "seat", "words")}
    if before is not None and all(value is UNSET for value in given.values()):
        return queries.seat_of(before)
    said = {name: value.strip() if value is not UNSET else "" for name, value in given.items()}
    if said["words"]:
        return Seat(words=said["words"])
    if said["row"] or said["seat"]:
        return Seat(row=said["row"], seat=said["seat"])
    return Seat(_part(said["depth"], DEPTHS), _part(said["side"], SIDES))


@route("POST", f"{SESSION}/check_in", scopes=WRITE, takes=CheckingIn, gives=CheckIn)
def check_in(call: Call, slug: str, session_id: int) -> CheckIn:
    """Be in the session's room until it ends, or change where you sit or who may see you. It ends a
    check-in elsewhere. One must have said that one goes. Sent twice it is one check-in."""
    asked = call.read(CheckingIn)
    event = queries.event(call.me, slug)
    session = queries.session(call.me, event, session_id)
    before = queries.my_presence(call.me)
    audience = asked.audience or (before.audience if before else "mutuals")
    here = before if before and before.session_id == session.pk else None
    made = actions.check_in(call.me, session, audience, _seat(asked, here))
    return presence.check_in(made, event, session)


@route("POST", f"{SESSION}/check_out", scopes=WRITE, gives=Nothing)
def check_out(call: Call, slug: str, session_id: int) -> Nothing:
    """Leave the room, and the waves in it. Nothing happens where you are not there."""
    event = queries.event(call.me, slug)
    actions.check_out(call.me, queries.session(call.me, event, session_id))
    return Nothing()


@route("GET", f"{SESSION}/waves", scopes=READ, gives=list[Here])
def waves(call: Call, slug: str, session_id: int) -> list[Here]:
    """Who waved at you in this room and is still here, answered or not."""
    event = queries.event(call.me, slug)
    session = queries.session(call.me, event, session_id)
    met = encounters.met_ids(call.me)
    view = queries.room_view(call.me, event, session, met)
    return [presence.here(one, met) for one in view.known if one.wave in {"received", "mutual"}]


@route("POST", f"{SESSION}/wave/{{account_id}}", scopes=WRITE, gives=WaveSent)
def wave(call: Call, slug: str, session_id: int, account_id: int) -> WaveSent:
    """Wave at somebody you see in the room, or back. It shows them that you are here, and where.
    Sent twice it is one wave."""
    event = queries.event(call.me, slug)
    session = queries.session(call.me, event, session_id)
    actions.wave(call.me, session, account_id)
    view = queries.room_view(call.me, event, session)
    mutual = any(one.wave == "mutual" and one.account.pk == account_id for one in view.known)
    return WaveSent(account_id=str(account_id), wave="mutual" if mutual else "sent")
