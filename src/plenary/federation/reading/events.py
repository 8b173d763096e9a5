"""A conference of another server, as words that can be read where posts are."""

import html
from typing import Any

from django.utils.dateparse import parse_datetime

from plenary.federation.reading.values import address, host_at, id_of, is_of, things, words

MAX_NAME, MAX_PLACE, MAX_WORDS = 300, 300, 5_000


def name_of(event: dict[str, Any]) -> str:
    return words(event, "name").strip()[:MAX_NAME]


def words_of(event: dict[str, Any]) -> str:
    """Title, time, place, what it is about, and where to read on: HTML that is still to be
    cleaned as any other. What is missing or makes no sense is left out."""
    called_off = _status(event) == "CANCELLED"
    title = html.escape(name_of(event))
    lines = [
        f"<strong>{'Cancelled: ' if called_off else ''}{title}</strong>" if title else "",
        html.escape(_time(event)),
        html.escape(_place(event)),
    ]
    head = "<br>".join(line for line in lines if line)
    about = words(event, "content")
    if not about or len(about) > MAX_WORDS:
        about = html.escape(words(event, "summary")[:MAX_WORDS])
        about = f"<p>{about}</p>" if about else ""
    link = html.escape(address(event.get("url")) or id_of(event))
    more = f'<p><a href="{link}">{link}</a></p>' if link.startswith(("https://", "http://")) else ""
    return f"{f'<p>{head}</p>' if head else ''}{about}{more}"


def _status(event: dict[str, Any]) -> str:
    given = event.get("ical:status") or event.get("status") or event.get("eventStatus")
    said = given.upper() if isinstance(given, str) else ""
    return "CANCELLED" if "CANCELLED" in said else said[:20]


def _time(event: dict[str, Any]) -> str:
    """As the clocks there show it: a conference is read by its own hours."""
    begins, ends = _moment(event.get("startTime")), _moment(event.get("endTime"))
    if begins is None:
        return ""
    zone = words(event, "timezone")[:60]
    shown = f"{begins[0]} {begins[1]}"
    if ends is not None and ends != begins:
        shown += f" – {ends[1]}" if ends[0] == begins[0] else f" – {ends[0]} {ends[1]}"
    return f"{shown} ({zone})" if zone else shown


def _moment(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, str) or len(value) > 60:
        return None
    try:
        found = parse_datetime(value)
    except ValueError:
        return None
    if found is None:
        return None
    return f"{found.day} {found:%B} {found.year}", f"{found:%H:%M}"


def _place(event: dict[str, Any]) -> str:
    for place in things(event.get("location")):
        if not is_of(place, "Place", "PostalAddress", "VirtualLocation"):
            continue
        parts = [words(place, "name"), *_lines(place.get("address"))]
        kept = [part.strip() for part in parts if part.strip()]
        if kept:
            return ", ".join(dict.fromkeys(kept))[:MAX_PLACE]
    return ""


def _lines(given: Any) -> list[str]:
    """An address as one line, or in parts as schema.org has them."""
    if isinstance(given, str):
        return [given]
    if not isinstance(given, dict):
        return []
    parts = ("streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry")
    return [words(given, part) for part in parts]


def is_readable(event: Any) -> bool:
    return isinstance(event, dict) and is_of(event, "Event") and host_at(id_of(event)) != ""
