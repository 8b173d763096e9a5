"""Reading frab/pentabarf schedule.xml, as published by frab, pretalx, c3voc, FOSDEM and others.

The standard library's expat is driven directly: it gives the line of every element, calls no
recursion of its own, and a document type (the only door to entities) is refused on sight, so
nothing is ever expanded or fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from xml.parsers import expat

from .document import UnreadableProgramme
from .source import Raw, RawDay, RawRoom, Source, mapping, records

DEPTH = 60
# Twice the largest programme known; each costs memory far beyond its bytes.
ELEMENTS = 400_000
WEB_PAGE = (
    "this is a web page, not a programme; look on it for a link named schedule.xml, "
    "schedule.json or iCal, and take that address"
)
# Elements of a record that hold more than a text.
_NESTED = {"persons", "person", "speakers", "links", "attachments", "recording", "downloads"}


@dataclass(slots=True, eq=False)
class Node:
    tag: str
    attributes: dict[str, str]
    line: int
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    residue: Raw = field(default_factory=dict)

    def child(self, *tags: str) -> Node | None:
        return next((node for node in self.children if node.tag in tags), None)

    def named(self, *tags: str) -> list[Node]:
        return [node for node in self.children if node.tag in tags]

    def words(self) -> str:
        """All text in it, of inner elements too (abstracts with markup not escaped)."""
        if not self.children:
            return "".join(self.pieces)
        inner = "\n".join(node.words() for node in self.children)
        return "".join(self.pieces).strip() + "\n" + inner


class _Builder:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.opened
        self.parser.EndElementHandler = self.closed
        self.parser.CharacterDataHandler = self.said
        self.parser.ProcessingInstructionHandler = self.instructed
        self.parser.StartDoctypeDeclHandler = self.declared
        self.parser.EntityDeclHandler = self.declared

    def here(self) -> str:
        return f"line {self.parser.CurrentLineNumber}, column {self.parser.CurrentColumnNumber + 1}"

    def declared(self, *_: object) -> None:
        raise UnreadableProgramme(
            "the file declares a document type, which is not read because it can hide entities; "
            "remove the <!DOCTYPE …> part and try again",
            place=self.here(),
        )

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.stack) >= DEPTH:
            raise UnreadableProgramme(
                f"elements are nested more than {DEPTH} deep, which no programme is",
                place=self.here(),
            )
        if self.count > ELEMENTS:
            raise UnreadableProgramme("the file has too many elements", place=self.here())
        plain = {name.rpartition(":")[2]: value for name, value in attributes.items()}
        node = Node(tag.rpartition(":")[2], plain, self.parser.CurrentLineNumber)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)

    def closed(self, _tag: str) -> None:
        self.stack.pop()

    def said(self, words: str) -> None:
        self.stack[-1].pieces.append(words)

    def instructed(self, target: str, words: str) -> None:
        # What Plenary publishes beyond the schema stands in instructions, which validators ignore.
        if target == "plenary" and self.stack:
            try:
                self.stack[-1].residue.update(mapping(json.loads(words)))
            except (ValueError, RecursionError):
                return


def parse(data: bytes) -> Node:
    builder = _Builder()
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise UnreadableProgramme(
            f"this is not well-formed XML ({expat.ErrorString(problem.code)}); "
            "the file may be cut off or damaged: download it again",
            place=f"line {problem.lineno}, column {problem.offset + 1}",
        ) from None
    except (LookupError, ValueError, MemoryError, OverflowError) as problem:
        raise UnreadableProgramme(
            f"the XML cannot be decoded ({type(problem).__name__}); save it as UTF-8 and try again",
            place=builder.here(),
        ) from None
    if builder.root is None:
        raise UnreadableProgramme("the file holds no XML element", place="line 1")
    return builder.root


def _texts(node: Node, skip: set[str]) -> Raw:
    found: Raw = {}
    for child in node.children:
        if child.tag not in skip and child.tag not in found:
            found[child.tag] = child.words()
    return found


def _person(node: Node) -> Raw:
    raw: Raw = dict(node.attributes)
    inner = _texts(node, set())
    raw.update({key: value for key, value in inner.items() if value.strip()})
    spoken = "".join(node.pieces).strip()
    if spoken:
        raw["name"] = spoken
    return raw | node.residue


def _link(node: Node) -> Raw:
    address = node.attributes.get("href") or node.attributes.get("url") or ""
    return {
        "url": address or "".join(node.pieces),
        "title": "".join(node.pieces) if address else "",
        "type": node.attributes.get("type", ""),
    }


def _event(node: Node) -> Raw:
    raw: Raw = dict(node.attributes)
    raw.update(_texts(node, _NESTED))
    persons = node.named("persons", "speakers")
    raw["persons"] = [
        _person(person) for holder in persons for person in holder.named("person", "speaker")
    ] + [_person(person) for person in node.named("person")]
    for plural in ("links", "attachments"):
        holder = node.child(plural)
        raw[plural] = [_link(child) for child in holder.children] if holder else []
    recording = node.child("recording")
    if recording:
        said = _texts(recording, set())
        raw["recording_license"] = said.get("license", "")
        raw["do_not_record"] = said.get("optout", "")
    raw.update(node.residue)
    return raw


def _day(node: Node) -> RawDay:
    about: Raw = dict(node.attributes)
    about["day_start"] = about.pop("start", None)
    about["day_end"] = about.pop("end", None)
    day = RawDay(about | node.residue)
    for child in node.children:
        if child.tag == "room":
            name = child.attributes.get("name") or "".join(child.pieces).strip()
            events = [_event(event) for event in child.named("event")]
            day.rooms.append(RawRoom(name, events, dict(child.attributes) | {"name": name}))
        elif child.tag == "event":
            day.rooms.append(RawRoom("", [_event(child)]))
    return day


def _gather(node: Node, tag: str, into: list[Node]) -> list[Node]:
    """Elements of that name, not looking inside those found. Depth is bounded by the parser."""
    for child in node.children:
        if child.tag == tag:
            into.append(child)
        else:
            _gather(child, tag, into)
    return into


def take_apart(data: bytes) -> Source:
    root = parse(data)
    if root.tag != "schedule":
        inner = _gather(root, "schedule", [])
        if not inner:
            raise UnreadableProgramme(_not_a_schedule(root.tag), place=f"line {root.line}")
        root = inner[0]
    conference = root.child("conference")
    about = _texts(root, {"conference", "day", "tracks", "generator", "rooms"})
    if conference:
        about.update(_texts(conference, {"track", "tracks", "rooms", "day", "color"}))
        about["days_count"] = about.pop("days", None)
        about.update(conference.residue)
    source = Source("xml", about)
    generator = root.child("generator")
    if generator:
        source.generator = generator.attributes.get("name") or generator.words().strip()
    for holder in (root, conference):
        if holder is None:
            continue
        lists = [holder, *holder.named("tracks")]
        for track in (track for each in lists for track in each.named("track")):
            source.tracks.append({"name": track.words(), **track.attributes})
        for rooms in holder.named("rooms"):
            for room in rooms.named("room"):
                source.rooms.append({"name": room.words(), **room.attributes})
    for node in _gather(root, "day", []):
        day = _day(node)
        source.days.append(day)
    source.loose = [_event(event) for event in root.named("event")]
    for day in source.days:
        source.rooms.extend(room.about for room in day.rooms if room.about.get("guid"))
    if "rooms" in about:
        source.rooms = [room for room in map(mapping, records(about["rooms"])) if room]
    if "tracks" in about:
        source.tracks = [track for track in map(mapping, records(about["tracks"])) if track]
    return source


def _not_a_schedule(tag: str) -> str:
    if tag.casefold() in {"html", "body"}:
        return WEB_PAGE
    if tag.casefold() in {"rss", "feed", "rdf"}:
        return "this is a news feed, not a programme; take the schedule.xml, .json or .ics instead"
    if tag.casefold() == "icalendar":
        return "this is xCal; take the schedule.xml or the iCalendar (.ics) of the same programme"
    return (
        f"the outermost element is <{tag[:40]}>, a programme's is <schedule>; "
        "take the export that is called schedule.xml or frab"
    )
