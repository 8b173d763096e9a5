"""Whoever wishes to write to a SQLite file waits for their turn, and no longer."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from plenary.jobs.models import Job
from plenary.lib.sqlite import base, queue
from plenary.lib.sqlite.queue import Queue


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Iterator[Any]:
    """`place()` is another's place in the same queue."""
    settings.DATA = tmp_path
    made: list[Queue] = []

    def another(path: str = "a.sqlite3") -> Queue:
        made.append(Queue(path))
        return made[-1]

    yield another
    for one in made:
        one.close()


def test_one_at_a_time(place: Any) -> None:
    first, second = place(), place()
    assert first.enter(0)
    assert not second.enter(0.05)
    first.leave()
    assert second.enter(0)
    assert not first.enter(0)


def test_another_file_has_another_queue(place: Any) -> None:
    assert place().enter(0)
    assert place("b.sqlite3").enter(0)


def test_whoever_waits_is_woken(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "_LOOK_SECONDS", 300.0)  # it does not look by itself
    first, second = place(), place()
    for _ in range(3):
        assert first.enter(0)
        entered = threading.Event()

        def wait(entered: threading.Event = entered) -> None:
            if second.enter(60):
                entered.set()
                second.leave()

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not entered.wait(0.05)
        first.leave()
        assert entered.wait(30)
        waiting.join()


_HOLDER = """
import sys, time
import django
django.setup()
from plenary.lib.sqlite.queue import Queue
assert Queue("a.sqlite3").enter(0)
print("mine", flush=True)
time.sleep(600)
"""


def test_the_turn_of_who_dies_is_over(place: Any, tmp_path: Path) -> None:
    environment = {**os.environ, "PLENARY_DATA": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "plenary.config.settings"
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "mine\n"
    waiting = place()
    assert not waiting.enter(0.05)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert waiting.enter(30)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_transaction_has_its_turn_until_it_ends_however_it_ends() -> None:
    other = Queue(str(connection.settings_dict["NAME"]))
    try:
        with transaction.atomic():
            assert not other.enter(0)
        assert other.enter(0)
        other.leave()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            assert not other.enter(0)
            raise ZeroDivisionError
        assert other.enter(0)
        other.leave()
        with transaction.atomic():
            connection.close()
        assert other.enter(0)
        other.leave()
    finally:
        other.close()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_without_a_queue_one_writes_as_sqlite_lets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> Queue:
        raise PermissionError(path)

    connection.close()
    monkeypatch.setattr(base, "Queue", refused)
    with transaction.atomic():
        Job.objects.create(task="a")
    assert Job.objects.count() == 1
