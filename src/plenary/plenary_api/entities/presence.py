"""In the room: where one sits, who is here, and waves."""

from typing import Annotated, Literal

from msgspec import Meta

from plenary.api.entities import Entity
from plenary.plenary_api.entities.people import Known

Depth = Literal["front", "middle", "back"]
Side = Literal["left", "centre", "right"]


class Seat(Entity, kw_only=True):
    """Where somebody sits: a part of the room, or row and seat, or words; or none of them."""

    depth: Annotated[Depth | None, Meta(description="How far from the stage.")]
    side: Annotated[Side | None, Meta(description="Which side, facing the stage.")]
    row: Annotated[str, Meta(description="The row, or empty.")]
    seat: Annotated[str, Meta(description="The seat in the row, or empty.")]
    words: Annotated[str, Meta(description="In their own words, or empty.")]
    text: Annotated[str, Meta(description="All of it to show, such as 'row C, seat 12'.")]


class CheckIn(Entity, kw_only=True):
    """Your own check-in."""

    event: Annotated[str, Meta(description="The slug of the event.")]
    session_id: Annotated[str, Meta(description="The session.")]
    session_title: Annotated[str, Meta(description="Its title.")]
    room: Annotated[str, Meta(description="The name of its room; may be empty.")]
    audience: Annotated[
        Literal["mutuals", "following", "room"],
        Meta(
            description="Who of those checked in here may see you: mutuals, people you follow"
            " (`following`), or everyone in the room."
        ),
    ]
    seat: Annotated[Seat, Meta(description="Where you said that you sit.")]
    checked_in_at: Annotated[str, Meta(description="When you last said so.")]
    expires_at: Annotated[str, Meta(description="When it ends by itself: with the session.")]


class Whereabouts(Entity, kw_only=True):
    """Where you are checked in."""

    checked_in: Annotated[CheckIn | None, Meta(description="Null if you are not anywhere.")]


class Here(Known, kw_only=True):
    """Somebody you know who is in the room."""

    seat: Annotated[Seat, Meta(description="Where they say that they sit.")]
    where: Annotated[str, Meta(description="The same from your seat, in words; may be empty.")]
    turn: Annotated[str, Meta(description="Which way to turn to see them; may be empty.")]
    wave: Annotated[
        Literal["none", "sent", "received", "mutual"],
        Meta(description="Whether you waved at them, they at you, or both."),
    ]
    met_before: Annotated[bool, Meta(description="Whether you met before, as both of you said.")]


class InTheRoom(Entity, kw_only=True):
    """A session's room as you see it. Without being checked in here you see nobody."""

    open: Annotated[bool, Meta(description="Whether one can check in now.")]
    over: Annotated[bool, Meta(description="Whether the session is over.")]
    checked_in: Annotated[CheckIn | None, Meta(description="Your check-in here, if any.")]
    waving: Annotated[list[Here], Meta(description="Who waves at you and waits for an answer.")]
    known: Annotated[
        list[Here], Meta(description="Everybody you know and may see here, those waving first.")
    ]


class WaveSent(Entity, kw_only=True):
    """A wave that arrived."""

    account_id: Annotated[str, Meta(description="Whom you waved at.")]
    wave: Annotated[
        Literal["sent", "mutual"], Meta(description="`mutual` if they waved at you too.")
    ]
