from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from plenary.jobs.rules import FIRST_DELAY, LONGEST_DELAY, backoff


def test_the_wait_doubles():
    waits = [backoff(attempt, chance=0.0) for attempt in (1, 2, 3, 4)]
    assert waits == [FIRST_DELAY * factor / 2 for factor in (1, 2, 4, 8)]


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_the_wait_is_spread_and_bounded(attempts, chance):
    wait = backoff(attempts, chance)
    assert FIRST_DELAY / 2 <= wait <= LONGEST_DELAY
    assert backoff(attempts, 0.0) <= wait


def test_twelve_attempts_span_more_than_an_hour_and_less_than_a_day():
    span = sum((backoff(attempt, chance=0.5) for attempt in range(1, 12)), timedelta())
    assert timedelta(hours=1) < span < timedelta(days=1)
