"""Waking a worker the moment there is work; it also looks by itself each second.

A worker on the same machine hears through a datagram socket, at no cost to the database. When
there is none and the database is PostgreSQL, NOTIFY reaches workers elsewhere.
"""

import contextlib
import os
import select
import socket
import time
from typing import Any

import psycopg
from django.db import Error, connection, transaction

from plenary.lib import datagrams

_PREFIX = "worker-"
CHANNEL = "plenary_jobs"


def wake() -> None:
    """Tell one worker that there is work."""
    for name in datagrams.listeners(_PREFIX):
        if datagrams.send(name, [b"."], timeout=0):
            return
        # Full means it is awake already; gone means its process died without tidying up.
        if _is_dead(name):
            datagrams.forget(name)
        else:
            return
    if connection.vendor == "postgresql":
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def wake_after_commit() -> None:
    """Wake once the caller's transaction is committed; once, however many jobs it adds."""
    hooks = connection.run_on_commit
    if not (hooks and hooks[-1][1] is wake):
        transaction.on_commit(wake, robust=True)


def _is_dead(name: str) -> bool:
    try:
        os.kill(int(name.removeprefix(_PREFIX).removesuffix(".sock")), 0)
    except (ProcessLookupError, ValueError):
        return True
    except PermissionError:
        return False
    return False


class Bell:
    """What a worker waits at between two looks into the outbox."""

    def __init__(self) -> None:
        self.name = f"{_PREFIX}{os.getpid()}.sock"
        self.socket = datagrams.listen(self.name)
        # A signal handler writes here, so that a stop is noticed at once.
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
            self.listener.execute(f"LISTEN {CHANNEL}")

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
