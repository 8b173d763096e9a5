"""Waking whoever does a queue's jobs the moment there is work; it also looks each second by itself.

A process on the same machine hears through a datagram socket, at no cost to the database. When
there is none and the database is PostgreSQL, NOTIFY reaches those elsewhere.
"""

import contextlib
import functools
import os
import select
import socket
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import Error, connection, transaction

from plenary.lib import datagrams


def _prefix(queue: str) -> str:
    return f"{queue or 'worker'}-"


def channel(queue: str) -> str:
    """Of PostgreSQL's notifications."""
    return f"plenary_jobs_{queue}" if queue else "plenary_jobs"


def wake(queue: str) -> None:
    """Tell one process that there is work in its queue."""
    for name in datagrams.listeners(_prefix(queue)):
        if datagrams.send(name, [b"."], timeout=0):
            return
        # Full means it is awake already; gone means its process died without tidying up.
        if _is_dead(name, queue):
            datagrams.forget(name)
        else:
            return
    if connection.vendor == "postgresql":
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [channel(queue)])


def wake_after_commit(queue: str) -> None:
    """Wake once the caller's transaction is committed; once, however many jobs it adds."""
    waking = _waking(queue)
    # The last few: those that add jobs to several queues by turns.
    if not any(hook[1] is waking for hook in connection.run_on_commit[-4:]):
        transaction.on_commit(waking, robust=True)


@functools.cache
def _waking(queue: str) -> Callable[[], None]:
    return lambda: wake(queue)


def _is_dead(name: str, queue: str) -> bool:
    try:
        os.kill(int(name.removeprefix(_prefix(queue)).removesuffix(".sock")), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False


class Bell:
    """What waits between two looks into a queue of the outbox."""

    def __init__(self, queue: str) -> None:
        self.channel = channel(queue)
        self.name = f"{_prefix(queue)}{os.getpid()}.sock"
        self.socket = datagrams.listen(self.name)
        # A signal handler or another thread writes here, so that a stop is noticed at once.
        self.stop_read, self.stop_write = socket.socketpair()
        self.stop_read.setblocking(False)
        self.stop_write.setblocking(False)
        self.listener: psycopg.Connection[Any] | None = None
        self.next_try = 0.0

    def ring(self) -> None:
        with contextlib.suppress(OSError):
            self.stop_write.send(b".")

    def wait(self, seconds: float) -> None:
        """Sleep until somebody rings, at most so long."""
        self._listen()
        sources: list[Any] = [self.socket, self.stop_read]
        if self.listener is not None:
            sources.append(self.listener)
        try:
            ready, _, _ = select.select(sources, [], [], seconds)
        except InterruptedError:
            return
        for source in ready:
            if source is self.listener:
                self._hear()
            else:
                with contextlib.suppress(BlockingIOError):
                    while source.recv(16):
                        pass

    def close(self) -> None:
        self.socket.close()
        datagrams.forget(self.name)
        self._hang_up()

    def _listen(self) -> None:
        """Have a connection of our own that hears NOTIFY; without the database, do without."""
        if connection.vendor != "postgresql" or self.listener is not None:
            return
        if time.monotonic() < self.next_try:
            return
        self.next_try = time.monotonic() + 5
        params = {**connection.get_connection_params()}
        for ours in ("cursor_factory", "context", "prepare_threshold"):
            params.pop(ours, None)
        with contextlib.suppress(psycopg.Error):
            self.listener = psycopg.connect(**params, autocommit=True, connect_timeout=3)
            self.listener.execute(f"LISTEN {self.channel}")

    def _hear(self) -> None:
        assert self.listener is not None
        try:
            self.listener.execute("")
        except psycopg.Error:
            self._hang_up()

    def _hang_up(self) -> None:
        if self.listener is not None:
            with contextlib.suppress(psycopg.Error):
                self.listener.close()
            self.listener = None
