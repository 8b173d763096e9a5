"""Reading schedule.json: frab's, pretalx's, c3voc's (also its flat second version)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from . import values
from .document import UnreadableProgramme
from .source import Raw, RawDay, RawRoom, Source, first, mapping, records

_EVENTS = ("events", "talks", "sessions", "lectures", "items")
_DIGITS = 18
# Five times the largest programme known; each costs memory far beyond its bytes.
RECORDS = 1_000_000


class _OutOfRange(ValueError):
    pass


def _refuse(word: str) -> NoReturn:
    raise _OutOfRange(word)


def _number(word: str) -> int:
    # Longer ones fit no column, and converting them can take for ever.
    return int(word) if len(word) <= _DIGITS else _refuse(word[:40])


def _fraction(word: str) -> float:
    value = float(word) if len(word) <= 60 else _refuse(word[:40])
    return value if abs(value) < 1e300 else _refuse(word[:40])


def _place(text: str, position: int) -> str:
    before = text[:position]
    return f"line {before.count(chr(10)) + 1}, column {position - before.rfind(chr(10))}"


def parse(text: str) -> Any:
    if text.count("[") + text.count("{") > RECORDS:
        raise UnreadableProgramme(f"the file holds more than {RECORDS} lists and records")
    try:
        return json.loads(text, parse_int=_number, parse_float=_fraction, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        raise UnreadableProgramme(
            f"this is not valid JSON ({problem.msg}); "
            "the file may be cut off or damaged: download it again",
            place=f"line {problem.lineno}, column {problem.colno}",
        ) from None
    except _OutOfRange as problem:
        word = str(problem)
        found = re.search(rf"(?<![\w\"']){re.escape(word)}", text)
        raise UnreadableProgramme(
            f"{word} is not a number a programme can hold; correct it and try again",
            place=_place(text, found.start()) if found else "",
        ) from None
    except RecursionError:
        raise UnreadableProgramme(
            "lists or objects are nested too deep, which no programme is",
            place=_deepest(text),
        ) from None


def _deepest(text: str) -> str:
    """Where the nesting first passes a hundred."""
    depth, quoted = 0, False
    for match in re.finditer(r'\\.|["\[\]{}]', text, re.DOTALL):
        mark = match.group()
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in "[{":
            depth += 1
            if depth > 100:
                return _place(text, match.start())
        elif not quoted and mark in "]}":
            depth -= 1
    return ""


def take_apart(text: str) -> Source:
    whole = parse(text)
    if isinstance(whole, list):
        whole = {"schedule": {"events": whole}}
    if not isinstance(whole, Mapping):
        raise UnreadableProgramme(
            "the file holds a single value, not a programme; take the export called schedule.json",
            place="line 1",
        )
    schedule = mapping(whole.get("schedule")) or dict(whole)
    if isinstance(whole.get("schedule"), list):
        schedule = {"events": whole["schedule"]}
    conference = mapping(schedule.get("conference")) or mapping(whole.get("conference"))
    about = _about(schedule, conference)
    source = Source("json", about)
    generator = mapping(whole.get("generator")) or mapping(schedule.get("generator"))
    source.generator = str(generator.get("name") or "")[:80]
    days = first(conference, ["days"]) or first(schedule, ["days", "day"])
    source.days = [_day(key, day) for key, day in _keyed(days) if isinstance(day, Mapping)]
    source.rooms = _named(first(conference, ["rooms"]) or schedule.get("rooms"))
    source.tracks = _named(first(conference, ["tracks"]) or schedule.get("tracks"))
    for holder in (conference, schedule):
        for key in ("persons", "speakers", "people"):
            source.persons += [mapping(one) for one in records(holder.get(key)) if mapping(one)]
        for key in _EVENTS:
            source.loose += [mapping(one) for one in records(holder.get(key)) if mapping(one)]
    if not source.days and not source.loose:
        keys = values.line(", ".join(sorted(str(key)[:30] for key in list(whole)[:8]))) or "nothing"
        raise UnreadableProgramme(
            f"there is no day and no session in it (at the top it has: {keys}); "
            "take the export called schedule.json, or frab JSON",
            place="line 1",
        )
    _apply_residue(source, mapping(schedule.get("plenary")))
    return source


def _about(schedule: Raw, conference: Raw) -> Raw:
    skip = {"days", "rooms", "tracks", "persons", "speakers", "conference", "plenary", *_EVENTS}
    about = {key: value for key, value in schedule.items() if key not in skip}
    about.update({key: value for key, value in conference.items() if key not in skip})
    about["days_count"] = conference.get("daysCount")
    if schedule.get("url"):
        about["schedule_url"] = schedule["url"]
    return about


def _keyed(value: object) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        if "rooms" in value or "date" in value:
            return [("", value)]
        return [(str(key), item) for key, item in value.items()]
    return [("", item) for item in value] if isinstance(value, list) else []


def _named(value: object) -> list[Raw]:
    """Rooms or tracks: a list of names, of records, or a dict of either by name."""
    found: list[Raw] = []
    for key, item in _keyed(value):
        if isinstance(item, Mapping):
            found.append({"name": key, **item} if key else dict(item))
        elif isinstance(item, str):
            found.append({"name": item})
        elif key:
            found.append({"name": key})
    return found


def _day(key: str, raw: Mapping[str, Any]) -> RawDay:
    about: Raw = {name: value for name, value in raw.items() if name not in ("rooms", *_EVENTS)}
    if key and not about.get("date"):
        about["date"] = key
    about["day_start"] = first(raw, ["day_start", "start"])
    about["day_end"] = first(raw, ["day_end", "end"])
    day = RawDay(about)
    rooms = raw.get("rooms")
    if isinstance(rooms, Mapping):
        for name, held in rooms.items():
            inner = first(held, _EVENTS) if isinstance(held, Mapping) else None
            day.rooms.append(RawRoom(name, _events(inner or held), {"name": name}))
    elif isinstance(rooms, list):
        for room in rooms:
            if isinstance(room, Mapping):
                day.rooms.append(
                    RawRoom(room.get("name"), _events(first(room, _EVENTS)), dict(room))
                )
            elif isinstance(room, str):
                day.rooms.append(RawRoom(room, []))
    for name in _EVENTS:
        for event in _events(raw.get(name)):
            day.rooms.append(RawRoom("", [event]))
    return day


def _events(value: object) -> list[Raw]:
    if isinstance(value, Mapping) and ("title" in value or "date" in value or "start" in value):
        return [dict(value)]
    return [mapping(event) for event in records(value) if mapping(event)]


def _apply_residue(source: Source, residue: Raw) -> None:
    """What Plenary published beside the schema, put back where it belongs."""
    if not residue:
        return
    source.about.update(mapping(residue.get("conference")))
    source.rooms = _named(residue.get("rooms")) or source.rooms
    source.tracks = _named(residue.get("tracks")) or source.tracks
    sessions = mapping(residue.get("sessions"))
    for day in source.days:
        for room in day.rooms:
            for event in room.events:
                event.update(mapping(sessions.get(str(event.get("guid")))))
