"""Facts and tasks become jobs in the caller's transaction, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction

from plenary.jobs import facts, outbox, tasks
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock


@dataclass(frozen=True)
class Happened:
    number: int
    when: datetime


@dataclass(frozen=True)
class Unwatched:
    number: int


seen: list[tuple[str, Happened]] = []


def first(fact: Happened) -> None:
    seen.append(("first", fact))


def second(fact: Happened) -> None:
    seen.append(("second", fact))


@tasks.task
def note(number: int, *, word: str = "") -> None:
    seen.append((word, Happened(number, datetime(2030, 1, 1, tzinfo=UTC))))


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    seen.clear()
    facts.react(Happened, first)
    facts.react(Happened, second)
    yield
    facts._reactions.pop(Happened, None)


HAPPENED = Happened(7, datetime(2026, 5, 4, 9, 30, tzinfo=UTC))


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused():
    with pytest.raises(facts.NotInTransaction):
        facts.record(HAPPENED)
    assert Job.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_nothing_and_wakes_nobody():
    with (
        patch("plenary.jobs.wake.wake") as wake,
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        facts.record(HAPPENED)
        note.enqueue(1)
        raise ZeroDivisionError
    assert Job.objects.count() == 0
    wake.assert_not_called()


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_once_and_only_after_the_commit():
    with patch("plenary.jobs.wake.wake") as wake:
        with transaction.atomic():
            facts.record(HAPPENED)
            facts.record(HAPPENED)
            wake.assert_not_called()
        wake.assert_called_once()


@pytest.mark.django_db
def test_each_reaction_is_a_job_of_its_own_and_all_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        facts.record(HAPPENED)
    assert sorted(Job.objects.values_list("task", flat=True)) == [
        "tests.jobs.test_outbox.first",
        "tests.jobs.test_outbox.second",
    ]
    assert run_until_empty(strict=True) == 2
    assert sorted(seen) == [("first", HAPPENED), ("second", HAPPENED)]
    assert Job.objects.count() == 0


@pytest.mark.django_db
def test_a_fact_that_nothing_follows_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        facts.record(Unwatched(1))


@pytest.mark.django_db
def test_only_what_is_wired_is_run():
    outbox.put([outbox.job("os.getcwd", {"args": [], "kwargs": {}})])
    outbox.put([outbox.job("os.getcwd", {"fact": outbox.dotted(Happened), "values": {}})])
    assert run_until_empty() == 0
    assert all("LookupError" in error for error in Job.objects.values_list("last_error", flat=True))


def test_a_function_that_could_not_be_found_again_is_refused_at_once():
    with pytest.raises(TypeError):
        facts.react(Happened, lambda fact: None)


@pytest.mark.django_db
def test_a_task_gets_its_arguments():
    note.enqueue(3, word="three")
    assert run_until_empty(strict=True) == 1
    assert [(word, fact.number) for word, fact in seen] == [("three", 3)]


@pytest.mark.django_db
def test_a_task_for_later_waits():
    note.using(run_after=timedelta(hours=1)).enqueue(1)
    assert run_until_empty() == 0
    Job.objects.update(run_at=clock.machine_now())
    assert run_until_empty() == 1


@pytest.mark.django_db
def test_a_moment_of_the_shifted_clock_is_met_in_the_machines_time(monkeypatch):
    monkeypatch.setenv("PLENARY_CLOCK_OFFSET", "86400")
    note.using(run_after=clock.now() + timedelta(minutes=5)).enqueue(1)
    wait = Job.objects.get().run_at - clock.machine_now()
    assert timedelta(minutes=4) < wait <= timedelta(minutes=5)


@pytest.mark.django_db
def test_under_one_key_only_one_waits():
    note.using(key="digest").enqueue(1)
    note.using(key="digest").enqueue(2)
    note.using(key="other").enqueue(3)
    assert run_until_empty(strict=True) == 2
    assert [fact.number for _, fact in seen] == [1, 3]
    note.using(key="digest").enqueue(4)
    assert run_until_empty(strict=True) == 1
