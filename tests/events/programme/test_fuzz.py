"""Whatever bytes come, reading answers with a programme or a refusal; what it made, it keeps."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plenary.events.programme import (
    Programme,
    UnreadableProgramme,
    read,
    to_icalendar,
    to_json,
    to_xml,
)

from .makers import calendar, event, schedule, xml, xml_day, xml_event
from .schemas import check_icalendar, check_json, check_xml
from .test_icalendar import ONE, STAMP

relaxed = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

FULL = event(
    subtitle="S", track="T", type="lecture", slug="mini-1-a-talk", language="en", url="https://x.org/",
    logo="/l.png", abstract="a", description="d", recording_license="CC", do_not_record=False,
    persons=[{"id": 1, "code": "AB1", "public_name": "Ada", "biography": "b"}],
    links=[{"url": "https://x.org/l", "title": "t"}], attachments=[{"url": "/a.pdf"}], answers=[],
)  # fmt: skip
SEEDS = [
    schedule(FULL, event(id=2, guid=...), conference={"rooms": [{"name": "Hall", "guid": None}]}),
    xml(
        xml_day(
            xml_event(
                "<persons><person id='1'>Ada</person></persons>"
                "<links><link href='/x'>y</link></links>"
            ),
            xml_event("<start>10:00</start><room>Hall</room><slug>a-b</slug>", "id='2' guid='x'"),
        )
    ),
    calendar(ONE, ONE.replace("a1", "a2") + "RRULE:FREQ=DAILY;COUNT=3", head="X-WR-TIMEZONE:UTC"),
]
SEEDS += [to_xml(read(SEEDS[0])), to_json(read(SEEDS[1])), to_icalendar(read(SEEDS[0]), STAMP)]


def judged(data: bytes) -> None:
    """Refused, or a programme that every writer can publish validly and reading gives back."""
    try:
        programme = read(data)
    except UnreadableProgramme as refusal:
        assert str(refusal)
        return
    kept(programme)


def kept(programme: Programme) -> None:
    written = to_xml(programme)
    check_xml(written)
    assert read(written) == programme
    written = to_json(programme)
    check_json(written)
    assert read(written) == programme
    written = to_icalendar(programme, STAMP)
    check_icalendar(written)
    assert read(written) == programme


@relaxed
@given(st.binary(max_size=300))
def test_random_bytes(data: bytes) -> None:
    judged(data)


@relaxed
@given(st.sampled_from([b"<schedule>", b"{", b"[", b"BEGIN:VCALENDAR\r\n"]), st.text(max_size=200))
def test_random_text_behind_a_known_beginning(head: bytes, words: str) -> None:
    judged(head + words.encode("utf-8", "surrogatepass"))


@relaxed
@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
def test_real_shaped_files_cut_and_mangled(seed: bytes, pick: random.Random) -> None:
    data = bytearray(seed)
    for _ in range(pick.randint(1, 6)):
        at = pick.randrange(len(data))
        kind = pick.randint(0, 4)
        if kind == 0:
            del data[at:]
            if not data:
                break
        elif kind == 1:
            data[at] = pick.randrange(256)
        elif kind == 2:
            del data[at : at + pick.randint(1, 30)]
            if not data:
                break
        elif kind == 3:
            data[at:at] = data[max(at - 40, 0) : at]
        else:
            data[at:at] = pick.choice(
                [b"null", b"\x00", b"&#0;", b"<!--", b'"', b"9" * 40, b"\xc3\xa4"]
            )
    judged(bytes(data))


_odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | st.text(max_size=12)
    | st.sampled_from(
        ["10:00", "2031-05-04", "2031-05-04T10:00:00Z", "01:30", "Europe/Berlin", "x"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def _paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [here] if here else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += _paths(item, (*here, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            found += _paths(item, (*here, number))
    return found


_WHOLE = json.loads(SEEDS[0])
_PATHS = _paths(_WHOLE)


@relaxed
@given(st.lists(st.tuples(st.sampled_from(_PATHS), _odd), min_size=1, max_size=4))
def test_any_value_may_be_anything(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    whole = json.loads(SEEDS[0])
    for path, value in changes:
        holder: Any = whole
        try:
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    judged(json.dumps(whole).encode())
