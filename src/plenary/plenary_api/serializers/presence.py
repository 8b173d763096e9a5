"""Check-ins, and who is in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plenary.api.moments import moment
from plenary.events.queries import seat_of
from plenary.events.rules.presence import DEPTHS, SIDES
from plenary.plenary_api.entities import presence as entities
from plenary.plenary_api.serializers.people import acquaintance, person

if TYPE_CHECKING:
    from collections.abc import Collection

    from plenary.events.models import Event, Presence, Session
    from plenary.events.queries import Here
    from plenary.events.rules.presence import Seat


def seat(one: Seat) -> entities.Seat:
    depth: Any = DEPTHS[one.depth] if one.depth is not None else None
    side: Any = SIDES[one.side] if one.side is not None else None
    return entities.Seat(
        depth=depth, side=side, row=one.row, seat=one.seat, words=one.words, text=str(one)
    )


def check_in(row: Presence, event: Event, session: Session) -> entities.CheckIn:
    return entities.CheckIn(
        event=event.slug,
        session_id=str(session.pk),
        session_title=session.title,
        room=session.room.name if session.room else "",
        audience=row.audience,  # type: ignore[arg-type]
        seat=seat(seat_of(row)),
        checked_in_at=moment(row.checked_in_at),
        expires_at=moment(row.expires_at),
    )


def here(one: Here, met: Collection[int]) -> entities.Here:
    return entities.Here(
        person=person(one.account),
        how=acquaintance(one.how),
        seat=seat(one.seat),
        where=one.where,
        turn=one.turn,
        wave=one.wave or "none",  # type: ignore[arg-type]
        met_before=one.account.pk in met,
    )
