"""`python -m bench.api`: the client API under load, with wrk, beside the server's own floor.

Prints requests/s, p50 and p99 (ms), CPU of the server per request (us) and resident memory, for
each method, on SQLite and PostgreSQL, with one and two web processes; the floors are the same
server's bare hello and Django's empty view, in the same run.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.streams import free_port, resident_kb

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Of a process and its children, so far."""
    total = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            total += cpu_seconds(int(child))
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return total + (int(fields[11]) + int(fields[12])) / _TICK


class Web:
    """Granian as `plenary serve` runs it, for one application."""

    def __init__(self, application: str, processes: int, environment: dict[str, str]) -> None:
        self.port = free_port()
        threads = "2" if "PLENARY_DATABASE_URL" in environment else "1"  # as `plenary serve`
        command = [sys.executable, "-m", "granian", "--host", HOST, "--port", str(self.port)]
        command += ["--interface", "wsgi", "--log-level", "error", "--no-ws"]
        command += ["--workers", str(processes), "--blocking-threads", threads, application]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://{HOST}:{self.port}/api/nothing", timeout=1)
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def load(web: Web, path: str, seconds: int, token: str = "", script: str = "") -> dict[str, float]:
    """wrk with 8 connections from one thread."""
    url = f"http://{HOST}:{web.port}{path}"
    command = ["wrk", "-t1", "-c8", "--latency"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
    if script:
        command += ["-s", script]
    # Long enough for each process to have its pages of the database at hand.
    subprocess.run([*command, "-d3s", url], capture_output=True, check=True)
    before, begun = cpu_seconds(web.process.pid), time.perf_counter()
    said = subprocess.run(
        [*command, f"-d{seconds}s", url], capture_output=True, text=True, check=True
    ).stdout
    spent, lasted = cpu_seconds(web.process.pid) - before, time.perf_counter() - begun
    if "Non-2xx" in said:
        raise SystemExit(f"{path} answers with errors:\n{said}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return {
        "rate": rate,
        "p50": _ms(said, "50%"),
        "p99": _ms(said, "99%"),
        "cpu": spent / (rate * lasted) * 1e6,
        "memory": resident_kb(web.process.pid) / 1024,
    }


def _ms(said: str, line: str) -> float:
    value, unit = re.search(rf"{line}\s+([\d.]+)(us|ms|s)\b", said).groups()
    return float(value) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


def _paths(made: dict[str, str]) -> dict[str, str]:
    return {
        "home": "/api/v1/timelines/home",
        "hashtag": f"/api/v1/timelines/tag/{made['tag']}",
        "account statuses": f"/api/v1/accounts/{made['account']}/statuses",
        "one status": f"/api/v1/statuses/{made['status']}",
        "its context": f"/api/v1/statuses/{made['status']}/context",
        "notifications": "/api/v1/notifications",
        "verify_credentials": "/api/v1/accounts/verify_credentials",
        "search": "/api/v2/search?q=number",
    }


_POSTING = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"status": "Good morning from the ward #Topic1"}'
"""


def _row(what: str, figures: dict[str, float], floor: float) -> None:
    print(
        f"  {what:28}{figures['rate']:>9,.0f}{figures['p50']:>9.1f}{figures['p99']:>9.1f}"
        f"{figures['cpu']:>10,.0f}{figures['memory']:>8.0f}{figures['rate'] / floor:>9.2f}",
        flush=True,
    )


def measure(engine: str, posts: int, processes: list[int], seconds: int, only: str) -> None:
    """One engine: make the data, then each number of processes."""
    folder = tempfile.mkdtemp(prefix="plenary-bench-")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "PLENARY_DATA": folder,
        "PLENARY_RATE_LIMITS": "no",
        "DJANGO_SETTINGS_MODULE": "plenary.config.settings",
    }
    begun = time.perf_counter()
    made = json.loads(
        subprocess.run(
            [sys.executable, "-m", "bench.api_data", str(posts)],
            cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
        ).stdout.splitlines()[-1]
    )  # fmt: skip
    print(f"{engine}: {posts:,} posts made in {time.perf_counter() - begun:.0f} s", flush=True)
    script = Path(folder) / "posting.lua"
    script.write_text(_POSTING)
    home = "/api/v1/timelines/home"
    for count in processes:
        print(
            f"{engine}, {count} web process{'es' if count > 1 else ''}\n  {'':28}{'req/s':>9}"
            f"{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>10}{'MB':>8}{'of empty':>9}"
        )
        bare = {key: value for key, value in environment.items() if "DJANGO" not in key}
        floor = 1.0
        for name, application, path in (
            ("bare hello", "bench.floor:hello", "/"),
            ("Django's empty view", "bench.floor:empty", "/empty"),
        ):
            web = Web(application, count, bare)
            figures = load(web, path, seconds)
            web.stop()
            floor = figures["rate"]
            _row(name, figures, floor)
        web = Web("plenary.config.wsgi:application", count, environment)
        try:
            for name, path in _paths(made).items():
                if not only or only in name:
                    _row(name, load(web, path, seconds, "reader-token"), floor)
        finally:
            web.stop()
    # Last, for it changes what is read.
    for count in processes if not only or only in "posting" else []:
        web = Web("plenary.config.wsgi:application", count, environment)
        try:
            figures = load(web, "/api/v1/statuses", seconds, "author-token", str(script))
            _row(f"posting (1,000 followers), {count}", figures, floor)
            if count == processes[-1]:
                _row("home after those posts", load(web, home, seconds, "reader-token"), floor)
        finally:
            web.stop()
    print(f"  the whole process tree, idle: {_idle(environment):,.0f} MB", flush=True)
    shutil.rmtree(folder)


def _idle(environment: dict[str, str]) -> float:
    """Resident memory of `plenary serve` with all its processes, ten seconds after its start; what
    several share counts once (PSS)."""
    quiet = {**environment, "PORT": str(free_port()), "PLENARY_STREAMING_PORT": str(free_port())}
    command = [sys.executable, "-m", "plenary.management.cli", "serve"]
    out = subprocess.DEVNULL
    tree = subprocess.Popen(command, cwd=ROOT, env=quiet, stdout=out, stderr=out)
    try:
        time.sleep(10)
        return sum(_share_kb(pid) for pid in _family(tree.pid)) / 1024
    finally:
        tree.send_signal(signal.SIGTERM)
        tree.wait(30)


def _family(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found


def _share_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.api", description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--processes", type=int, action="append")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--only", default="", help="only methods whose name holds this")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("The load driver is missing. On Debian: apt-get install wrk")
    processes = given.processes or [1, 2]
    if given.inside:
        measure(given.inside, given.posts, processes, given.seconds, given.only)
        return
    for engine in given.engine or ["sqlite", "postgresql"]:
        command = [sys.executable, "-m", "bench.api", *sys.argv[1:], "--inside", engine]
        environment = dict(os.environ)
        environment.pop("PLENARY_DATABASE_URL", None)
        if engine == "postgresql":
            command = [str(ROOT / "scripts" / "with-postgres"), *command]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
