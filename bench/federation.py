"""How fast a post reaches those who follow from elsewhere: `python -m bench.federation`.

One post by somebody with 1,000 followers on as many servers, which are one process that answers 202
on as many addresses of the loopback. Prints the time until all have it, deliveries a second, the
processor time of the post office for each, and the home timeline of somebody else (95th
percentile of one request after the other) alone and meanwhile.
"""

import argparse
import asyncio
import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench.api import HOST, ROOT, Web, cpu_seconds

_HOME = "/api/v1/timelines/home"
_PAUSE = 0.02


class _Sink(asyncio.Protocol):
    """Answers 202 to whatever is posted, and counts it."""

    count = 0
    last = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.unread = b""

    def data_received(self, data: bytes) -> None:
        self.unread += data
        while (end := self.unread.find(b"\r\n\r\n")) >= 0:
            head = self.unread[:end].lower()
            length = 0
            if (at := head.find(b"content-length:")) >= 0:
                length = int(head[at + 15 :].split(b"\r\n", 1)[0])
            if len(self.unread) < end + 4 + length:
                return
            self.unread = self.unread[end + 4 + length :]
            if head.startswith(b"get"):
                told = json.dumps([_Sink.count, _Sink.last]).encode()
                size = str(len(told)).encode()
                self.transport.write(
                    b"HTTP/1.1 200 OK\r\nContent-Length: " + size + b"\r\n\r\n" + told
                )
            else:
                _Sink.count, _Sink.last = _Sink.count + 1, time.time()
                self.transport.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")


async def _sink() -> None:
    # It stands for a thousand other machines, which take no processor time of this one's readers.
    os.nice(19)
    server = await asyncio.get_running_loop().create_server(_Sink, "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _followers(count: int, port: int) -> None:
    """The author is followed from so many servers."""
    import django

    django.setup()
    from plenary.accounts.models import Account, Follow
    from plenary.federation.models import RemoteActor

    author = Account.objects.get(username="doc1", domain="")
    people = []
    for number in range(count):
        host = f"127.1.{number // 250}.{number % 250 + 1}:{port}"
        people.append(Account(username="fan", domain=host, uri=f"http://{host}/users/fan"))
    Account.objects.bulk_create(people)
    RemoteActor.objects.bulk_create(
        RemoteActor(
            account=one,
            inbox=f"{one.uri}/inbox",
            shared_inbox=f"http://{one.domain}/inbox",
            key_id=f"{one.uri}#main-key",
        )
        for one in people
    )
    Follow.objects.bulk_create(Follow(source=one, target=author) for one in people)


def _arrived(port: int) -> tuple[int, float]:
    count, last = json.load(urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=10))
    return count, last


def _post(web: Web) -> None:
    body = json.dumps({"status": "Good morning to all of you"}).encode()
    headers = {"Authorization": "Bearer author-token", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://{HOST}:{web.port}/api/v1/statuses", body, headers)
    urllib.request.urlopen(request, timeout=10).read()


def _read(port: int) -> None:
    """Read a home timeline again and again until told to stop; then say how long each took, in
    ms."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    there = http.client.HTTPConnection(HOST, port)
    spent = []
    while not stop.is_set():
        begun = time.perf_counter()
        there.request("GET", _HOME, headers={"Authorization": "Bearer reader-token"})
        there.getresponse().read()
        spent.append((time.perf_counter() - begun) * 1000)
        if len(spent) == 1:
            print("reading", flush=True)
        time.sleep(_PAUSE)
    print(json.dumps(spent[1:]), flush=True)


@contextmanager
def _reading(web: Web, spent: list[float]) -> Iterator[None]:
    """Somebody reads their home timeline meanwhile: in a process of its own, so that nothing but
    the server is measured."""
    command = [sys.executable, "-m", "bench.federation", "--inside", "read"]
    command += ["--port", str(web.port)]
    reader = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    reader.stdout.readline()
    try:
        yield
    finally:
        reader.terminate()
        spent += json.loads(reader.stdout.readline())
        reader.wait()


def _p95(spent: list[float]) -> float:
    return statistics.quantiles(spent, n=20)[-1]


@contextmanager
def _processes(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker and a post office; the latter."""
    cli = [sys.executable, "-m", "plenary.management.cli"]
    running = [
        subprocess.Popen([*cli, what], cwd=ROOT, env=environment)
        for what in ("worker", "post-office")
    ]
    try:
        time.sleep(4)
        yield running[1]
    finally:
        for one in running:
            one.terminate()
            one.wait(20)


def measure(engine: str, servers: int, rounds: int, posts: int) -> None:
    folder = tempfile.mkdtemp(prefix="plenary-bench-")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "PLENARY_DATA": folder,
        "PLENARY_RATE_LIMITS": "no",
        "PLENARY_LOOPBACK_PEERS": "yes",
        "PLENARY_FEDERATION": "yes",
        "DJANGO_SETTINGS_MODULE": "plenary.config.settings",
    }
    me = [sys.executable, "-m", "bench.federation"]
    sink = subprocess.Popen([*me, "--inside", "sink"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert sink.stdout is not None
    port = int(sink.stdout.readline())
    quiet = subprocess.DEVNULL
    subprocess.run(
        [sys.executable, "-m", "bench.api_data", str(posts)],
        cwd=ROOT, env=environment, check=True, stdout=quiet,
    )  # fmt: skip
    make = [*me, "--inside", "followers", "--servers", str(servers), "--port", str(port)]
    subprocess.run(make, cwd=ROOT, env=environment, check=True)
    web = Web("plenary.config.wsgi:application", 1, environment)
    try:
        with _processes(environment) as office:
            alone: list[float] = []
            with _reading(web, alone):
                time.sleep(10)
            print(f"{engine}: home alone, p95: {_p95(alone):.1f} ms", flush=True)
            meanwhile: list[float] = []
            for number in range(rounds):
                _round(web, office.pid, port, servers, number, meanwhile)
            shift = _p95(meanwhile) / _p95(alone)
            print(f"  home meanwhile, p95: {_p95(meanwhile):.1f} ms, {shift:.2f} of it alone")
    finally:
        web.stop()
        sink.terminate()
        shutil.rmtree(folder)


def _round(
    web: Web, office: int, port: int, servers: int, number: int, meanwhile: list[float]
) -> None:
    """One post, until all have it. The first round dials every server, the others find open
    connections."""
    before, spent, begun = _arrived(port)[0], cpu_seconds(office), time.time()
    with _reading(web, meanwhile):
        _post(web)
        while (found := _arrived(port))[0] < before + servers:
            if time.time() > begun + 120:
                raise SystemExit(f"only {found[0] - before} of {servers} arrived")
            time.sleep(0.1)
    time.sleep(1)  # until it is written down
    took, cpu = found[1] - begun, (cpu_seconds(office) - spent) / servers * 1e6
    print(
        f"  post {number + 1} to {servers:,} servers: {took:.1f} s, {servers / took:,.0f}"
        f" deliveries/s, {cpu:,.0f} us of the post office each",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.federation", description=__doc__)
    parser.add_argument("--servers", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--posts", type=int, default=20_000, help="that stand in the database")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside == "sink":
        asyncio.run(_sink())
    elif given.inside == "read":
        _read(given.port)
    elif given.inside == "followers":
        _followers(given.servers, given.port)
    elif given.inside:
        measure(given.inside, given.servers, given.rounds, given.posts)
    for engine in [] if given.inside else given.engine or ["sqlite", "postgresql"]:
        command = [sys.executable, "-m", "bench.federation", *sys.argv[1:], "--inside", engine]
        environment = dict(os.environ)
        environment.pop("PLENARY_DATABASE_URL", None)
        if engine == "postgresql":
            command = [str(ROOT / "scripts" / "with-postgres"), *command]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
