"""The worker: takes jobs from the outbox and does each in its own transaction."""

import contextlib
import logging
import os
import signal
import socket
import time
import traceback
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from plenary.jobs import actions, disk, facts, rules, schedule, tasks
from plenary.jobs.models import Job
from plenary.jobs.wake import Bell
from plenary.lib import clock, ids

log = logging.getLogger(__name__)

BATCH = 20
POLL_SECONDS = 1.0
HEARTBEAT = timedelta(seconds=20)
_CROWDED_WAIT = timedelta(seconds=1)


def run(job: Job) -> None:
    """Do one claimed job; what it changes is committed with its removal, or not at all."""
    if "fact" in job.payload:
        with actions.finishing(job), _following(job):
            disk.within_transaction()
            facts.follow(job.task, job.payload)
        return
    task = tasks.find(job.task)
    args, kwargs = job.payload.get("args", []), job.payload.get("kwargs", {})
    if not task.slow:
        with actions.finishing(job), _following(job):
            disk.within_transaction()
            task.call(*args, **kwargs)
        return
    actions.extend(job, actions.SLOW_LEASE)
    finished = False

    def finish() -> AbstractContextManager[None]:
        nonlocal finished
        finished = True
        return actions.finishing(job)

    with tasks.finished_by(finish):
        task.call(*args, **kwargs)
    if not finished:
        with actions.finishing(job):
            pass


def _following(job: Job) -> AbstractContextManager[None]:
    """What a job records is followed with it. Should that fail, then by jobs of their own the next
    time: no reaction's fault holds up the others."""
    return facts.at_once() if job.attempts <= 1 else contextlib.nullcontext()


def attempt(job: Job, *, strict: bool = False) -> bool:
    """Run a job and answer for its failure; True when it is done."""
    if job.lease_until is None or job.lease_until <= clock.machine_now():
        # We slept past our lease. If nobody took the job meanwhile, it need not wait.
        actions.give_back([job])
        return False
    try:
        run(job)
    except actions.Fenced:
        log.warning("job %s (%s) was taken over by another worker", job.pk, job.task)
        return False
    except Exception as error:
        if strict:
            raise
        if isinstance(error, OperationalError) and rules.is_crowded(error):
            # Others were at work in the database: that is no failure of the job's.
            log.info("job %s (%s) found no room in the database: %s", job.pk, job.task, error)
            _back_in_the_queue(job)
            return False
        log.warning("job %s (%s) failed at attempt %s: %r", job.pk, job.task, job.attempts, error)
        if isinstance(error, (OperationalError, InterfaceError)):
            close_old_connections()
        actions.fail(job, traceback.format_exc())
        return False
    return True


def _back_in_the_queue(job: Job) -> None:
    for last in (False, False, True):
        try:
            actions.give_back([job], _CROWDED_WAIT)
            return
        except OperationalError as error:
            # Each try has waited its turn for seconds. Else the lease ends, and an attempt is lost.
            if last or not rules.is_crowded(error):
                raise


def run_until_empty(*, strict: bool = False) -> int:
    """Do everything that is due, of all queues, here and now: for tests and the making of the demo.

    Answers how many jobs were done; `strict` raises what a job raises.
    """
    done = 0
    while batch := actions.claim(BATCH, queue=None):
        done += sum(attempt(job, strict=strict) for job in batch)
    return done


class Looker(Protocol):
    """Somebody who looks into the outbox again and again."""

    stopping: bool
    bell: Bell

    def round(self) -> bool:
        """One look; True when there was work."""


def draw_slot() -> None:
    """Not in a job's transaction: rolled back, the number would be drawn again by another."""
    with contextlib.suppress(OperationalError, InterfaceError):
        ids.new_id()


def look_until_stopped(looker: Looker) -> None:
    """Look, and wait for the bell where there was nothing."""
    trouble = 0
    while not looker.stopping:
        try:
            idle = not looker.round()
            trouble = 0
        except (OperationalError, InterfaceError) as error:
            # The database is away or busy: what we hold is kept by its lease.
            trouble += 1
            idle = True
            log.warning("the database does not answer: %s", error)
            connection.close()
        if idle and not looker.stopping:
            looker.bell.wait(POLL_SECONDS * min(max(trouble, 1), 10))


class Worker:
    """The loop of the worker's process: ordinary jobs, one after the other."""

    def __init__(self, lease: timedelta = actions.LEASE) -> None:
        self.lease = lease
        self.name = f"{socket.gethostname()}:{os.getpid()}:{int(time.time())}"
        self.stopping = False
        self.bell = Bell(rules.ORDINARY)
        self.next_tick = self.next_heartbeat = clock.machine_now()

    def stop(self, *_: object) -> None:
        """Finish the job in hand and leave."""
        self.stopping = True
        self.bell.ring()

    def loop(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        disk.commit_without_waiting()
        draw_slot()
        try:
            look_until_stopped(self)
            self._farewell()
        finally:
            self.bell.close()

    def round(self) -> bool:
        """One look into the outbox; True when there was work."""
        close_old_connections()
        now = clock.machine_now()
        if now >= self.next_heartbeat:
            actions.seen(self.name)
            self.next_heartbeat = now + HEARTBEAT
        if now >= self.next_tick:
            self.next_tick = schedule.tick()
        batch = actions.claim(BATCH, self.lease)
        for place, job in enumerate(batch):
            if self.stopping:
                actions.give_back(batch[place:])
                break
            attempt(job)
        return bool(batch)

    def _farewell(self) -> None:
        try:
            actions.left(self.name)
        except (OperationalError, InterfaceError):
            log.info("left without saying goodbye: the database does not answer")
