"""Small hand-made programme files of every odd kind."""

from __future__ import annotations

import json
from typing import Any


def xml(body: str, conference: str = "<acronym>mini</acronym><title>Mini</title>") -> bytes:
    return f"<schedule><conference>{conference}</conference>{body}</schedule>".encode()


def xml_day(*events: str, room: str = "Hall", attributes: str = "") -> str:
    attributes = attributes or 'index="1" date="2031-05-04"'
    return f'<day {attributes}><room name="{room}">{"".join(events)}</room></day>'


def xml_event(inner: str = "", attributes: str = 'id="1"', title: str = "A talk") -> str:
    when = "<date>2031-05-04T10:00:00+02:00</date><duration>00:45</duration>"
    return f"<event {attributes}>{when}<title>{title}</title>{inner}</event>"


def event(**fields: Any) -> dict[str, Any]:
    whole = {
        "id": 1,
        "guid": "5f4d6b6e-1111-4222-8333-abcdefabcdef",
        "date": "2031-05-04T10:00:00+02:00",
        "start": "10:00",
        "duration": "00:45",
        "title": "A talk",
        "room": "Hall",
        "persons": [],
    }
    whole.update(fields)
    return {key: value for key, value in whole.items() if value is not ...}


def schedule(*events: Any, conference: dict[str, Any] | None = None, **day: Any) -> bytes:
    """A schedule.json of one day with these sessions in the Hall."""
    whole_day: dict[str, Any] = {
        "index": 1,
        "date": "2031-05-04",
        "day_start": "2031-05-04T09:00:00+02:00",
        "day_end": "2031-05-05T03:00:00+02:00",
        "rooms": {"Hall": list(events)},
    }
    whole_day.update(day)
    about = {
        "acronym": "mini",
        "title": "Mini",
        "start": "2031-05-04",
        "end": "2031-05-04",
        "daysCount": 1,
        "time_zone_name": "Europe/Berlin",
        "days": [{key: value for key, value in whole_day.items() if value is not ...}],
    }
    about.update(conference or {})
    about = {key: value for key, value in about.items() if value is not ...}
    return json.dumps({"schedule": {"version": "1", "conference": about}}).encode()


def calendar(*events: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *head.split("\n")]
    for each in events:
        lines += ["BEGIN:VEVENT", *each.strip().split("\n"), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "\r\n".join(line.strip() for line in lines if line.strip()).encode() + b"\r\n"
