"""Which queues there are, and how long to wait before another try."""

import random
from datetime import timedelta

ORDINARY = ""  # what a worker does: short work in the database
SLOW = "slow"  # what the post office does: work that waits for others, or computes for long
QUEUES = (ORDINARY, SLOW)
PER_LANE = 2  # so many of one lane are ever done at once by one process

FIRST_DELAY = timedelta(seconds=4)
LONGEST_DELAY = timedelta(hours=6)


def backoff(attempts: int, chance: float | None = None) -> timedelta:
    """The wait after the attempt numbered `attempts` (from 1): doubling, and spread by half, so
    that work that failed together does not come back together. `chance` is in [0, 1)."""
    doubled = FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 30)
    spread = random.random() if chance is None else chance
    return min(doubled, LONGEST_DELAY) * (0.5 + spread / 2)


def is_crowded(error: BaseException) -> bool:
    """Whether the database refused only because others were at work in it: SQLite's one writer was
    not free in time; PostgreSQL ended a deadlock, or could not put transactions in an order."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in {"40001", "40P01", "55P03"} or "is locked" in str(error)
