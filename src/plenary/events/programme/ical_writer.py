"""Writing iCalendar (RFC 5545): a whole programme, or somebody's choice of its sessions.

What the standard has no property for stands in X-PLENARY- properties, which it asks every
other reader to pass over; so a whole programme read back is the same programme.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText, vUri

from .document import Programme, Session
from .source import Raw
from .strict import clock, local, whole_link, whole_person, whole_room, whole_track

PRODUCT = "-//Plenary//Programme//EN"


def to_icalendar(
    programme: Programme,
    stamp: datetime,
    *,
    sessions: Iterable[Session] | None = None,
    name: str = "",
) -> bytes:
    """`stamp` is when this was made (aware); `sessions` defaults to all of the programme."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["X-WR-CALNAME"] = vText(name or programme.title)
    if programme.acronym:
        calendar["X-PLENARY-ACRONYM"] = vText(programme.acronym)
    if programme.description:
        calendar["X-WR-CALDESC"] = vText(programme.description)
    if programme.zone_name:
        calendar["X-WR-TIMEZONE"] = vText(programme.zone_name)
    if sessions is None:
        calendar["X-PLENARY-PROGRAMME"] = vText(json.dumps(_programme_residue(programme)))
    chosen = list(programme.sessions if sessions is None else sessions)
    for session in chosen:
        calendar.add_component(_event(programme, session, stamp))
    if programme.zone_name and chosen:
        earliest = min(session.starts_at for session in chosen).date()
        latest = max(session.ends_at for session in chosen).date()
        # A year on either side, so that the rules in force at the time are in it.
        calendar.add_missing_timezones(earliest - timedelta(days=366), latest + timedelta(days=366))
    return bytes(calendar.to_ical())


def _event(programme: Programme, session: Session, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"{session.guid}@plenary")
    event.add("dtstamp", stamp)
    # Without a zone's name there is no VTIMEZONE to point at: UTC is then exact for everyone.
    zone = programme.zone if programme.zone_name else None
    for key, moment in (("dtstart", session.starts_at), ("dtend", session.ends_at)):
        shown = moment.astimezone(zone) if zone else moment
        # The second of two equal clock times, at the end of summer, can only be said in UTC.
        event.add(key, moment if shown.fold else shown)
    event.add("summary", session.title)
    description = "\n\n".join(part for part in (session.abstract, session.description) if part)
    if description:
        event.add("description", description)
    if session.room:
        event.add("location", session.room)
    if session.track:
        event.add("categories", [session.track])
    if session.url:
        event["URL"] = vUri(session.url)
    if session.subtitle:
        event["X-PLENARY-SUBTITLE"] = vText(session.subtitle)
    for person in session.persons:
        speaker = vText(person.name)
        if person.id and person.id.isalnum():
            speaker.params["X-ID"] = person.id
        event.add("X-PLENARY-SPEAKER", speaker)
    residue = _session_residue(session)
    if residue:
        event["X-PLENARY-SESSION"] = vText(json.dumps(residue))
    return event


def _programme_residue(programme: Programme) -> Raw:
    return {
        "title": programme.title,
        "start": programme.start.isoformat(),
        "end": programme.end.isoformat(),
        "timeslot_duration": clock(programme.timeslot_minutes),
        "version": programme.version,
        "base_url": programme.base_url,
        "url": programme.url,
        "rooms": [whole_room(room) for room in programme.rooms],
        "tracks": [whole_track(track) for track in programme.tracks],
        "days": [
            {
                "date": day.date.isoformat(),
                "day_start": local(programme, day.starts_at),
                "day_end": local(programme, day.ends_at),
                "rooms": list(day.rooms),
            }
            for day in programme.days
        ],
    }


def _session_residue(session: Session) -> Raw:
    names = ("id", "code", "slug", "logo", "feedback_url", "recording_license", "language")
    residue: Raw = {name: getattr(session, name) for name in names if getattr(session, name)}
    residue["day"] = session.day_index
    if session.kind:
        residue["type"] = session.kind
    if session.do_not_record:
        residue["do_not_record"] = True
    if session.abstract:
        residue["abstract_length"] = len(session.abstract)
    if any(set(whole_person(person)) - {"name"} for person in session.persons):
        residue["persons"] = [whole_person(person) for person in session.persons]
    for key, links in (("links", session.links), ("attachments", session.attachments)):
        if links:
            residue[key] = [whole_link(link) for link in links]
    if session.extras:
        residue["extras"] = dict(sorted(session.extras.items()))
    return residue
