"""The rules of the published schemas, condensed: what a strict validator would object to.

Written from the facts of the format's schema for schedule.xml and schedule.json; only what
every version in circulation allows is accepted, and whatever any of them demands is demanded
(but for the demands that newer versions forbid).
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from lxml import etree

UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
XML_DURATION = r"[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}:[0-9]{2}:[0-9]{1,2}"
XML_START = r"[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?"
SLUG = r"[a-z0-9_]{4,}-[a-z0-9\-_]{4,}"
ACRONYM = r"[a-z0-9_-]{4,}"
WEB = r"https?://\S+"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)"
ANY = r"[\s\S]*"


def _date(words: str) -> None:
    date.fromisoformat(words)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", words)


def _matches(pattern: str, words: str | None) -> None:
    assert re.fullmatch(pattern, words or ""), (pattern, words)


_CONFERENCE = {
    "acronym": ACRONYM,
    "title": ANY,
    "start": r"\d{4}-\d\d-\d\d",
    "end": r"\d{4}-\d\d-\d\d",
    "days": r"\d+",
    "timeslot_duration": XML_DURATION,
    "base_url": WEB,
    "time_zone_name": ANY,
}
_EVENT = {
    "room": ANY,
    "title": ANY,
    "subtitle": ANY,
    "type": ANY,
    "date": MOMENT,
    "start": XML_START,
    "duration": XML_DURATION,
    "abstract": ANY,
    "slug": SLUG,
    "track": ANY,
}
_EVENT_OPTIONAL = {"language": ANY, "description": ANY, "logo": WEB, "url": WEB}
_EVENT_NESTED = {"persons": "person", "links": "link", "attachments": "attachment"}


def _elements(node: Any) -> list[Any]:
    return [child for child in node if isinstance(child.tag, str)]


def check_xml(data: bytes) -> None:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    assert root.tag == "schedule" and not root.attrib
    tags = [node.tag for node in _elements(root)]
    assert tags[:3] == ["generator", "version", "conference"]
    assert tags[3:] and set(tags[3:]) == {"day"}
    conference = _elements(root)[2]
    seen = [node.tag for node in _elements(conference)]
    assert len(seen) == len(set(seen)) and {"title", "acronym"} <= set(seen)
    for node in _elements(conference):
        _matches(_CONFERENCE[node.tag], node.text)
    days = root.findall("day")
    assert len({day.get("index") for day in days}) == len(days)
    for day in days:
        assert set(day.attrib) == {"index", "date", "start", "end"}
        _matches(r"[1-9]\d*", day.get("index"))
        _date(day.get("date"))
        _matches(MOMENT, day.get("start"))
        _matches(MOMENT, day.get("end"))
        for room in _elements(day):
            assert room.tag == "room" and set(room.attrib) == {"name"}
            assert all(event.tag == "event" for event in _elements(room))
    events = root.findall("day/room/event")
    for event in events:
        _check_event(event)
    for unique in (
        [event.get("guid") for event in events],
        [event.get("id") for event in events],
        [event.findtext("slug") for event in events],
    ):
        assert len(set(unique)) == len(unique)


def _check_event(event: Any) -> None:
    assert set(event.attrib) == {"guid", "id"}
    _matches(UUID, event.get("guid"))
    _matches(r"[1-9]\d*", event.get("id"))
    nodes = {node.tag: node for node in _elements(event)}
    assert len(nodes) == len(_elements(event)), "an element stands twice"
    assert set(_EVENT) <= set(nodes)
    assert set(nodes) <= {*_EVENT, *_EVENT_OPTIONAL, *_EVENT_NESTED, "recording"}
    for tag, pattern in (_EVENT | _EVENT_OPTIONAL).items():
        if tag in nodes:
            assert not _elements(nodes[tag]) and not nodes[tag].attrib
            _matches(pattern, nodes[tag].text)
    datetime.fromisoformat(nodes["date"].text)
    if "recording" in nodes:
        said = {node.tag: node.text for node in nodes["recording"]}
        assert set(said) == {"license", "optout"} and said["optout"] in ("true", "false")
    for plural, single in _EVENT_NESTED.items():
        for node in nodes.get(plural, ()):
            assert node.tag == single and not _elements(node)
            assert set(node.attrib) <= ({"id"} if single == "person" else {"href"})
            if node.get("id") is not None:
                _matches(r"[1-9]\d*", node.get("id"))


_JSON_CONFERENCE = {
    "acronym", "title", "description", "start", "end", "daysCount", "timeslot_duration",
    "time_zone_name", "url", "tracks", "rooms", "days",
}  # fmt: skip
_JSON_NEEDED = {
    "abstract", "date", "duration", "guid", "id", "language", "links", "persons", "room", "slug",
    "start", "subtitle", "title", "track", "type", "url",
}  # fmt: skip
_JSON_ALLOWED = _JSON_NEEDED | {
    "logo", "description", "recording_license", "do_not_record", "attachments",
}  # fmt: skip
_LINK_KINDS = {"slides", "paper", "web", "blog", "article", "media", "related", "activitypub"}


def check_json(data: bytes) -> None:
    whole = json.loads(data)
    assert set(whole) <= {"$schema", "generator", "schedule"}
    schedule = whole["schedule"]
    assert isinstance(schedule["version"], str) and "rooms" not in schedule
    if "base_url" in schedule:
        _matches(WEB, schedule["base_url"])
    conference = schedule["conference"]
    needed = {"title", "acronym", "days", "daysCount", "start", "end", "timeslot_duration"}
    assert needed <= set(conference) <= _JSON_CONFERENCE
    assert re.search(r"^[a-z0-9_-][a-z0-9_]{3,}(-2[0-9]{3}-[a-z]+)?$", conference["acronym"])
    if "time_zone_name" in conference:
        assert re.search(r"^([A-Z][a-z]+/[A-Z][a-z]+)|UTC$", conference["time_zone_name"])
    _date(conference["start"])
    _date(conference["end"])
    assert conference["daysCount"] == len(conference["days"])
    guids = set()
    for room in conference.get("rooms", []):
        assert {"guid", "name"} <= set(room) <= {"guid", "name", "description", "capacity"}
        _matches(UUID, room["guid"])
        assert room["guid"] not in guids
        guids.add(room["guid"])
        assert room["capacity"] is None or isinstance(room["capacity"], int)
    for track in conference.get("tracks", []):
        assert set(track) <= {"name", "slug", "color"}
        _matches(r"[a-z0-9_-]+[a-z0-9]", track.get("slug", "ok"))
        _matches(r"#[0-9a-fA-F]{6}", track.get("color", "#000000"))
    for day in conference["days"]:
        assert set(day) == {"index", "date", "day_start", "day_end", "rooms"}
        assert isinstance(day["index"], int)
        _date(day["date"])
        _matches(MOMENT, day["day_start"])
        _matches(MOMENT, day["day_end"])
        for room, events in day["rooms"].items():
            for event in events:
                assert event["room"] == room
                _check_json_event(event)


def _check_json_event(event: dict[str, Any]) -> None:
    assert set(event) >= _JSON_NEEDED and set(event) <= _JSON_ALLOWED
    assert isinstance(event["id"], int) and event["id"] >= 1
    _matches(UUID, event["guid"])
    _matches(MOMENT, event["date"])
    _matches(r"(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]", event["start"])
    _matches(r"[0-9]+:[0-9]{2}", event["duration"])
    _matches(r"[a-z0-9_-]+[a-z0-9]", event["slug"])
    _matches(r"https?://\S+|urn:uuid:" + UUID, event["url"])
    if "logo" in event:
        _matches(WEB, event["logo"])
    for key in ("title", "subtitle", "track", "type", "language", "abstract", "description"):
        assert isinstance(event[key], str)
    for person in event["persons"]:
        # Exactly one of the two shapes: with public_name and id it would be both.
        assert isinstance(person["name"], str) and "public_name" not in person
        assert isinstance(person.get("id", 1), int)
        _matches(r"[A-Z0-9]+", person.get("code", "A"))
        _matches(f"({UUID})?", person.get("guid", ""))
        _matches(WEB, person.get("url", "http://x"))
        _matches(WEB, person.get("avatar", "http://x"))
    for link in (*event["links"], *event["attachments"]):
        assert {"url"} <= set(link) <= {"url", "title", "type"}
        _matches(WEB, link["url"])
        assert link.get("type", "web") in _LINK_KINDS


def check_icalendar(data: bytes) -> None:
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    unfolded = data.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")[:-1]
    assert unfolded[0] == "BEGIN:VCALENDAR" and unfolded[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in unfolded and any(line.startswith("PRODID:") for line in unfolded)
    zones = {line.removeprefix("TZID:") for line in unfolded if line.startswith("TZID:")}
    uids: list[str] = []
    inside: list[str] = []
    for line in unfolded:
        assert re.match(r"[A-Za-z0-9-]+[:;]", line), line
        if line == "BEGIN:VEVENT":
            inside = []
        elif line == "END:VEVENT":
            names = [re.split("[:;]", each)[0] for each in inside]
            for once in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"):
                assert names.count(once) == 1, once
            uids += [each for each in inside if each.startswith("UID:")]
        else:
            inside.append(line)
        if found := re.match(r"DT(?:START|END);TZID=\"?([^\":]+)", line):
            assert found[1] in zones
    assert len(uids) == len(set(uids))
