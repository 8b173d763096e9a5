"""Writing schedule.xml, valid against the schema that the format's maintainers publish.

Processing instructions named `plenary` carry the residue: validators and other readers
pass over them by the rules of XML itself.
"""

from __future__ import annotations

import json
from xml.sax.saxutils import escape, quoteattr

from .document import Link, Person, Programme, Session
from .source import Raw
from .strict import (
    GENERATOR,
    HUNDRED_HOURS,
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


def to_xml(programme: Programme) -> bytes:
    strict = Strict(programme)
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        "<schedule>",
        f"<generator name={quoteattr(GENERATOR)}/>",
        _element("version", programme.version),
        *_conference(programme, strict),
    ]
    for day in programme.days:
        lines.append(
            f'<day index="{day.index}" date="{day.date.isoformat()}" '
            f'start="{local(programme, day.starts_at)}" end="{local(programme, day.ends_at)}">'
        )
        for room, sessions in rooms_of_day(programme, day.index).items():
            lines.append(f"<room name={quoteattr(room)}>")
            for session in sessions:
                lines.extend(_event(programme, strict, session))
            lines.append("</room>")
        lines.append("</day>")
    lines.append("</schedule>\n")
    return "\n".join(lines).encode()


def _element(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>"


def _instruction(residue: Raw) -> list[str]:
    if not residue:
        return []
    # An instruction ends at "?>", which may stand in a text.
    words = json.dumps(residue, ensure_ascii=True).replace(">", "\\u003e")
    return [f"<?plenary {words}?>"]


def _conference(programme: Programme, strict: Strict) -> list[str]:
    residue = strict.conference_residue()
    if programme.url:
        residue["url"] = programme.url
    if programme.description:
        residue["description"] = programme.description
    residue["rooms"] = [whole_room(room) for room in programme.rooms]
    residue["tracks"] = [whole_track(track) for track in programme.tracks]
    return [
        "<conference>",
        *_instruction(residue),
        _element("acronym", strict.acronym),
        _element("title", programme.title),
        _element("start", programme.start.isoformat()),
        _element("end", programme.end.isoformat()),
        _element("days", str(len(programme.days))),
        _element("timeslot_duration", clock(programme.timeslot_minutes)),
        *([_element("base_url", programme.base_url)] if programme.base_url else []),
        *([_element("time_zone_name", programme.zone_name)] if programme.zone_name else []),
        "</conference>",
    ]


def _event(programme: Programme, strict: Strict, session: Session) -> list[str]:
    start = session.starts_at.astimezone(programme.zone)
    residue = strict.session_residue(session)
    if any(whole_person(person) != _carried(person) for person in session.persons):
        residue["persons"] = [whole_person(person) for person in session.persons]
    for key, links in (("links", session.links), ("attachments", session.attachments)):
        if any(link.kind for link in links):
            residue[key] = [whole_link(link) for link in links]
    return [
        f'<event guid="{session.guid}" id="{strict.numbers[session.guid]}">',
        *_instruction(residue),
        _element("date", start.isoformat()),
        _element("start", start.strftime("%H:%M" if not start.second else "%H:%M:%S")),
        _element("duration", _duration(session)),
        _element("room", session.room),
        _element("slug", strict.slugs[session.guid]),
        *([_element("url", session.url)] if session.url else []),
        "<recording>",
        _element("license", session.recording_license),
        _element("optout", "true" if session.do_not_record else "false"),
        "</recording>",
        _element("title", session.title),
        _element("subtitle", session.subtitle),
        _element("track", session.track),
        _element("type", session.kind),
        _element("language", session.language),
        _element("abstract", session.abstract),
        _element("description", session.description),
        *([_element("logo", session.logo)] if session.logo else []),
        "<persons>",
        *(_person(person) for person in session.persons),
        "</persons>",
        "<links>",
        *(_link("link", link) for link in session.links),
        "</links>",
        "<attachments>",
        *(_link("attachment", link) for link in session.attachments),
        "</attachments>",
        "</event>",
    ]


def _duration(session: Session) -> str:
    minutes = minutes_of(session)
    if session.duration < HUNDRED_HOURS:
        return clock(minutes)
    days, rest = divmod(minutes, 24 * 60)
    return f"{days}:{clock(rest)}"


def _carried(person: Person) -> Raw:
    carried: Raw = {"name": person.name}
    if plain_number(person.id):
        carried["id"] = person.id
    return carried


def _person(person: Person) -> str:
    number = plain_number(person.id)
    attribute = f' id="{number}"' if number else ""
    return f"<person{attribute}>{escape(person.name)}</person>"


def _link(tag: str, link: Link) -> str:
    return f"<{tag} href={quoteattr(link.url)}>{escape(link.title)}</{tag}>"
