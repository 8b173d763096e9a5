"""A server as people run it: real sockets, a real worker, several processes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from plenary.management.commands import dev_server
from tests.postgres import cluster, end_with_us
from tests.redis_server import redis

HOST = "127.0.0.1"
PEOPLE = ("maya", "tom", "ana", "eve")
SEED = {
    "accounts": [{"username": name} for name in PEOPLE],
    "tokens": [
        *(
            {"token": f"{name}-token", "account": name, "scopes": "read write follow"}
            for name in PEOPLE
        ),
        {"token": "maya-other", "account": "maya", "scopes": "read"},
        {"token": "maya-posts", "account": "maya", "scopes": "read:statuses"},
    ],
    "applications": [{"name": "app", "client_id": "app-id", "client_secret": "app-secret"}],
    "follows": [["maya", "tom"], ["maya", "ana"]],
}


_PLENARY = [sys.executable, "-m", "plenary.management.cli"]


class Server:
    """`plenary dev-server` on embedded defaults; with an environment given, `plenary serve`."""

    def __init__(self, folder: Path, given: dict[str, str] | None, static: Path) -> None:
        data = folder / "d" if given else folder / "d" / dev_server.FOLDER
        if static.exists():
            shutil.copytree(static, data / "static")
        self.port, self.streaming = _free_ports()
        seed = folder / "seed.json"
        seed.write_text(json.dumps(SEED))
        environment = {name: value for name, value in os.environ.items() if "PLENARY" not in name}
        environment |= {"PLENARY_DATA": str(folder / "d"), "PYTHONUNBUFFERED": "1"}
        self.real = given is not None
        options = ["--port", str(self.port), "--workers", "2"]
        if given is None:
            options += ["--streaming-port", str(self.streaming), "--seed", str(seed)]
        else:
            environment |= given | {
                "PLENARY_STREAMING_PORT": str(self.streaming),
                "PLENARY_RATE_LIMITS": "no",
                "PLENARY_EMAIL_VERIFICATION": "none",
                "DJANGO_SETTINGS_MODULE": "plenary.config.settings",
            }
        self.environment = environment
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*_PLENARY, "dev-server" if given is None else "serve", *options],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=end_with_us if sys.platform.startswith("linux") else None,
            )
        try:
            self._begin(seed)
            if not static.exists():
                shutil.copytree(data / "static", static)
        except BaseException:
            self.process.terminate()
            self.process.wait(25)
            raise

    def _begin(self, seed: Path) -> None:
        limit = time.monotonic() + 90
        while "Ctrl-C stops it." not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < limit, self.log.read_text()
            time.sleep(0.1)
        if self.real:
            seeding = [sys.executable, "-m", "tests.mastodon_api.streaming.seeding", str(seed)]
            subprocess.run(seeding, env=self.environment, check=True)

    def stop(self) -> None:
        """In the midst of things: open streams end, and keep nothing up."""
        with (
            self.wire("maya-token") as wire,
            self.events("/user", "maya-token", port=0 if self.real else self.port) as events,
        ):
            subscribed(wire, stream="user")
            self.process.send_signal(signal.SIGINT)
            with pytest.raises(ConnectionClosed):
                wire.recv(timeout=15)
            assert events.answer.read().strip() == b""
        assert self.process.wait(25) == 0, self.log.read_text()
        assert self.log.read_text().endswith("Stopped.\n")

    def manage(self, *command: str) -> None:
        """A command of whoever runs the server, beside it."""
        given = dict(self.environment)
        if not self.real:
            given["PLENARY_DATA"] = str(Path(given["PLENARY_DATA"]) / dev_server.FOLDER)
            given["PLENARY_DEV_SERVER"] = "yes"
        subprocess.run([*_PLENARY, *command], env=given, check=True)

    def ask(
        self, method: str, path: str, bearer: str = "", port: int = 0, **form: Any
    ) -> tuple[HTTPResponse, bytes]:
        asking = HTTPConnection(HOST, port or self.port, timeout=10)
        headers = {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        asking.request(method, path, urlencode(form, doseq=True) or None, headers)
        answer = asking.getresponse()
        return answer, answer.read()

    def api(self, who: str, method: str, path: str, **form: Any) -> Any:
        """What somebody's app is answered."""
        answer, body = self.ask(method, f"/api{path}", f"{who}-token", **form)
        assert answer.status == 200, (path, body)
        return json.loads(body)

    def id_of(self, who: str) -> str:
        return str(self.api("maya", "GET", f"/v1/accounts/lookup?acct={who}")["id"])

    def post(self, who: str, words: str, **form: Any) -> dict[str, Any]:
        return dict(self.api(who, "POST", "/v1/statuses", status=words, **form))

    @contextmanager
    def wire(self, token: str = "", port: int = 0, **more: Any) -> Iterator[ClientConnection]:
        given = urlencode({"access_token": token} if token else {})
        address = f"ws://{HOST}:{port or self.streaming}/api/v1/streaming?{given}"
        with connect(address, **more) as opened:
            yield opened

    @contextmanager
    def events(self, path: str, token: str, port: int = 0) -> Iterator["Events"]:
        asking = HTTPConnection(HOST, port or self.streaming, timeout=10)
        headers = {"Host": "localhost", "Authorization": f"Bearer {token}"}
        asking.request("GET", f"/api/v1/streaming{path}", headers=headers)
        answer = asking.getresponse()
        assert answer.status == 200, answer.read()
        assert answer.readline() == b":)\n"
        yield Events(answer)
        asking.close()


class Events:
    """Server-sent events, one after the other."""

    def __init__(self, answer: HTTPResponse) -> None:
        self.answer = answer

    def next(self) -> tuple[str, Any]:
        """The next event and its payload."""
        line = self.answer.readline()
        while line in (b":thump\n", b"\n"):
            line = self.answer.readline()
        assert line.startswith(b"event: "), line
        data = self.answer.readline()
        assert data.startswith(b"data: "), data
        return line[7:].decode().strip(), json.loads(data[6:])


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind((HOST, 0))
        other.bind((HOST, 0))
        return one.getsockname()[1], other.getsockname()[1]


def told(wire: ClientConnection) -> dict[str, Any]:
    return dict(json.loads(wire.recv(timeout=5)))


def subscribed(wire: ClientConnection, **what: str) -> None:
    """A refusal to the second is the answer that the first was taken up."""
    wire.send(json.dumps({"type": "subscribe", **what}))
    heard(wire)


def unsubscribed(wire: ClientConnection, **what: str) -> None:
    wire.send(json.dumps({"type": "unsubscribe", **what}))
    heard(wire)


def heard(wire: ClientConnection) -> None:
    """All that was sent so far has been carried out."""
    wire.send(json.dumps({"type": "?"}))
    assert told(wire)["error"] == "Unknown message type"


class Servers:
    """One after the other: on SQLite, as `dev-server`; on PostgreSQL; on that with Redis. What
    takes long to make, the next one finds made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._database = ""

    @contextmanager
    def of(self, kind: str) -> Iterator[Server]:
        folder = self._folder / kind
        folder.mkdir()
        given = None
        with ExitStack() as stack:
            if kind != "sqlite":
                self._database = self._database or self._stack.enter_context(cluster())
                given = {"PLENARY_DATABASE_URL": self._database}
            if kind == "redis":
                given = {**given, "PLENARY_REDIS_URL": stack.enter_context(redis())}
            server = Server(folder, given, static=self._folder / "static")
            stack.callback(server.stop)
            yield server

    def close(self) -> None:
        self._stack.close()
