import json
from datetime import date

import pytest

from plenary.demo.congress import DAYS, FOYER, HALL, NOW, ROOMS, ZONE
from plenary.demo.schedule import schedule_json
from plenary.demo.world import World
from plenary.events.programme.reading import read


def test_three_days_six_rooms_about_a_hundred_and_twenty_sessions(demo: World) -> None:
    assert 110 <= len(demo.sessions) <= 130
    assert {session.room for session in demo.sessions} == {name for name, _, _ in ROOMS}
    assert len({session.number for session in demo.sessions}) == len(demo.sessions)
    assert len({session.guid for session in demo.sessions}) == len(demo.sessions)
    assert len({session.slug for session in demo.sessions}) == len(demo.sessions)
    for index, day in enumerate(DAYS, 1):
        held = [session for session in demo.sessions if session.day == index]
        assert {session.starts_at.date() for session in held} == {day}
        assert len(held) > 25


@pytest.mark.parametrize("what", ["room", "speakers"])
def test_no_room_and_no_speaker_is_in_two_sessions_at_once(demo: World, what: str) -> None:
    for place, one in enumerate(demo.sessions):
        for other in demo.sessions[place + 1 :]:
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                if what == "room":
                    assert one.room != other.room, (one.title, other.title)
                else:
                    assert not set(one.speakers) & set(other.speakers), (one.title, other.title)


def test_at_the_demos_moment_a_keynote_runs_beside_four_others(demo: World) -> None:
    running = [s for s in demo.sessions if s.starts_at <= NOW < s.ends_at]
    assert len(running) == 5
    keynote = next(session for session in running if session.room == HALL)
    assert keynote.kind == "Keynote"
    assert (keynote.starts_at.hour, keynote.starts_at.minute) == (10, 15)
    assert FOYER not in {session.room for session in running}


def test_one_evening_ends_after_midnight_and_mornings_begin_with_a_run(demo: World) -> None:
    late = [s for s in demo.sessions if s.ends_at.date() > s.starts_at.date()]
    assert [session.title for session in late] == ["Ceilidh"]
    assert sum(session.starts_at.hour == 7 for session in demo.sessions) == 3


def test_the_published_schedule_says_what_was_drafted(demo: World) -> None:
    conference = demo.schedule["schedule"]["conference"]
    assert conference["daysCount"] == len(conference["days"]) == 3
    events = [
        (room, event)
        for day in conference["days"]
        for room, events in day["rooms"].items()
        for event in events
    ]
    assert all(room == event["room"] for room, event in events)
    by_id = {event["id"]: event for _, event in events}
    assert len(by_id) == len(demo.sessions)
    for session in demo.sessions:
        event = by_id[session.number]
        hours, minutes = map(int, event["duration"].split(":"))
        assert (session.ends_at - session.starts_at).total_seconds() == (hours * 60 + minutes) * 60
        assert event["date"] == session.starts_at.astimezone(ZONE).isoformat()
        assert [person["id"] - 1 for person in event["persons"]] == list(session.speakers)


def test_the_published_schedule_is_read_back_whole(demo: World) -> None:
    written = json.dumps(schedule_json(demo.people)).encode()
    programme = read(written, "schedule.json")
    assert [day.date for day in programme.days] == [date(2027, 6, 9 + n) for n in range(3)]
    assert len(programme.sessions) == len(demo.sessions)
    titles = sorted(session.title for session in programme.sessions)
    assert titles == sorted(session.title for session in demo.sessions)
    assert len(programme.persons) == len({i for s in demo.sessions for i in s.speakers})
