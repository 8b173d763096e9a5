"""A scene for the fault tests, run as a program of its own: `python -m tests.faults.scene WHAT`.

It works on the database that the environment names, with tasks that can be held in the middle.
"""

import asyncio
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from plenary.jobs import actions, post_office, schedule, tasks, worker  # noqa: E402
from plenary.jobs import slow as slow_jobs  # noqa: E402
from plenary.jobs.models import Job, Periodic, WorkerSeen  # noqa: E402
from plenary.lib import ears, pubsub  # noqa: E402
from plenary.lib.models import IdSlot  # noqa: E402

FOLDER = Path(os.environ["PLENARY_DATA"])
HOLD, REACHED = FOLDER / "hold", FOLDER / "reached"


def effect(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO scene_effect (number) VALUES (%s)", [number])


def held() -> None:
    """Stay here for as long as the test wants; the clock of a stopped process goes on."""
    if HOLD.exists():
        REACHED.touch()
        while HOLD.exists():
            time.sleep(0.02)


@tasks.task
def quick(number: int) -> None:
    effect(number)
    held()


@tasks.task(slow=True)
def slow(number: int) -> None:
    held()
    with tasks.finishing():
        effect(number)


@tasks.task(slow=True, max_attempts=1)
def once(number: int) -> None:
    """As `slow`, and dead after its first failure."""
    held()
    with tasks.finishing():
        effect(number)


@tasks.task(slow=True)
def fetch(number: int) -> None:
    """Says that it was begun, and stays."""
    (FOLDER / f"begun-{number}-{os.getpid()}").touch()
    held()
    with tasks.finishing():
        effect(number)


@tasks.task
def beside(number: int) -> None:
    """What nobody holds."""
    effect(100 + number)


TASKS = {
    "beside": beside,
    "beside-slow": beside.using(queue="slow"),
    "quick": quick,
    "slow": slow.using(queue=""),  # as the worker does it
    "posted": slow,
    "once": once,
    "fetch": fetch,
}


def block(seconds: float) -> None:
    """Write, and let no other write for so long."""
    with transaction.atomic():
        effect(-1)
        (FOLDER / "blocked").touch()
        time.sleep(seconds)
        transaction.set_rollback(True)


def main(what: str, *arguments: str) -> None:
    if what == "prepare":  # a database with what the scenes need
        # Only the tables of the jobs: a database for each test must not cost seconds.
        with connection.schema_editor() as editor:
            for model in (Job, Periodic, WorkerSeen, IdSlot):
                editor.create_model(model)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE scene_effect (number integer NOT NULL)")
    elif what == "enqueue":
        task = TASKS[arguments[0]]
        if len(arguments) > 2:
            task = task.using(lane=arguments[2])
        with transaction.atomic():
            for number in range(int(arguments[1])):
                task.enqueue(number)
    elif what == "work":
        lease = timedelta(seconds=float(arguments[0]))
        actions.SLOW_LEASE = lease
        schedule._periodic.clear()  # their tables are not on this scene
        if len(arguments) > 1:
            worker.POLL_SECONDS = float(arguments[1])
        worker.Worker(lease).loop()
    elif what == "office":
        lease = timedelta(seconds=float(arguments[0]))
        actions.SLOW_LEASE = lease
        worker.POLL_SECONDS, slow_jobs.PATIENCE_SECONDS = map(float, arguments[1:3])
        if connection.vendor == "sqlite" and len(arguments) > 3:
            # One object for all threads: how long they wait for another that writes.
            connection.settings_dict["OPTIONS"]["timeout"] = float(arguments[3])
        post_office.PostOffice([slow_jobs.SlowDesk(4, lease)]).loop()
    elif what == "block":
        block(float(arguments[0]))
    elif what == "hear":
        heard = FOLDER / "heard"

        def write(line: bytes | str) -> None:
            text = line if isinstance(line, str) else line.decode()
            with heard.open("a") as file:
                file.write(text + "\n")

        asyncio.run(ears.hear(write, lambda: write("missed")))
    elif what == "publish":
        pubsub.publish([pubsub.PUBLIC], arguments[0])
    elif what == "crowd":
        from tests.faults import crowd

        crowd.main(arguments[0], FOLDER, *arguments[1:])


if __name__ == "__main__":
    main(*sys.argv[1:])
