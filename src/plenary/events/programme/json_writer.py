"""Writing schedule.json, valid against the schema that the format's maintainers publish.

That schema allows further keys only at `schedule`: there, under `plenary`, stands the residue.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .document import Day, Link, Person, Programme, Session
from .source import Raw
from .strict import (
    GENERATOR,
    Strict,
    clock,
    local,
    minutes_of,
    plain_number,
    rooms_of_day,
    whole_link,
    whole_person,
    whole_room,
    whole_track,
)

SCHEMA = "https://c3voc.de/schedule/schema.json"
_ZONE = re.compile(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_TRACK_SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")
_CODE = re.compile(r"[A-Z0-9]+")
_KINDS = {"slides", "paper", "web", "blog", "article", "media", "related", "activitypub"}


def to_json(programme: Programme) -> bytes:
    strict = Strict(programme)
    residue: Raw = {"conference": strict.conference_residue()}
    conference = _conference(programme, strict, residue)
    sessions: dict[str, Raw] = {}
    conference["days"] = [_day(programme, strict, day, sessions) for day in programme.days]
    residue["sessions"] = sessions
    schedule: Raw = {"version": programme.version}
    if programme.base_url:
        schedule["base_url"] = programme.base_url
    schedule["conference"] = conference
    left = {key: value for key, value in residue.items() if value}
    if left:
        schedule["plenary"] = left
    whole = {"$schema": SCHEMA, "generator": {"name": GENERATOR}, "schedule": schedule}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _conference(programme: Programme, strict: Strict, residue: Raw) -> Raw:
    conference: Raw = {
        "acronym": strict.acronym,
        "title": programme.title,
        "start": programme.start.isoformat(),
        "end": programme.end.isoformat(),
        "daysCount": len(programme.days),
        "timeslot_duration": clock(programme.timeslot_minutes),
    }
    if programme.zone_name and _ZONE.search(programme.zone_name):
        conference["time_zone_name"] = programme.zone_name
    elif programme.zone_name:
        residue["conference"]["time_zone_name"] = programme.zone_name
    if programme.url:
        conference["url"] = programme.url
    if programme.description:
        conference["description"] = programme.description
    conference["rooms"] = [whole_room(room) for room in programme.rooms]
    tracks: list[Raw] = []
    for track in programme.tracks:
        shown: Raw = {"name": track.name}
        if _TRACK_SLUG.fullmatch(track.slug):
            shown["slug"] = track.slug
        if _COLOR.fullmatch(track.color):
            shown["color"] = track.color
        if track.slug != shown.get("slug", "") or track.color != shown.get("color", ""):
            residue["tracks"] = True
        tracks.append(shown)
    conference["tracks"] = tracks
    if residue.get("tracks"):
        residue["tracks"] = [whole_track(track) for track in programme.tracks]
    return conference


def _day(programme: Programme, strict: Strict, day: Day, residues: dict[str, Raw]) -> Raw:
    rooms: dict[str, list[Raw]] = {}
    for room, sessions in rooms_of_day(programme, day.index).items():
        rooms[room] = [_event(programme, strict, session, residues) for session in sessions]
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": local(programme, day.starts_at),
        "day_end": local(programme, day.ends_at),
        "rooms": rooms,
    }


def _event(programme: Programme, strict: Strict, session: Session, residues: dict[str, Raw]) -> Raw:
    start = session.starts_at.astimezone(programme.zone)
    minutes = minutes_of(session)
    residue = strict.session_residue(session)
    persons = [_person(person) for person in session.persons]
    if any(_lacking(person) for person in session.persons):
        residue["persons"] = [whole_person(person) for person in session.persons]
    event: Raw = {
        "id": strict.numbers[session.guid],
        "guid": session.guid,
        "date": start.isoformat(),
        "start": start.strftime("%H:%M"),
        "duration": clock(minutes),
        "room": session.room,
        "slug": strict.slugs[session.guid],
        "url": session.url or f"urn:uuid:{session.guid}",
        "title": session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "type": session.kind,
        "language": session.language,
        "abstract": session.abstract,
        "description": session.description,
        "recording_license": session.recording_license,
        "persons": persons,
    }
    if session.logo:
        event["logo"] = session.logo
    if session.do_not_record:
        event["do_not_record"] = True
    for key, links in (("links", session.links), ("attachments", session.attachments)):
        event[key] = [_link(link) for link in links]
        if any(link.kind and link.kind not in _KINDS for link in links):
            residue[key] = [whole_link(link) for link in links]
    if residue:
        residues[session.guid] = residue
    return event


def _link(link: Link) -> Raw:
    shown = whole_link(link)
    if link.kind not in _KINDS:
        shown.pop("type", None)
    return shown


def _lacking(person: Person) -> bool:
    return bool(
        (person.id and not plain_number(person.id))
        or (person.code and not _CODE.fullmatch(person.code))
    )


def _person(person: Person) -> Raw:
    shown: dict[str, Any] = {"name": person.name}
    number = plain_number(person.id)
    if number:
        shown["id"] = number
    if _CODE.fullmatch(person.code):
        shown["code"] = person.code
    for key in ("guid", "url", "avatar", "biography"):
        if getattr(person, key):
            shown[key] = getattr(person, key)
    return shown
