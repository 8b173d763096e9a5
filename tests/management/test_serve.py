"""`plenary serve` as a whole: it comes up, says where, and leaves nothing behind."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HOST = "127.0.0.1"


def two_free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


class Served:
    def __init__(self, folder: Path) -> None:
        self.port, self.streaming = two_free_ports()
        self.log = folder / "log"
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")
        } | {
            "PLENARY_DATA": str(folder / "data"),
            "PORT": str(self.port),
            "HOST": HOST,
            "PLENARY_STREAMING_PORT": str(self.streaming),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHONUNBUFFERED": "1",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "plenary.management.cli", "serve", "--workers", "1"],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.environment = environment

    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, seconds: float = 60.0) -> None:
        limit = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.05)

    def get(self, port: int, path: str) -> int:
        asking = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        finally:
            asking.close()

    def descendants(self) -> list[int]:
        return _descendants(self.process.pid)


def _descendants(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                found += [child, *_descendants(child)]
    return found


def running(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and _cmdline(pid)]


def _cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    with contextlib.suppress(ProcessLookupError):
        made.process.kill()
    for pid in running(made.descendants()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads the process tree in /proc")
def test_it_serves_and_ends_cleanly(served):
    served.wait_for("Ctrl-C stops it.")
    assert f"http://{HOST}:{served.port}" in served.said()
    assert served.get(served.port, "/") < 500
    assert served.get(served.streaming, "/live/health") == 200
    assert served.get(served.streaming, "/live") == 401
    tree = served.descendants()
    assert len(tree) >= 5

    # A second one over the same data, or on the same port, says why it cannot.
    for environment, words in (
        (
            {
                **served.environment,
                "PORT": str(two_free_ports()[0]),
                "PLENARY_STREAMING_PORT": str(two_free_ports()[0]),
            },
            "already being served",
        ),
        (served.environment, f"Port {served.port} on {HOST} cannot be used"),
    ):
        second = subprocess.run(
            [sys.executable, "-m", "plenary.management.cli", "serve"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert second.returncode == 1
        assert words in second.stderr

    # The command sees it in order: worker, post office, live stream, database.
    def checked() -> str:
        return subprocess.run(
            [sys.executable, "-m", "plenary.management.cli", "check"],
            env=served.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        ).stdout

    # The post office lets the others start first.
    limit = time.monotonic() + 30
    while "ok       post office" not in (shown := checked()):
        assert time.monotonic() < limit, shown
    assert "ok       worker" in shown
    assert "ok       live stream" in shown
    assert "ok       database" in shown

    # With a page open that never leaves, Ctrl-C still ends all of it, with 0.
    with socket.create_connection((HOST, served.streaming)):
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(20) == 0
    assert "Stopped." in served.said()
    assert running(tree) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs prctl")
def test_killed_outright_it_takes_its_children_along(served):
    served.wait_for("Ctrl-C stops it.")
    tree = served.descendants()
    served.process.kill()
    served.process.wait()
    limit = time.monotonic() + 15
    while running(tree):
        assert time.monotonic() < limit, [_cmdline(pid) for pid in running(tree)]
        time.sleep(0.1)
