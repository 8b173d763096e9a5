"""Workers killed and stopped in the middle: each effect exactly once."""

import random
import signal
import time

import pytest

pytestmark = pytest.mark.faults


def test_a_worker_killed_in_the_middle_leaves_one_effect(scene):
    scene.run("enqueue", "quick", 3)
    scene.hold()
    first = scene.worker()
    scene.wait_until_reached()
    first.kill()
    first.wait()
    assert scene.state() == {"effects": [], "jobs": 3}
    scene.let_go()
    scene.worker()
    assert scene.until_done() == {"effects": [0, 1, 2], "jobs": 0}


# On SQLite a writer that is stopped keeps the lock, so that nobody can take its job over.
@pytest.mark.parametrize("task", ["slow", pytest.param("quick", marks=pytest.mark.postgres)])
def test_a_worker_that_slept_past_its_lease_has_no_effect(scene, task):
    scene.run("enqueue", task, 1)
    scene.hold()
    sleeper = scene.worker(lease=1.0)
    scene.wait_until_reached()
    sleeper.send_signal(signal.SIGSTOP)
    scene.let_go()
    scene.worker(lease=1.0)
    assert scene.until_done() == {"effects": [0], "jobs": 0}
    sleeper.send_signal(signal.SIGCONT)
    sleeper.send_signal(signal.SIGTERM)
    assert sleeper.wait(20) == 0
    assert scene.state() == {"effects": [0], "jobs": 0}


def test_asked_to_stop_it_finishes_the_job_in_hand_and_gives_back_the_rest(scene):
    scene.run("enqueue", "slow", 5)
    scene.hold()
    first = scene.worker(lease=60.0)
    scene.wait_until_reached()
    first.send_signal(signal.SIGTERM)
    scene.let_go()
    assert first.wait(20) == 0
    assert scene.state() == {"effects": [0], "jobs": 4}
    # The lease of a minute would keep a second worker waiting had they not been given back.
    scene.worker(lease=60.0)
    assert scene.until_done() == {"effects": [0, 1, 2, 3, 4], "jobs": 0}


def test_killed_again_and_again_nothing_is_lost_and_nothing_done_twice(scene):
    total = 120
    chance = random.Random(7)
    scene.run("enqueue", "quick", total)
    for _ in range(5):
        worker = scene.worker(lease=0.5)
        time.sleep(0.45 + chance.random() * 0.35)
        worker.kill()
        worker.wait()
    scene.worker(lease=2.0)
    assert scene.until_done() == {"effects": list(range(total)), "jobs": 0}


def test_two_workers_share_the_work(scene):
    scene.worker(lease=30.0)
    scene.worker(lease=30.0)
    for _ in range(3):
        scene.run("enqueue", "quick", 40)
    assert scene.until_done() == {"effects": sorted([*range(40)] * 3), "jobs": 0}


def started(scene) -> None:
    """A worker that would look again by itself only after ten minutes, and is asleep."""
    scene.run("enqueue", "quick", 1)
    scene.begin("work", 30.0, 600.0)
    assert scene.until_done()["jobs"] == 0
    time.sleep(1)


def test_a_worker_is_woken_by_a_commit(scene):
    started(scene)
    scene.run("enqueue", "quick", 2)
    assert scene.until_done() == {"effects": [0, 0, 1], "jobs": 0}


@pytest.mark.postgres
def test_a_worker_on_another_machine_is_woken_through_postgresql(scene, tmp_path_factory):
    started(scene)
    scene.run("enqueue", "quick", 2, elsewhere=tmp_path_factory.mktemp("machine"))
    assert scene.until_done() == {"effects": [0, 0, 1], "jobs": 0}
