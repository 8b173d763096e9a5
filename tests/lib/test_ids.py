"""Ids: sorted by time, never twice, even when the clock steps back or processes compete."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from plenary.lib import clock, ids
from plenary.lib.models import IdSlot

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    """As in a process that has given no id yet."""
    for name in ("_slot", "_owner", "_last", "_count"):
        monkeypatch.setattr(ids, name, 0)


def test_many_in_one_millisecond_rise_and_differ():
    with clock.freeze(MOMENT):
        made = [ids.new_id() for _ in range(5_000)]
    assert all(before < after for before, after in pairwise(made))


def test_a_clock_that_steps_back_does_not_take_ids_back():
    with clock.freeze(MOMENT):
        before = ids.new_id()
    with clock.freeze(MOMENT - timedelta(hours=2)):
        after = ids.new_id()
    assert after > before
    with clock.freeze(MOMENT + timedelta(seconds=1)):
        assert ids.moment_of(ids.new_id()) == MOMENT + timedelta(seconds=1)


def test_an_id_tells_its_moment_and_fits_the_column():
    with clock.freeze(MOMENT):
        made = ids.new_id()
    assert ids.moment_of(made) == MOMENT
    assert ids.first_id_at(MOMENT) <= made < ids.first_id_at(MOMENT + timedelta(milliseconds=1))
    assert 0 < ids.first_id_at(datetime(2400, 1, 1, tzinfo=UTC)) < 2**63


def test_two_processes_at_the_same_moment_make_different_ids(monkeypatch):
    with clock.freeze(MOMENT):
        first = {ids.new_id() for _ in range(50)}
        for name in ("_slot", "_owner", "_last", "_count"):
            monkeypatch.setattr(ids, name, 0)  # what a second process begins with
        second = {ids.new_id() for _ in range(50)}
    assert not first & second
    assert IdSlot.objects.get(pk=1).drawn == 2


def test_a_forked_process_draws_a_slot_of_its_own(monkeypatch):
    ids.new_id()
    monkeypatch.setattr("os.getpid", lambda: -1)
    ids.new_id()
    assert IdSlot.objects.get(pk=1).drawn == 2


def test_threads_never_get_the_same():
    ids.new_id()
    made: list[int] = []
    threads = [
        threading.Thread(target=lambda: made.extend(ids.new_id() for _ in range(2_000)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


def test_only_the_first_costs_a_query(django_assert_num_queries):
    ids.new_id()
    with django_assert_num_queries(0):
        ids.new_id()
