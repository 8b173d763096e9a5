"""Claiming, fencing, trying again and giving up."""

from datetime import timedelta

import pytest
from django.db import transaction

from plenary.jobs import actions, queries, tasks, worker
from plenary.jobs.models import Job, Periodic
from plenary.lib import clock
from plenary.lib.models import IdSlot

pytestmark = pytest.mark.django_db


@tasks.task(max_attempts=3)
def count_then_fail() -> None:
    IdSlot.objects.create(pk=900)
    raise ValueError("no luck today")


@tasks.task
def count() -> None:
    IdSlot.objects.create(pk=901)


@tasks.task(slow=True)
def slow_count() -> None:
    (mine,) = Job.objects.filter(task__endswith="slow_count")
    assert mine.queue == "slow"
    assert mine.lease_until is not None
    assert mine.lease_until > clock.machine_now() + timedelta(minutes=4)
    with tasks.finishing():
        IdSlot.objects.create(pk=902)


@tasks.task(slow=True)
def slow_without_changes() -> None:
    pass


def make_due() -> None:
    Job.objects.update(run_at=clock.machine_now())


def let_leases_expire() -> None:
    Job.objects.update(lease_until=clock.machine_now() - timedelta(seconds=1))


def test_a_failure_undoes_its_changes_and_is_tried_again_later():
    count_then_fail.enqueue()
    assert worker.run_until_empty() == 0
    job = Job.objects.get()
    assert job.attempts == 1
    assert job.lease_until is None
    assert "no luck today" in job.last_error
    assert timedelta(seconds=1) < job.run_at - clock.machine_now() < timedelta(seconds=5)
    assert not IdSlot.objects.filter(pk=900).exists()


def test_after_the_last_attempt_it_is_kept_and_can_be_revived():
    count_then_fail.enqueue()
    for _ in range(5):
        worker.run_until_empty()
        make_due()
    job = Job.objects.get()
    assert (job.attempts, job.dead_at is not None) == (3, True)
    assert [dead.pk for dead in queries.dead(None, 10)] == [job.pk]
    assert queries.health().dead == 1
    assert actions.revive() == 1
    assert [claimed.pk for claimed in actions.claim(10)] == [job.pk]


def test_a_dead_letter_gives_up_its_key():
    count_then_fail.using(key="one").enqueue()
    for _ in range(3):
        worker.run_until_empty()
        make_due()
    count_then_fail.using(key="one").enqueue()
    assert Job.objects.filter(dead_at__isnull=True, key="one").count() == 1


def test_what_is_claimed_is_not_claimed_again_while_the_lease_lasts():
    count.enqueue()
    assert len(actions.claim(10)) == 1
    assert actions.claim(10) == []
    let_leases_expire()
    assert len(actions.claim(10)) == 1


def test_a_worker_whose_job_was_taken_over_has_no_effect():
    count.enqueue()
    (mine,) = actions.claim(1)
    let_leases_expire()
    (others,) = actions.claim(1)
    assert others.fence == mine.fence + 1
    assert worker.attempt(mine) is False
    assert not IdSlot.objects.filter(pk=901).exists()
    assert worker.attempt(others) is True
    assert IdSlot.objects.filter(pk=901).count() == 1


def test_a_fenced_failure_does_not_touch_the_new_holders_job():
    count_then_fail.enqueue()
    (mine,) = actions.claim(1)
    let_leases_expire()
    (others,) = actions.claim(1)
    actions.fail(mine, "too late")
    actions.give_back([mine])
    job = Job.objects.get()
    assert (job.last_error, job.fence, job.attempts) == ("", others.fence, 2)
    assert job.lease_until == others.lease_until


def test_a_lease_that_ran_out_before_the_start_is_not_begun():
    count.enqueue()
    (mine,) = actions.claim(1, lease=timedelta(seconds=-1))
    assert worker.attempt(mine) is False
    job = Job.objects.get()
    assert (job.attempts, job.lease_until) == (0, None)


def test_what_a_dead_worker_held_is_taken_alone_so_that_poison_spoils_nothing_else():
    for _ in range(4):
        count.enqueue()
    assert len(actions.claim(10)) == 4
    let_leases_expire()
    count.enqueue()
    assert [len(actions.claim(10)) for _ in range(6)] == [1, 1, 1, 1, 1, 0]


def test_a_job_that_kills_its_worker_each_time_ends_as_a_dead_letter():
    count_then_fail.enqueue()
    for _ in range(4):
        actions.claim(10)
        let_leases_expire()
    job = Job.objects.get()
    assert job.dead_at is not None
    assert "died" in job.last_error


def test_what_was_not_begun_is_given_back_at_once():
    count.enqueue()
    claimed = actions.claim(10)
    actions.give_back(claimed)
    job = Job.objects.get()
    assert (job.attempts, job.lease_until) == (0, None)
    assert len(actions.claim(10)) == 1


def test_a_slow_task_commits_its_changes_with_its_end():
    slow_count.enqueue()
    slow_without_changes.enqueue()
    assert worker.run_until_empty(strict=True) == 2
    assert IdSlot.objects.filter(pk=902).count() == 1
    assert Job.objects.count() == 0


def test_finishing_outside_the_worker_is_a_plain_transaction():
    with tasks.finishing():
        assert transaction.get_connection().in_atomic_block


def test_an_empty_outbox_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert actions.claim(10) == []


def test_a_job_costs_few_queries(django_assert_max_num_queries):
    for _ in range(10):
        count.enqueue()
    with django_assert_max_num_queries(6):
        assert len(actions.claim(10)) == 10


def test_the_sign_of_life_is_kept_and_taken_back():
    actions.seen("here:1:1")
    actions.seen("here:1:1")
    assert queries.health().worker_seen is not None
    actions.left("here:1:1")
    assert queries.health().worker_seen is None
    assert Periodic.objects.count() == 0
