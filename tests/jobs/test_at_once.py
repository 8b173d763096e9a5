"""What a worker's job records is followed in the job's own transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from plenary.jobs import disk, facts, tasks
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.lib.models import IdSlot

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Came:
    number: int


@dataclass(frozen=True)
class Led:
    number: int


broken = False


def write_down(fact: Came) -> None:
    IdSlot.objects.create(pk=800 + fact.number)


def lead_on(fact: Came) -> None:
    facts.record(Led(fact.number))


def write_what_it_led_to(fact: Led) -> None:
    if broken:
        raise ValueError("this one cannot be followed")
    IdSlot.objects.create(pk=850 + fact.number)


said: list[str] = []


def look(fact: Came) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        said.append(cursor.fetchone()[0])


@tasks.task
def come(*numbers: int) -> None:
    facts.record(*(Came(number) for number in numbers))


@tasks.task
def come_and_think_better_of_it(number: int) -> None:
    try:
        with transaction.atomic():
            facts.record(Came(number))
            raise ValueError
    except ValueError:
        facts.record(Came(number + 1))


@tasks.task(slow=True)
def come_slowly(number: int) -> None:
    with tasks.finishing():
        facts.record(Came(number))


@pytest.fixture(autouse=True)
def wired() -> Iterator[None]:
    global broken
    broken = False
    facts.react(Came, write_down)
    facts.react(Came, lead_on)
    facts.react(Led, write_what_it_led_to)
    yield
    for fact in (Came, Led):
        facts._reactions.pop(fact, None)


def written() -> list[int]:
    return sorted(IdSlot.objects.filter(pk__gte=800, pk__lt=900).values_list("pk", flat=True))


def test_all_that_follows_happens_in_one_job():
    come.enqueue(1, 2)
    assert run_until_empty(strict=True) == 1
    assert written() == [801, 802, 851, 852]
    assert not Job.objects.exists()


def test_what_was_rolled_back_is_not_followed():
    come_and_think_better_of_it.enqueue(3)
    assert run_until_empty(strict=True) == 1
    assert written() == [804, 854]


def test_a_reaction_that_fails_takes_all_back_and_is_the_next_time_alone_in_that():
    global broken
    broken = True
    come.enqueue(5)
    assert run_until_empty() == 0
    assert written() == []
    Job.objects.update(run_at=clock.machine_now())
    # The job, its two reactions; what one of them led to stays, and holds up nothing.
    run_until_empty()
    Job.objects.update(run_at=clock.machine_now())
    run_until_empty()
    assert written() == [805]
    broken = False
    for _ in range(3):
        Job.objects.update(run_at=clock.machine_now())
        run_until_empty()
    assert written() == [805, 855]
    assert not Job.objects.exists()


def test_of_very_many_facts_most_are_left_to_jobs():
    come.enqueue(*range(30))
    with patch.object(facts, "MOST_AT_ONCE", 4):
        run_until_empty(strict=True)
    assert len(written()) == 60


def test_what_the_post_office_records_is_left_to_the_workers():
    come_slowly.enqueue(7)
    assert run_until_empty(strict=True) > 1
    assert written() == [807, 857]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_jobs_commit_does_not_wait_for_the_disk_and_the_next_does():
    come.enqueue(9)
    facts.react(Came, look)
    run_until_empty(strict=True)
    with transaction.atomic():
        look(Came(9))
    assert said == ["off", "on"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_workers_connection_does_not_wait_for_the_disk_and_a_doors_does():
    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            return bool(cursor.fetchone()[0] == 2)

    assert waits()
    try:
        disk.commit_without_waiting()
        assert not waits()
    finally:
        connection_created.disconnect(dispatch_uid="plenary.jobs.disk")
        connection.close()
    assert waits()
