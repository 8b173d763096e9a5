"""Memory and speed of the live stream: `python bench/streams.py [COUNT]`.

Starts the streaming process on a data folder of its own, opens COUNT idle streams (2,000 by
default), and prints the memory of each and how long a message takes to the first and to the last.
"""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOST = "127.0.0.1"


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


def prepare(count: int) -> list[tuple[int, str]]:
    """Accounts with a session each."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from plenary.accounts.models import Account, User

    call_command("migrate", run_syncdb=True, verbosity=0, skip_checks=True, interactive=False)
    made = []
    with transaction.atomic():
        for number in range(count):
            name = f"bench{number}"
            account = Account.objects.create(username=name, skeleton=name)
            user = User.objects.create(email=f"{name}@example.org", account=account, password="!")
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.save()
            made.append((account.pk, str(session.session_key)))
    return made


async def listen(port: int, key: str, heard: list[float], ready: asyncio.Semaphore) -> None:
    async with ready:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(
            f"GET /live HTTP/1.1\r\nHost: {HOST}\r\nCookie: sessionid={key}\r\n\r\n".encode()
        )
        first = await reader.readline()
        if b"200" not in first:
            raise RuntimeError(first.decode())
        while not (await reader.readline()).startswith(b"retry"):
            pass
    heard.append(0.0)
    while line := await reader.readline():
        if line.startswith(b"event: home"):
            heard.append(time.perf_counter())


async def measure(count: int, port: int, pid: int, people: list[tuple[int, str]]) -> None:
    from plenary.lib import pubsub

    before = resident_kb(pid)
    heard: list[float] = []
    ready = asyncio.Semaphore(50)
    began = time.perf_counter()
    tasks = [asyncio.create_task(listen(port, key, heard, ready)) for _, key in people]
    while len(heard) < count:
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.05)
    opened = time.perf_counter() - began
    after = resident_kb(pid)
    heard.clear()
    sent = time.perf_counter()
    channels = [pubsub.account(account_id) for account_id, _ in people]
    await asyncio.to_thread(pubsub.publish, channels, "home", {})
    while len(heard) < count and time.perf_counter() - sent < 30:  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    print("| streams | opened in s | kB each | process MB | first ms | last ms | heard |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {count} | {opened:.1f} | {(after - before) / count:.1f} | {after / 1024:.0f}"
        f" | {(heard[0] - sent) * 1000:.0f} | {(heard[-1] - sent) * 1000:.0f} | {len(heard)} |"
    )
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
        os.environ.update(
            PLENARY_DATA=folder, PLENARY_STREAMING_PORT=str(port), PLENARY_LOG_LEVEL="ERROR"
        )
        people = prepare(count)
        command = [sys.executable, "-m", "granian", "plenary.config.asgi:application"]
        command += ["--interface", "asgi", "--host", HOST, "--port", str(port), "--http", "1"]
        command += ["--no-ws"]
        command += ["--log-level", "error", "--backlog", "4096", "--backpressure", "20000"]
        server = subprocess.Popen([*command, "--workers-kill-timeout", "3"])
        try:
            time.sleep(2.5)
            asyncio.run(measure(count, port, server.pid, people))
        finally:
            began = time.perf_counter()
            server.terminate()
            server.wait(15)
            print(f"stopped in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
