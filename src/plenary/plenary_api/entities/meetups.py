"""Meet-ups during an event."""

from typing import Annotated

from msgspec import Meta

from plenary.api.entities import Entity
from plenary.plenary_api.entities.people import Person


class Meetup(Entity, kw_only=True):
    """A time and a place that somebody who attends proposes to the others."""

    id: Annotated[str, Meta(description="The id.")]
    event: Annotated[str, Meta(description="The slug of the event.")]
    title: Annotated[str, Meta(description="What it is.")]
    place: Annotated[str, Meta(description="Where to meet.")]
    starts_at: Annotated[str, Meta(description="When it begins.")]
    over: Annotated[bool, Meta(description="Whether it has begun already.")]
    host: Annotated[Person, Meta(description="Who proposed it.")]
    guests: Annotated[
        list[Person],
        Meta(
            description="Who comes, the host included, without those blocked; in a list the first."
        ),
    ]
    guests_count: Annotated[int, Meta(description="How many come, as far as you may see.")]
    joined: Annotated[bool, Meta(description="Whether you come.")]
    mine: Annotated[bool, Meta(description="Whether you proposed it, and may cancel it.")]
