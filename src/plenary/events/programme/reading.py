"""Reading a programme of whatever format: the content decides, not the name of the file."""

from __future__ import annotations

import codecs
import json
import re

from . import ical_source, json_source, xml_source
from .assembly import Assembly
from .document import Programme, UnreadableProgramme
from .source import Source

LARGEST = 20 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or spreadsheet"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read(data: bytes, name: str = "", *, zone: str | None = None) -> Programme:
    """The programme in `data`; `name` (of the file or page) is only a title to fall back on.

    `zone` is the event's zone, used where the file names none. Raises UnreadableProgramme for
    a file that cannot be read, and nothing else; ValueError only for an unknown `zone`.
    """
    if len(data) > LARGEST:
        raise UnreadableProgramme(
            f"the file is larger than {LARGEST // 2**20} MB, which no programme needs to be"
        )
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableProgramme("the file is empty; download it again")
    source = _taken_apart(data)
    title = re.sub(r"\.(xml|json|ics|ical)$", "", re.split(r"[/\\]", name.strip())[-1])
    return Assembly(source, zone, title).programme()


def _taken_apart(data: bytes) -> Source:
    for mark, what in _OTHER_FILES:
        if data.startswith(mark):
            raise UnreadableProgramme(
                f"this is {what}, not a programme; take schedule.xml, schedule.json or iCalendar"
            )
    coding = next((coding for mark, coding in _MARKS if data.startswith(mark)), "")
    head = data[:4096].decode(coding or "latin-1", "replace").replace("\x00", "").lstrip("\ufeff")
    head = head.lstrip().casefold()
    if head.startswith("<"):
        if head.startswith(("<!doctype html", "<html")):
            raise UnreadableProgramme(xml_source.WEB_PAGE, place="line 1")
        return xml_source.take_apart(_for_expat(data, coding))
    if head.startswith(("{", "[")):
        return json_source.take_apart(_decoded(data, coding))
    if head.startswith("begin:vcalendar"):
        return ical_source.take_apart(_decoded(data, coding, lenient=True))
    raise UnreadableProgramme(
        "this is neither XML, JSON nor iCalendar; take the programme's export named "
        "schedule.xml, schedule.json or .ics",
        place="line 1",
    )


def _for_expat(data: bytes, coding: str) -> bytes:
    """Expat wants the declaration first, and knows byte-order marks of UTF-8 and UTF-16 only."""
    if coding == "utf-32":
        words = re.sub(r"^\s*<\?xml[^>]*\?>", "", _decoded(data, coding))
        return words.encode()
    if coding in ("", "utf-8-sig"):
        return data.removeprefix(codecs.BOM_UTF8).lstrip()
    return data


def _decoded(data: bytes, coding: str, *, lenient: bool = False) -> str:
    try:
        return data.decode(coding or json.detect_encoding(data[:4]))
    except UnicodeDecodeError as problem:
        if lenient and not coding:
            return data.decode("cp1252", "replace")
        before = data[: problem.start]
        line, column = before.count(b"\n") + 1, problem.start - before.rfind(b"\n")
        raise UnreadableProgramme(
            "the text is not UTF-8; save it as UTF-8 and try again",
            place=f"line {line}, column {column}",
        ) from None
