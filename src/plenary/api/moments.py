"""Times as the API writes them: UTC, ISO 8601, milliseconds."""

from datetime import UTC, datetime


def moment(value: datetime) -> str:
    """`2026-11-23T21:00:00.000Z`."""
    at = value.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def moment_or_none(value: datetime | None) -> str | None:
    return moment(value) if value is not None else None


def day(value: datetime) -> str:
    """The day alone, as midnight: when an account was made is told no closer."""
    return f"{value.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z"
