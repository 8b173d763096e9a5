"""A conference's programme as plain values, whatever file it came from.

All moments are aware and in UTC; `Programme.zone` says in which zone people read them.
Texts are cleaned (no control characters, newlines are \\n) but still somebody else's words:
escape or sanitise them when rendering.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class UnreadableProgramme(Exception):
    """A file that cannot be read at all. The message names the place and what to do."""

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing in the file that was passed over or taken otherwise than written."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    name: str
    slug: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """`key` tells persons apart within a programme: an identifier where given, else the name."""

    key: str
    name: str
    id: str = ""
    code: str = ""
    guid: str = ""
    url: str = ""
    avatar: str = ""
    biography: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """`guid` is always set and unique: as published, else derived from the name."""

    name: str
    guid: str
    description: str = ""
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """`rooms` are the names listed under this day, in the file's order, used or not."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """`guid` is the identity: always a UUID, unique in the programme, the same at re-import."""

    guid: str
    title: str
    day_index: int
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    id: str = ""
    code: str = ""
    slug: str = ""
    subtitle: str = ""
    track: str = ""
    kind: str = ""
    language: str = ""
    abstract: str = ""
    description: str = ""
    url: str = ""
    logo: str = ""
    feedback_url: str = ""
    recording_license: str = ""
    do_not_record: bool = False
    persons: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    extras: Mapping[str, Json] = field(default_factory=dict, hash=False)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at


@dataclass(frozen=True, slots=True)
class Counts:
    days: int
    rooms: int
    sessions: int
    speakers: int


@dataclass(frozen=True, slots=True)
class Programme:
    """`passed`, `source` and `generator` tell of the file and take no part in comparison."""

    acronym: str
    title: str
    start: date
    end: date
    days: tuple[Day, ...]
    sessions: tuple[Session, ...]
    rooms: tuple[Room, ...] = ()
    tracks: tuple[Track, ...] = ()
    zone_name: str | None = None
    utc_offset_minutes: int = 0
    timeslot_minutes: int = 5
    version: str = ""
    base_url: str = ""
    url: str = ""
    description: str = ""
    source: str = field(default="", compare=False)
    generator: str = field(default="", compare=False)
    passed: tuple[Passed, ...] = field(default=(), compare=False)

    @property
    def zone(self) -> tzinfo:
        if self.zone_name:
            return ZoneInfo(self.zone_name)
        return timezone(timedelta(minutes=self.utc_offset_minutes))

    @property
    def persons(self) -> tuple[Person, ...]:
        """Every speaker once, in order of first appearance."""
        found: dict[str, Person] = {}
        for session in self.sessions:
            for person in session.persons:
                found.setdefault(person.key, person)
        return tuple(found.values())

    @property
    def room_names(self) -> tuple[str, ...]:
        """Names that occur under a day; a room only declared, never listed, does not count."""
        names = dict.fromkeys(name for day in self.days for name in day.rooms)
        names.update(dict.fromkeys(session.room for session in self.sessions if session.room))
        return tuple(names)

    @property
    def counts(self) -> Counts:
        return Counts(
            days=len(self.days),
            rooms=len(self.room_names),
            sessions=len(self.sessions),
            speakers=len(self.persons),
        )
