"""Meet-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plenary.api.moments import moment
from plenary.plenary_api.entities import meetups as entities
from plenary.plenary_api.serializers.people import person

if TYPE_CHECKING:
    from plenary.events.models import Event
    from plenary.events.queries import Gathering


def meetup(event: Event, one: Gathering, most: int | None = None) -> entities.Meetup:
    return entities.Meetup(
        id=str(one.meetup.pk),
        event=event.slug,
        title=one.meetup.title,
        place=one.meetup.place,
        starts_at=moment(one.meetup.starts_at),
        over=one.past,
        host=person(one.meetup.host),
        guests=[person(guest) for guest in one.guests[:most]],
        guests_count=len(one.guests),
        joined=one.joined,
        mine=one.mine,
    )
