"""One session from its raw record: its time, its identity and its texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from . import times, values
from .document import Link, Session
from .people import People, links_of
from .source import Raw, Remarks, first, mapping

NAMESPACE = uuid5(NAMESPACE_URL, "https://plenary.invalid/programme")
ASSUMED = timedelta(minutes=30)

_READ = {
    "guid", "uuid", "id", "event_id", "code", "slug", "title", "name", "summary", "subtitle",
    "track", "type", "kind", "session_type", "language", "languages", "content_locale", "abstract",
    "description", "url", "logo", "image", "feedback_url", "recording_license", "license",
    "recording", "do_not_record", "persons", "speakers", "participants", "links", "attachments",
    "date", "start", "end", "duration", "room", "location", "venue", "start_date", "end_date",
    "starts_at", "ends_at", "start_time", "end_time", "_day_date", "extras", "exact_end",
}  # fmt: skip
# Asked by organisers at submission; telephone numbers have been seen in them.
_PRIVATE = {"answers", "internal_notes", "notes", "email", "mail"}


@dataclass(frozen=True, slots=True)
class DayFrame:
    """What a record without a full date is read against."""

    date: date | None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    change: timedelta | None = None


@dataclass(slots=True)
class Draft:
    """A session before all are known: identities and persons are settled at the end."""

    raw: Raw
    place: str
    room: str
    starts_at: datetime
    ends_at: datetime
    day: int | None = None
    order: int = 0
    guid: str = ""
    persons: tuple[str, ...] = ()
    texts: dict[str, Any] = field(default_factory=dict)


def title_of(raw: Raw) -> str:
    return values.line(first(raw, ("title", "name", "summary")))


def begins(raw: Raw, frame: DayFrame, zone: tzinfo) -> datetime | None:
    """The full date decides; a clock time alone is read on its day, after midnight if need be."""
    whole: date | None = None
    for key in ("date", "starts_at", "start_date", "start_time", "start"):
        moment = times.moment_of(raw.get(key))
        if isinstance(moment, datetime):
            return times.utc(moment, zone)
        whole = whole or moment
    clock = None
    for key in ("start", "start_time", "date"):
        clock = clock if clock is not None else times.clock_of(raw.get(key))
    if clock is None:
        return None
    if whole:
        return times.at(whole, clock, zone)
    if frame.date is None:
        return None
    found = times.at(frame.date, clock, zone)
    if frame.change is not None:
        late = clock < frame.change
    else:
        late = (
            frame.starts_at is not None
            and found < frame.starts_at
            and frame.ends_at is not None
            and found + timedelta(days=1) < frame.ends_at
        )
    return times.at(frame.date, clock + timedelta(days=1), zone) if late else found


def ends(raw: Raw, starts_at: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """The end, and what was assumed for want of one."""
    exact = times.moment_of(raw.get("exact_end"))
    if isinstance(exact, datetime) and timedelta(0) < times.utc(exact, zone) - starts_at:
        return times.utc(exact, zone), ""
    duration = times.duration_of(raw.get("duration"))
    if duration:
        return starts_at + duration, ""
    for key in ("end", "ends_at", "end_date", "end_time"):
        moment = times.moment_of(raw.get(key))
        if isinstance(moment, datetime):
            end = times.utc(moment, zone)
            if timedelta(0) < end - starts_at <= times.LONGEST:
                return end, ""
        clock = times.clock_of(raw.get(key))
        if clock is not None:
            end = times.at(starts_at.astimezone(zone).date(), clock, zone)
            end += timedelta(days=1) if end <= starts_at else timedelta(0)
            return end, ""
    written = raw.get("duration")
    if written in (None, ""):
        return starts_at + ASSUMED, "no duration and no end, taken as 30 minutes"
    said = values.line(written, 40)
    return starts_at + ASSUMED, f"its duration ({said}) is not a length of time; 30 minutes taken"


def draft_of(
    raw: Raw, place: str, room: str, frame: DayFrame, zone: tzinfo, remarks: Remarks
) -> Draft | None:
    starts_at = begins(raw, frame, zone)
    if starts_at is None:
        said = first(raw, ("date", "start", "start_date", "starts_at"))
        if said is None:
            remarks.add(place, "no start time; the session is left out")
        else:
            what = f"its start ({values.line(said, 40)}) is not a time; the session is left out"
            remarks.add(place, what)
        return None
    ends_at, assumed = ends(raw, starts_at, zone)
    if assumed:
        remarks.add(place, assumed)
    return Draft(raw, place, room, starts_at, ends_at)


def settle_identities(drafts: list[Draft], acronym: str, remarks: Remarks) -> None:
    """A UUID for each: as published where it is one and unique, else from what is most stable."""

    def derived(*parts: object) -> str:
        words = "\x1f".join([acronym.casefold(), *(str(part) for part in parts)])
        return str(uuid5(NAMESPACE, words))

    published = Counter(values.uuid(_published(draft.raw)) for draft in drafts)
    numbers = Counter(values.line(draft.raw.get("id")) for draft in drafts)
    slugs = Counter(values.line(draft.raw.get("slug")) for draft in drafts)
    taken: set[str] = set()
    again: Counter[str] = Counter()
    for draft in drafts:
        raw = draft.raw
        guid, written = values.uuid(_published(raw)), values.line(_published(raw))
        number, slug = values.line(raw.get("id")), values.line(raw.get("slug"))
        if guid and published[guid] == 1:
            draft.guid = guid
        else:
            if guid:
                remarks.add(draft.place, "its guid is used by another session too")
            elif written:
                remarks.add(draft.place, "its guid is not a UUID, one is derived from it")
            else:
                remarks.add(draft.place, "no guid, one is derived")
            if written and not guid:
                draft.guid = derived("guid", written)
            elif number and numbers[number] == 1:
                draft.guid = derived("id", number)
            elif slug and slugs[slug] == 1:
                draft.guid = derived("slug", slug)
            else:
                draft.guid = derived("at", title_of(raw), draft.starts_at.isoformat(), draft.room)
        base = draft.guid
        while draft.guid in taken:
            # Counted for each, so that a thousand alike cost no more than a thousand others.
            again[base] += 1
            draft.guid = derived("again", base, again[base] + 1)
        taken.add(draft.guid)


def _published(raw: Raw) -> object:
    return first(raw, ("guid", "uuid"))


def finish(draft: Draft, people: People, base_url: str, remarks: Remarks) -> Session:
    raw, place = draft.raw, draft.place
    title = title_of(raw)
    if not title:
        title = values.line(raw.get("subtitle")) or "Untitled"
        remarks.add(place, f"no title, shown as “{title}”")
    recording = mapping(raw.get("recording"))
    licence = first(raw, ("recording_license", "license")) or recording.get("license")
    no_record = first(raw, ("do_not_record",))
    if no_record is None:
        no_record = recording.get("optout")
    return Session(
        guid=draft.guid,
        title=title,
        day_index=draft.day or 1,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        room=draft.room,
        id=values.line(first(raw, ("id", "event_id")), 80),
        code=values.line(raw.get("code"), 80),
        slug=values.line(raw.get("slug")),
        subtitle=values.line(raw.get("subtitle")),
        track=values.line(raw.get("track")),
        kind=values.line(first(raw, ("type", "kind", "session_type"))),
        language=values.line(first(raw, ("language", "languages", "content_locale")), 80),
        abstract=values.text(raw.get("abstract")),
        description=values.text(raw.get("description")),
        url=_address(raw.get("url"), base_url, place, "address", remarks),
        logo=_address(first(raw, ("logo", "image")), base_url, place, "picture", remarks),
        feedback_url=_address(raw.get("feedback_url"), base_url, place, "feedback", remarks),
        recording_license=values.line(licence),
        do_not_record=values.flag(no_record),
        persons=people.named(draft.persons),
        links=_links(raw, "links", base_url, place, remarks),
        attachments=_links(raw, "attachments", base_url, place, remarks),
        extras=_extras(raw, place, remarks),
    )


def _links(raw: Raw, key: str, base: str, place: str, remarks: Remarks) -> tuple[Link, ...]:
    return links_of(raw.get(key), base, place, remarks)


def _address(value: object, base: str, place: str, noun: str, remarks: Remarks) -> str:
    found = values.url(value, base)
    if value and not found and not str(value).startswith("urn:uuid:"):
        remarks.add(place, f"its {noun} is no web address ({values.line(value, 60)})")
    return found


def _extras(raw: Raw, place: str, remarks: Remarks) -> dict[str, Any]:
    private = sorted(key for key in _PRIVATE if raw.get(key))
    if private:
        remarks.add(place, f"{' and '.join(private)}: left out, they may be private")
    others = {key: raw[key] for key in raw.keys() - _READ - _PRIVATE}
    kept = values.extras(mapping(raw.get("extras")) | others)
    if kept is None:
        remarks.add(place, "further fields are too large to keep")
        return {}
    return {key: kept[key] for key in sorted(kept) if key not in _READ | _PRIVATE}
