"""Whom one met, and the faces one learns."""

from typing import Annotated, Literal

from msgspec import Meta

from plenary.api.entities import Entity
from plenary.plenary_api.entities.people import Known, Person

Rating = Literal["again", "hard", "good", "easy"]


class Encounter(Entity, kw_only=True):
    """A meeting from your side. It is kept once both of you say so."""

    id: Annotated[str, Meta(description="The id.")]
    person: Annotated[Person, Meta(description="The other of you two.")]
    event: Annotated[str, Meta(description="The slug of the event.")]
    event_name: Annotated[str, Meta(description="The name of the event.")]
    session_id: Annotated[str | None, Meta(description="The session in which it was, if said.")]
    session_title: Annotated[str, Meta(description="Its title, or empty.")]
    state: Annotated[
        Literal["asked", "waiting", "met"],
        Meta(
            description="`asked`: they say you met, and you may answer; `waiting`: you said so;"
            " `met`: both did."
        ),
    ]
    met_at: Annotated[str | None, Meta(description="When the second of you said so.")]
    note: Annotated[str, Meta(description="Your note, which nobody else sees; may be empty.")]


class Unanswered(Entity, kw_only=True):
    """How many people wait for your answer."""

    count: Annotated[int, Meta(description="How many say that they met you.")]


class FaceCard(Known, kw_only=True):
    """The next face to learn. Show the face first, and the name when the card is turned."""

    new: Annotated[bool, Meta(description="Whether you have not learned this face before.")]
    promises: Annotated[
        dict[Rating, str],
        Meta(description="For each rating in how long the face comes back, such as '10 min'."),
    ]


class Deck(Entity, kw_only=True):
    """The faces of the people you know who go, and have a picture."""

    total: Annotated[int, Meta(description="How many faces there are.")]
    learned: Annotated[int, Meta(description="How many you know for now.")]
    due: Annotated[int, Meta(description="How many are to be learned or repeated.")]
    card: Annotated[FaceCard | None, Meta(description="The next; null when none is due.")]


class FaceDue(Entity, kw_only=True):
    """A card that was turned."""

    account_id: Annotated[str, Meta(description="Whose face it is.")]
    due_at: Annotated[str, Meta(description="When it comes back.")]
