"""Memory and speed of the live streams: `python bench/streams.py [COUNT]`.

Starts the streaming process on a data folder of its own and opens COUNT idle streams (2,000 by
default) of each kind: our pages' /live, server-sent events and WebSockets of apps. Prints the
memory of each and how long a message takes to the first and to the last; for apps the message is a
post, fetched, rendered and sifted for all who follow its author.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
KINDS = ("pages", "events", "sockets")


@dataclass(frozen=True)
class Person:
    account_id: int
    session: str
    token: str


def resident_kb(pid: int) -> int:
    """Of a process and its children."""
    total = 0
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            total += int(line.split()[1])
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            total += resident_kb(int(child))
    return total


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def prepare(count: int) -> tuple[list[Person], int]:
    """Accounts with a session and a token each, who all follow the author of a post."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from plenary.accounts.actions import clients
    from plenary.accounts.models import Account, Follow, User
    from plenary.statuses import actions as statuses
    from plenary.statuses.rules import Draft

    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True, interactive=False)
    made = []
    app, _ = clients.register_application(name="Bench", redirect_uris="", scopes="read")
    author = Account.objects.create(username="author", skeleton="author")
    with transaction.atomic():
        for number in range(count):
            name = f"bench{number}"
            account = Account.objects.create(username=name, skeleton=name)
            user = User.objects.create(email=f"{name}@example.org", account=account, password="!")
            Follow.objects.create(source=account, target=author)
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            _, token = clients.grant_token(app, account, "read")
            made.append(Person(account.pk, str(session.session_key), token))
    written = statuses.publish(author, Draft(text="A post of the usual length. " * 10))
    return made, written.pk


def request(kind: str, person: Person) -> bytes:
    if kind == "pages":
        line = f"GET /live HTTP/1.1\r\nCookie: sessionid={person.session}\r\n"
    elif kind == "events":
        line = "GET /api/v1/streaming/user HTTP/1.1\r\n"
        line += f"Authorization: Bearer {person.token}\r\n"
    else:
        line = f"GET /api/v1/streaming?stream=user&access_token={person.token} HTTP/1.1\r\n"
        line += "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        line += "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    return f"{line}Host: {HOST}\r\n\r\n".encode()


FIRST = {"pages": b"retry", "events": b":)", "sockets": b"\r\n"}
TOLD = {"pages": b"event: home", "events": b"event: update", "sockets": b'"event":"update"'}


async def listen(
    kind: str, port: int, person: Person, heard: list[float], ready: asyncio.Semaphore
) -> None:
    """Open a stream; note when a message came. A frame of a socket is looked for by its words."""
    async with ready:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(request(kind, person))
        first = await reader.readline()
        if b" 200" not in first and b" 101" not in first:
            raise RuntimeError(first.decode())
        while not (await reader.readline()).startswith(FIRST[kind]):
            pass
    heard.append(0.0)
    while some := await reader.read(1 << 16):
        if TOLD[kind] in some:
            heard.append(time.perf_counter())


async def measure(
    kind: str, port: int, pid: int, people: list[Person], status_id: int
) -> dict[str, Any]:
    from plenary.lib import pubsub

    count = len(people)
    before = resident_kb(pid)
    heard: list[float] = []
    ready = asyncio.Semaphore(50)
    began = time.perf_counter()
    tasks = [asyncio.create_task(listen(kind, port, person, heard, ready)) for person in people]
    while len(heard) < count:
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
    opened = time.perf_counter() - began
    await asyncio.sleep(0.5)
    after = resident_kb(pid)
    heard.clear()
    sent = time.perf_counter()
    channels = [pubsub.account(person.account_id) for person in people]
    data = {"status": str(status_id)}
    await asyncio.to_thread(pubsub.publish, channels, "home", data)
    while len(heard) < count and time.perf_counter() - sent < 30:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return {
        "streams": f"{count} {kind}",
        "opened in s": f"{opened:.1f}",
        "kB each": f"{(after - before) / count:.1f}",
        "process MB": f"{after / 1024:.0f}",
        "first ms": f"{(min(heard) - sent) * 1000:.0f}",
        "last ms": f"{(max(heard) - sent) * 1000:.0f}",
        "heard": str(len(heard)),
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
        os.environ.update(PLENARY_DATA=folder, PLENARY_LOG_LEVEL="ERROR")
        people, status_id = prepare(count)
        for kind in KINDS:
            port = free_port()
            command = [sys.executable, "-m", "plenary.config.streaming"]
            server = subprocess.Popen([*command, "--host", HOST, "--port", str(port)])
            try:
                time.sleep(3)
                row = asyncio.run(measure(kind, port, server.pid, people, status_id))
            finally:
                began = time.perf_counter()
                server.terminate()
                server.wait(15)
            rows.append(row | {"stopped in s": f"{time.perf_counter() - began:.1f}"})
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + "---|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(row.values()) + " |")


if __name__ == "__main__":
    main()
