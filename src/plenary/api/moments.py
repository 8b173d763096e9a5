"""Times as the API writes them: UTC, ISO 8601, milliseconds."""

from datetime import UTC, datetime


def moment(value: datetime) -> str:
    """`2026-11-23T21:00:00.000Z`."""
    at = value if value.tzinfo is UTC else value.astimezone(UTC)
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


def moment_or_none(value: datetime | None) -> str | None:
    return moment(value) if value is not None else None


def day(value: datetime) -> str:
    """The day alone, as midnight: when an account was made is told no closer."""
    return f"{value.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z"
