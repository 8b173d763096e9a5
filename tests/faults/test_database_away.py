"""PostgreSQL cuts everybody off and lets nobody in for a while: all come back by themselves."""

import time
from collections.abc import Callable

import pytest
from django.db import connection

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.05)


def admit(database: str, allowed: bool) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS {allowed}')
        if not allowed:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [database],
            )


def test_worker_and_live_stream_survive_an_outage(scene, django_db_blocker):
    worker, ears = scene.worker(lease=1.0), scene.begin("hear")
    heard = scene.folder / "heard"
    scene.run("enqueue", "quick", 2)
    assert scene.until_done() == {"effects": [0, 1], "jobs": 0}

    def hears(event: str) -> bool:
        scene.run("publish", event)
        return heard.exists() and event in heard.read_text()

    until(lambda: hears("before"))
    with django_db_blocker.unblock():
        admit(scene.database, False)
        time.sleep(2.5)
        assert worker.poll() is None
        assert ears.poll() is None
        admit(scene.database, True)
    scene.run("enqueue", "quick", 3)
    assert scene.until_done() == {"effects": [0, 0, 1, 1, 2], "jobs": 0}
    until(lambda: hears("after"))
    # What was said during the outage is unknown, so pages are told to refresh, and before the next.
    lines = heard.read_text().splitlines()
    assert lines.index("missed") < next(n for n, line in enumerate(lines) if "after" in line)
