"""Two queues, lanes, and a database in which others are at work."""

from collections import Counter
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from django.db.utils import DatabaseError

from plenary.jobs import actions, queries, rules, tasks, wake, worker
from plenary.jobs.models import Job
from plenary.lib import clock, datagrams

pytestmark = pytest.mark.django_db


@tasks.task
def short() -> None:
    pass


@tasks.task(slow=True, max_attempts=1)
def fetch(number: int) -> None:
    pass


@tasks.task(max_attempts=1)
def crowded() -> None:
    if connection.vendor == "sqlite":
        raise OperationalError("database is locked")
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")


@tasks.task(max_attempts=1)
def says_locked() -> None:
    raise ValueError("the file is locked")


def lanes(jobs: list[Job]) -> list[str]:
    return [job.lane for job in jobs]


def test_what_is_slow_waits_in_a_queue_of_its_own():
    short.enqueue()
    fetch.enqueue(1)
    fetch.using(queue=rules.ORDINARY).enqueue(2)
    short.using(queue=rules.SLOW).enqueue()
    waiting = Job.objects.order_by("pk").values_list("queue", flat=True)
    assert list(waiting) == ["", "slow", "", "slow"]
    assert len(actions.claim(10)) == 2
    assert actions.claim(10) == []
    assert len(actions.claim(10, queue=rules.SLOW)) == 2


def test_all_queues_are_emptied_in_the_order_of_their_jobs():
    for task in (fetch, short, fetch):
        task.enqueue(*([1] if task is fetch else []))
    assert worker.run_until_empty(strict=True) == 3


def test_ready_jobs_are_found_through_the_index():
    ready = actions._ready(clock.machine_now(), rules.SLOW, [], Counter({"slow.example": 2}))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # It would read a table without rows as a whole.
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = ready.explain().lower()
    assert "job_ready" in plan
    assert "queue" in plan
    assert "sort" not in plan
    assert "b-tree for" not in plan


def test_of_a_lane_no_more_are_taken_than_it_has_room_for():
    for number in range(5):
        fetch.using(lane="slow.example").enqueue(number)
    fetch.using(lane="quick.example").enqueue(5)
    fetch.enqueue(6)
    fetch.enqueue(7)
    fetch.enqueue(8)
    beside: list[Job] = []

    def claim(limit: int) -> list[str]:
        taken = actions.claim(limit, queue=rules.SLOW, beside=beside)
        beside.extend(taken)
        return lanes(taken)

    assert claim(4) == ["slow.example"] * 2
    # The three that wait still are passed over, not waited for.
    assert claim(2) == ["quick.example", ""]
    assert claim(9) == ["", ""]
    assert claim(9) == []
    beside.pop(0)
    assert claim(9) == ["slow.example"]


def test_a_claim_with_full_lanes_costs_no_more(django_assert_num_queries):
    for number in range(3):
        fetch.using(lane="slow.example").enqueue(number)
    beside = actions.claim(9, queue=rules.SLOW, beside=[])
    with django_assert_num_queries(1):
        assert actions.claim(9, queue=rules.SLOW, beside=beside) == []


def test_of_jobs_that_somebody_died_with_one_is_done_at_a_time_and_new_ones_beside_it():
    for number in range(3):
        fetch.using(lane="").enqueue(number)
    Job.objects.update(max_attempts=5)
    assert len(actions.claim(9, queue=rules.SLOW, beside=[])) == 3
    Job.objects.update(lease_until=clock.machine_now() - timedelta(seconds=1))
    fetch.enqueue(3)
    (first,) = actions.claim(9, queue=rules.SLOW, beside=[])
    assert first.suspect
    (new,) = actions.claim(9, queue=rules.SLOW, beside=[first])
    assert not new.suspect
    assert actions.claim(9, queue=rules.SLOW, beside=[first, new]) == []
    (second,) = actions.claim(9, queue=rules.SLOW, beside=[new])
    assert second.suspect
    assert second.pk != first.pk


def test_a_long_host_name_is_no_reason_to_fail():
    fetch.using(lane="x" * 300).enqueue(1)
    assert Job.objects.get().lane == "x" * 255


def test_a_database_in_which_others_are_at_work_costs_no_attempt():
    crowded.enqueue()
    assert worker.run_until_empty() == 0
    job = Job.objects.get()
    assert (job.attempts, job.dead_at, job.lease_until) == (0, None, None)
    # Not at once again: the others need their time.
    assert job.run_at > clock.machine_now()


def test_any_other_trouble_does():
    says_locked.enqueue()
    assert worker.run_until_empty() == 0
    assert Job.objects.get().dead_at is not None
    assert not rules.is_crowded(OperationalError("no such table: ward_rounds"))


def test_giving_back_is_tried_again_where_that_finds_no_room_either():
    short.enqueue()
    (job,) = actions.claim(1)
    locked = OperationalError("database is locked")
    with (
        patch.object(worker, "run", side_effect=locked),
        patch.object(actions, "give_back", side_effect=[locked, locked, None]) as given,
    ):
        assert worker.attempt(job) is False
    assert given.call_count == 3
    with (
        patch.object(worker, "run", side_effect=locked),
        patch.object(actions, "give_back", side_effect=[locked] * 3),
        pytest.raises(DatabaseError),
    ):
        worker.attempt(job)


def test_each_queue_says_how_it_stands():
    short.enqueue()
    fetch.enqueue(1)
    fetch.enqueue(2)
    actions.seen("here:1:1:slow", rules.SLOW)
    ordinary, slow = queries.health(), queries.health(rules.SLOW)
    assert (ordinary.waiting, slow.waiting) == (1, 2)
    assert ordinary.worker_seen is None
    assert slow.worker_seen is not None


def rung(*queues: str) -> list[str]:
    """The queues of those, each waiting at a bell, that heard something; then nobody waits."""
    heard = []
    for queue in queues:
        name = f"{queue or 'worker'}-{bells[queue].name.partition('-')[2]}"
        assert bells[queue].name == name
        try:
            if bells[queue].socket.recv(16):
                heard.append(queue)
        except BlockingIOError:
            pass
    return heard


bells: dict[str, wake.Bell] = {}


@pytest.fixture
def waiting(settings, tmp_path):
    settings.DATA = tmp_path
    bells.update({queue: wake.Bell(queue) for queue in rules.QUEUES})
    yield
    for bell in bells.values():
        bell.close()
    bells.clear()
    assert datagrams.listeners("") == []


@pytest.mark.usefixtures("waiting")
def test_only_those_who_do_a_queue_are_woken(django_capture_on_commit_callbacks):
    for task, arguments, queue in ((short, [], ""), (fetch, [1], "slow")):
        with django_capture_on_commit_callbacks(execute=True):
            task.enqueue(*arguments)
        assert rung("", "slow") == [queue]


@pytest.mark.django_db(transaction=True)
def test_each_queue_is_woken_once_by_one_commit():
    with patch("plenary.jobs.wake.wake") as woken:
        with transaction.atomic():
            for number in range(3):
                short.enqueue()
                fetch.enqueue(number)
        assert sorted(call.args for call in woken.call_args_list) == [("",), ("slow",)]


@pytest.mark.django_db(transaction=True)
def test_reviving_wakes_all():
    says_locked.enqueue()
    worker.run_until_empty()
    with patch("plenary.jobs.wake.wake") as woken:
        assert actions.revive() == 1
        assert sorted(call.args for call in woken.call_args_list) == [("",), ("slow",)]
