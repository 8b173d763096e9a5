"""A scene for the fault tests, run as a program of its own: `python -m tests.faults.scene WHAT`.

It works on the database that the environment names, with tasks that can be held in the middle.
"""

import asyncio
import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from plenary.jobs import actions, schedule, tasks, worker  # noqa: E402
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


def state() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM scene_effect ORDER BY number")
        effects = [row[0] for row in cursor.fetchall()]
    return {"effects": effects, "jobs": Job.objects.count()}


def main(what: str, *arguments: str) -> None:
    if what == "prepare":  # a database with what the scenes need
        # Only the tables of the jobs: a database for each test must not cost seconds.
        with connection.schema_editor() as editor:
            for model in (Job, Periodic, WorkerSeen, IdSlot):
                editor.create_model(model)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE scene_effect (number integer NOT NULL)")
    elif what == "enqueue":
        task = {"quick": quick, "slow": slow}[arguments[0]]
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
    elif what == "hear":
        heard = FOLDER / "heard"

        def write(line: bytes | str) -> None:
            text = line if isinstance(line, str) else line.decode()
            with heard.open("a") as file:
                file.write(text + "\n")

        asyncio.run(ears.hear(write, lambda: write("missed")))
    elif what == "publish":
        pubsub.publish([pubsub.PUBLIC], arguments[0])
    elif what == "state":
        print(json.dumps(state()))
    elif what == "crowd":
        from tests.faults import crowd

        crowd.main(arguments[0], FOLDER, *arguments[1:])
    elif what == "until-done":
        limit = time.monotonic() + float(arguments[0])
        while Job.objects.exists() and time.monotonic() < limit:
            time.sleep(0.05)
        print(json.dumps(state()))


if __name__ == "__main__":
    main(*sys.argv[1:])
