"""What the three readers hand on: a file taken apart, its values not yet judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .document import Passed

Raw = dict[str, Any]

# How often the same remark is made word for word before it is only counted.
REMARKS_EACH = 5


class Remarks:
    """What was passed over; the same remark about many places is made a few times and counted."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, place: str, what: str) -> None:
        self._places.setdefault(what, []).append(place)

    def passed(self) -> tuple[Passed, ...]:
        found: list[Passed] = []
        for what, places in self._places.items():
            found.extend(Passed(place, what) for place in places[:REMARKS_EACH])
            if len(places) > REMARKS_EACH:
                found.append(Passed(f"and {len(places) - REMARKS_EACH} more places", what))
        return tuple(found)


@dataclass(slots=True)
class RawRoom:
    name: object
    events: list[Raw]
    about: Raw = field(default_factory=dict)


@dataclass(slots=True)
class RawDay:
    about: Raw
    rooms: list[RawRoom] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """`loose` are sessions that the file lists without putting them under a day."""

    format: str
    about: Raw
    days: list[RawDay] = field(default_factory=list)
    loose: list[Raw] = field(default_factory=list)
    rooms: list[Raw] = field(default_factory=list)
    tracks: list[Raw] = field(default_factory=list)
    persons: list[Raw] = field(default_factory=list)
    generator: str = ""
    remarks: Remarks = field(default_factory=Remarks)


def records(value: object) -> list[Any]:
    """A list where there should be one: files also write a dict of records, or just one."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        if value and all(isinstance(item, Mapping) for item in value.values()):
            return list(value.values())
        return [dict(value)] if value else []
    return []


def mapping(value: object) -> Raw:
    return dict(value) if isinstance(value, Mapping) else {}


def first(raw: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """The first of these keys that says anything."""
    for key in keys:
        value = raw.get(key)
        if value is not None and value != "" and value != [] and value != {}:
            return value
    return None
