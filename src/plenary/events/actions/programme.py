"""Importing a programme: idempotent, all or nothing, and it tells what it did."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from plenary.accounts.models import Account
from plenary.events.actions import fronting
from plenary.events.models import Day, Event, Room, Session, SessionSpeaker, Speaker
from plenary.events.programme import Difference, Person, Programme, difference
from plenary.events.programme import Session as DocumentSession
from plenary.events.queries.documents import document
from plenary.events.rules.programme import hashtag_from, slug_from, span
from plenary.lib import clock
from plenary.lib.errors import NotFound, Refused
from plenary.statuses.actions import hashtag_named


@dataclass(frozen=True)
class Import:
    """What an import did, or would do by `dry_run`. `event` is None in a dry run of a new one."""

    event: Event | None
    programme: Programme
    difference: Difference

    @property
    def counts(self) -> dict[str, int]:
        """The figures `import-programme --json` prints."""
        counts = self.programme.counts
        return {
            "days": counts.days,
            "rooms": counts.rooms,
            "sessions": counts.sessions,
            "speakers": counts.speakers,
            "added": len(self.difference.added),
            "changed": len(self.difference.changed),
            "removed": len(self.difference.removed),
        }


def import_programme(
    actor: Account | None,
    programme: Programme,
    *,
    event: Event | None = None,
    zone: str = "",
    source: str = "",
    dry_run: bool = False,
) -> Import:
    """Bring `event` (or the one of the programme's acronym, or a new one) in line with a programme.

    `actor` None is whoever runs the command line. Sessions are found again by their identity, so
    stars and check-ins outlive a change of title, room or time.
    """
    programme = _one_person_per_key(programme)
    event = event or Event.objects.filter(slug=slug_from(programme.acronym)).first()
    if event is not None and actor is not None and event.organiser_id != actor.pk:
        raise NotFound
    if dry_run:
        before = document(event).sessions if event else ()
        return Import(event, programme, difference(before, programme.sessions))
    with transaction.atomic():
        if event is None:
            event = _new_event(actor, programme, zone)
            fronting.opened(event)
        else:
            event = Event.objects.select_for_update().get(pk=event.pk)
        dates = (event.starts_on, event.ends_on, event.zone)
        changes = difference(document(event).sessions, programme.sessions)
        _write(event, programme, changes, zone, source)
        if (event.starts_on, event.ends_on, event.zone) != dates:
            fronting.changed(event)
    return Import(event, programme, changes)


def _one_person_per_key(programme: Programme) -> Programme:
    """One description per speaker, the first: a file may describe a person differently per talk."""
    known = {person.key: person for person in programme.persons}
    sessions = tuple(
        replace(
            session, persons=tuple(dict.fromkeys(known[person.key] for person in session.persons))
        )
        for session in programme.sessions
    )
    return replace(programme, sessions=sessions)


def zone_for(programme: Programme) -> str:
    """The file's zone, or a fixed-offset one that shows the same hours."""
    if programme.zone_name:
        return programme.zone_name
    hours, rest = divmod(programme.utc_offset_minutes, 60)
    if rest or not hours:
        return "UTC"
    return f"Etc/GMT{-hours:+d}"  # POSIX signs: Etc/GMT-1 is one hour ahead


def _new_event(actor: Account | None, programme: Programme, zone: str) -> Event:
    dates = span([day.date for day in programme.days], programme.start, programme.end)
    if dates.ends_on - dates.starts_on > timedelta(days=366):
        raise Refused("This programme spans more than a year; an event is a conference.")
    tag = hashtag_from(programme.acronym)
    return Event.objects.create(
        slug=slug_from(programme.acronym or programme.title),
        name=(programme.title or programme.acronym or "Conference")[:200],
        hashtag=hashtag_named(tag) if tag else None,
        organiser=actor,
        description=programme.description,
        url=programme.url[:500],
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        zone=zone or zone_for(programme),
    )


def _write(event: Event, programme: Programme, changes: Difference, zone: str, source: str) -> None:
    _write_event(event, programme, zone, source)
    days = _write_days(event, programme)
    rooms = _write_rooms(event, programme)
    speakers = _write_speakers(event, programme.persons)
    Session.objects.filter(
        event=event, identity__in=[session.guid for session in changes.removed]
    ).delete()
    _write_sessions(event, programme, days, rooms)
    _write_session_speakers(event, programme, speakers)
    Day.objects.filter(event=event).exclude(pk__in=[day.pk for day in days.values()]).delete()
    Room.objects.filter(event=event).exclude(pk__in=[room.pk for room in rooms.values()]).delete()
    Speaker.objects.filter(event=event).exclude(
        pk__in=[speaker.pk for speaker in speakers.values()]
    ).delete()


def _write_event(event: Event, programme: Programme, zone: str, source: str) -> None:
    """Dates and zone follow the file; name, hashtag and words stay the organiser's."""
    dates = span([day.date for day in programme.days], programme.start, programme.end)
    event.starts_on, event.ends_on = dates.starts_on, dates.ends_on
    event.zone = zone or programme.zone_name or event.zone
    event.acronym = programme.acronym
    event.programme_version = programme.version
    event.programme_source = source
    event.imported_at = clock.now()
    event.programme_extras = {
        "zone_name": programme.zone_name,
        "utc_offset_minutes": programme.utc_offset_minutes,
        "timeslot_minutes": programme.timeslot_minutes,
        "base_url": programme.base_url,
        "description": programme.description,
        "tracks": [asdict(track) for track in programme.tracks],
        "day_rooms": {str(day.index): list(day.rooms) for day in programme.days},
    }
    event.save()


def _write_days(event: Event, programme: Programme) -> dict[int, Day]:
    days = [
        Day(
            event=event,
            index=day.index,
            date=day.date,
            starts_at=day.starts_at,
            ends_at=day.ends_at,
        )
        for day in programme.days
    ]
    Day.objects.bulk_create(
        days,
        update_conflicts=True,
        unique_fields=["event", "index"],
        update_fields=["date", "starts_at", "ends_at"],
    )
    wanted = [day.index for day in days]
    return {day.index: day for day in Day.objects.filter(event=event, index__in=wanted)}


def _write_rooms(event: Event, programme: Programme) -> dict[str, Room]:
    declared = {room.name: room for room in programme.rooms}
    names = dict.fromkeys([*declared, *programme.room_names])
    rooms = []
    for position, name in enumerate(names):
        room = declared.get(name)
        rooms.append(
            Room(
                event=event,
                name=name,
                position=position,
                guid=room.guid if room else "",
                description=room.description if room else "",
                capacity=room.capacity if room else None,
            )
        )
    Room.objects.bulk_create(
        rooms,
        update_conflicts=True,
        unique_fields=["event", "name"],
        update_fields=["position", "guid", "description", "capacity"],
    )
    return {room.name: room for room in Room.objects.filter(event=event, name__in=list(names))}


def _write_speakers(event: Event, people: Sequence[Person]) -> dict[str, Speaker]:
    Speaker.objects.bulk_create(
        [
            Speaker(
                event=event,
                key=person.key,
                name=person.name,
                biography=person.biography,
                extras={
                    "id": person.id,
                    "code": person.code,
                    "guid": person.guid,
                    "url": person.url,
                    "avatar": person.avatar,
                },
            )
            for person in people
        ],
        update_conflicts=True,
        unique_fields=["event", "key"],
        update_fields=["name", "biography", "extras"],
    )
    keys = [person.key for person in people]
    return {speaker.key: speaker for speaker in Speaker.objects.filter(event=event, key__in=keys)}


def _columns(session: DocumentSession) -> dict[str, Any]:
    return {
        "code": session.code,
        "slug": session.slug,
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "kind": session.kind,
        "language": session.language,
        "abstract": session.abstract,
        "description": session.description,
        "url": session.url,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "extras": {
            "id": session.id,
            "logo": session.logo,
            "feedback_url": session.feedback_url,
            "recording_license": session.recording_license,
            "do_not_record": session.do_not_record,
            "links": [asdict(link) for link in session.links],
            "attachments": [asdict(link) for link in session.attachments],
            "extras": dict(session.extras),
        },
    }


def _write_sessions(
    event: Event, programme: Programme, days: dict[int, Day], rooms: dict[str, Room]
) -> None:
    rows = [
        Session(
            event=event,
            identity=session.guid,
            day=days[session.day_index],
            room=rooms[session.room] if session.room else None,
            position=position,
            **_columns(session),
        )
        for position, session in enumerate(programme.sessions)
    ]
    columns = [*_columns(programme.sessions[0]), "day", "room", "position"] if rows else []
    if rows:
        Session.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["event", "identity"],
            update_fields=columns,
        )


def _write_session_speakers(
    event: Event, programme: Programme, speakers: dict[str, Speaker]
) -> None:
    ids = dict(Session.objects.filter(event=event).values_list("identity", "pk"))
    SessionSpeaker.objects.filter(session__event=event).delete()
    SessionSpeaker.objects.bulk_create(
        SessionSpeaker(
            session_id=ids[session.guid], speaker=speakers[person.key], position=position
        )
        for session in programme.sessions
        for position, person in enumerate(session.persons)
    )
