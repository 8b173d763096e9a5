"""Times as the API writes them: UTC, ISO 8601, milliseconds."""

from datetime import UTC, datetime
from typing import Any


def moment(value: datetime) -> str:
    """`2026-11-23T21:00:00.000Z`."""
    at = value.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def moment_or_none(value: datetime | None) -> str | None:
    return moment(value) if value is not None else None


def of_row(value: Any) -> str:
    """A moment as a raw row has it: a datetime, or SQLite's text in UTC."""
    if isinstance(value, datetime):
        return moment(value if value.tzinfo else value.replace(tzinfo=UTC))
    text = str(value)
    return f"{text[:10]}T{text[11:19]}.{(text[20:23] or '0').ljust(3, '0')}Z"


def day(value: datetime) -> str:
    """The day alone, as midnight: when an account was made is told no closer."""
    return f"{value.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z"
