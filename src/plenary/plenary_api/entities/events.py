"""Events and their programmes."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from plenary.api.entities import Entity
from plenary.plenary_api.entities.people import Person


class Event(Entity, kw_only=True):
    """A conference."""

    id: Annotated[str, Meta(description="The id.")]
    slug: Annotated[str, Meta(description="What it is called in addresses.")]
    name: Annotated[str, Meta(description="The name.")]
    hashtag: Annotated[str | None, Meta(description="Its hashtag, without '#'.")]
    starts_on: Annotated[str, Meta(description="The first day, YYYY-MM-DD, where it is held.")]
    ends_on: Annotated[str, Meta(description="The last day.")]
    time_zone: Annotated[str, Meta(description="The IANA name of its time zone.")]
    venue: Annotated[str, Meta(description="Where it is held; may be empty.")]
    address: Annotated[str, Meta(description="The venue's address; may be empty.")]
    picture: Annotated[str | None, Meta(description="A picture for its head.")]
    url: Annotated[str, Meta(description="Its page here.")]


class EventList(Entity, kw_only=True):
    """Events by when they are."""

    now: Annotated[list[Event], Meta(description="Those that run today.")]
    coming: Annotated[list[Event], Meta(description="Those to come, the soonest first.")]
    past: Annotated[list[Event], Meta(description="Those that are over, the latest first.")]


class EventFigures(Entity, kw_only=True):
    """The size of a programme. People are never counted: see the rules of privacy."""

    days: Annotated[int, Meta(description="Days of the programme.")]
    rooms: Annotated[int, Meta(description="Rooms.")]
    tracks: Annotated[int, Meta(description="Tracks that sessions have.")]
    sessions: Annotated[int, Meta(description="Sessions.")]
    speakers: Annotated[int, Meta(description="Speakers named in the programme.")]


class ProgrammeFiles(Entity, kw_only=True):
    """The programme as files for other programs; public."""

    xml: Annotated[str, Meta(description="As schedule.xml (frab, pretalx).")]
    json: Annotated[str, Meta(description="As schedule.json (frab, pretalx).")]
    ics: Annotated[str, Meta(description="As iCalendar.")]


class EventDetail(Event, kw_only=True):
    """A conference with all that is said of it."""

    description: Annotated[str, Meta(description="What it is, as plain text; may be empty.")]
    website: Annotated[str | None, Meta(description="Its own web site.")]
    organising: Annotated[bool, Meta(description="Whether you organise it.")]
    figures: Annotated[EventFigures, Meta(description="The size of its programme.")]
    files: Annotated[ProgrammeFiles, Meta(description="The programme as files.")]


class ProgrammeDay(Entity, kw_only=True):
    """A day of the programme; it may end after midnight."""

    number: Annotated[int, Meta(description="Its number, to ask for its sessions by.")]
    date: Annotated[str, Meta(description="The date, YYYY-MM-DD.")]
    starts_at: Annotated[str, Meta(description="When it begins.")]
    ends_at: Annotated[str, Meta(description="When it ends.")]


class ProgrammeRoom(Entity, kw_only=True):
    """A room of the venue."""

    id: Annotated[str, Meta(description="The id.")]
    name: Annotated[str, Meta(description="The name.")]
    description: Annotated[str, Meta(description="More of it; may be empty.")]
    capacity: Annotated[int | None, Meta(description="How many it holds, if that is known.")]


class Programme(Entity, kw_only=True):
    """What a programme is made of; its sessions are asked for by the day."""

    days: Annotated[list[ProgrammeDay], Meta(description="The days, in order.")]
    today: Annotated[
        int | None, Meta(description="The number of the day that runs, else of the next or last.")
    ]
    rooms: Annotated[list[ProgrammeRoom], Meta(description="The rooms, in order.")]
    tracks: Annotated[list[str], Meta(description="The tracks, by name.")]
    version: Annotated[str, Meta(description="The version of the programme; may be empty.")]


class SessionSpeaker(Entity, kw_only=True):
    """Somebody on the programme."""

    id: Annotated[str, Meta(description="The id of the speaker, which is no account's.")]
    name: Annotated[str, Meta(description="The name in the programme.")]
    person: Annotated[
        Person | None,
        Meta(description="Who they are here, where that is known and you may meet them."),
    ]


class Speaker(SessionSpeaker, kw_only=True):
    """Somebody on the programme, with what it says of them."""

    biography: Annotated[str, Meta(description="As plain text; may be empty.")]


class Session(Entity, kw_only=True):
    """A session as a list shows it."""

    id: Annotated[str, Meta(description="The id.")]
    event: Annotated[str, Meta(description="The slug of its event.")]
    title: Annotated[str, Meta(description="The title.")]
    subtitle: Annotated[str, Meta(description="The subtitle; may be empty.")]
    track: Annotated[str, Meta(description="The track; may be empty.")]
    kind: Annotated[str, Meta(description="Such as talk or workshop; may be empty.")]
    language: Annotated[str, Meta(description="The language's code; may be empty.")]
    day: Annotated[int, Meta(description="The number of its day.")]
    room_id: Annotated[str | None, Meta(description="The id of its room.")]
    room: Annotated[str, Meta(description="The name of its room; may be empty.")]
    starts_at: Annotated[str, Meta(description="When it begins.")]
    ends_at: Annotated[str, Meta(description="When it ends.")]
    phase: Annotated[
        Literal["past", "now", "next", "later"],
        Meta(description="Over, running, the next to begin within three hours, or later."),
    ]
    speakers: Annotated[list[SessionSpeaker], Meta(description="Who speaks, in order.")]
    url: Annotated[str, Meta(description="Its page here.")]
    starred: Annotated[
        bool | UnsetType, Meta(description="Whether it is on your agenda; missing without a token.")
    ] = UNSET
    clash: Annotated[
        bool | UnsetType,
        Meta(description="In your agenda: whether another of your sessions overlaps it."),
    ] = UNSET


class SessionDetail(Session, kw_only=True):
    """A session with all that the programme says of it."""

    speakers: Annotated[  # type: ignore[assignment]
        list[Speaker], Meta(description="Who speaks, in order, with biographies.")
    ]
    abstract: Annotated[str, Meta(description="As the programme has it: plain text or Markdown.")]
    description: Annotated[str, Meta(description="More of it, likewise; may be empty.")]
    website: Annotated[str | None, Meta(description="Its page on the conference's own site.")]
    open: Annotated[
        bool, Meta(description="Whether one can check in: from 20 minutes before until the end.")
    ]


class AgendaFeed(Entity, kw_only=True):
    """Your agenda as a calendar that renews itself. Whoever has the address can read it."""

    url: Annotated[str | None, Meta(description="The secret address; null until you ask for one.")]
