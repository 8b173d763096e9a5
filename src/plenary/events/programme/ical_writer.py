"""Writing iCalendar (RFC 5545): a whole programme, or somebody's choice of its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vText, vUri

from .document import Programme, Session

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
        event.add(key, moment.astimezone(zone) if zone else moment)
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
    return event
