"""Real published programmes, where they are at hand: they are no part of the project."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plenary.events.programme import Counts, difference, read, to_icalendar, to_json, to_xml

from .schemas import check_icalendar, check_json, check_xml

FOLDER = Path(
    os.environ.get("PLENARY_PROGRAMMES")
    or Path(__file__).resolve().parents[4] / "shared" / "data" / "programmes"
)
TRUTHS = {
    "31c3.xml": (Counts(4, 4, 138, 198), None),
    "frab-camp2019.json": (Counts(5, 2, 79, 90), "Europe/Berlin"),
    "pretalx-democon.json": (Counts(3, 2, 36, 27), "UTC"),
}


def contents(name: str) -> bytes:
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"no real programme {name} in {FOLDER}; set PLENARY_PROGRAMMES to try it")
    return path.read_bytes()


@pytest.mark.parametrize("name", TRUTHS)
def test_counts_and_zone_agree_with_the_truth(name: str) -> None:
    programme = read(contents(name), name)
    assert (programme.counts, programme.zone_name) == TRUTHS[name]


@pytest.mark.parametrize("name", TRUTHS)
def test_export_is_valid_and_comes_back_unchanged(name: str) -> None:
    programme = read(contents(name), name)
    as_xml, as_json = to_xml(programme), to_json(programme)
    as_calendar = to_icalendar(programme, datetime(2031, 1, 1, tzinfo=UTC))
    check_xml(as_xml)
    check_json(as_json)
    check_icalendar(as_calendar)
    for written in (as_xml, as_json, as_calendar):
        again = read(written)
        assert again == programme
        assert not difference(programme.sessions, again.sessions)


def test_a_day_that_ends_after_midnight_keeps_its_late_sessions() -> None:
    programme = read(contents("31c3.xml"))
    assert {day.rooms for day in programme.days} == {("Saal 1", "Saal 2", "Saal G", "Saal 6")}
    late = [s for s in programme.sessions if s.ends_at > programme.days[s.day_index - 1].ends_at]
    for session in programme.sessions:
        day = programme.days[session.day_index - 1]
        assert day.starts_at <= session.starts_at <= day.ends_at
    assert all(session.day_index for session in late)


def test_the_largest_is_read_fast() -> None:
    data = contents("31c3.xml")
    best = min(_seconds(data) for _ in range(3))
    assert best < 0.3


def _seconds(data: bytes) -> float:
    begun = time.perf_counter()
    read(data)
    return time.perf_counter() - begun
