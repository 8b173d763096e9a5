"""Slow jobs that take longer than their lease."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from plenary.jobs import actions, rules, slow, tasks
from plenary.jobs.models import Job
from plenary.jobs.slow import SlowDesk
from plenary.lib import clock

pytestmark = pytest.mark.django_db
LATER = Callable[[timedelta], None]


@tasks.task(slow=True)
def develop(number: int) -> None:
    pass


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDesk]:
    """One whose clerks are at what they got and do not come back."""
    monkeypatch.setattr(slow, "close_old_connections", lambda: None)
    made = SlowDesk(2, actions.SLOW_LEASE)
    yield made
    made.bell.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> LATER:
    """Let the machine's time pass."""
    passed = timedelta()

    def machine_now() -> datetime:
        return datetime.fromtimestamp(time.time(), UTC) + passed

    def let(more: timedelta) -> None:
        nonlocal passed
        passed += more

    monkeypatch.setattr(clock, "machine_now", machine_now)
    return let


def others_may() -> bool:
    """Whether another post office would begin it."""
    return actions._ready(clock.machine_now(), rules.SLOW, [], {}).exists()


def test_a_lease_goes_on_while_somebody_is_at_the_job(desk: SlowDesk, later: LATER) -> None:
    develop.enqueue(1)
    assert desk.round()
    for _ in range(8):
        later(actions.SLOW_LEASE * 0.6)
        desk.round()
        later(timedelta(seconds=20))
        assert not others_may()
    assert Job.objects.get().attempts == 1


def test_a_job_that_hangs_is_given_up(desk: SlowDesk, later: LATER) -> None:
    develop.enqueue(1)
    desk.round()
    passed = timedelta()
    while passed <= slow.LONGEST + actions.SLOW_LEASE:
        later(actions.SLOW_LEASE * 0.4)
        passed += actions.SLOW_LEASE * 0.4
        if others_may():
            break
        assert passed < slow.LONGEST + actions.SLOW_LEASE
        desk.round()
    assert passed >= slow.LONGEST
    (again,) = actions.claim(1, queue=rules.SLOW)
    assert again.suspect
    assert again.attempts == 2


def test_what_was_taken_over_or_done_is_not_held(desk: SlowDesk, later: LATER) -> None:
    develop.enqueue(1)
    develop.enqueue(2)
    desk.round()
    Job.objects.filter(payload__args=[1]).delete()
    Job.objects.update(fence=9)
    until = Job.objects.get().lease_until
    later(actions.SLOW_LEASE)
    desk.round()
    assert Job.objects.get().lease_until == until


def test_holding_costs_nothing_while_leases_are_long(
    desk: SlowDesk, django_assert_num_queries
) -> None:
    develop.enqueue(1)
    desk.size = 1
    desk.round()
    with django_assert_num_queries(0):
        desk.round()


def test_where_all_clerks_hang_the_post_office_is_started_anew(
    desk: SlowDesk, later: LATER
) -> None:
    develop.enqueue(1)
    desk.round()
    later(slow.LONGEST)
    develop.enqueue(2)
    assert desk.round()  # there is one more to do it
    assert len(desk.in_hand) == 2
    desk.round()
    later(slow.LONGEST)
    with pytest.raises(slow.AllHang):
        desk.round()
