"""Reading iCalendar: each event a session, its place the room, its first category the track."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid5

from icalendar import Calendar, Event
from icalendar.error import BrokenCalendarProperty
from icalendar.prop import vRecur, vUnknown

from . import times, values
from .document import UnreadableProgramme
from .sessions import NAMESPACE
from .source import Raw, RawDay, RawRoom, Remarks, Source, mapping, records

EVENTS = 20_000
# A programme repeats a coffee break, not a century: longer rules stop here, and it is said.
REPEATS = 60
_PERSON_LIKE = ("ATTENDEE", "ORGANIZER", "CONTACT", "X-PLENARY-SPEAKER")
_ESCAPED = {"n": "\n", "N": "\n"}
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}


def _checked(text: str) -> str:
    """The text with every line a content line or a continuation, or the place where not."""
    begun = 0
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if line.startswith((" ", "\t")) or not line.strip():
            continue
        if ":" not in line:
            raise UnreadableProgramme(
                f"“{values.line(line, 40)}” is no line of iCalendar; "
                "the file may be cut off or damaged: download it again",
                place=f"line {number}",
            )
        word = line.strip().upper()
        begun += word == "BEGIN:VEVENT"
        if begun > EVENTS:
            raise UnreadableProgramme(f"more than {EVENTS} events", place=f"line {number}")
    return text


def take_apart(text: str) -> Source:
    try:
        calendars = Calendar.from_ical(_checked(text), multiple=True)
    except UnreadableProgramme:
        raise
    except Exception as problem:  # the library raises many kinds on damage
        raise UnreadableProgramme(
            f"this is not valid iCalendar ({values.line(str(problem), 120)}); "
            "the file may be cut off or damaged: download it again",
            place=f"line {len(text.splitlines())}",
        ) from None
    source = Source("icalendar", {})
    zones: Counter[str] = Counter()
    for calendar in calendars if isinstance(calendars, list) else [calendars]:
        for key, name in (
            ("title", "X-WR-CALNAME"),
            ("title", "NAME"),
            ("description", "X-WR-CALDESC"),
            ("timezone", "X-WR-TIMEZONE"),
            ("acronym", "X-PLENARY-ACRONYM"),
            ("url", "URL"),
        ):
            if calendar.get(name) and key not in source.about:
                source.about[key] = _words(calendar.get(name))
        residue = _residue(calendar.get("X-PLENARY-PROGRAMME"))
        source.generator = source.generator or values.line(_words(calendar.get("PRODID")), 80)
        _events(calendar, source, zones)
        _apply_residue(source, residue)
    if not source.loose and not source.days:
        raise UnreadableProgramme(
            "the calendar holds no event with a start; take the full export of the programme"
        )
    named = [zone for zone, _ in zones.most_common() if times.zone_of(zone)]
    if "timezone" not in source.about and named:
        source.about["timezone"] = named[0]
    return source


def _residue(value: Any) -> Raw:
    """What Plenary wrote beside the standard, in the words of schedule.json."""
    try:
        return mapping(json.loads(_words(value))) if value else {}
    except (ValueError, RecursionError):
        return {}


def _apply_residue(source: Source, residue: Raw) -> None:
    if not residue:
        return
    days = [mapping(day) for day in records(residue.pop("days", None))]
    source.rooms = [mapping(room) for room in records(residue.pop("rooms", None))]
    source.tracks = [mapping(track) for track in records(residue.pop("tracks", None))]
    source.about.update(residue)
    for day in days:
        names = [values.line(name) for name in records(day.pop("rooms", None))]
        about = {"day_start": None, "day_end": None} | day
        source.days.append(RawDay(about, [RawRoom(name, []) for name in names]))
    loose, source.loose = source.loose, []
    for raw in loose:
        number = values.whole(raw.pop("day", None)) or 0
        if 1 <= number <= len(source.days):
            source.days[number - 1].rooms.append(RawRoom("", [raw]))
        else:
            source.loose.append(raw)


def _part(value: Any, name: str) -> Any:
    """A part of a property; the library raises on properties it could not read."""
    try:
        return getattr(value, name, None)
    except BrokenCalendarProperty:
        return None


def _words(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, vUnknown):  # the library leaves X- properties escaped
        return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), str(value))
    return "" if value is None else str(value)


def _events(calendar: Calendar, source: Source, zones: Counter[str]) -> None:
    events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    moved = {
        (_words(event.get("UID")), str(_moment(event, "RECURRENCE-ID")))
        for event in events
        if event.get("RECURRENCE-ID")
    }
    for number, event in enumerate(events, 1):
        title = values.line(_words(event.get("SUMMARY")), 60)
        place = f"event {number}" + (f" “{title}”" if title else "")
        for name, _ in event.errors:
            source.remarks.add(place, f"its {name} cannot be read")
        if _words(event.get("STATUS")).upper() == "CANCELLED":
            source.remarks.add(place, "cancelled, so left out")
            continue
        starts_at = _moment(event, "DTSTART")
        if starts_at is None:
            source.remarks.add(place, "no start time; the session is left out")
            continue
        zone = _zone_id(event)
        if zone:
            zones[zone] += 1
        raw = _raw(event, source.remarks, place)
        uid = _words(event.get("UID")).strip()
        for turn in _turns(event, starts_at, source.remarks, place):
            if turn != starts_at and (uid, str(turn)) in moved:
                continue
            source.loose.append(raw | {"date": turn, "guid": _guid(uid, event, turn, starts_at)})


def _moment(event: Event, name: str) -> datetime | date | None:
    value = event.get(name)
    if isinstance(value, list):
        value = value[0] if value else None
    found = times.moment_of(_part(value, "dt"))
    if isinstance(found, date) and not isinstance(found, datetime):
        return datetime.combine(found, time())
    return found


def _zone_id(event: Event) -> str:
    value = event.get("DTSTART")
    parameters = _part(value, "params") or {}
    return str(parameters.get("TZID", ""))


def _raw(event: Event, remarks: Remarks, place: str) -> Raw:
    categories = event.get("CATEGORIES")
    if isinstance(categories, list):
        categories = categories[0] if categories else None
    tracks = [str(item) for item in _part(categories, "cats") or []]
    persons: dict[str, Raw] = {}
    for name in _PERSON_LIKE:
        value = event.get(name)
        for one in value if isinstance(value, list) else [value] if value is not None else []:
            person = _person(one, name)
            if person:
                persons.setdefault(str(person["name"]), person)
    length = _part(event.get("DURATION"), "dt")
    end = _moment(event, "DTEND")
    starts_at = _moment(event, "DTSTART")
    if end is not None and starts_at is not None and str(end) == str(starts_at):
        end = None
    raw: Raw = {
        "title": _words(event.get("SUMMARY")),
        "description": _words(event.get("DESCRIPTION")),
        "subtitle": _words(event.get("X-PLENARY-SUBTITLE")),
        "room": _words(event.get("LOCATION")),
        "track": tracks[0] if tracks else "",
        "url": _words(event.get("URL")),
        "duration": length,
        "end": end,
        "persons": list(persons.values()),
    }
    raw.update(_residue(event.get("X-PLENARY-SESSION")))
    prefix = values.whole(raw.pop("abstract_length", None)) or 0
    if prefix > 0:
        description = values.text(raw["description"])
        raw["abstract"], raw["description"] = description[:prefix], description[prefix:]
    return raw


def _person(value: Any, name: str) -> Raw | None:
    """Somebody with a name. Addresses are not kept: a programme is no address book."""
    parameters = _part(value, "params") or {}
    spoken = str(parameters.get("CN", "")).strip()
    if name == "ORGANIZER" or str(parameters.get("CUTYPE", "")).upper() in {"ROOM", "RESOURCE"}:
        return None
    if not spoken and name in ("CONTACT", "X-PLENARY-SPEAKER"):
        spoken = _words(value).strip()
    if not spoken or "@" in spoken or len(spoken) > 120:
        return None
    person: Raw = {"name": spoken}
    if parameters.get("X-ID"):
        person["id"] = str(parameters["X-ID"])
    return person


def _guid(uid: str, event: Event, turn: datetime | date, starts_at: datetime | date) -> str:
    first = uid.split("@", maxsplit=1)[0]
    again = event.get("RECURRENCE-ID")
    if not uid:
        return ""
    if not again and turn == starts_at:
        return first if values.uuid(first) else str(uuid5(NAMESPACE, f"uid\x1f{uid}"))
    when = _moment(event, "RECURRENCE-ID") if again else turn
    return str(uuid5(NAMESPACE, f"uid\x1f{uid}\x1f{when}"))


def _turns(
    event: Event, starts_at: datetime | date, remarks: Remarks, place: str
) -> Iterator[datetime | date]:
    """The start and its repetitions, daily or weekly ones only, and not without end."""
    yield starts_at
    rule = event.get("RRULE")
    if rule is None:
        return
    said = dict(rule) if isinstance(rule, vRecur) else {}
    rules = {str(key).upper(): list(value) for key, value in said.items() if value}
    frequency = str((rules.get("FREQ") or [""])[0]).upper()
    plain = set(rules) <= {"FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST"}
    days = [str(day).upper() for day in rules.get("BYDAY", [])]
    if not plain or frequency not in ("DAILY", "WEEKLY") or not set(days) <= set(_WEEKDAYS):
        remarks.add(place, "repeats by a rule that is not read; only the first time is taken")
        return
    if not isinstance(starts_at, datetime):
        return
    yield from _repeated(event, starts_at, rules, days, frequency, remarks, place)


def _repeated(
    event: Event, starts_at: datetime, rules: dict[str, list[Any]], days: list[str],
    frequency: str, remarks: Remarks, place: str,
) -> Iterator[datetime]:  # fmt: skip
    interval = max(values.whole(rules.get("INTERVAL", [1])[0]) or 1, 1)
    count = values.whole(rules["COUNT"][0]) if "COUNT" in rules else None
    until = times.moment_of(rules["UNTIL"][0]) if "UNTIL" in rules else None
    left_out = _excluded(event)
    wanted = {_WEEKDAYS[day] for day in days}
    if frequency == "WEEKLY" and not wanted:
        wanted = {starts_at.weekday()}
    monday = starts_at.date() - timedelta(days=starts_at.weekday())
    made = 1
    for step in range(1, 366):
        turn = starts_at + timedelta(days=step)
        periods = (turn.date() - monday).days // 7 if frequency == "WEEKLY" else step
        if periods % interval or (wanted and turn.weekday() not in wanted):
            continue
        if until is not None and _after(turn, until):
            return
        made += 1
        if count is not None and made > count:
            return
        if made > REPEATS:
            break
        if str(turn) not in left_out:
            yield turn
    remarks.add(place, f"repeats without an end in sight; the first {made - 1} times are taken")


def _excluded(event: Event) -> set[str]:
    value = event.get("EXDATE")
    found: set[str] = set()
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        for each in _part(one, "dts") or []:
            found.add(str(each.dt))
    return found


def _after(turn: datetime, until: datetime | date) -> bool:
    if not isinstance(until, datetime):
        return turn.date() > until
    if (turn.tzinfo is None) != (until.tzinfo is None):
        turn, until = (
            turn.replace(tzinfo=turn.tzinfo or UTC),
            until.replace(tzinfo=until.tzinfo or UTC),
        )
    return turn > until
