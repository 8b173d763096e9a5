"""Reading a table that somebody brings: what it says, and what is wrong with which line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from plenary.archive.rules import addresses
from plenary.archive.rules.tables import TABLES, Table, uncell
from plenary.lib.errors import Refused

MAX_BYTES = 5 * 1024 * 1024
MAX_URI, MAX_TITLE = 500, 255
_FALSE = {"", "0", "f", "false", "off", "n", "no"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_HEADINGS = {name.lower() for table in TABLES.values() for name in table.headings}
_FIRST = {table.headings[0].lower() for table in TABLES.values()}


@dataclass(frozen=True)
class Row:
    """A line; as `models.ImportRow`."""

    line: int
    key: str
    host: str = ""
    title: str = ""
    given: dict[str, Any] = field(default_factory=dict)


@dataclass
class Read:
    rows: list[Row] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    seems: str = ""


def read(kind: str, data: bytes, name: str, here: str, most: int) -> Read:
    """The lines of a table of this kind, each once; Refused where the file as a whole is no table.
    `here` is this server's name, `most` the greatest number of lines."""
    table, found, seen = TABLES[kind], Read(), set()
    lines = _lines(_decoded(data))
    first = next(lines, None)
    if first is None:
        raise Refused("This file is empty.", field="file")
    headings = [cell.strip().lower() for cell in first[1]]
    if headings[0] not in _FIRST:
        headings, lines = [one.lower() for one in table.headings], _again(first, lines)
        found.seems = _guess(name, [])
    else:
        found.seems = _guess(name, headings)
        if not {one.lower() for one in _needed(table)} <= set(headings):
            what = TABLES[found.seems].words.lower() if found.seems else "something else"
            raise Refused(f"By its headings this file holds {what}.", field="file")
    if found.seems == kind:
        found.seems = ""
    for count, (number, cells) in enumerate(lines, 1):
        if count > most:
            raise Refused(f"This file has more than {most} lines.", field="file")
        try:
            row = _row(table, number, dict(zip(headings, cells, strict=False)), here)
        except Refused as refusal:
            found.problems.append((number, refusal.message))
            continue
        if (row.key, row.title) not in seen:
            seen.add((row.key, row.title))
            found.rows.append(row)
    return found


def _needed(table: Table) -> tuple[str, ...]:
    return table.headings if table.kind == "lists" else table.headings[:1]


def _decoded(data: bytes) -> str:
    """Text in UTF-8, with or without the mark that Excel sets before it; in UTF-16 where that is
    marked; else as older programs write."""
    if len(data) > MAX_BYTES:
        raise Refused(f"This file is larger than {MAX_BYTES // 1024 // 1024} MB.", field="file")
    encodings = ("utf-8-sig", "cp1252")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ("utf-16",)  # type: ignore[assignment]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise Refused("This is not a table we can read: save it as CSV in UTF-8.", field="file")


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank, with its number."""
    top = text.lstrip().partition("\n")[0]
    # As spreadsheets write it where the comma divides a number.
    divider = ";" if ";" in top and "," not in top else "\t" if "\t" in top else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(one.strip() for one in cells):
                yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"From line {number} on, {_why(str(error))}.", field="file") from None


def _why(error: str) -> str:
    if "field larger" in error:
        return "a cell is too long to be meant"
    return "a quotation mark is opened that is not closed rightly"


def _again(
    first: tuple[int, list[str]], rest: Iterator[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    yield first
    yield from rest


def _guess(name: str, headings: list[str]) -> str:
    """The kind that a file's headings or name speak of; '' for none."""
    for heading, kind in (
        ("hide notifications", "mutes"),
        ("show boosts", "follows"),
        ("notify on new posts", "follows"),
        ("languages", "follows"),
        ("list name", "lists"),
        ("#domain", "domains"),
        ("#uri", "bookmarks"),
    ):
        if heading in headings:
            return kind
    for kind, table in TABLES.items():
        if name.lower().startswith(table.names):
            return kind
    return ""


def _row(table: Table, number: int, cells: dict[str, str], here: str) -> Row:
    words = {heading: uncell(text).strip() for heading, text in cells.items()}
    if table.kind == "bookmarks":
        uri = words.get("#uri", "")
        host = _host_of(uri)
        return Row(number, uri, "" if host == here else host)
    if table.kind == "domains":
        domain = addresses.host(words.get("#domain", ""))
        return Row(number, domain, domain)
    username, host = addresses.address(words.get("account address", ""), here)
    key = f"{username}@{host or here}"
    if table.kind == "follows":
        return Row(number, key, host, "", _how(words))
    if table.kind == "mutes":
        return Row(number, key, host, "", {"hide": _truth(words.get("hide notifications"), True)})
    if table.kind == "lists":
        title = words.get("list name", "")
        if not title or len(title) > MAX_TITLE:
            raise Refused(f"A list has a name of at most {MAX_TITLE} characters.")
        return Row(number, key, host, title)
    return Row(number, key, host)


def _host_of(uri: str) -> str:
    try:
        parts = urlsplit(uri)
        found = parts.netloc.lower() if parts.scheme in {"http", "https"} else ""
    except ValueError:
        found = ""
    if not found or len(uri) > MAX_URI or not uri.isprintable() or len(found) > MAX_URI // 2:
        raise Refused("This is not the address of a post.")
    return found


def _truth(said: str | None, unsaid: bool) -> bool:
    return unsaid if not said else said.lower() not in _FALSE


def _how(words: dict[str, str]) -> dict[str, Any]:
    """Of a follow, what the file says of it."""
    how: dict[str, Any] = {}
    for heading, name in (("show boosts", "reblogs"), ("notify on new posts", "notify")):
        if words.get(heading):
            how[name] = _truth(words[heading], False)
    if "languages" in words:
        spoken = [one.strip().lower() for one in words["languages"].split(",")]
        how["languages"] = [one for one in spoken if _LANGUAGE.fullmatch(one)][:20]
    return how
