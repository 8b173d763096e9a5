"""The test server that `plenary dev-server` runs, for real apps to talk to."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

SEED = {
    "accounts": [
        {"id": "1", "username": "admin", "password": "mastodonadmin", "admin": True},
        {"username": "bo", "display_name": "Dr Bo Berg"},
    ],
    "applications": [
        {
            "name": "tests",
            "client_id": "test-id",
            "client_secret": "test-secret",
            "scopes": "read write follow push admin:read admin:write",
        }
    ],
    "tokens": [
        {"token": "admin-token", "account": "admin"},
        {"token": "bo-token", "account": "bo"},
    ],
    "statuses": [{"account": "bo", "text": "Hello #MedEd"}],
}
_START_SECONDS = 60


@dataclass
class DevServer:
    """Where it is."""

    url: str


def _two_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture(scope="session")
def dev_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevServer]:
    """Started once, seeded; its data are gone at the end."""
    folder = tmp_path_factory.mktemp("dev")
    (folder / "seed.json").write_text(json.dumps(SEED))
    port, streaming = _two_ports()
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PLENARY_")}
    environment = kept | {
        "PLENARY_DATA": str(folder / "data"),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "plenary.management.cli", "dev-server", "--port", str(port)]
    command += ["--streaming-port", str(streaming), "--seed", str(folder / "seed.json")]
    command += ["--federate"]  # a push service of the tests is on this machine
    log = folder / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        limit = time.monotonic() + _START_SECONDS
        while "Plenary is at" not in log.read_text(errors="replace"):
            assert process.poll() is None and time.monotonic() < limit, log.read_text()
            time.sleep(0.1)
        yield DevServer(f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(30)
    assert not (folder / "data" / "dev-server").exists(), "its data outlived it"


@pytest.fixture
def up(dev_server: DevServer) -> str:
    """The server's address, once it answers."""
    with urllib.request.urlopen(f"{dev_server.url}/api/v2/instance", timeout=10) as answer:
        assert answer.status == 200
    return dev_server.url
