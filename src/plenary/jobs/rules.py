"""How long to wait before another try."""

import random
from datetime import timedelta

FIRST_DELAY = timedelta(seconds=4)
LONGEST_DELAY = timedelta(hours=6)


def backoff(attempts: int, chance: float | None = None) -> timedelta:
    """The wait after the attempt numbered `attempts` (from 1): doubling, and spread by half, so
    that work that failed together does not come back together. `chance` is in [0, 1)."""
    doubled = FIRST_DELAY * 2 ** min(max(attempts, 1) - 1, 30)
    spread = random.random() if chance is None else chance
    return min(doubled, LONGEST_DELAY) * (0.5 + spread / 2)
