"""Export is strictly valid, and import-export-import changes nothing, whatever the programme."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings

from plenary.events.programme import Programme, difference, read, to_icalendar, to_json, to_xml

from .schemas import check_icalendar, check_json, check_xml
from .strategies import programmes

STAMP = datetime(2031, 5, 4, 12, tzinfo=UTC)
relaxed = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@relaxed
@given(programmes())
def test_xml_is_valid_and_comes_back_unchanged(programme: Programme) -> None:
    written = to_xml(programme)
    check_xml(written)
    again = read(written)
    assert again == programme
    assert not difference(programme.sessions, again.sessions)
    assert to_xml(again) == written


@relaxed
@given(programmes())
def test_json_is_valid_and_comes_back_unchanged(programme: Programme) -> None:
    written = to_json(programme)
    check_json(written)
    again = read(written)
    assert again == programme
    assert not difference(programme.sessions, again.sessions)
    assert to_json(again) == written


@relaxed
@given(programmes())
def test_icalendar_is_valid_and_comes_back_unchanged(programme: Programme) -> None:
    written = to_icalendar(programme, STAMP)
    check_icalendar(written)
    again = read(written)
    assert again == programme
    assert not difference(programme.sessions, again.sessions)


@relaxed
@given(programmes())
def test_one_format_tells_the_same_as_another(programme: Programme) -> None:
    assert read(to_json(read(to_xml(programme)))) == programme
