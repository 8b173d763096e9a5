"""One process tree: the children that `serve` keeps alive, and their orderly end."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

_STABLE_SECONDS = 30.0  # a child that lived this long starts again without delay when it dies
_AT_ONCE_SECONDS = (
    5.0  # one that dies so soon after the very first start will not be cured by another
)
_LONGEST_PAUSE = 30.0
_PATIENCE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


class ChildDied(Exception):
    """A child could not be started at all."""


@dataclass
class Child:
    """A program of the tree."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    starts: int = 0
    failures: int = 0
    restart_at: float = field(default=0.0)

    def start(self) -> None:
        # In a session of its own: Ctrl-C reaches only us, and we end the children in order.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, preexec_fn=_end_with(os.getpid())
        )
        self.started = time.monotonic()
        self.starts += 1
        self.restart_at = 0.0

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """To the child and whatever it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def _end_with(parent: int) -> Callable[[], None] | None:
    """Have the kernel end the child when we are killed; where there is no prctl, do without."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


class Tree:
    """Starts the children, starts them again when they die, and stops them all."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def stop(self, *_: object) -> None:
        self.stopping = True

    def start(self) -> None:
        for child in self.children:
            child.start()

    def watch(self) -> None:
        """Until asked to stop."""
        while not self.stopping:
            self.look()
            time.sleep(0.25)

    def look(self) -> None:
        """See to each child once."""
        now = time.monotonic()
        for child in self.children:
            if child.running():
                continue
            if child.restart_at:
                if now >= child.restart_at:
                    child.start()
                continue
            lived = now - child.started
            assert child.process is not None
            code = child.process.returncode
            # What it may have left behind would hold its port.
            child.signal(signal.SIGKILL)
            if child.starts == 1 and lived < _AT_ONCE_SECONDS:
                raise ChildDied(f"{child.name} could not start (it ended with {_ending(code)}).")
            child.failures = 0 if lived > _STABLE_SECONDS else child.failures + 1
            pause = min(2.0 ** (child.failures - 1), _LONGEST_PAUSE) if child.failures else 0.0
            self.say(f"{child.name} ended with {_ending(code)}; starting it again.")
            child.restart_at = now + pause

    def finish(self) -> None:
        """Ask all to end, wait, and end what does not."""
        for child in self.children:
            if child.running():
                assert child.process is not None
                child.process.send_signal(signal.SIGTERM)
        limit = time.monotonic() + _PATIENCE_SECONDS
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(limit - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} does not end by itself; ending it.")
            child.signal(signal.SIGKILL)
            child.process.wait()


def _ending(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"code {code}"
