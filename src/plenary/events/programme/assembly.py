"""From a file taken apart to a programme: zone, days, rooms, then sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from uuid import uuid5
from zoneinfo import ZoneInfo

from . import times, values
from .document import Day, Programme, Room, Session, Track, UnreadableProgramme
from .people import People
from .sessions import NAMESPACE, DayFrame, Draft, begins, draft_of, finish, settle_identities
from .source import Raw, RawDay, Source, first, mapping

SESSIONS = 20_000
DAYS = 400


@dataclass(slots=True)
class _DayDraft:
    raw: RawDay
    date: date
    starts_at: datetime | None
    ends_at: datetime | None
    rooms: dict[str, None] = field(default_factory=dict)


class Assembly:
    def __init__(self, source: Source, zone_name: str | None, name: str) -> None:
        self.source = source
        self.about = source.about
        self.remarks = source.remarks
        self.name = name
        self.asked_zone = zone_name
        self.base_url = values.url(first(self.about, ("base_url",)))
        if not self.base_url:
            self.base_url = values.url(first(self.about, ("schedule_url", "url")))
        self.people = People(source.persons, self.base_url, self.remarks)
        self.drafts: list[Draft] = []
        self.room_ids = {
            values.line(room.get(key)): values.line(room.get("name"))
            for room in source.rooms
            for key in ("id", "guid")
            if room.get(key)
        }

    def programme(self) -> Programme:
        self._settle_zone()
        days = self._days()
        for number, day in enumerate(days, 1):
            self._sessions_of(number, day)
        self._loose_sessions(days)
        days = self._settle_days(days)
        acronym = values.line(self.about.get("acronym"), 100)
        settle_identities(self.drafts, acronym, self.remarks)
        for draft in self.drafts:
            raw = draft.raw
            persons = first(raw, ("persons", "speakers", "participants"))
            draft.persons = self.people.keys_of(persons, draft.place)
        rooms = self._rooms(days)
        sessions = [
            finish(draft, self.people, self.base_url, self.remarks) for draft in self.drafts
        ]
        return self._finished(acronym, days, rooms, sessions)

    # zone

    def _settle_zone(self) -> None:
        written = first(self.about, ("time_zone_name", "timezone", "time_zone", "tz"))
        found = times.zone_of(written)
        if written and not found:
            what = f"the time zone “{values.line(written, 60)}” is not known; offsets are used"
            self.remarks.add("conference", what)
        if not found and self.asked_zone:
            found = times.zone_of(self.asked_zone)
            if not found:
                raise ValueError(f"no such time zone: {self.asked_zone}")
        self.zone_name = found.key if isinstance(found, ZoneInfo) else None
        self.offset = 0
        if found:
            self.zone: tzinfo = found
            return
        aware = next((moment for moment in self._moments() if moment.tzinfo), None)
        if aware is None:
            self.zone = UTC
            self.remarks.add("conference", "no time zone and no offsets; times are taken as UTC")
            return
        self.offset = times.offset_minutes(aware)
        self.zone = timezone(timedelta(minutes=self.offset))
        if not written:
            self.remarks.add("conference", "no time zone name; the offsets of its dates are used")

    def _moments(self) -> Iterator[datetime]:
        raws: list[Raw] = [day.about for day in self.source.days]
        raws += [e for day in self.source.days for room in day.rooms for e in room.events]
        raws += self.source.loose
        for raw in raws:
            for key in ("day_start", "date", "start", "starts_at", "start_date"):
                moment = times.moment_of(raw.get(key))
                if isinstance(moment, datetime):
                    yield moment

    def _moment(self, value: object) -> datetime | None:
        moment = times.moment_of(value)
        return times.utc(moment, self.zone) if isinstance(moment, datetime) else None

    def _date(self, value: object) -> date | None:
        moment = times.moment_of(value)
        if isinstance(moment, datetime):
            return times.utc(moment, self.zone).astimezone(self.zone).date()
        return moment

    # days

    def _days(self) -> list[_DayDraft]:
        found: dict[date, _DayDraft] = {}
        conference_start = self._date(self.about.get("start"))
        for position, raw in enumerate(self.source.days[:DAYS], 1):
            about = raw.about
            starts_at, ends_at = self._moment(about["day_start"]), self._moment(about["day_end"])
            day = self._date(about.get("date"))
            if day is None and starts_at:
                day = starts_at.astimezone(self.zone).date()
            if day is None:
                day = self._first_date(raw)
            if day is None and conference_start:
                day = conference_start + timedelta(days=position - 1)
            if day is None:
                self.remarks.add(f"day {position}", "no date, and none follows from its sessions")
                continue
            if day in found:
                self.remarks.add(f"day {position}", f"{day} is listed twice, joined into one day")
                found[day].raw.rooms.extend(raw.rooms)
            else:
                found[day] = _DayDraft(raw, day, starts_at, ends_at)
        if len(self.source.days) > DAYS:
            self.remarks.add("days", f"more than {DAYS}, the rest left out")
        counted = values.whole(self.about.get("days_count"))
        if counted is not None and counted != len(self.source.days) and self.source.days:
            what = f"says {counted} days, {len(self.source.days)} are listed"
            self.remarks.add("conference", what)
        return [found[day] for day in sorted(found)]

    def _first_date(self, raw: RawDay) -> date | None:
        for room in raw.rooms:
            for event in room.events:
                starts_at = begins(event, DayFrame(None), self.zone)
                if starts_at:
                    return starts_at.astimezone(self.zone).date()
        return None

    def _settle_days(self, days: list[_DayDraft]) -> list[_DayDraft]:
        """Loose sessions find their day, or make one; then days count from 1 by date."""
        known = {day.date: day for day in days}
        numbered = dict(enumerate(days, 1))
        homes: list[_DayDraft] = []
        for draft in self.drafts:
            home = numbered.get(draft.day or 0)
            if home is None:
                local = draft.starts_at.astimezone(self.zone).date()
                home = next((d for d in days if _within(d, draft.starts_at)), None)
                home = home or known.setdefault(local, _DayDraft(RawDay({}), local, None, None))
            if draft.room:
                home.rooms.setdefault(draft.room)
            homes.append(home)
        if not known:
            start = self._date(self.about.get("start"))
            if start is None:
                raise UnreadableProgramme(
                    "there is no day and no session with a date in it; "
                    "take the full export of the programme"
                )
            known[start] = _DayDraft(RawDay({}), start, None, None)
        ordered = [known[day] for day in sorted(known)]
        index = {day.date: number for number, day in enumerate(ordered, 1)}
        for draft, home in zip(self.drafts, homes, strict=True):
            draft.day = index[home.date]
        return ordered

    # sessions

    def _sessions_of(self, number: int, day: _DayDraft) -> None:
        change = times.clock_of(self.about.get("day_change"))
        frame = DayFrame(day.date, day.starts_at, day.ends_at, change)
        for room in day.raw.rooms:
            name = values.line(room.name)
            if name:
                day.rooms.setdefault(name)
            for raw in room.events:
                own = self._room_of(raw)
                if name and own and own != name:
                    place = self._place(raw, number, name)
                    self.remarks.add(place, f"its own room is “{own}”, it is listed under “{name}”")
                self._draft(raw, number, name or own, frame)

    def _loose_sessions(self, days: list[_DayDraft]) -> None:
        for raw in self.source.loose:
            self._draft(raw, None, self._room_of(raw), DayFrame(None))

    def _draft(self, raw: Raw, day: int | None, room: str, frame: DayFrame) -> None:
        if len(self.drafts) >= SESSIONS:
            self.remarks.add("sessions", f"more than {SESSIONS}, the rest left out")
            return
        place = self._place(raw, day, room)
        draft = draft_of(raw, place, room, frame, self.zone, self.remarks)
        if draft:
            draft.day = day
            self.drafts.append(draft)

    def _room_of(self, raw: Raw) -> str:
        said = first(raw, ("room", "location", "venue"))
        if isinstance(said, dict):
            known = self.room_ids.get(values.line(said.get("guid") or said.get("id")))
            return values.line(said.get("name")) or known or ""
        name = values.line(said)
        return self.room_ids.get(name, name)

    def _place(self, raw: Raw, day: int | None, room: str) -> str:
        parts = [f"day {day}"] if day else []
        if room:
            parts.append(f"room “{room[:60]}”")
        word = first(raw, ("id", "code", "guid", "title"))
        parts.append(f"session {values.line(word, 60)}" if word else "a session")
        return ", ".join(parts)

    # rooms and the whole

    def _rooms(self, days: list[_DayDraft]) -> tuple[Room, ...]:
        described: dict[str, Raw] = {}
        for raw in self.source.rooms:
            name = values.line(raw.get("name"))
            if name:
                described.setdefault(name, {}).update({k: v for k, v in raw.items() if v})
        for day in days:
            for name in day.rooms:
                described.setdefault(name, {})
        guids = Counter(values.uuid(raw.get("guid")) for raw in described.values())
        rooms: list[Room] = []
        for name, raw in described.items():
            guid = values.uuid(raw.get("guid"))
            if guid and guids[guid] > 1:
                self.remarks.add(f"room “{name}”", "its guid is used by another room too")
            if not guid or guids[guid] > 1:
                guid = str(uuid5(NAMESPACE, f"room\x1f{name}"))
                while guids[guid]:  # another room was published under this very guid
                    guid = str(uuid5(NAMESPACE, f"room\x1f{name}\x1f{guid}"))
            capacity = values.whole(raw.get("capacity"))
            rooms.append(
                Room(
                    name,
                    guid,
                    values.text(raw.get("description")),
                    capacity if capacity is not None and capacity > 0 else None,
                )
            )
        return tuple(rooms)

    def _finished(
        self, acronym: str, days: list[_DayDraft], rooms: tuple[Room, ...], sessions: list[Session]
    ) -> Programme:
        made = tuple(self._day(number, day, sessions) for number, day in enumerate(days, 1))
        order = {room.name: number for number, room in enumerate(rooms)}
        sessions.sort(key=lambda s: (s.starts_at, order.get(s.room, -1), s.title, s.guid))
        start, end = self._date(self.about.get("start")), self._date(self.about.get("end"))
        if start is None or start > made[0].date:
            start = made[0].date
        if end is None or end < made[-1].date:
            end = made[-1].date
        title = values.line(first(self.about, ("title", "name"))) or acronym
        if not title:
            title = values.line(self.name) or "Programme"
            self.remarks.add("conference", f"no title, “{title}” is taken")
        slot = times.duration_of(self.about.get("timeslot_duration"))
        minutes = int(slot.total_seconds() // 60) if slot and slot < timedelta(days=1) else 5
        return Programme(
            acronym=acronym,
            title=title,
            start=start,
            end=end,
            days=made,
            sessions=tuple(sessions),
            rooms=rooms,
            tracks=self._tracks(),
            zone_name=self.zone_name,
            utc_offset_minutes=self.offset,
            timeslot_minutes=max(minutes, 1),
            version=values.line(first(self.about, ("version", "release"))),
            base_url=values.url(first(self.about, ("base_url",))),
            url=values.url(first(self.about, ("url", "schedule_url")), self.base_url),
            description=values.text(self.about.get("description")),
            source=self.source.format,
            generator=values.line(self.source.generator),
            passed=self.remarks.passed(),
        )

    def _day(self, number: int, day: _DayDraft, sessions: list[Session]) -> Day:
        mine = [session for session in sessions if session.day_index == number]
        starts_at, ends_at = day.starts_at, day.ends_at
        if starts_at is None:
            midnight = times.at(day.date, timedelta(0), self.zone)
            starts_at = min([midnight, *(s.starts_at for s in mine)])
        if ends_at is None or ends_at <= starts_at:
            ends_at = max([starts_at + timedelta(days=1), *(s.ends_at for s in mine)])
        return Day(number, day.date, starts_at, ends_at, tuple(day.rooms))

    def _tracks(self) -> tuple[Track, ...]:
        found: dict[str, Track] = {}
        for raw in map(mapping, self.source.tracks):
            name = values.line(raw.get("name"))
            if name and name not in found:
                slug, color = values.line(raw.get("slug"), 100), values.line(raw.get("color"), 20)
                found[name] = Track(name, slug, color)
        return tuple(found.values())


def _within(day: _DayDraft, moment: datetime) -> bool:
    if day.starts_at is None or day.ends_at is None:
        return False
    return day.starts_at <= moment < day.ends_at
