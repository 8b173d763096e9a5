"""Plenary as people run it: the real command, on free ports, in a data folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

_HOST = "127.0.0.1"
_START_SECONDS = 90.0
_STOP_SECONDS = 30.0


def _two_free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((_HOST, 0))
        other.bind((_HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


class Server:
    """`plenary serve --demo-if-empty`, from its start to its clean end."""

    def __init__(self, folder: Path) -> None:
        self.port, self.streaming = _two_free_ports()
        self.url = f"http://{_HOST}:{self.port}"
        self.data = folder / "data"
        self.log = folder / "serve.log"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")}
        self.environment = kept | {
            "HOST": _HOST,
            "PORT": str(self.port),
            "PLENARY_STREAMING_PORT": str(self.streaming),
            "PLENARY_DATA": str(self.data),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONUNBUFFERED": "1",
            "PLENARY_LOOPBACK_PEERS": "yes",  # a server elsewhere is on this machine too
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "plenary.management.cli", "serve", "--demo-if-empty"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(errors="replace")[-6000:]

    def wait(self) -> None:
        """Until the address is printed and the first page comes."""
        limit = time.monotonic() + _START_SECONDS
        while "Plenary is at" not in self.log.read_text(errors="replace"):
            assert self.process.poll() is None, f"the server ended:\n{self.said()}"
            assert time.monotonic() < limit, f"the server does not come up:\n{self.said()}"
            time.sleep(0.1)
        status = self.status("/")
        assert status == 200, f"the first page answers {status}:\n{self.said()}"

    def command(self, *arguments: str) -> str:
        """Run another `plenary` command beside it."""
        done = subprocess.run(
            [sys.executable, "-m", "plenary.management.cli", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def status(self, path: str) -> int:
        asking = http.client.HTTPConnection(_HOST, self.port, timeout=10)
        try:
            asking.request("GET", path)
            return asking.getresponse().status
        finally:
            asking.close()

    def stop(self) -> None:
        """As Ctrl-C does; nothing may be left behind."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError(f"the server does not stop:\n{self.said()}") from None
        assert code == 0, f"the server ended with {code}:\n{self.said()}"
        for port in (self.port, self.streaming):
            with socket.socket() as probe:
                assert probe.connect_ex((_HOST, port)) != 0, f"port {port} is still served"

    def sign_in_of(self, handle: str = "") -> tuple[str, str]:
        """E-mail and password of a person of the demo; without a handle, of the one it offers."""
        offered = json.loads((self.data / "demo.json").read_text())
        email = str(offered["email"])
        if handle:
            email = f"{handle}@{email.partition('@')[2]}"
        return email, str(offered["password"])
