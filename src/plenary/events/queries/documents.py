"""An event's programme as the format-neutral document that every format is written from."""

from collections import defaultdict

from plenary.events.models import Day, Event, Room, Session, SessionSpeaker, Speaker
from plenary.events.programme import Day as DocumentDay
from plenary.events.programme import (
    Link,
    Person,
    Programme,
    Track,
)
from plenary.events.programme import Room as DocumentRoom
from plenary.events.programme import Session as DocumentSession


def document(event: Event, only: set[int] | None = None) -> Programme:
    """The whole programme, or only the sessions with the given ids (four queries).

    Programmes are public: what is private about them (stars, presence) is not in here.
    """
    kept = event.programme_extras
    names = {room.pk: room for room in Room.objects.filter(event=event).order_by("position", "pk")}
    days = list(Day.objects.filter(event=event).order_by("index"))
    index = {day.pk: day.index for day in days}
    people: dict[int, list[Person]] = defaultdict(list)
    for link in (
        SessionSpeaker.objects.filter(session__event=event)
        .select_related("speaker")
        .order_by("session_id", "position")
    ):
        people[link.session_id].append(_person(link.speaker))
    rows = Session.objects.filter(event=event).order_by("position", "pk")
    sessions = tuple(
        _session(row, index[row.day_id], names, people[row.pk])
        for row in rows
        if only is None or row.pk in only
    )
    return Programme(
        acronym=event.acronym or event.slug,
        title=event.name,
        start=event.starts_on,
        end=event.ends_on,
        days=tuple(
            DocumentDay(
                index=day.index,
                date=day.date,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                rooms=tuple(kept.get("day_rooms", {}).get(str(day.index), ())),
            )
            for day in days
        ),
        sessions=sessions,
        rooms=tuple(
            DocumentRoom(room.name, room.guid, room.description, room.capacity)
            for room in names.values()
        ),
        tracks=tuple(Track(**track) for track in kept.get("tracks", ())),
        zone_name=kept.get("zone_name", event.zone),
        utc_offset_minutes=kept.get("utc_offset_minutes", 0),
        timeslot_minutes=kept.get("timeslot_minutes", 5),
        version=event.programme_version,
        base_url=kept.get("base_url", ""),
        url=event.url,
        description=kept.get("description", ""),
    )


def _person(speaker: Speaker) -> Person:
    return Person(key=speaker.key, name=speaker.name, biography=speaker.biography, **speaker.extras)


def _session(
    row: Session, day_index: int, rooms: dict[int, Room], people: list[Person]
) -> DocumentSession:
    kept = row.extras
    return DocumentSession(
        guid=row.identity,
        title=row.title,
        day_index=day_index,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        room=rooms[row.room_id].name if row.room_id else "",
        code=row.code,
        slug=row.slug,
        subtitle=row.subtitle,
        track=row.track,
        kind=row.kind,
        language=row.language,
        abstract=row.abstract,
        description=row.description,
        url=row.url,
        persons=tuple(people),
        id=kept.get("id", ""),
        logo=kept.get("logo", ""),
        feedback_url=kept.get("feedback_url", ""),
        recording_license=kept.get("recording_license", ""),
        do_not_record=kept.get("do_not_record", False),
        links=tuple(Link(**link) for link in kept.get("links", ())),
        attachments=tuple(Link(**link) for link in kept.get("attachments", ())),
        extras=kept.get("extras", {}),
    )
