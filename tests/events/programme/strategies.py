"""Programmes as hypothesis draws them: any document that reading could have made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import strategies as st

from plenary.events.programme import Day, Link, Person, Programme, Room, Session, Track, values

ZONES = [None, "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "US/Eastern"]

_characters = st.characters(codec="utf-8")
_any_text = st.text(_characters, max_size=40) | st.sampled_from(
    [
        "<p>Ümläut & “quotes”</p>",
        "a?>b",
        "]]>",
        "x\ny\n\nz",
        "a, b; c\\d\\n",
        "🩺 Herz\u2028x",
        "=cmd|' /C",
    ]
)
lines = _any_text.map(values.line)
some_line = lines.filter(bool)
texts = _any_text.map(values.text)
guids = st.uuids(version=4).map(str)
URLS = ["", "https://example.org/a?b=c&d=e#f", "http://localhost:8000/x%20y/"]
IDENTIFIERS = ["", "7", "8", "042", "12345678901", "ABC7", "x-1"]
urls = st.sampled_from(URLS)


def _links(pick: Random, said: list[str]) -> tuple[Link, ...]:
    kinds = ["", "slides", "related", "Video?"]
    return tuple(
        Link(pick.choice(URLS[1:]), pick.choice(said), pick.choice(kinds))
        for _ in range(pick.randint(0, 2))
    )


@st.composite
def _persons(draw: st.DrawFn) -> list[Person]:
    found: dict[str, Person] = {}
    for _ in range(draw(st.integers(0, 4))):
        person = Person(
            key="",
            name=draw(some_line),
            id=draw(st.sampled_from(IDENTIFIERS)),
            code=draw(st.sampled_from(["", "AB3DE", "lower"])),
            guid=draw(st.just("") | guids),
            url=draw(urls),
            avatar=draw(urls),
            biography=draw(texts),
        )
        key = next(
            f"{kind}:{value}"
            for kind, value in (
                ("guid", person.guid),
                ("id", person.id),
                ("code", person.code),
                ("name", person.name),
            )
            if value
        )
        found.setdefault(
            key,
            Person(
                key,
                *(person.name, person.id, person.code, person.guid),
                *(person.url, person.avatar, person.biography),
            ),
        )
    return list(found.values())


_scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
_json = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines, inner, max_size=3)
)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    zone_name = draw(st.sampled_from(ZONES))
    names = draw(st.lists(some_line, unique=True, max_size=4))
    room_guids = draw(st.lists(guids, unique=True, min_size=len(names), max_size=len(names)))
    rooms = tuple(
        Room(name, guid, draw(texts), draw(st.none() | st.integers(1, 5000)))
        for name, guid in zip(names, room_guids, strict=True)
    )
    first = draw(st.dates(date(2005, 1, 1), date(2035, 1, 1)))
    day_count = draw(st.integers(1, 3))
    persons = draw(_persons())
    sessions: list[Session] = []
    # Drawing every field of every session is slow: a few words are drawn, then spread about.
    pick = draw(st.randoms(use_true_random=False))
    titles = draw(st.lists(some_line, min_size=2, max_size=3))
    said = ["", *draw(st.lists(lines, max_size=4))]
    prose = ["", *draw(st.lists(texts, max_size=4))]
    others = [{}, draw(st.dictionaries(st.sampled_from("abc"), _json))]
    days: list[Day] = []
    session_guids = iter(draw(st.lists(guids, unique=True, min_size=12, max_size=12)))
    for index in range(1, day_count + 1):
        day = first + timedelta(days=index - 1)
        opens = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=UTC)
        closes = opens + timedelta(minutes=draw(st.integers(1, 3000)))
        listed = [name for name in names if draw(st.booleans())]
        for _ in range(draw(st.integers(0, 3))):
            starts_at = opens + timedelta(seconds=pick.randint(-90000, 90000))
            length = pick.choice([1800, 2700, 5400, 1, 61, pick.randint(1, 20 * 24 * 3600)])
            sessions.append(
                Session(
                    guid=next(session_guids),
                    title=pick.choice(titles),
                    day_index=index,
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(seconds=length),
                    room=pick.choice(["", *listed]),
                    id=pick.choice(IDENTIFIERS),
                    code=pick.choice(IDENTIFIERS),
                    slug=pick.choice([*said, "conf-17-a-talk"]),
                    subtitle=pick.choice(said),
                    track=pick.choice(said),
                    kind=pick.choice(said),
                    language=pick.choice(["", "en", "de-formal"]),
                    abstract=pick.choice(prose),
                    description=pick.choice(prose),
                    url=pick.choice(URLS),
                    logo=pick.choice(URLS),
                    feedback_url=pick.choice(URLS),
                    recording_license=pick.choice(said),
                    do_not_record=pick.random() < 0.5,
                    persons=tuple(person for person in persons if pick.random() < 0.5),
                    links=_links(pick, said),
                    attachments=_links(pick, said),
                    extras=values.extras(pick.choice(others)) or {},
                )
            )
        days.append(Day(index, day, opens, closes, tuple(listed)))
    order = {room.name: number for number, room in enumerate(rooms)}
    sessions.sort(key=lambda s: (s.starts_at, order.get(s.room, -1), s.title, s.guid))
    return Programme(
        acronym=draw(lines | st.sampled_from(["conf2031", "ESC", "Camp-2019"]))[:100].strip(),
        title=draw(some_line),
        start=first - timedelta(days=draw(st.integers(0, 2))),
        end=days[-1].date + timedelta(days=draw(st.integers(0, 2))),
        days=tuple(days),
        sessions=tuple(sessions),
        rooms=rooms,
        tracks=tuple(
            Track(
                name,
                draw(st.sampled_from(["", "a-b", "Ä"])),
                draw(st.sampled_from(["", "#aa00ff", "red"])),
            )
            for name in draw(st.lists(some_line, unique=True, max_size=3))
        ),
        zone_name=zone_name,
        utc_offset_minutes=0 if zone_name else draw(st.sampled_from([0, 60, -300, 345])),
        timeslot_minutes=draw(st.integers(1, 600)),
        version=draw(lines),
        base_url=draw(urls),
        url=draw(urls),
        description=draw(texts),
    )
