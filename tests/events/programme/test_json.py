"""schedule.json as different programs publish it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from plenary.events.programme import Programme, read

from .makers import event, schedule


def told(programme: Programme) -> str:
    return "\n".join(str(each) for each in programme.passed)


def only(**fields: Any) -> Any:
    return read(schedule(event(**fields))).sessions[0]


def test_a_complete_session() -> None:
    programme = read(schedule(event(subtitle="S", track="T", type="lecture", language="en")))
    session = programme.sessions[0]
    assert programme.zone_name == "Europe/Berlin"
    assert session.starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC)
    assert session.duration == timedelta(minutes=45)
    assert (session.room, session.track, session.kind) == ("Hall", "T", "lecture")
    assert programme.passed == ()


def test_nulls_everywhere() -> None:
    keys: tuple[str, ...] = (
        "guid",
        "subtitle",
        "track",
        "type",
        "language",
        "abstract",
        "description",
        "url",
    )
    keys += ("logo", "persons", "links", "attachments", "do_not_record", "slug", "id", "answers")
    session = only(**dict.fromkeys(keys))
    assert session.title == "A talk" and session.persons == () and session.guid


def test_conference_may_stand_at_the_top_or_be_missing() -> None:
    conference = json.loads(schedule(event()))["schedule"]["conference"]
    assert read(json.dumps({"conference": conference}).encode()).counts.sessions == 1
    days = {"schedule": {"version": "1", "days": conference["days"]}}
    programme = read(json.dumps(days).encode(), "our-congress.json")
    assert programme.counts.sessions == 1 and programme.title == "our-congress"


def test_days_as_a_dict_by_date() -> None:
    day = {"rooms": {"A": [event(date=..., start="10:00")]}}
    data = schedule(conference={"days": {"2031-05-04": day, "2031-05-05": {"rooms": {}}}})
    programme = read(data)
    assert programme.counts.days == 2
    assert programme.sessions[0].starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC)


def test_rooms_as_names_as_records_and_one_session_not_in_a_list() -> None:
    assert read(schedule(rooms={"A": event()})).counts.sessions == 1
    named = read(schedule(rooms=["A", "B"], events=[event(room="B")]))
    assert named.room_names == ("A", "B") and named.sessions[0].room == "B"
    records = read(schedule(rooms=[{"name": "C", "guid": "x", "events": [event()]}]))
    assert records.sessions[0].room == "C"


def test_rooms_declared_with_one_guid_get_one_each() -> None:
    guid = "b379c473-93b9-4eae-9a09-d482e86cede3"
    declared = [{"name": "Hall", "guid": guid}, {"name": "Gallery", "guid": guid, "capacity": 80}]
    programme = read(schedule(event(), conference={"rooms": declared}))
    assert len({room.guid for room in programme.rooms}) == 2
    assert programme.rooms[1].capacity == 80
    assert "guid is used by another room" in told(programme)
    assert programme.counts.rooms == 1, "a room only declared does not occur"


def test_a_room_published_under_a_guid_derived_for_another() -> None:
    derived = read(schedule(event())).rooms[0].guid
    declared = [{"name": "Annex", "guid": derived}]
    programme = read(schedule(event(), conference={"rooms": declared}))
    assert programme.rooms[0].guid == derived
    assert len({room.guid for room in programme.rooms}) == 2


def test_rooms_declared_as_plain_names() -> None:
    programme = read(schedule(event(), conference={"rooms": ["Hall", "Annex"]}))
    assert [room.name for room in programme.rooms] == ["Hall", "Annex"]


def test_names_of_persons_in_every_spelling() -> None:
    persons = [
        {"id": 1, "public_name": "Ada"},
        {"code": "B1", "name": "Bo", "biography": "<p>x</p>"},
        {"id": 3, "full_public_name": "Cy"},
        {"first_name": "Di", "last_name": "Ek"},
        "Fay",
        {"person": {"id": 7, "name": "Gil"}},
        None,
        {},
        {"id": 9, "public_name": None},
    ]
    names = [person.name for person in only(persons=persons).persons]
    assert names == ["Ada", "Bo", "Cy", "Di Ek", "Fay", "Gil"]


def test_persons_as_a_dict_and_as_one_text() -> None:
    assert [p.name for p in only(persons={"1": {"name": "A"}, "2": {"name": "B"}}).persons] == [
        "A",
        "B",
    ]
    assert [p.name for p in only(persons="Dr A and Dr B").persons] == ["Dr A and Dr B"]


def test_two_numbering_schemes_of_persons() -> None:
    programme = read(
        schedule(
            event(id=1, persons=[{"id": 5, "public_name": "Ada"}, {"code": "X5", "name": "Bo"}]),
            event(
                id=2, guid=..., persons=[{"id": 5, "name": "Ada L."}, {"code": "X5", "name": "Bo"}]
            ),
        )
    )
    assert programme.counts.speakers == 2
    assert {p.name for s in programme.sessions for p in s.persons} == {"Ada", "Bo"}


def test_private_answers_are_not_taken_in_and_that_is_said() -> None:
    programme = read(schedule(event(answers=[{"question": 1, "answer": "+44 7700 900123"}])))
    assert "7700" not in repr(programme)
    assert "answers: left out" in told(programme)


def test_translated_texts() -> None:
    session = only(
        title={"de": "Herz", "en": "Heart"},
        track={"name": {"en": "T"}, "id": 2},
        abstract=["a", "b"],
    )
    assert session.title == "Heart" and session.abstract == "a, b"


def test_titles_missing_and_html_kept_as_written() -> None:
    programme = read(schedule(event(title=None, abstract="<p>Hello &amp; welcome</p>")))
    assert programme.sessions[0].title == "Untitled"
    assert programme.sessions[0].abstract == "<p>Hello &amp; welcome</p>"
    assert "no title" in told(programme)


def test_unspeakable_characters_are_cleaned() -> None:
    session = only(title="A\u0000 talk\nof \ud800 two\tlines", abstract="a\r\nb\u0007\ufffe")
    assert session.title == "A talk of two lines" and session.abstract == "a\nb"


def test_the_flat_second_version() -> None:
    whole = {
        "schedule": {
            "version": "2",
            "conference": {
                "acronym": "hub",
                "title": "Hub",
                "start": "2031-05-04T10:00:00+02:00",
                "end": "2031-05-05T20:00:00+02:00",
                "rooms": [{"name": "Saal", "guid": "5f4d6b6e-1111-4222-8333-abcdefabcd00"}],
                "days": [
                    {"index": 1, "date": "2031-05-04",
                     "start": "2031-05-04T06:00:00+02:00",
                     "end": "2031-05-05T06:00:00+02:00"},
                    {"index": 2, "date": "2031-05-05",
                     "start": "2031-05-05T06:00:00+02:00",
                     "end": "2031-05-06T06:00:00+02:00"},
                ],
            },
            "events": [
                {
                    "guid": "5f4d6b6e-1111-4222-8333-abcdefabcdef",
                    "title": "Night",
                    "start": "2031-05-05T01:00:00+02:00",
                    "end": "2031-05-05T02:30:00+02:00",
                    "room": {"guid": "5f4d6b6e-1111-4222-8333-abcdefabcd00"},
                    "participants": [{"name": "Ada", "role": "speaker"}],
                    "logo": {"url": "https://x.example/l.png"},
                }
            ],
        }
    }  # fmt: skip
    programme = read(json.dumps(whole).encode())
    session = programme.sessions[0]
    assert (session.day_index, session.room, session.persons[0].name) == (1, "Saal", "Ada")
    assert session.duration == timedelta(minutes=90) and session.logo == "https://x.example/l.png"
    assert programme.counts.days == 2


def test_a_plain_list_of_talks_with_speakers_kept_elsewhere() -> None:
    whole = {
        "talks": [
            {"code": "AAA", "title": {"en": "T"}, "speakers": ["SPK"], "room": 4, "duration": 20,
             "start": "2031-05-04T10:00:00+02:00", "end": "2031-05-04T10:30:00+02:00"},
        ],
        "rooms": [{"id": 4, "name": {"en": "Main"}}],
        "speakers": [{"code": "SPK", "name": "Ada", "avatar": None}],
        "timezone": "Europe/Berlin",
    }  # fmt: skip
    programme = read(json.dumps(whole).encode())
    session = programme.sessions[0]
    assert (session.title, session.room, session.persons[0].name) == ("T", "Main", "Ada")
    assert session.duration == timedelta(minutes=20)
    listed = read(json.dumps(whole["talks"]).encode())
    assert listed.counts.sessions == 1


def test_what_cannot_be_a_time_is_said_with_its_place() -> None:
    programme = read(schedule(event(id=44, date="some day", start="later"), event(id=45)))
    assert programme.counts.sessions == 1
    assert "day 1, room “Hall”, session 44: its start (some day) is not a time" in told(programme)


def test_dates_without_offsets_are_read_in_the_zone_also_across_summer_time() -> None:
    conference = {"time_zone_name": "Europe/Berlin"}
    summer = read(schedule(event(date="2031-05-04T10:00:00"), conference=conference)).sessions[0]
    winter = read(schedule(event(date="2031-12-04 10:00"), conference=conference)).sessions[0]
    gap = read(schedule(event(date="2031-03-30T02:30:00"), conference=conference)).sessions[0]
    assert summer.starts_at.hour == 8 and winter.starts_at.hour == 9
    assert gap.starts_at in (
        datetime(2031, 3, 30, 0, 30, tzinfo=UTC),
        datetime(2031, 3, 30, 1, 30, tzinfo=UTC),
    )


def test_a_session_over_the_end_of_summer_time_lasts_as_long_as_it_says() -> None:
    session = only(date="2031-10-26T01:30:00+02:00", duration="03:00")
    assert session.duration == timedelta(hours=3)
    assert session.ends_at == datetime(2031, 10, 26, 2, 30, tzinfo=UTC)


def test_utf_16_and_a_mark_in_front() -> None:
    words = schedule(event(title="Ä")).decode()
    for coding in ("utf-16", "utf-16-le", "utf-8-sig", "utf-32"):
        assert read(words.encode(coding)).counts.sessions == 1, coding
