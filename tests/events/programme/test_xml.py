"""schedule.xml as different programs publish it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from plenary.events.programme import read

from .makers import xml, xml_day, xml_event


def told(programme: object) -> str:
    return "\n".join(str(each) for each in programme.passed)  # type: ignore[attr-defined]


def test_pentabarf_style_without_full_dates_reads_the_clock_on_its_day() -> None:
    data = xml(
        xml_day(
            '<event id="3"><start>09:30</start><duration>00:25</duration>'
            "<title>Early</title></event>"
            '<event id="4"><start>01:15</start><duration>01:00</duration>'
            "<title>Late</title></event>"
        ),
        "<title>FOS</title><day_change>06:00:00</day_change>"
        "<time_zone_name>Europe/Brussels</time_zone_name>",
    )
    programme = read(data)
    early, late = programme.sessions
    assert early.starts_at == datetime(2031, 5, 4, 7, 30, tzinfo=UTC)
    assert early.duration == timedelta(minutes=25)
    assert late.starts_at == datetime(2031, 5, 4, 23, 15, tzinfo=UTC)
    assert late.day_index == 1


def test_a_day_that_ends_after_midnight_takes_small_hours_with_it() -> None:
    day = (
        'index="1" date="2031-05-04" start="2031-05-04T11:00:00+02:00" '
        'end="2031-05-05T04:00:00+02:00"'
    )
    data = xml(
        xml_day(
            "<event><start>00:30</start><duration>00:30</duration><title>Night</title></event>",
            "<event><start>10:00</start><duration>00:30</duration><title>Before</title></event>",
            attributes=day,
        )
    )
    before, night = read(data).sessions
    assert before.starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC), (
        "before the day's start, no more"
    )
    assert night.starts_at == datetime(2031, 5, 4, 22, 30, tzinfo=UTC)


def test_the_full_date_wins_over_the_clock_and_the_day() -> None:
    data = xml(xml_day(xml_event("<start>23:00</start>")))
    assert read(data).sessions[0].starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC)


def test_no_zone_and_no_offset_is_utc_and_said_unless_the_caller_knows() -> None:
    data = xml(xml_day("<event><start>10:00</start><title>x</title></event>"))
    programme = read(data)
    assert programme.sessions[0].starts_at == datetime(2031, 5, 4, 10, tzinfo=UTC)
    assert "taken as UTC" in told(programme)
    known = read(data, zone="Europe/Berlin")
    assert known.sessions[0].starts_at == datetime(2031, 5, 4, 8, tzinfo=UTC)
    assert known.zone_name == "Europe/Berlin"
    assert "UTC" not in told(known)


def test_an_unknown_zone_is_said_and_offsets_are_used() -> None:
    data = xml(
        xml_day(xml_event()), "<title>x</title><time_zone_name>Mars/Olympus</time_zone_name>"
    )
    programme = read(data)
    assert programme.zone_name is None and programme.utc_offset_minutes == 120
    assert "Mars/Olympus" in told(programme)


def test_zone_names_cannot_reach_other_files() -> None:
    data = xml(xml_day(xml_event()), "<time_zone_name>../../../etc/passwd</time_zone_name>")
    assert read(data).zone_name is None


def test_persons_with_and_without_identifiers() -> None:
    persons = (
        '<persons><person id="5">Ada</person><person guid="5f4d6b6e-1111-4222-8333-abcdefabcdef" '
        'code="ABC">Bo</person><person>Cy</person><person> </person><person id="9"/></persons>'
    )
    programme = read(xml(xml_day(xml_event(persons), xml_event(persons, 'id="2"'))))
    assert [person.name for person in programme.sessions[0].persons] == ["Ada", "Bo", "Cy"]
    assert programme.counts.speakers == 3
    assert "person without a name" in told(programme)


def test_two_of_one_name_are_two_by_their_identifiers() -> None:
    persons = '<persons><person id="5">Li Wei</person><person id="6">Li Wei</person></persons>'
    assert read(xml(xml_day(xml_event(persons)))).counts.speakers == 2


def test_empty_rooms_occur_and_days_of_one_date_are_one() -> None:
    data = xml(
        xml_day(xml_event(attributes='id="1"'), room="A")
        + xml_day(xml_event(attributes='id="2"'), room="B")
        + '<day index="7" date="2031-05-05"><room name="C"/><room/></day>'
    )
    programme = read(data)
    assert programme.counts.days == 2
    assert programme.room_names == ("A", "B", "C")
    assert [day.index for day in programme.days] == [1, 2]
    assert "listed twice" in told(programme)


def test_a_wrong_number_of_days_is_said() -> None:
    data = xml(xml_day(xml_event()), "<title>x</title><days>4</days>")
    assert "says 4 days, 1 are listed" in told(read(data))


def test_a_session_without_a_start_is_left_out_and_its_place_named() -> None:
    data = xml(
        xml_day('<event id="6561"><title>Nowhen</title></event>', xml_event(), room="Saal 1")
    )
    programme = read(data)
    assert programme.counts.sessions == 1
    assert "day 1, room “Saal 1”, session 6561: no start time" in told(programme)


def test_missing_and_odd_durations() -> None:
    def length(words: str) -> timedelta:
        when = "<date>2031-05-04T10:00:00Z</date>"
        made = f"<event id='1'>{when}<title>x</title>{words}</event>"
        return read(xml(xml_day(made))).sessions[0].duration

    assert length("") == timedelta(minutes=30)
    assert length("<duration>soon</duration>") == timedelta(minutes=30)
    assert length("<duration>00:00</duration>") == timedelta(minutes=30)
    assert length("<duration>90</duration>") == timedelta(minutes=90)
    assert length("<duration>1:30</duration>") == timedelta(minutes=90)
    assert length("<duration>01:30:00</duration>") == timedelta(minutes=90)
    assert length("<duration>1:02:00</duration>") == timedelta(days=1, hours=2)
    assert length("<duration>PT1H15M</duration>") == timedelta(minutes=75)
    assert length("<end>11:20</end>") == timedelta(minutes=80)


def test_an_absent_guid_is_derived_from_the_number_and_stays() -> None:
    one = read(xml(xml_day(xml_event(attributes='id="17"'))))
    moved = read(
        xml(xml_day(xml_event("<room>Other</room>", 'id="17"', "New title"), room="Other"))
    )
    assert one.sessions[0].guid == moved.sessions[0].guid


def test_a_repeated_guid_is_told_apart_by_number() -> None:
    same = 'guid="5f4d6b6e-1111-4222-8333-abcdefabcdef"'
    data = xml(
        xml_day(xml_event(attributes=same + ' id="1"'), xml_event(attributes=same + ' id="2"'))
    )
    programme = read(data)
    assert len({session.guid for session in programme.sessions}) == 2
    assert "used by another session" in told(programme)
    assert [s.guid for s in read(data).sessions] == [s.guid for s in programme.sessions]


def test_the_same_session_written_twice_stays_two() -> None:
    programme = read(xml(xml_day(xml_event(attributes=""), xml_event(attributes=""))))
    assert len({session.guid for session in programme.sessions}) == 2


def test_markup_not_escaped_in_an_abstract_keeps_its_words() -> None:
    data = xml(xml_day(xml_event("<abstract>One <b>two</b><p>three</p></abstract>")))
    abstract = read(data).sessions[0].abstract
    assert all(word in abstract for word in ("One", "two", "three"))


def test_namespaces_comments_and_a_mark_in_front_do_not_matter() -> None:
    inner = xml(xml_day(xml_event())).decode()
    inner = inner.replace("<schedule>", '<x:schedule xmlns:x="urn:y"><!-- hi -->')
    inner = inner.replace("</schedule>", "</x:schedule>")
    assert read(b"\xef\xbb\xbf\n  " + inner.encode()).counts.sessions == 1


def test_other_encodings() -> None:
    body = xml(xml_day(xml_event(title="Ärzte"))).decode()
    for coding in ("iso-8859-1", "windows-1252", "utf-16"):
        data = f'<?xml version="1.0" encoding="{coding}"?>{body}'.encode(coding)
        assert read(data).sessions[0].title == "Ärzte", coding


def test_recording_links_and_addresses() -> None:
    programme = read(
        xml(
            xml_day(
                xml_event(
                    "<recording><license>CC-BY</license><optout>true</optout></recording>"
                    "<url>/talk/1</url><logo>/pic.png</logo>"
                    '<links><link href="javascript:alert(1)">x'
                    '</link><link href="www.example.org">y</link></links>'
                    '<attachments><attachment href="/a.pdf" type="slides">Slides</attachment>'
                    "</attachments>"
                )
            ),
            "<title>x</title><base_url>https://conf.example/2031/</base_url>",
        )
    )
    session = programme.sessions[0]
    assert session.recording_license == "CC-BY" and session.do_not_record
    assert session.url == "https://conf.example/talk/1"
    assert session.logo == "https://conf.example/pic.png"
    assert [link.url for link in session.links] == ["https://www.example.org"]
    assert session.attachments[0].url == "https://conf.example/a.pdf"
    assert session.attachments[0].kind == "slides"
    assert "no web address (javascript:alert(1))" in told(programme)


def test_unknown_elements_are_kept_to_hand_on() -> None:
    session = read(
        xml(xml_day(xml_event("<video_download_url>https://v/x</video_download_url>")))
    ).sessions[0]
    assert session.extras == {"video_download_url": "https://v/x"}


def test_tracks_beside_or_in_the_conference() -> None:
    tracks = (
        '<tracks><track slug="hf">Heart failure</track></tracks>'
        '<track name="Renal" color="#00ff00"/>'
    )
    programme = read(xml(tracks + xml_day(xml_event("<track>Renal</track>"))))
    assert {track.name for track in programme.tracks} == {"Heart failure", "Renal"}
    assert programme.sessions[0].track == "Renal"


def test_dates_of_the_conference_follow_its_days() -> None:
    programme = read(xml(xml_day(xml_event())))
    assert programme.start == programme.end == date(2031, 5, 4)
    assert programme.days[0].starts_at < programme.sessions[0].starts_at < programme.days[0].ends_at


def test_the_same_remark_is_made_five_times_and_then_counted() -> None:
    events = [f'<event id="{number}"><title>x</title></event>' for number in range(1, 21)]
    said = [each for each in read(xml(xml_day(*events))).passed if "no start" in each.what]
    assert len(said) == 6
    assert said[-1].place == "and 15 more places"
