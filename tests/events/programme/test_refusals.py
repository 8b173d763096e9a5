"""Files that cannot be read: a message that names the place and what to do, and nothing worse."""

from __future__ import annotations

import time

import pytest

from plenary.events.programme import UnreadableProgramme, read, xml_source

from .makers import calendar, event, schedule, xml, xml_day, xml_event


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableProgramme) as caught:
        read(data)
    return str(caught.value)


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\x00\x00", b"\xef\xbb\xbf"])
def test_nothing_in_it(data: bytes) -> None:
    assert refusal(data)


def test_other_kinds_of_file_are_named() -> None:
    assert "PDF" in refusal(b"%PDF-1.7 ...")
    assert "gzip" in refusal(b"\x1f\x8b\x08\x00abc")
    assert "spreadsheet" in refusal(b"PK\x03\x04abc")
    assert "web page" in refusal(b"<!DOCTYPE html><html><head></head></html>")
    assert "web page" in refusal(b"<?xml version='1.0'?><html><body/></html>")
    assert "news feed" in refusal(b"<rss><channel/></rss>")
    assert "xCal" in refusal(b"<iCalendar xmlns:p='x'><vcalendar/></iCalendar>")
    assert "neither XML, JSON nor iCalendar" in refusal(b"title,start\nA,10:00\n")


def test_damaged_xml_names_line_and_column() -> None:
    message = refusal(b"<schedule>\n<conference>\n<title>a & b</title></conference></schedule>")
    assert message.startswith("line 3, column ") and "download it again" in message


def test_damaged_json_names_line_and_column() -> None:
    message = refusal(b'{"schedule": {\n "conference": {"days": [}}}')
    assert message.startswith("line 2, column 26") and "download it again" in message


def test_damaged_icalendar_names_the_line() -> None:
    message = refusal(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nwhat is this\r\nEND:VCALENDAR\r\n")
    assert message.startswith("line 3") and "what is this" in message


def test_text_that_is_not_utf_8_names_the_place() -> None:
    assert refusal(b'{"schedule":\n {"title": "\xff"}}').startswith("line 2, column 13")


def test_entities_are_refused_before_anything_is_expanded() -> None:
    lol = b"".join(
        b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10)
    )
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + lol + b"]>"
    begun = time.perf_counter()
    message = refusal(bomb + b"<schedule>&l9;</schedule>")
    assert "document type" in message and message.startswith("line 1")
    assert time.perf_counter() - begun < 0.5
    outside = b'<!DOCTYPE schedule SYSTEM "file:///etc/passwd"><schedule/>'
    assert "document type" in refusal(outside)


def test_deep_nesting_is_refused() -> None:
    assert "nested" in refusal(b"<schedule>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</schedule>")
    assert "nested" in refusal(b'{"schedule": ' + b"[" * 10_000 + b"]" * 10_000 + b"}")
    assert "nested" in refusal(b"[" * 200_000)
    place = refusal(b'{"a":\n' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001)
    assert place.startswith("line 2, column ")


def test_deep_fields_of_a_session_are_cut_not_followed() -> None:
    deep: object = "x"
    for _ in range(200):
        deep = {"a": deep}
    assert len(repr(read(schedule(event(odd=deep))).sessions[0].extras)) < 300


@pytest.mark.parametrize(
    "word", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000, "-" + "9" * 30]
)
def test_numbers_that_are_none(word: str) -> None:
    data = schedule(event(odd=0)).replace(b'"odd": 0', b'\n"odd": ' + word.encode())
    message = refusal(data)
    assert message.startswith("line 2, column 8") and len(message) < 200


def test_too_large_a_file_is_not_even_looked_at() -> None:
    begun = time.perf_counter()
    assert "larger than" in refusal(b"<" * (20 * 2**20 + 1))
    assert time.perf_counter() - begun < 0.5


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_source, "ELEMENTS", 1000)
    assert "too many elements" in refusal(b"<schedule>" + b"<a/>" * 1001 + b"</schedule>")


def test_valid_files_of_something_else() -> None:
    assert "<schedule>" in refusal(b"<project><x/></project>")
    assert "name, version" in refusal(b'{"name": "left-pad", "version": "1"}')
    assert "no event" in refusal(calendar())
    assert "no day and no session" in refusal(xml(""))


def test_a_calendar_of_too_many_events_is_refused() -> None:
    data = (
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001 + b"END:VCALENDAR\r\n"
    )
    assert "more than 20000 events" in refusal(data)


def test_an_unknown_zone_of_the_caller_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="no such time zone"):
        read(xml(xml_day(xml_event())), zone="Mars/Olympus")


def test_too_many_records_are_refused_before_they_take_memory() -> None:
    assert "lists and records" in refusal(b'{"days": [' + b"[]," * 1_000_001 + b"[]]}")


def test_thousands_of_sessions_all_alike_take_no_longer() -> None:
    alike = "<event><start>10:00</start></event>" * 3000
    begun = time.perf_counter()
    assert read(xml(xml_day(alike))).counts.sessions == 3000
    assert time.perf_counter() - begun < 3
