"""Many write at once to one database while the worker works: nobody is refused, nothing is lost."""

import time

import pytest

from tests.faults.crowd import ROUNDS, THREADS

pytestmark = pytest.mark.faults
PROCESSES = 4


def test_eight_who_write_at_once_all_succeed_and_are_counted(scene):
    scene.run("crowd", "prepare", PROCESSES)
    writers = [
        scene.begin("crowd", "press", number * THREADS, collect=True) for number in range(PROCESSES)
    ]
    scene.worker(lease=30.0)
    limit = time.monotonic() + 30
    while len(list(scene.folder.glob("ready-*"))) < PROCESSES:
        assert time.monotonic() < limit, "the writers did not start"
        time.sleep(0.02)
    begun = time.monotonic()
    (scene.folder / "go").touch()
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said.decode()
    assert time.monotonic() - begun < 20
    scene.until_done()
    people = PROCESSES * THREADS
    assert scene.run("crowd", "told") == {
        "replies": people * ROUNDS,
        "replies_count": people * ROUNDS,
        "favourites": people,
        "favourites_count": people,
        "followers": people,
        "followers_count": people,
        "statuses_counts": [ROUNDS],
        "uses": [[ROUNDS]],
        "going": people,
        "replies_notified": people * ROUNDS,
        "jobs": 0,
    }
