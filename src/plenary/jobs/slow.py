"""The desk of slow jobs: several at once, each in a thread with its own database connection."""

import contextlib
import logging
import os
import socket
import threading
import time
from datetime import datetime, timedelta
from queue import SimpleQueue

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)

from plenary.jobs import actions, rules, worker
from plenary.jobs.models import Job
from plenary.jobs.wake import Bell
from plenary.lib import clock

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 7.0  # for the jobs in hand, when asked to stop
LONGEST = timedelta(hours=2)  # a job that takes longer hangs: somebody else may try


class AllHang(Exception):
    """No clerk came back for hours: the process ends, to be started again."""


class SlowDesk:
    """One thread claims, as many jobs as are free to do them; the others do them."""

    name = "slow jobs"

    def __init__(self, threads: int, lease: timedelta = actions.LEASE) -> None:
        self.size = threads
        self.lease = lease
        self.sign = f"{socket.gethostname()}:{os.getpid()}:{int(time.time())}:slow"
        self.stopping = False
        self.bell = Bell(rules.SLOW)
        self.next_heartbeat = clock.machine_now()
        self.given: SimpleQueue[Job | None] = SimpleQueue()
        self.lock = threading.Lock()
        self.in_hand: list[Job] = []

    def stop(self) -> None:
        """Claim no more, and leave once the jobs in hand are done."""
        self.stopping = True
        self.bell.ring()

    def run(self) -> None:
        worker.draw_slot()
        clerks = [
            threading.Thread(target=self._clerk, name=f"slow-{number}", daemon=True)
            for number in range(self.size)
        ]
        for clerk in clerks:
            clerk.start()
        try:
            worker.look_until_stopped(self)
            self._close(clerks)
        finally:
            self.bell.close()
            connections.close_all()

    def round(self) -> bool:
        """One look into the queue, when somebody is free; True when there was work."""
        close_old_connections()
        now = clock.machine_now()
        if now >= self.next_heartbeat:
            actions.seen(self.sign, rules.SLOW)
            self.next_heartbeat = now + worker.HEARTBEAT
        with self.lock:
            beside = list(self.in_hand)
        self._hold(beside, now)
        free = self.size - len(beside)
        if not free:
            if all(now - job.taken_at >= LONGEST for job in beside):
                raise AllHang(f"All {self.size} clerks hang.")
            return False  # whoever is done first rings
        claimed = actions.claim(free, self.lease, queue=rules.SLOW, beside=beside)
        with self.lock:
            self.in_hand += claimed
        for job in claimed:
            self.given.put(job)
        return bool(claimed)

    def _hold(self, jobs: list[Job], now: datetime) -> None:
        """Nobody else begins what a clerk is still at."""
        for job in jobs:
            if job.lease_until is None or job.lease_until - now > actions.SLOW_LEASE / 2:
                continue
            if now - job.taken_at < LONGEST:
                # Fenced: it was done just now, or taken over while this process slept.
                with contextlib.suppress(actions.Fenced):
                    actions.extend(job, actions.SLOW_LEASE)

    def _clerk(self) -> None:
        try:
            while (job := self.given.get()) is not None:
                try:
                    close_old_connections()
                    _small_cache()
                    worker.attempt(job)
                except (OperationalError, InterfaceError) as error:
                    log.warning("job %s (%s) is left to its lease: %s", job.pk, job.task, error)
                    connection.close()
                except Exception:
                    log.exception("job %s (%s) is left to its lease", job.pk, job.task)
                    connection.close()
                finally:
                    with self.lock:
                        self.in_hand = [other for other in self.in_hand if other is not job]
                    self.bell.ring()
        finally:
            connections.close_all()

    def _close(self, clerks: list[threading.Thread]) -> None:
        for _ in clerks:
            self.given.put(None)
        limit = time.monotonic() + PATIENCE_SECONDS
        for clerk in clerks:
            clerk.join(max(limit - time.monotonic(), 0))
        with self.lock:
            late = list(self.in_hand)
        try:
            # Others need not wait for the lease. Should one be done after all, its fence decides.
            actions.give_back(late)
            actions.left(self.sign)
        except (OperationalError, InterfaceError):
            log.info("left without saying goodbye: the database does not answer")


def _small_cache() -> None:
    """SQLite keeps pages for each connection, up to 32 MB: too much for each of these threads."""
    if connection.vendor == "sqlite" and connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -2000")
