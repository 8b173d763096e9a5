"""Programmes of conferences: read from any of the published formats, written strictly."""

from .difference import Change, Difference, difference
from .document import (
    Counts,
    Day,
    Link,
    Passed,
    Person,
    Programme,
    Room,
    Session,
    Track,
    UnreadableProgramme,
)
from .ical_writer import to_icalendar
from .json_writer import to_json
from .readable import readable
from .reading import read
from .xml_writer import to_xml

__all__ = [
    "Change",
    "Counts",
    "Day",
    "Difference",
    "Link",
    "Passed",
    "Person",
    "Programme",
    "Room",
    "Session",
    "Track",
    "UnreadableProgramme",
    "difference",
    "read",
    "readable",
    "to_icalendar",
    "to_json",
    "to_xml",
]
