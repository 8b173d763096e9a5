"""The programme as a schedule.json, the form that conference tools publish and import."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from .congress import ACRONYM, BASE_URL, DAYS, NAME, ROOMS, TRACKS, ZONE, ZONE_NAME
from .people import Person
from .programme import SessionDraft, sessions


def person_guid(person: Person) -> UUID:
    return uuid5(NAMESPACE_URL, f"{BASE_URL}speakers/{person.handle}")


def _event(session: SessionDraft, people: list[Person]) -> dict[str, Any]:
    minutes = round((session.ends_at - session.starts_at).total_seconds() / 60)
    return {
        "id": session.number,
        "guid": str(session.guid),
        "date": session.starts_at.isoformat(),
        "start": session.starts_at.strftime("%H:%M"),
        "duration": f"{minutes // 60:02d}:{minutes % 60:02d}",
        "room": session.room,
        "slug": session.slug,
        "url": f"{BASE_URL}sessions/{session.number}/",
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "type": session.kind,
        "language": "en",
        "abstract": session.abstract,
        "description": session.description,
        "recording_license": "",
        "do_not_record": session.kind in ("Workshop", "Meeting", "Social", "Break"),
        "persons": [
            {
                "id": people[index].index + 1,
                "guid": str(person_guid(people[index])),
                "name": people[index].name,
                "public_name": people[index].name,
                "biography": people[index].bio,
            }
            for index in session.speakers
        ],
        "links": [],
        "attachments": [],
    }


def schedule_json(people: list[Person], seed: int = 27) -> dict[str, Any]:
    """The programme in the form that conference tools publish and import."""
    found = sessions(people, seed)
    days = []
    for index, day in enumerate(DAYS, 1):
        start = datetime(day.year, day.month, day.day, 6, tzinfo=ZONE)
        rooms: dict[str, list[dict[str, Any]]] = {name: [] for name, _, _ in ROOMS}
        for session in found:
            if session.day == index:
                rooms[session.room].append(_event(session, people))
        days.append(
            {
                "index": index,
                "date": day.isoformat(),
                "day_start": start.isoformat(),
                "day_end": (start + timedelta(hours=23, minutes=59)).isoformat(),
                "rooms": rooms,
            }
        )
    conference = {
        "acronym": ACRONYM,
        "title": NAME,
        "start": DAYS[0].isoformat(),
        "end": DAYS[-1].isoformat(),
        "daysCount": len(DAYS),
        "time_zone_name": ZONE_NAME,
        "timeslot_duration": "00:05",
        "url": BASE_URL,
        "rooms": [
            {
                "name": name,
                "guid": str(uuid5(NAMESPACE_URL, f"{BASE_URL}rooms/{name}")),
                "description": description,
                "capacity": capacity,
            }
            for name, description, capacity in ROOMS
        ],
        "tracks": [
            {"name": name, "slug": name.lower().replace(" ", "-"), "color": color}
            for name, color in TRACKS.items()
        ],
        "days": days,
    }
    return {"schedule": {"version": "1.0", "base_url": BASE_URL, "conference": conference}}
