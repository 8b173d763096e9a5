"""One process of the benchmark: makes the data in its own database, times, prints JSON lines.

Server time is that of the whole request through Django's handler, middleware and templates
included, without the network: what a web worker spends on it.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 40


def main(engine: str, attendees: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from bench import data

    begun = time.perf_counter()
    made = data.make(attendees)
    _analyze()
    print(
        f"  {engine}: {attendees} attendees made in {time.perf_counter() - begun:.0f} s",
        file=sys.stderr,
    )
    for name, figures in _figures(made).items():
        print(json.dumps({"engine": engine, "attendees": attendees, "what": name, **figures}))


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _time(work: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds (median and 95th percentile) and queries of one run."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(3):
        work()
    with CaptureQueriesContext(connection) as captured:
        work()
    queries = len(captured)  # now: the next request empties the log
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return {
        "median": statistics.median(spent),
        "p95": statistics.quantiles(spent, n=20)[-1],
        "queries": queries,
    }


def _figures(made) -> dict[str, dict[str, float]]:  # type: ignore[no-untyped-def]
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(made.reader, backend="plenary.accounts.backend.AccountBackend")

    def get(path: str) -> Callable[[], object]:
        def work() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)

        return work

    event = f"/events/{made.event.slug}"
    return {
        "home timeline page": _time(get("/")),
        "event people page": _time(get(f"{event}/people")),
        "people search by name": _time(get(f"{event}/people?q=gu")),
        "in this room now": _time(get(f"{event}/sessions/{made.session.pk}/room")),
        "post seen by 1,000 followers": _time(_posting(made), rounds=15),
        **_importing(),
    }


def _posting(made) -> Callable[[], object]:  # type: ignore[no-untyped-def]
    """Publish, let the worker do what follows, and find it in the last follower's home."""
    from plenary.jobs.worker import run_until_empty
    from plenary.lib.pagination import Page
    from plenary.statuses.actions import publish
    from plenary.statuses.rules import Draft
    from plenary.timelines.queries import home_ids

    def work() -> None:
        status = publish(made.author, Draft(text="Good morning #Bench27"))
        run_until_empty(strict=True)
        assert home_ids(made.last_follower, Page())[0] == status.pk

    return work


def _importing() -> dict[str, dict[str, float]]:
    """The largest real programme at hand; without any, the row is missing and says so."""
    from django.db import transaction

    from plenary.events.actions import import_programme
    from plenary.events.programme import read

    folder = Path(os.environ.get("PLENARY_PROGRAMMES") or "../shared/data/programmes")
    files = [path for path in folder.glob("*") if path.suffix in {".xml", ".json", ".ics"}]
    if not files:
        print(
            "  no real programme here (set PLENARY_PROGRAMMES): import not timed", file=sys.stderr
        )
        return {}
    largest = max(files, key=lambda path: path.stat().st_size)
    content = largest.read_bytes()

    def work() -> None:
        with transaction.atomic():
            import_programme(None, read(content, largest.name))
            transaction.set_rollback(True)

    return {f"import {largest.name}": _time(work, rounds=8)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLENARY_DATA"] = folder
        main(sys.argv[1], int(sys.argv[2]))
