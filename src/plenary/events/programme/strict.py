"""What the published schemas demand and a real programme often lacks: numbers, slugs, addresses.

Whatever has to be changed for the schema's sake, or has no place in it, is the *residue*: it is
published beside the schema, in the words the readers use, so that reading it back loses nothing.
The elements and keys used are those that every version of the schemas in circulation allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from .document import Link, Person, Programme, Room, Session, Track
from .source import Raw

GENERATOR = "Plenary"
HUNDRED_HOURS = timedelta(hours=100)

_ACRONYM = re.compile(r"[a-z0-9_]{4,}")
_SLUG = re.compile(r"[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]")
_SPAN = 999_999


def _plain(words: str, joint: str) -> str:
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", joint, ascii_words).strip(joint)


def acronym_of(programme: Programme) -> str:
    if _ACRONYM.fullmatch(programme.acronym):
        return programme.acronym
    short = _plain(programme.acronym or programme.title, "_")[:40].strip("_")
    if len(short) < 4:
        short = f"{short or 'event'}_{programme.start.year}"
    return short


def plain_number(written: str) -> int | None:
    """The number that these digits write, if writing it gives the same digits."""
    if re.fullmatch(r"[1-9][0-9]{0,8}", written):
        return int(written)
    return None


class Strict:
    """A programme's acronym, and each session's number and slug, unique as the schemas ask."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.acronym = acronym_of(programme)
        self.numbers: dict[str, int] = {}
        self.slugs: dict[str, str] = {}
        written = Counter(session.id for session in programme.sessions)
        used: set[int] = set()
        for session in programme.sessions:
            number = plain_number(session.id)
            if number and written[session.id] == 1:
                self.numbers[session.guid] = number
                used.add(number)
        for session in programme.sessions:
            if session.guid not in self.numbers:
                number = UUID(session.guid).int % _SPAN + 1
                while number in used:
                    number = number % _SPAN + 1
                used.add(number)
                self.numbers[session.guid] = number
        slugs = Counter(session.slug for session in programme.sessions)
        for session in programme.sessions:
            if slugs[session.slug] == 1 and _SLUG.fullmatch(session.slug):
                self.slugs[session.guid] = session.slug
        taken = set(self.slugs.values())
        for session in programme.sessions:
            if session.guid not in self.slugs:
                slug = self._slug(session)
                while slug in taken:
                    slug += "-session"
                taken.add(slug)
                self.slugs[session.guid] = slug

    def _slug(self, session: Session) -> str:
        words = _plain(session.title, "-")[:60].strip("-")
        if len(words) < 4:
            words = f"{words}-session".strip("-")
        return f"{self.acronym}-{self.numbers[session.guid]}-{words}"

    def conference_residue(self) -> Raw:
        if self.acronym == self.programme.acronym:
            return {}
        return {"acronym": self.programme.acronym}

    def session_residue(self, session: Session) -> Raw:
        """What no version of either schema holds."""
        residue: Raw = {}
        if session.id != str(self.numbers[session.guid]):
            residue["id"] = session.id
        if session.slug != self.slugs[session.guid]:
            residue["slug"] = session.slug
        for key in ("code", "feedback_url"):
            if getattr(session, key):
                residue[key] = getattr(session, key)
        seconds = int(session.duration.total_seconds())
        if seconds % 60 or session.duration >= HUNDRED_HOURS:
            residue["exact_end"] = session.ends_at.isoformat()
        if session.extras:
            residue["extras"] = dict(sorted(session.extras.items()))
        return residue


def minutes_of(session: Session) -> int:
    return max(int(session.duration.total_seconds() // 60), 1)


def whole_person(person: Person) -> Raw:
    names = ("name", "id", "code", "guid", "url", "avatar", "biography")
    return {name: getattr(person, name) for name in names if getattr(person, name)}


def whole_link(link: Link) -> Raw:
    found: dict[str, Any] = {"url": link.url}
    if link.title:
        found["title"] = link.title
    if link.kind:
        found["type"] = link.kind
    return found


def whole_room(room: Room) -> Raw:
    return {
        "name": room.name,
        "guid": room.guid,
        "description": room.description or None,
        "capacity": room.capacity,
    }


def whole_track(track: Track) -> Raw:
    return {"name": track.name, "slug": track.slug, "color": track.color}


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def local(programme: Programme, moment: Any) -> str:
    """With the offset of the programme's zone at that moment."""
    return str(moment.astimezone(programme.zone).isoformat())


def rooms_of_day(programme: Programme, index: int) -> dict[str, list[Session]]:
    """The day's rooms in order, also empty ones; sessions without a room come last."""
    day = programme.days[index - 1]
    found: dict[str, list[Session]] = {name: [] for name in day.rooms}
    for session in programme.sessions:
        if session.day_index == index:
            found.setdefault(session.room, []).append(session)
    return found
