"""Meetings, and faces to learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from plenary.api.moments import moment_or_none
from plenary.events.queries import Acquaintance
from plenary.plenary_api.entities import encounters as entities
from plenary.plenary_api.serializers.people import acquaintance, person

if TYPE_CHECKING:
    from plenary.encounters.queries import Deck, Face, Meeting


def encounter(one: Meeting) -> entities.Encounter:
    return entities.Encounter(
        id=str(one.id),
        person=person(one.other),
        event=one.event.slug,
        event_name=one.event.name,
        session_id=str(one.session.pk) if one.session else None,
        session_title=one.session.title if one.session else "",
        state=one.state,  # type: ignore[arg-type]
        met_at=moment_or_none(one.met_at),
        note=one.note,
    )


def _card(face: Face) -> entities.FaceCard:
    return entities.FaceCard(
        person=person(face.account),
        how=acquaintance(face.acquaintance or Acquaintance()),
        new=face.new,
        promises=cast(Any, face.promises),
    )


def deck(one: Deck) -> entities.Deck:
    return entities.Deck(
        total=one.total,
        learned=one.learned,
        due=one.due,
        card=_card(one.face) if one.face else None,
    )
