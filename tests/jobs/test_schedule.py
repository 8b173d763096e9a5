"""Periodic work: once each period, whoever looks."""

from datetime import timedelta

import pytest

from plenary.jobs import schedule, tasks, worker
from plenary.jobs.models import Job, Periodic
from plenary.lib import clock

pytestmark = pytest.mark.django_db
runs: list[int] = []


@tasks.task
def sweep() -> None:
    runs.append(1)


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    monkeypatch.setattr(schedule, "_periodic", {})
    runs.clear()
    schedule.every(timedelta(minutes=10))(sweep)


def shift(by: timedelta) -> None:
    row = Periodic.objects.get()
    Periodic.objects.update(due_at=row.due_at - by)


def test_it_is_done_at_first_sight_and_then_once_each_period():
    for _ in range(5):
        schedule.tick()
        worker.run_until_empty(strict=True)
    assert len(runs) == 1
    shift(timedelta(minutes=11))
    for _ in range(3):
        schedule.tick()
        worker.run_until_empty(strict=True)
    assert len(runs) == 2


def test_two_that_look_at_the_same_moment_enqueue_once():
    schedule.tick()
    worker.run_until_empty()
    shift(timedelta(minutes=11))
    due = Periodic.objects.get().due_at
    following = due + timedelta(minutes=20)
    schedule._enqueue(sweep, due, following)
    schedule._enqueue(sweep, due, following)
    assert worker.run_until_empty(strict=True) == 1
    assert len(runs) == 2


def test_periods_that_passed_unattended_are_not_made_up_for():
    schedule.tick()
    worker.run_until_empty()
    shift(timedelta(days=3))
    again = schedule.tick()
    assert Job.objects.count() == 1
    assert timedelta(0) < again - clock.machine_now() <= timedelta(minutes=1)
    assert clock.machine_now() < Periodic.objects.get().due_at


def test_one_that_still_waits_is_not_doubled():
    schedule.tick()
    shift(timedelta(minutes=11))
    schedule.tick()
    assert Job.objects.count() == 1
