"""What a worker does to the outbox: claim, finish, fail, give back; and reviving dead letters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from plenary.jobs import rules
from plenary.jobs.models import Job, WorkerSeen
from plenary.jobs.wake import wake_after_commit
from plenary.lib import clock
from plenary.lib.prepared import Prepared
from plenary.lib.rows import among, listed, moment, rows, write

LEASE = timedelta(seconds=30)
SLOW_LEASE = timedelta(minutes=5)
_ERROR_LENGTH = 4000


class Fenced(Exception):
    """Somebody else holds the job now: whatever was done for it is rolled back."""


def claim(
    limit: int,
    lease: timedelta = LEASE,
    *,
    queue: str | None = rules.ORDINARY,
    beside: Sequence[Job] | None = None,
) -> list[Job]:
    """Take up to `limit` jobs of a queue (or of all: None) that are due, for the length of a lease.

    Whoever does several at once says which it does already (`beside`): then no lane gets more than
    its share, and of those that a worker died with only one is taken at a time.
    """
    now = clock.machine_now()
    lanes = Counter(job.lane for job in beside or () if job.lane)
    plain = queue is not None and beside is None
    ready = None if plain else _ready(now, queue, beside or (), lanes)
    at = {"queue": queue, "now": moment(now)}
    # A look before the lock: an empty outbox never takes SQLite's writer.
    if not (rows(_IS_ANY_DUE, at) if ready is None else ready.exists()):
        return []
    with transaction.atomic():
        if ready is None:
            found = _due(limit).all(**at)
        else:
            found = list(ready.select_for_update(skip_locked=True)[:limit])
        taken = _until_suspect(found)
        if beside is not None:
            taken = _in_lanes(taken, lanes)
        spent = [job for job in taken if job.attempts >= job.max_attempts]
        for job in spent:
            _bury(job, job.last_error or "The worker died each time it ran this.")
        taken = [job for job in taken if job not in spent]
        _take(taken, now + lease)
    for job in taken:
        job.suspect = job.lease_until is not None
        job.taken_at = now
        job.lease_until = now + lease
        job.fence += 1
        job.attempts += 1
    return taken


# How a worker looks, who does one job after the other.
_IS_ANY_DUE = """
    SELECT 1 FROM plenary_job WHERE queue = %(queue)s AND dead_at IS NULL AND run_at <= %(now)s
    AND (lease_until IS NULL OR lease_until <= %(now)s) LIMIT 1
"""


@lru_cache
def _due(limit: int) -> Prepared[Job]:
    def due(queue: Any, now: Any) -> QuerySet[Job]:
        waiting = Job.objects.filter(queue=queue, dead_at__isnull=True, run_at__lte=now)
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        found = waiting.filter(free).order_by("run_at", "id")
        return found.select_for_update(skip_locked=True)[:limit]

    return Prepared(due)


def _take(jobs: list[Job], lease_until: datetime) -> None:
    write(
        f"""
        UPDATE plenary_job SET lease_until = %(until)s, fence = fence + 1, attempts = attempts + 1
        WHERE id {among("ids")}
        """,
        {"until": moment(lease_until), "ids": listed(job.pk for job in jobs)},
    )


def _ready(
    now: datetime, queue: str | None, beside: Sequence[Job], lanes: Counter[str]
) -> QuerySet[Job]:
    ready = Job.objects.filter(dead_at__isnull=True, run_at__lte=now).order_by("run_at", "id")
    if queue is not None:
        ready = ready.filter(queue=queue)
    free = Q(lease_until__isnull=True)
    if not any(job.suspect for job in beside):
        free |= Q(lease_until__lte=now)
    if full := [lane for lane, busy in lanes.items() if busy >= rules.PER_LANE]:
        ready = ready.exclude(lane__in=full)
    return ready.filter(free)


def _until_suspect(found: list[Job]) -> list[Job]:
    """An expired lease means that a worker died with the job in its hands, perhaps of it. Such a
    job is taken alone, so that it cannot use up the attempts of those beside it."""
    for place, job in enumerate(found):
        if job.lease_until is not None:
            return found[: max(place, 1)]
    return found


def _in_lanes(found: list[Job], lanes: Counter[str]) -> list[Job]:
    """Those that their lanes have room for."""
    fitting = []
    for job in found:
        if not job.lane or lanes[job.lane] < rules.PER_LANE:
            lanes[job.lane] += 1
            fitting.append(job)
    return fitting


_REMOVE = "DELETE FROM plenary_job WHERE id = %(id)s AND fence = %(fence)s"


@contextmanager
def finishing(job: Job) -> Iterator[None]:
    """One transaction for the job's effect and its removal; Fenced when it is no longer ours."""
    with transaction.atomic():
        yield
        if not write(_REMOVE, {"id": job.pk, "fence": job.fence}):
            raise Fenced(job.task)


def extend(job: Job, lease: timedelta) -> None:
    """Hold the job longer; Fenced when it is no longer ours."""
    until = clock.machine_now() + lease
    if not Job.objects.filter(pk=job.pk, fence=job.fence).update(lease_until=until):
        raise Fenced(job.task)
    job.lease_until = until


def fail(job: Job, error: str) -> None:
    """Try again later, or keep as a dead letter when it was the last attempt."""
    if job.attempts >= job.max_attempts:
        _bury(job, error)
        return
    Job.objects.filter(pk=job.pk, fence=job.fence).update(
        run_at=clock.machine_now() + rules.backoff(job.attempts),
        lease_until=None,
        last_error=error[-_ERROR_LENGTH:],
    )


def give_back(jobs: Iterable[Job], wait: timedelta | None = None) -> None:
    """Return jobs that were claimed, as if they had not been begun; to be taken after a wait."""
    later = {} if wait is None else {"run_at": clock.machine_now() + wait}
    for job in jobs:
        Job.objects.filter(pk=job.pk, fence=job.fence).update(
            lease_until=None, attempts=F("attempts") - 1, **later
        )


def _bury(job: Job, error: str) -> None:
    # It gives up its key: the next of its kind must not wait for somebody to look at this one.
    Job.objects.filter(pk=job.pk, fence=job.fence).update(
        dead_at=clock.machine_now(), lease_until=None, key=None, last_error=error[-_ERROR_LENGTH:]
    )


def revive(ids: Iterable[int] | None = None) -> int:
    """Let dead letters (these, or all) be tried anew; how many there were."""
    with transaction.atomic():
        dead = Job.objects.filter(dead_at__isnull=False)
        if ids is not None:
            dead = dead.filter(pk__in=list(ids))
        count = dead.update(dead_at=None, attempts=0, run_at=clock.machine_now())
        if count:
            for queue in rules.QUEUES:
                wake_after_commit(queue)
    return count


def discard(ids: Iterable[int] | None = None) -> int:
    """Remove dead letters (these, or all); how many there were."""
    dead = Job.objects.filter(dead_at__isnull=False)
    if ids is not None:
        dead = dead.filter(pk__in=list(ids))
    return dead.delete()[0]


def seen(name: str, queue: str = rules.ORDINARY) -> None:
    """Whoever does the jobs of a queue says that it lives."""
    now = clock.machine_now()
    if not WorkerSeen.objects.filter(pk=name).update(seen_at=now):
        WorkerSeen.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
        WorkerSeen.objects.create(name=name, queue=queue, started_at=now, seen_at=now)


def left(name: str) -> None:
    WorkerSeen.objects.filter(pk=name).delete()
