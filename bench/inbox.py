"""`python -m bench.inbox`: activities of other servers, from the wire to what people see.

Signs some thousands of activities (posts by people whom somebody here follows, likes and boosts)
of many actors on as many servers, sends them to the shared inbox of `plenary serve`'s web processes
over kept connections, and waits until the worker processed the last. Prints activities/s, accepted
and processed, and the CPU per activity (us) of web and worker, on SQLite and PostgreSQL.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.api import ROOT, cpu_seconds
from bench.streams import free_port

HOST = "127.0.0.1"
ACTORS = 50


def make(actors: int) -> dict[str, Any]:
    """In a process of its own: the people, their keys, and somebody here who follows them."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from plenary.accounts.actions import create_account
    from plenary.accounts.models import Account, Follow
    from plenary.federation.models import RemoteActor
    from plenary.federation.signatures import make_key_pair
    from plenary.statuses.actions import publish
    from plenary.statuses.rules import Draft

    reader = create_account(
        email="reader@plenary.example", password=None, username="reader", email_verified=True
    )
    post = publish(reader, Draft(text="What do you think? #ESCC26"))
    keys = {}
    for number in range(actors):
        host = f"clinic{number}.example"
        uri = f"https://{host}/users/lin"
        account = Account.objects.create(
            username="lin", domain=host, uri=uri, skeleton="lin", display_name=f"Dr Lin {number}"
        )
        private, public = make_key_pair()
        RemoteActor.objects.create(
            account=account,
            inbox=f"{uri}/inbox",
            shared_inbox=f"https://{host}/inbox",
            followers=f"{uri}/followers",
            key_id=f"{uri}#main-key",
            public_key=public,
        )
        Follow.objects.create(source=reader, target=account)
        keys[uri] = private
    return {"keys": keys, "reader": reader.actor_uri, "post": post.object_uri}


def activity(made: dict[str, Any], uri: str, number: int) -> dict[str, Any]:
    """Seven posts, two likes and a boost in ten; nobody likes or boosts the same twice."""
    public = "https://www.w3.org/ns/activitystreams#Public"
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    said = {"@context": "https://www.w3.org/ns/activitystreams", "actor": uri}
    kind = number % 10
    if kind in (7, 8) or kind == 9:
        name = "Announce" if kind == 9 else "Like"
        # A post of theirs from a round ago, so that it is here by now.
        earlier = number - 10 * ACTORS - kind
        target = made["post"] if earlier < 0 else f"{uri}/notes/{earlier}"
        return {**said, "id": f"{uri}/acts/{number}", "type": name, "object": target,
                "published": now, "to": [public]}  # fmt: skip
    note = {
        "id": f"{uri}/notes/{number}",
        "type": "Note",
        "attributedTo": uri,
        "content": f"<p>Ward round {number}: three admissions, one of them interesting.</p>",
        "published": now,
        "to": [public],
        "cc": [f"{uri}/followers"],
        "tag": [{"type": "Hashtag", "name": "#ESCC26", "href": "https://x.example/tags/escc26"}],
    }
    return {**said, "id": f"{uri}/notes/{number}/activity", "type": "Create", "object": note,
            "published": now, "to": [public], "cc": note["cc"]}  # fmt: skip


def signed(made: dict[str, Any], url: str, count: int, scheme: str) -> list[bytes]:
    """Whole requests, as they go over the wire."""
    from plenary.federation.signatures import SigningKey, sign

    keys = {uri: SigningKey(f"{uri}#main-key", pem) for uri, pem in made["keys"].items()}
    actors = list(keys)
    requests = []
    for number in range(count):
        uri = actors[number // 10 % len(actors)]
        body = json.dumps(activity(made, uri, number)).encode()
        headers = sign("POST", url, body, keys[uri], scheme=scheme)  # type: ignore[arg-type]
        headers |= {"Content-Type": "application/activity+json", "Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        requests.append(f"POST /inbox HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return requests


async def send(requests: list[bytes], port: int, connections: int) -> dict[int, int]:
    """Over kept connections; how many were answered how."""
    answers: dict[int, int] = {}
    waiting = iter(requests)

    async def one() -> None:
        reader, writer = await asyncio.open_connection(HOST, port)
        for request in waiting:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head.split(b" ", 2)[1])
            answers[status] = answers.get(status, 0) + 1
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    await reader.readexactly(int(line.split(b":")[1]))
                elif line == b"transfer-encoding: chunked":
                    await reader.readuntil(b"0\r\n\r\n")
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return answers


_UNTIL_DONE = """
import time, django
django.setup()
from plenary.federation.models import InboxItem
while InboxItem.objects.filter(done_at=None).exists():
    time.sleep(0.1)
print("done")
"""


def measure(engine: str, count: int, scheme: str, workers: int) -> None:
    folder = tempfile.mkdtemp(prefix="plenary-bench-")
    port = free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "PLENARY_DATA": folder,
        "HOST": HOST,
        "PORT": str(port),
        "PLENARY_STREAMING_PORT": str(free_port()),
        "PLENARY_RATE_LIMITS": "no",
        "PLENARY_LOOPBACK_PEERS": "yes",
        "PLENARY_FEDERATION": "yes",
        "DJANGO_SETTINGS_MODULE": "plenary.config.settings",
    }

    def python(code: str) -> str:
        run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment,
                             capture_output=True, text=True, check=True)  # fmt: skip
        return run.stdout.strip().splitlines()[-1]

    code = f"import json; from bench.inbox import make; print(json.dumps(make({ACTORS})))"
    made = json.loads(python(code))
    requests = signed(made, f"http://{HOST}:{port}/inbox", count, scheme)
    threads = "2" if "PLENARY_DATABASE_URL" in environment else "1"
    web = subprocess.Popen(
        [sys.executable, "-m", "granian", "--host", HOST, "--port", str(port), "--interface",
         "wsgi", "--log-level", "error", "--no-ws", "--workers", "2", "--blocking-threads",
         threads, "plenary.config.wsgi:application"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    Path(folder, "static").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "plenary.management.cli", "worker"]
    working = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for _ in range(workers)
    ]
    time.sleep(4)
    before = cpu_seconds(web.pid), sum(cpu_seconds(one.pid) for one in working)
    begun = time.perf_counter()
    answers = asyncio.run(send(requests, port, 8))
    accepted = time.perf_counter() - begun
    print(f"answered {answers} in {accepted:.1f} s", file=sys.stderr, flush=True)
    python(_UNTIL_DONE)
    done = time.perf_counter() - begun
    used = (
        cpu_seconds(web.pid) - before[0],
        sum(cpu_seconds(one.pid) for one in working) - before[1],
    )
    print(
        f"{engine:10} {scheme:8} {count:,} activities, answered {answers}:"
        f" accepted {count / accepted:,.0f}/s, processed end to end {count / done:,.0f}/s,"
        f" CPU us each: web {used[0] / count * 1e6:,.0f}, worker {used[1] / count * 1e6:,.0f}",
        flush=True,
    )
    for process in (web, *working):
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    shutil.rmtree(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--scheme", choices=["cavage", "rfc9421"], default="cavage")
    given = parser.parse_args()
    engine = "PostgreSQL" if os.environ.get("PLENARY_DATABASE_URL") else "SQLite"
    sys.path.insert(0, str(Path(ROOT) / "src"))
    measure(engine, given.count, given.scheme, given.workers)


if __name__ == "__main__":
    main()
