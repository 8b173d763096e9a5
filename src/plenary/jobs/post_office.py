"""The post office: one process for what waits for other servers, so that no notification does.

It is made of desks, each at work in a thread of its own until all close together.
"""

import logging
import signal
import threading
import time
from collections.abc import Sequence
from queue import SimpleQueue
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
        # Why it closes; a signal handler may write here whatever the main thread is doing.
        self.closing: SimpleQueue[str] = SimpleQueue()

    def loop(self) -> None:
        """Until asked to stop; DeskFailed when a desk failed."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        threads = [
            # Daemons: one that cannot end must not keep the process.
            threading.Thread(target=self._open, args=(desk,), name=desk.name, daemon=True)
            for desk in self.desks
        ]
        for thread in threads:
            thread.start()
        failed = self.closing.get()
        for desk in self.desks:
            desk.stop()
        limit = time.monotonic() + PATIENCE_SECONDS
        for thread in threads:
            thread.join(max(limit - time.monotonic(), 0))
        if failed:
            raise DeskFailed(f"The post office closes: {failed} stopped.")

    def stop(self, *_: object) -> None:
        self.closing.put("")

    def _open(self, desk: Desk) -> None:
        try:
            desk.run()
        except Exception:
            log.exception("%s failed", desk.name)
        self.closing.put(desk.name)
