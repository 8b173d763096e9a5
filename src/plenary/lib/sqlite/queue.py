"""Those who wish to write to a SQLite file: all processes and threads of a machine.

SQLite lets one write at a time; the others look again after 1, 2, 5, 10 and up to 100 ms, and
whoever writes much overtakes them each time. Here they are told the moment the writer is done.
"""

import contextlib
import fcntl
import os
import select
import time
from hashlib import sha256

from plenary.lib.datagrams import folder

_LOOK_SECONDS = 0.02  # when nobody rang: who was before one may have died


class Queue:
    """One's place in it: of one connection, in one thread. The lock is the kernel's and ends with
    who holds it; the bell, a named pipe, is only to wake whoever waits."""

    def __init__(self, path: str) -> None:
        name = f"writer-{sha256(path.encode()).hexdigest()[:16]}"
        self.lock = os.open(folder() / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        bell = folder() / f"{name}.bell"
        try:
            with contextlib.suppress(FileExistsError):
                os.mkfifo(bell, 0o600)
            self.bell = os.open(bell, os.O_RDWR | os.O_NONBLOCK)
        except OSError:
            os.close(self.lock)
            raise
        self.poll = select.poll()
        self.poll.register(self.bell, select.POLLIN)

    def enter(self, seconds: float) -> bool:
        """Wait for one's turn; False where it does not come in time."""
        limit = time.monotonic() + seconds
        while not self._is_mine():
            left = limit - time.monotonic()
            if left <= 0:
                return False
            self.poll.poll(min(left, _LOOK_SECONDS) * 1000)
            self._hear(1)
        self._hear(4096)  # whoever rang before is done
        return True

    def leave(self) -> None:
        fcntl.flock(self.lock, fcntl.LOCK_UN)
        with contextlib.suppress(BlockingIOError):  # full: all are awake
            os.write(self.bell, b".")

    def close(self) -> None:
        os.close(self.lock)
        os.close(self.bell)

    def _is_mine(self) -> bool:
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _hear(self, rings: int) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self.bell, rings)
