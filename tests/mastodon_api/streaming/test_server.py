"""Live streams of the server as people run it: real sockets, a real worker, several processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from plenary.management.commands import dev_server

HOST = "127.0.0.1"
SEED = {
    "accounts": [{"username": "maya"}, {"username": "tom"}, {"username": "eve"}],
    "tokens": [
        {"token": "maya-token", "account": "maya", "scopes": "read write follow"},
        {"token": "maya-other", "account": "maya", "scopes": "read"},
        {"token": "eve-token", "account": "eve", "scopes": "read"},
        {"token": "tom-token", "account": "tom", "scopes": "read write follow"},
    ],
    "applications": [{"name": "app", "client_id": "app-id", "client_secret": "app-secret"}],
    "follows": [["maya", "tom"]],
}


class Server:
    def __init__(self, folder: Path) -> None:
        self.port, self.streaming = _free_ports()
        seed = folder / "seed.json"
        seed.write_text(json.dumps(SEED))
        given = {name: value for name, value in os.environ.items() if "PLENARY" not in name}
        given |= {"PLENARY_DATA": str(folder / "d"), "PYTHONUNBUFFERED": "1"}
        self.environment = given
        command = [sys.executable, "-m", "plenary.management.cli", "dev-server"]
        command += ["--port", str(self.port), "--streaming-port", str(self.streaming)]
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--seed", str(seed), "--workers", "2"],
                env=given,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        limit = time.monotonic() + 60
        while "Ctrl-C stops it." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, self.log.read_text()
            time.sleep(0.1)

    def manage(self, *command: str) -> None:
        """A command of whoever runs the server, beside it."""
        given = self.environment | {"PLENARY_DEV_SERVER": "yes"}
        given["PLENARY_DATA"] = str(Path(given["PLENARY_DATA"]) / dev_server.FOLDER)
        subprocess.run(
            [sys.executable, "-m", "plenary.management.cli", *command], env=given, check=True
        )

    def ask(
        self, method: str, path: str, bearer: str = "", port: int = 0, **form: str
    ) -> tuple[HTTPResponse, bytes]:
        asking = HTTPConnection(HOST, port or self.port, timeout=10)
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        asking.request(method, path, urlencode(form) or None, headers)
        answer = asking.getresponse()
        return answer, answer.read()

    def post(self, token: str, words: str) -> dict[str, Any]:
        answer, body = self.ask("POST", "/api/v1/statuses", token, status=words)
        assert answer.status == 200, body
        return dict(json.loads(body))

    @contextmanager
    def wire(self, token: str = "", **more: Any) -> Iterator[ClientConnection]:
        given = urlencode({"access_token": token} if token else {})
        address = f"ws://{HOST}:{self.streaming}/api/v1/streaming?{given}"
        with connect(address, **more) as opened:
            yield opened

    @contextmanager
    def events(self, path: str, token: str) -> Iterator[HTTPResponse]:
        asking = HTTPConnection(HOST, self.streaming, timeout=10)
        headers = {"Host": "localhost", "Authorization": f"Bearer {token}"}
        asking.request("GET", f"/api/v1/streaming{path}", headers=headers)
        answer = asking.getresponse()
        assert answer.status == 200
        assert answer.readline() == b":)\n"
        yield answer
        asking.close()


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


def told(wire: ClientConnection) -> dict[str, Any]:
    return dict(json.loads(wire.recv(timeout=5)))


def subscribed(wire: ClientConnection, **what: str) -> None:
    wire.send(json.dumps({"type": "subscribe", **what}))
    time.sleep(0.2)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("streams"))
    yield made
    made.process.send_signal(signal.SIGINT)
    assert made.process.wait(20) == 0, made.log.read_text()


def test_a_post_arrives_over_both_and_unsubscribed_means_silent(server):
    with server.wire("maya-token") as wire, server.events("/user", "maya-token") as events:
        subscribed(wire, stream="user")
        subscribed(wire, stream="hashtag", tag="rounds")
        written = server.post("tom-token", "Hello #rounds")
        got = [told(wire), told(wire)]
        assert sorted(one["stream"] for one in got) == [["hashtag", "rounds"], ["user"]]
        assert {json.loads(one["payload"])["id"] for one in got} == {written["id"]}
        assert events.readline() == b"event: update\n"
        assert json.loads(events.readline().removeprefix(b"data: "))["id"] == written["id"]
        wire.send(json.dumps({"type": "unsubscribe", "stream": "user"}))
        wire.send(json.dumps({"type": "unsubscribe", "stream": "hashtag", "tag": "rounds"}))
        time.sleep(0.2)
        server.ask("DELETE", f"/api/v1/statuses/{written['id']}", "tom-token")
        with pytest.raises(TimeoutError):
            wire.recv(timeout=1)
        assert events.readline() == b"\n"
        assert events.readline() == b"event: delete\n"
        assert events.readline() == b"data: %s\n" % written["id"].encode()


def test_a_revoked_token_is_silent_within_a_second(server):
    with server.wire("maya-other") as wire, server.wire("maya-token") as other:
        subscribed(wire, stream="user")
        subscribed(other, stream="user")
        began = time.monotonic()
        app = {"client_id": "app-id", "client_secret": "app-secret"}
        answer, body = server.ask("POST", "/oauth/revoke", token="maya-other", **app)
        assert answer.status == 200, body
        assert "no longer valid" in told(wire)["error"]
        with pytest.raises(ConnectionClosed):
            wire.recv(timeout=5)
        assert time.monotonic() - began < 1
        server.post("tom-token", "Still here?")
        assert told(other)["event"] == "update"
    with pytest.raises(InvalidStatus) as refused, server.wire("maya-other"):
        pass
    assert refused.value.response.status_code == 401


def test_who_is_suspended_is_silent_within_a_second(server):
    with server.wire("eve-token") as wire, server.events("/public", "eve-token") as events:
        subscribed(wire, stream="public")
        server.manage("suspend", "@eve")
        assert "no longer valid" in told(wire)["error"]
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            wire.recv(timeout=5)
        assert b"no longer valid" in events.readline()
        assert events.read() == b"\n"
        assert time.monotonic() - began < 1


def test_a_reader_that_never_reads_costs_no_more_than_its_queue(server):
    """It is let go in the end, and others hear on meanwhile."""
    stuck = socket.create_connection((HOST, server.streaming))
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    stuck.sendall(
        b"GET /api/v1/streaming/user?access_token=tom-token HTTP/1.1\r\nHost: localhost\r\n\r\n"
    )
    with server.wire("tom-token") as wire:
        subscribed(wire, stream="user")
        for number in range(60):
            written = server.post("tom-token", f"{number} " + "x" * 400)
            assert json.loads(told(wire)["payload"])["id"] == written["id"]
    stuck.close()


def test_the_pages_port_says_where_streams_are(server):
    answer, _ = server.ask("GET", "/api/v1/streaming/public/local?access_token=maya-token")
    assert answer.status == 307
    expected = (
        f"http://localhost:{server.streaming}/api/v1/streaming/public/local?access_token=maya-token"
    )
    assert answer.headers["Location"] == expected
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(f"ws://{HOST}:{server.port}/api/v1/streaming"),
    ):
        pass
    assert refused.value.response.status_code == 426


def test_health_and_the_pages_own_stream_are_beside(server):
    answer, body = server.ask("GET", "/api/v1/streaming/health", port=server.streaming)
    assert (answer.status, body) == (200, b"OK")
    answer, _ = server.ask("GET", "/live", port=server.streaming)
    assert answer.status == 401
    with pytest.raises(InvalidStatus), connect(f"ws://{HOST}:{server.streaming}/live"):
        pass
