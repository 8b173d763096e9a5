"""iCalendar in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from plenary.events.programme import Programme, difference, read, to_icalendar

from .makers import calendar, event, schedule
from .schemas import check_icalendar

STAMP = datetime(2031, 1, 1, tzinfo=UTC)
ONE = """
UID:a1@sched.example
DTSTART:20310504T080000Z
DTEND:20310504T084500Z
SUMMARY:Heart\\, failing
LOCATION:Hall 1\\; upstairs
CATEGORIES:CARDIOLOGY,PLENARY
DESCRIPTION:One\\ntwo
URL:https://sched.example/a1
ATTENDEE;CN=Ada Ek:mailto:ada@example.org
ORGANIZER;CN=Congress office:mailto:office@example.org
"""


def told(programme: Programme) -> str:
    return "\n".join(str(each) for each in programme.passed)


def test_an_event_becomes_a_session() -> None:
    programme = read(
        calendar(ONE, head="X-WR-CALNAME:Congress\\, 2031\nX-WR-TIMEZONE:Europe/Berlin")
    )
    session = programme.sessions[0]
    assert programme.title == "Congress, 2031" and programme.zone_name == "Europe/Berlin"
    assert session.title == "Heart, failing" and session.room == "Hall 1; upstairs"
    assert session.track == "CARDIOLOGY" and session.description == "One\ntwo"
    assert [person.name for person in session.persons] == ["Ada Ek"]
    assert "example.org" not in repr(session), "addresses of people are not taken in"
    assert session.duration == timedelta(minutes=45)
    assert programme.counts.days == programme.counts.rooms == 1


def test_identity_is_the_uid_and_stays_when_the_event_moves() -> None:
    moved = ONE.replace("T08", "T09").replace("Heart", "Kidney")
    assert read(calendar(ONE)).sessions[0].guid == read(calendar(moved)).sessions[0].guid


def test_a_uid_that_is_a_uuid_is_the_identity() -> None:
    guid = "5f4d6b6e-1111-4222-8333-abcdefabcdef"
    data = calendar(ONE.replace("a1@sched", f"{guid}@frab"))
    assert read(data).sessions[0].guid == guid


def test_times_in_a_zone_floating_and_of_whole_days() -> None:
    zoned = ONE.replace("DTSTART:20310504T080000Z", "DTSTART;TZID=Europe/Berlin:20310504T100000")
    zoned = zoned.replace("DTEND:20310504T084500Z", "DURATION:PT20M")
    programme = read(calendar(zoned))
    assert programme.zone_name == "Europe/Berlin"
    assert programme.sessions[0].starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC)
    assert programme.sessions[0].duration == timedelta(minutes=20)
    floating = ONE.replace("0000Z", "0000").replace("4500Z", "4500")
    assert read(calendar(floating), zone="Europe/Berlin").sessions[0].starts_at.hour == 6
    whole = ONE.replace("DTSTART:20310504T080000Z", "DTSTART;VALUE=DATE:20310504")
    whole = whole.replace("DTEND:20310504T084500Z", "DTEND;VALUE=DATE:20310505")
    assert read(calendar(whole), zone="Europe/Berlin").sessions[0].duration == timedelta(days=1)


def test_cancelled_and_startless_events_are_left_out_and_said() -> None:
    gone = ONE.replace("a1@", "a2@") + "STATUS:CANCELLED"
    never = "UID:a3\nSUMMARY:Never"
    programme = read(calendar(ONE, gone, never))
    assert programme.counts.sessions == 1
    assert "event 2 “Heart, failing”: cancelled" in told(programme)
    assert "event 3 “Never”: no start time" in told(programme)


def test_daily_and_weekly_repetitions() -> None:
    daily = read(calendar(ONE + "RRULE:FREQ=DAILY;COUNT=3"))
    assert [session.starts_at.day for session in daily.sessions] == [4, 5, 6]
    assert len({session.guid for session in daily.sessions}) == 3
    weekly = read(calendar(ONE + "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20310514T235959Z"))
    assert [session.starts_at.day for session in weekly.sessions] == [4, 5, 7, 12, 14]
    without = read(calendar(ONE + "RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20310505T080000Z"))
    assert [session.starts_at.day for session in without.sessions] == [4, 6]


def test_a_moved_repetition_takes_the_place_of_the_regular_one() -> None:
    moved = ONE.replace("T08", "T11").replace("0504", "0505") + "RECURRENCE-ID:20310505T080000Z"
    programme = read(calendar(ONE + "RRULE:FREQ=DAILY;COUNT=3", moved))
    assert [s.starts_at.hour for s in programme.sessions] == [8, 11, 8]


def test_endless_and_wild_repetitions_are_capped_and_said() -> None:
    endless = read(calendar(ONE + "RRULE:FREQ=DAILY"))
    assert endless.counts.sessions == 60 and "without an end in sight" in told(endless)
    for rule in ("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY"):
        wild = read(calendar(ONE + f"RRULE:{rule}"))
        assert wild.counts.sessions == 1 and "only the first time" in told(wild)


def test_text_in_an_old_encoding_is_read() -> None:
    assert read(calendar(ONE.replace("Heart", "Ärzte")).decode().encode("cp1252")).sessions[0].title


def test_a_choice_of_sessions_with_a_time_zone_that_readers_can_resolve() -> None:
    programme = read(
        schedule(
            event(id=1),
            event(id=2, guid=..., title="Ünï; co,de\\n", date="2031-05-04T12:00:00+02:00"),
        )
    )
    data = to_icalendar(programme, STAMP, sessions=programme.sessions[1:], name="My agenda")
    check_icalendar(data)
    assert b"BEGIN:VTIMEZONE" in data and b"X-WR-CALNAME:My agenda" in data
    assert b"DTSTART;TZID=Europe/Berlin:20310504T120000" in data
    again = read(data)
    assert [session.guid for session in again.sessions] == [programme.sessions[1].guid]
    assert again.sessions[0].title == "Ünï; co,de\\n"


def test_the_second_half_past_two_at_the_end_of_summer() -> None:
    late = datetime(2031, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1)
    programme = read(schedule(event(date=late.isoformat())))
    again = read(to_icalendar(programme, STAMP))
    assert again.sessions[0].starts_at == late.astimezone(UTC)


def test_line_breaks_cannot_be_smuggled_into_the_calendar() -> None:
    title = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil"
    programme = read(schedule(event(title=title, room="Hall", abstract=title)))
    data = to_icalendar(programme, STAMP)
    check_icalendar(data)
    assert data.count(b"\r\nBEGIN:VEVENT") == 1
    assert not difference(programme.sessions, read(data).sessions)
