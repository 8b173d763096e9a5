"""Programmes into the tables and out again."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plenary.events import actions, queries
from plenary.events.models import Day, Event, Room, Session, Speaker, Star
from plenary.events.programme import Programme, read, to_json, to_xml
from plenary.lib.errors import NotFound
from tests.factories import make_account, make_event

pytestmark = pytest.mark.django_db

REAL = Path(
    os.environ.get("PLENARY_PROGRAMMES")
    or Path(__file__).resolve().parents[3] / "shared" / "data" / "programmes"
)
TRUTHS = {
    "31c3.xml": (4, 4, 138, 198),
    "frab-camp2019.json": (5, 2, 79, 90),
    "pretalx-democon.json": (3, 2, 36, 27),
}


def talk(number: int, title: str, start: str, room: str = "Hall") -> dict[str, object]:
    return {
        "id": number,
        "guid": f"00000000-0000-4000-8000-{number:012d}",
        "date": f"2027-06-10T{start}:00+01:00",
        "start": start,
        "duration": "01:00",
        "room": room,
        "slug": f"talk-{number}",
        "url": f"https://congress.example/{number}",
        "title": title,
        "subtitle": "",
        "track": "Renal",
        "type": "lecture",
        "language": "en",
        "abstract": "",
        "description": "",
        "persons": [{"id": number, "public_name": f"Speaker {number}"}],
        "links": [],
        "attachments": [],
    }


def schedule(*talks: dict[str, object]) -> bytes:
    rooms: dict[str, list[object]] = {}
    for one in talks:
        rooms.setdefault(str(one["room"]), []).append(one)
    day = {
        "index": 1,
        "date": "2027-06-10",
        "day_start": "2027-06-10T08:00:00+01:00",
        "day_end": "2027-06-11T02:00:00+01:00",
        "rooms": rooms,
    }
    conference = {
        "acronym": "renal27",
        "title": "Renal 2027",
        "start": "2027-06-10",
        "end": "2027-06-10",
        "daysCount": 1,
        "timeslot_duration": "00:05",
        "time_zone_name": "Europe/London",
        "days": [day],
    }
    return json.dumps({"schedule": {"version": "1", "conference": conference}}).encode()


def test_a_programme_makes_an_event_with_its_zone_and_hashtag() -> None:
    outcome = actions.import_programme(None, read(schedule(talk(1, "Stones", "10:00"))))
    event = Event.objects.get()
    assert outcome.event == event
    assert (event.slug, event.name, event.zone) == ("renal27", "Renal 2027", "Europe/London")
    assert event.hashtag is not None and event.hashtag.display == "renal27"
    session = Session.objects.select_related("room").get()
    assert session.starts_at == datetime(2027, 6, 10, 9, 0, tzinfo=UTC)
    assert session.ends_at - session.starts_at == timedelta(hours=1)
    assert session.room is not None and session.room.name == "Hall"
    assert [speaker.name for speaker in session.speakers.all()] == ["Speaker 1"]


def test_the_same_file_twice_changes_nothing() -> None:
    data = schedule(talk(1, "Stones", "10:00"), talk(2, "Salt", "11:00"))
    first = actions.import_programme(None, read(data))
    before = sorted(Session.objects.values_list("pk", "identity", "title", "starts_at"))
    again = actions.import_programme(None, read(data))
    assert (first.counts["added"], again.counts["added"]) == (2, 0)
    assert (again.counts["changed"], again.counts["removed"]) == (0, 0)
    assert sorted(Session.objects.values_list("pk", "identity", "title", "starts_at")) == before


def test_an_update_says_what_changed_and_stars_outlive_it() -> None:
    actions.import_programme(
        None, read(schedule(talk(1, "Stones", "10:00"), talk(2, "Salt", "11:00")))
    )
    me = make_account()
    moved = Session.objects.get(title="Stones")
    actions.star(me, moved)
    newer = schedule(talk(1, "Stones", "12:00", room="Annexe"), talk(3, "Water", "11:00"))
    counts = actions.import_programme(None, read(newer)).counts
    assert (counts["added"], counts["changed"], counts["removed"]) == (1, 1, 1)
    moved.refresh_from_db()
    assert moved.room is not None and moved.room.name == "Annexe"
    assert Star.objects.get().session == moved
    assert set(Session.objects.values_list("title", flat=True)) == {"Stones", "Water"}
    assert set(Speaker.objects.values_list("name", flat=True)) == {"Speaker 1", "Speaker 3"}
    assert Day.objects.count() == 1


def test_a_dry_run_tells_and_changes_nothing() -> None:
    actions.import_programme(None, read(schedule(talk(1, "Stones", "10:00"))))
    newer = read(schedule(talk(1, "Kidney stones", "10:00"), talk(2, "Salt", "11:00")))
    counts = actions.import_programme(None, newer, dry_run=True).counts
    assert (counts["added"], counts["changed"], counts["removed"]) == (1, 1, 0)
    assert Session.objects.get().title == "Stones"


def test_only_the_organiser_imports() -> None:
    event = make_event("renal27", organiser=make_account("owner"))
    with pytest.raises(NotFound):
        actions.import_programme(
            make_account("other"), read(schedule(talk(1, "Stones", "10:00"))), event=event
        )
    assert not Session.objects.exists()


def test_the_organisers_own_words_outlive_an_import() -> None:
    owner = make_account("owner")
    event = make_event("renal27", organiser=owner, name="The Renal Meeting", venue="The Hall")
    actions.import_programme(owner, read(schedule(talk(1, "Stones", "10:00"))), event=event)
    event.refresh_from_db()
    assert (event.name, event.venue) == ("The Renal Meeting", "The Hall")
    assert str(event.starts_on) == "2027-06-10"


def test_importing_costs_the_same_queries_for_few_and_many_sessions(
    django_assert_max_num_queries,
) -> None:
    few = [talk(number, f"Talk {number}", "10:00") for number in range(1, 4)]
    many = [talk(number, f"Talk {number}", "10:00") for number in range(1, 200)]
    actions.import_programme(None, read(schedule(*few)))
    with django_assert_max_num_queries(40):
        actions.import_programme(None, read(schedule(*many)))
    assert Session.objects.count() == 199


def same(one: Programme, other: Programme) -> None:
    """Equal in all that is published, persons described once each."""
    one, other = (actions.programme._one_person_per_key(p) for p in (one, other))
    one = replace(one, title=other.title)
    assert one.counts == other.counts
    assert {s.guid: s for s in one.sessions} == {s.guid: s for s in other.sessions}


@pytest.mark.parametrize("name", TRUTHS)
def test_real_programmes_agree_with_their_true_counts_and_round_trip(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"the real programmes are not here ({REAL})")
    programme = read(path.read_bytes(), name)
    outcome = actions.import_programme(None, programme, source=name)
    event = outcome.event
    assert event is not None
    sessions = Session.objects.filter(event=event)
    assert (
        event.days.count(),
        sum(1 for room in event.rooms.all() if room.sessions.exists()),
        sessions.count(),
        event.speakers.count(),
    ) == TRUTHS[name]
    assert outcome.counts["added"] == TRUTHS[name][2]
    document = queries.document(event)
    same(document, programme)
    for write in (to_xml, to_json):
        again = actions.import_programme(None, read(write(document)), event=event)
        assert {k: again.counts[k] for k in ("added", "changed", "removed")} == {
            "added": 0,
            "changed": 0,
            "removed": 0,
        }


def test_the_command_prints_counts_as_json(tmp_path: Path, capsys) -> None:
    path = tmp_path / "schedule.json"
    path.write_bytes(schedule(talk(1, "Stones", "10:00"), talk(2, "Salt", "11:00")))
    call_command("import_programme", str(path), "--json", "--dry-run")
    expected = {"days": 1, "rooms": 1, "sessions": 2, "speakers": 2}
    expected |= {"added": 2, "changed": 0, "removed": 0}
    assert json.loads(capsys.readouterr().out) == expected
    assert not Event.objects.exists()
    call_command("import_programme", str(path))
    assert "2 sessions" in capsys.readouterr().out
    assert Session.objects.count() == 2


def test_a_file_that_cannot_be_read_names_the_place_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_text("<schedule>\n<conference>\n</schedule>")
    with pytest.raises(CommandError, match=r"line 3.*\n.*[Nn]othing was changed"):
        call_command("import_programme", str(path))
    assert not Event.objects.exists()
    assert not Room.objects.exists()
