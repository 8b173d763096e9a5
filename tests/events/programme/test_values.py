"""Single values: cleaned once, they stay as they are."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plenary.events.programme import readable, times, values


@given(st.text())
def test_cleaning_twice_is_cleaning_once(words: str) -> None:
    for clean in (values.line, values.text, values.url):
        assert clean(clean(words)) == clean(words)


@given(st.text(st.sampled_from("htps:/w.examl?#[]%20@& é<>\"'\\|0")))
def test_addresses_come_out_absolute_and_plain_or_not_at_all(words: str) -> None:
    for found in (
        values.url(words),
        values.url("https://" + words),
        values.url(words, "http://b.c/d/"),
    ):
        assert found == "" or found.startswith(("http://", "https://"))
        assert found.isascii() and not set(found) & set(' <>"\\|')
        assert values.url(found) == found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("HTTP://Example.org", "http://example.org"),
        ("https://me:secret@example.org:81/x", "https://example.org:81/x"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ("nymtech.net", "https://nymtech.net"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@example.org", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://example.org:99999999/", ""),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://x.org/" + "a" * 3000, ""),
    ],
)
def test_addresses(words: str, expected: str) -> None:
    assert values.url(words) == expected


def test_relative_addresses_follow_the_base() -> None:
    assert values.url("/a.png", "https://x.org/b/") == "https://x.org/a.png"
    assert values.url("a.png", "") == ""
    assert values.url({"url": "https://x.org/"}) == "https://x.org/"


def test_whole_numbers() -> None:
    assert values.whole("12") == 12 and values.whole(12.7) == 12
    assert values.whole(True) is values.whole("1e3") is values.whole(2**40) is None


def test_extras_are_bounded() -> None:
    assert values.extras({"a": "x" * 30_000}) is None
    assert values.extras({"a": None, "b": "", "c": 0, "d": [1, {"e": 2**60}]}) == {
        "c": 0,
        "d": [1, {"e": str(2**60)}],
    }


def test_moments_in_their_many_spellings() -> None:
    ten = datetime(2031, 5, 4, 8, tzinfo=UTC)
    for words in (
        "2031-05-04T10:00:00+02:00", "2031-05-04T10:00+02:00", "2031-05-04 10:00:00 +0200",
        "2031-05-04T10:00:00+2:00", "2031-05-04T08:00:00Z", "2031-05-04 08:00 UTC",
        "20310504T080000Z",
    ):  # fmt: skip
        assert times.moment_of(words) == ten, words
    assert (
        times.moment_of(int(ten.timestamp())) == times.moment_of(int(ten.timestamp()) * 1000) == ten
    )
    assert times.moment_of("2031-05-04") == date(2031, 5, 4)
    for words in (
        "",
        "soon",
        "2031-13-45",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "10:00",
    ):
        assert times.moment_of(words) is None, words


def test_clock_times() -> None:
    assert times.clock_of("9:05") == timedelta(hours=9, minutes=5)
    assert times.clock_of("25:30") == timedelta(hours=25, minutes=30)
    assert times.clock_of("12:15 AM") == timedelta(minutes=15)
    assert times.clock_of("1:15 p.m.") == timedelta(hours=13, minutes=15)
    assert times.clock_of("99:99") is times.clock_of("13:00 pm") is times.clock_of(None) is None


def test_durations() -> None:
    for words, minutes in (
        ("0:45", 45),
        (45, 45),
        ("45", 45),
        ("1h 30m", 90),
        ("90 min", 90),
        ("PT2H", 120),
    ):
        assert times.duration_of(words) == timedelta(minutes=minutes), words
    for odd in ("", "00:00", -5, True, "abc", "99999:00", "P", None, 10**9):
        assert times.duration_of(odd) is None, odd


def test_descriptions_in_html_become_readable() -> None:
    written = "<p>One &amp; <b>two</b></p><ul><li>a</li><li>b</li></ul><a href='https://x.org/'>here</a><script>evil()</script>"
    shown = readable(written)
    assert shown == "One & two\n\n• a\n\n• b\n\nhere (https://x.org/)"
    assert readable("5 < 6 and a > b") == "5 < 6 and a > b"
    assert readable("# Markdown *stays*") == "# Markdown *stays*"


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "<script>", "<a href=https://", "<!--", "<p x=", "&#"]
)
def test_hostile_html_takes_no_longer_than_its_length(piece: str) -> None:
    begun = time.perf_counter()
    readable("<p>" + piece * (values.TEXT_LIMIT // len(piece)))
    assert time.perf_counter() - begun < 0.5
