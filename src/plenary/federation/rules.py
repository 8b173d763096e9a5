"""What an answer means for a delivery, and how long a server that fails is left alone."""

import random
from datetime import timedelta
from enum import Enum

FIRST_WAIT = timedelta(seconds=30)
LONGEST_ON_THE_FIRST_DAY = timedelta(hours=1)
LONGEST_WAIT = timedelta(hours=3)
GIVEN_UP_AFTER = timedelta(days=10)
LONGEST_ASKED_FOR = timedelta(hours=3)  # however long a server wants to be left alone

# What is refused may have been refused by mistake, or while somebody there was at work; what is
# refused again is not wanted.
MOST_TRIES = {401: 5, 403: 2, 404: 4, 405: 2, 409: 2, 410: 1}
MOST_OF_OTHERS = 2
BUSY = (429, 503)
# A server that takes everything else and fails at this one each time.
MOST_FAILURES_AT_ONE = 12


class Verdict(Enum):
    DONE = "done"
    DROP = "drop"  # it will never be wanted
    LATER = "later"  # this one alone is tried again
    FAILING = "failing"  # the server is not well: all that is for it waits


def verdict(status: int, tries: int) -> Verdict:
    """Of an answer to the try numbered `tries` (from 1)."""
    if 200 <= status < 300:
        return Verdict.DONE
    if status == 429 or status == 408 or status >= 500 or status < 200:
        return Verdict.FAILING
    # A redirect is none of ours to follow: the inbox is what its actor says it is.
    return Verdict.DROP if tries >= MOST_TRIES.get(status, MOST_OF_OTHERS) else Verdict.LATER


def _spread(wait: timedelta, chance: float | None) -> timedelta:
    return wait * (0.75 + (random.random() if chance is None else chance) / 4)


def wait_for_server(
    failures: int,
    failing_for: timedelta,
    asked: timedelta | None = None,
    chance: float | None = None,
) -> timedelta:
    """Until the next look at a server that failed so often in a row: doubling to an hour on its
    first day, then to three; spread, so that not all are looked at together. `asked`: for how long
    it asks to be left alone itself."""
    if asked is not None:
        return max(min(asked, LONGEST_ASKED_FOR), timedelta(seconds=1))
    longest = LONGEST_ON_THE_FIRST_DAY if failing_for < timedelta(days=1) else LONGEST_WAIT
    return _spread(min(FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 20), longest), chance)


def wait_for_one(tries: int, chance: float | None = None) -> timedelta:
    """Until a delivery is tried again at a server that is well: a minute, five, twenty-five, two
    hours."""
    return _spread(min(timedelta(minutes=1) * 5 ** min(max(tries, 1) - 1, 6), LONGEST_WAIT), chance)
