"""Lists of servers kept away, as Mastodon's moderators exchange them: CSV with the columns
`#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate`. No database."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from plenary.conduct.rules import domains
from plenary.lib.errors import Refused

COLUMNS = ("domain", "severity", "reject_media", "reject_reports", "public_comment", "obfuscate")
MAX_BYTES, MAX_LINES = 1_000_000, 20_000
_YES = {"true": True, "1": True, "yes": True, "t": True}
_NO = {"false": False, "0": False, "no": False, "f": False, "": False}
# What a spreadsheet would reckon instead of showing it (threat 70): such words get a ' in front,
# and words that have one already another, so that reading takes off just what writing put on.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class Block(Protocol):
    """A decision as it is kept."""

    domain: str
    severity: str
    reject_media: bool
    reject_reports: bool
    public_comment: str
    obfuscate: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One decision of a list."""

    domain: str
    severity: str = "suspend"
    reject_media: bool = False
    reject_reports: bool = False
    public_comment: str = ""
    obfuscate: bool = False
    number: int = field(default=0, compare=False)  # in the file

    @property
    def columns(self) -> dict[str, str | bool]:
        return {name: getattr(self, name) for name in COLUMNS[1:]}


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be used, by its number in the file."""

    number: int
    domain: str
    why: str


@dataclass(slots=True)
class Read:
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """What a list does to one server: `kind` is new, changed, same, or kept where what holds is
    stronger; `why` explains it, `line` is what will hold."""

    kind: str
    line: Line
    why: str = ""


def write(blocks: Iterable[Block]) -> str:
    """The list, for a file."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([f"#{name}" for name in COLUMNS])
    for one in blocks:
        words = one.public_comment
        rows.writerow(
            [
                one.domain,
                one.severity,
                str(one.reject_media).lower(),
                str(one.reject_reports).lower(),
                f"'{words}" if _FORMULA.match(words) else words,
                str(one.obfuscate).lower(),
            ]
        )
    return out.getvalue()


def read(data: bytes) -> Read:
    """What a file says; Refused where it is none of these lists at all. A file without the line of
    names is one of domains, each to be suspended."""
    if len(data) > MAX_BYTES:
        raise Refused("The file is larger than 1 MB.", field="file")
    try:
        given = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("This is no text in UTF-8.", field="file") from None
    if "\0" in given:
        raise Refused("This is no text in UTF-8.", field="file")
    rows = csv.reader(io.StringIO(given, newline=""), strict=True)
    found, seen, columns, number = Read(), dict[str, int](), list[str](), 1
    try:
        for row in rows:
            # `line_num` is where a row ends; a comment may go over several lines.
            at, number = number, rows.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if not columns:
                columns = [cell.strip().lower().removeprefix("#") for cell in row]
                if "domain" in columns:
                    continue
                columns = ["domain"]
            if len(seen) + len(found.bad) >= MAX_LINES:
                raise Refused(f"A list has at most {MAX_LINES} lines.", field="file")
            _add(found, seen, dict(zip(columns, row, strict=False)), at)
    except csv.Error as error:
        raise Refused(f"Line {number} is no CSV: {error}.", field="file") from None
    if not found.lines and not found.bad:
        raise Refused("The file names no server.", field="file")
    return found


def _add(found: Read, seen: dict[str, int], row: Mapping[str, str], number: int) -> None:
    named = row.get("domain", "").strip()
    try:
        line = replace(_line(named, row), number=number)
        if line.domain in seen:
            raise Refused(f"It stands on line {seen[line.domain]} already.")
    except Refused as refused:
        why = refused.message.removeprefix("Validation failed: ")
        found.bad.append(Bad(number, named[:100], why))
    else:
        seen[line.domain] = number
        found.lines.append(line)


def _line(named: str, row: Mapping[str, str]) -> Line:
    if "*" in named:
        raise Refused("The name is hidden in part by *: nobody can tell which server is meant.")
    words = row.get("public_comment", "")
    if words.startswith("'") and _FORMULA.match(words):
        words = words[1:]
    return Line(
        domain=domains.check_domain(named),
        severity=domains.check_severity(row.get("severity", "").strip().lower() or "suspend"),
        reject_media=_flag(row, "reject_media"),
        reject_reports=_flag(row, "reject_reports"),
        public_comment=domains.check_domain_comment(words, "public_comment"),
        obfuscate=_flag(row, "obfuscate"),
    )


def _flag(row: Mapping[str, str], name: str) -> bool:
    given = row.get(name, "").strip().lower()
    if given not in _YES and given not in _NO:
        raise Refused(f"{name} is '{given[:20]}', and not true or false.")
    return _YES.get(given, False)


_SAID = {"noop": "only noted", "silence": "limited", "suspend": "suspended"}


def _rank(one: Block | Line) -> tuple[int, bool, bool]:
    return domains.SEVERITIES.index(one.severity), one.reject_media, one.reject_reports


def _line_of(block: Block) -> Line:
    return Line(block.domain, **{name: getattr(block, name) for name in COLUMNS[1:]})


def compared(lines: Iterable[Line], blocks: Mapping[str, Block], *, weaken: bool) -> list[Change]:
    """What a list changes in what was decided. It never takes less away than what holds, unless
    `weaken`: then it is done as it says."""
    return [_compared(line, blocks, weaken) for line in lines]


def _compared(line: Line, blocks: Mapping[str, Block], weaken: bool) -> Change:
    known = blocks.get(line.domain)
    if known is None:
        above = next(
            (blocks[one] for one in domains.names_over(line.domain) if one in blocks), None
        )
        if above is None or not _weaker(line, above):
            return Change("new", line)
        holds = f"{above.domain} is {_SAID[above.severity]}, and this server with it"
        if weaken:
            return Change("new", line, f"{holds}: it will be {_SAID[line.severity]} only")
        return Change("kept", line, f"{holds}; the list says less, so it stays so")
    before = _line_of(known)
    if weaken:
        why = f"until now {_SAID[before.severity]}" if _weaker(line, before) else ""
        return Change("changed", line, why) if line != before else Change("same", line)
    severity = max(before.severity, line.severity, key=domains.SEVERITIES.index)
    after = replace(
        before,
        severity=severity,
        reject_media=before.reject_media or line.reject_media,
        reject_reports=before.reject_reports or line.reject_reports,
        public_comment=before.public_comment or line.public_comment,
        obfuscate=before.obfuscate or line.obfuscate,
    )
    why = ""
    if _weaker(line, before):
        why = f"the list would take less away ({_SAID[line.severity]}); what holds is kept"
        why = f"it is {_SAID[before.severity]} here, and {why}"
    if after == before:
        return Change("kept" if why else "same", after, why)
    if before.severity != after.severity:
        why = f"until now {_SAID[before.severity]}"
    return Change("changed", after, why)


def _weaker(one: Line, other: Block | Line) -> bool:
    """Whether it takes less away in anything; whoever is suspended is kept away in everything."""
    mine, theirs = _rank(one), _rank(other)
    if mine[0] == theirs[0] == 2:
        return False
    if mine[0] == 2:
        return False
    return any(left < right for left, right in zip(mine, theirs, strict=True))
