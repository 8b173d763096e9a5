"""The one clock. The demo shifts it so that 'now' falls inside the conference.

Sign-in, sessions and one-time passwords keep to the machine's own clock.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_frozen: datetime | None = None


def offset() -> timedelta:
    """How far Plenary's now is from the machine's, from PLENARY_CLOCK_OFFSET (seconds)."""
    return timedelta(seconds=float(os.environ.get("PLENARY_CLOCK_OFFSET") or 0))


def now() -> datetime:
    """The current moment, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.fromtimestamp(time.time(), UTC) + offset()


def machine_now() -> datetime:
    """The machine's own moment, never shifted: for leases, delays and heartbeats."""
    return datetime.fromtimestamp(time.time(), UTC)


def milliseconds() -> int:
    """The current moment in milliseconds since 1970."""
    return int(now().timestamp() * 1000)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment: for tests and for making the demo."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
