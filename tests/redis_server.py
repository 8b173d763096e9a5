"""A Redis of one's own for a while, from the machine's own package: `redis()`.

In a folder that is thrown away, on a free port of this machine, and never writing to the disk.
"""

import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import end_with_us

HOST = "127.0.0.1"
_START_SECONDS = 15


class NoRedis(RuntimeError):
    """Redis is not installed, or does not start."""


def program() -> str:
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found is None:
        raise NoRedis("Redis is not installed. On Debian: apt-get install redis-server")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def redis() -> Iterator[str]:
    """Start a server; yields its address."""
    home, port = Path(tempfile.mkdtemp(prefix="plenary-redis-")), _free_port()
    server: subprocess.Popen[bytes] | None = None
    try:
        command = [program(), "--port", str(port), "--bind", HOST, "--dir", str(home)]
        with open(home / "log", "wb") as log:
            server = subprocess.Popen(
                [*command, "--save", "", "--appendonly", "no"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_us if sys.platform.startswith("linux") else None,
                start_new_session=True,
            )
        _wait(server, port, home / "log")
        yield f"redis://{HOST}:{port}/0"
    finally:
        if server is not None:
            server.send_signal(signal.SIGKILL)
            server.wait(timeout=10)
        shutil.rmtree(home, ignore_errors=True)


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    limit = time.monotonic() + _START_SECONDS
    while True:
        try:
            with socket.create_connection((HOST, port), timeout=1) as asking:
                asking.sendall(b"PING\r\n")
                if asking.recv(100).startswith(b"+PONG"):
                    return
        except OSError:
            pass
        if server.poll() is not None or time.monotonic() > limit:
            raise NoRedis(f"Redis did not start: {log.read_text(errors='replace')}")
        time.sleep(0.05)
