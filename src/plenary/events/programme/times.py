"""Dates, clock times, durations and zones as programmes write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST = timedelta(days=31)
_YEARS = range(1970, 2200)

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SPACED_OFFSET = re.compile(r"\s+(?=[+-]\d)")
_SHORT_OFFSET = re.compile(r"([+-])(\d):(\d\d)$")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_PARTS = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?")
_ISO_DURATION = re.compile(
    r"P(?:(\d{1,2})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?"
)
_WORDED = re.compile(
    r"(?:(\d{1,3}(?:\.\d+)?)\s*h(?:ours?|rs?)?\.?)?\s*(?:(\d{1,5})\s*m(?:in(?:utes?|s)?)?\.?)?",
    re.IGNORECASE,
)


def zone_of(name: object) -> ZoneInfo | None:
    """The zone of that name, or None: names come from strangers, and are also file names."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z0-9_+\-/]{1,64}", name.strip()):
        return None
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def moment_of(value: object) -> datetime | date | None:
    """A datetime (aware or not) or a bare date; None where it is neither."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0) if value.year in _YEARS else None
    if isinstance(value, date):
        return value if value.year in _YEARS else None
    if isinstance(value, int) and not isinstance(value, bool):
        seconds = value // 1000 if value > 10**11 else value
        if 10**8 < seconds < 7 * 10**9:
            return datetime.fromtimestamp(seconds, UTC)
        return None
    if not isinstance(value, str):
        return None
    written = value.strip()
    if len(written) > 40:
        return None
    if bare := _DATE.fullmatch(written):
        try:
            found = date(*(int(part) for part in bare.groups()))
        except ValueError:
            return None
        return found if found.year in _YEARS else None
    written = re.sub(r"\s*(UTC|GMT)$", "Z", written)
    written = _SHORT_OFFSET.sub(r"\g<1>0\2:\3", _SPACED_OFFSET.sub("", written))
    if not re.match(r"\d{4}", written):
        return None
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.replace(microsecond=0) if moment.year in _YEARS else None


def clock_of(value: object) -> timedelta | None:
    """A time of day as the time since midnight; 25:30 is half past one the next day."""
    if not isinstance(value, str) or not (found := _CLOCK.fullmatch(value.strip())):
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").casefold():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 47 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def duration_of(value: object) -> timedelta | None:
    """A length of time; numbers are minutes. Between one minute and 31 days, else None."""
    found: timedelta | None = None
    if isinstance(value, timedelta):
        found = value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = timedelta(minutes=int(value)) if 0 < value < 10**6 else None
    elif isinstance(value, str) and len(value) < 40:
        found = _worded(value.strip())
    return found if found and timedelta(0) < found <= LONGEST else None


def _worded(written: str) -> timedelta | None:
    if re.fullmatch(r"\d{1,6}", written):
        return timedelta(minutes=int(written))
    if parts := _PARTS.fullmatch(written):
        first, second = int(parts[1]), int(parts[2])
        if parts[3] is None:
            return timedelta(hours=first, minutes=second)
        third = int(parts[3])
        # The format writes long sessions as D:HH:MM; two leading digits are HH:MM:SS,
        # and so is a middle that cannot be an hour.
        if len(parts[1]) == 1 and first and second < 24:
            return timedelta(days=first, hours=second, minutes=third)
        return timedelta(hours=first, minutes=second, seconds=third)
    if written.startswith("P") and (iso := _ISO_DURATION.fullmatch(written)):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    if written and (worded := _WORDED.fullmatch(written)):
        return timedelta(hours=float(worded[1] or 0), minutes=int(worded[2] or 0))
    return None


def utc(moment: datetime, zone: tzinfo) -> datetime:
    """In UTC; a moment without an offset is read on the clocks of `zone`."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def at(day: date, clock: timedelta, zone: tzinfo) -> datetime:
    """That clock time on that day in that zone, as UTC."""
    midnight = datetime.combine(day, time())
    return utc(midnight + clock, zone)


def offset_minutes(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta(0)
    return int(offset.total_seconds() // 60)
