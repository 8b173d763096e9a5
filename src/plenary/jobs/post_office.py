"""The post office: one process for what waits for other servers, so that no notification does.

It is made of desks, each at work in a thread of its own until all close together.
"""

import contextlib
import logging
import select
import signal
import socket
import threading
import time
from collections.abc import Sequence
from typing import Protocol

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 9.0  # `plenary serve` ends after ten what has not ended by itself


class Desk(Protocol):
    """Something that is done for as long as the post office is open."""

    name: str

    def run(self) -> None:
        """Work until asked to stop; called once, in a thread of its own."""

    def stop(self) -> None:
        """Ask `run` to return within a few seconds; called from another thread, also twice."""


class DeskFailed(Exception):
    """A desk left its work while it was open: the whole process ends, to be started again."""


class PostOffice:
    """Opens the desks, and closes them at SIGTERM or Ctrl-C."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self.desks = desks
        self.closing = False
        self.failed: list[str] = []
        # What wakes the main thread. A signal may reach the process in any of its threads, and
        # would leave the main one, which must see to it, asleep at anything but a file.
        self.read, self.write = socket.socketpair()
        self.write.setblocking(False)

    def loop(self) -> None:
        """Until asked to stop; DeskFailed when a desk failed."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        signal.set_wakeup_fd(self.write.fileno(), warn_on_full_buffer=False)
        threads = [
            # Daemons: one that cannot end must not keep the process.
            threading.Thread(target=self._open, args=(desk,), name=desk.name, daemon=True)
            for desk in self.desks
        ]
        for thread in threads:
            thread.start()
        while not (self.closing or self.failed):
            select.select([self.read], [], [])
            self.read.recv(16)
        for desk in self.desks:
            desk.stop()
        limit = time.monotonic() + PATIENCE_SECONDS
        for thread in threads:
            thread.join(max(limit - time.monotonic(), 0))
        signal.set_wakeup_fd(-1)
        if not self.closing:
            raise DeskFailed(f"The post office closes: {self.failed[0]} stopped.")

    def stop(self, *_: object) -> None:
        self.closing = True
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self.write.send(b".")

    def _open(self, desk: Desk) -> None:
        try:
            desk.run()
        except Exception:
            log.exception("%s failed", desk.name)
        self.failed.append(desk.name)
        self._wake()
