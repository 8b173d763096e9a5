"""The post office killed, stopped, blocked and kept waiting: each effect exactly once."""

import random
import signal
import time
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.faults


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_killed_in_the_middle_of_four_jobs_it_leaves_one_effect_of_each(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 6)
    first = scene.office()
    until(lambda: scene.begun() == 4)
    first.kill()
    first.wait()
    assert scene.state() == {"effects": [], "jobs": 6}
    scene.let_go()
    scene.office()
    assert scene.until_done() == {"effects": [0, 1, 2, 3, 4, 5], "jobs": 0}


def test_killed_again_and_again_nothing_is_lost_and_nothing_done_twice(scene):
    total = 80
    chance = random.Random(11)
    scene.run("enqueue", "posted", total)
    for _ in range(4):
        office = scene.office(lease=0.5)
        time.sleep(0.45 + chance.random() * 0.35)
        office.kill()
        office.wait()
    scene.office(lease=2.0)
    assert scene.until_done() == {"effects": list(range(total)), "jobs": 0}


def test_one_that_slept_past_its_leases_has_no_effect(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 4)
    sleeper = scene.office(lease=1.0)
    until(lambda: scene.begun() == 4)
    scene.put_to_sleep(sleeper)
    scene.let_go()
    scene.office(lease=1.0)
    assert scene.until_done() == {"effects": [0, 1, 2, 3], "jobs": 0}
    sleeper.send_signal(signal.SIGCONT)
    sleeper.send_signal(signal.SIGTERM)
    assert sleeper.wait(20) == 0
    assert scene.state() == {"effects": [0, 1, 2, 3], "jobs": 0}


def test_what_takes_longer_than_its_lease_is_not_begun_by_another(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 2)
    scene.office(lease=1.0, poll=0.1)
    until(lambda: scene.begun() == 2)
    scene.office(lease=1.0, poll=0.1)
    time.sleep(2.5)
    assert scene.begun() == 2
    scene.let_go()
    assert scene.until_done() == {"effects": [0, 1], "jobs": 0}


def test_asked_to_stop_it_finishes_what_it_has_in_hand(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 6)
    first = scene.office(lease=60.0, patience=30.0)
    until(lambda: scene.begun() == 4)
    first.send_signal(signal.SIGTERM)
    scene.let_go()
    assert first.wait(20) == 0
    assert scene.state() == {"effects": [0, 1, 2, 3], "jobs": 2}


def test_what_takes_too_long_when_it_is_asked_to_stop_is_given_back(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 4)
    first = scene.office(lease=60.0, patience=0.2)
    until(lambda: scene.begun() == 4)
    first.send_signal(signal.SIGTERM)
    assert first.wait(20) == 0
    assert scene.state() == {"effects": [], "jobs": 4}
    scene.let_go()
    # The lease of a minute would keep a second one waiting had they not been given back.
    scene.office(lease=60.0)
    assert scene.until_done() == {"effects": [0, 1, 2, 3], "jobs": 0}


def test_neither_a_notification_nor_another_host_waits_for_a_slow_one(scene):
    scene.hold()
    scene.run("enqueue", "fetch", 5, "slow.example")
    scene.office(lease=60.0)
    until(lambda: scene.begun() == 2)
    # Behind the five, and done while two of them wait for their host and three are passed over.
    scene.run("enqueue", "beside-slow", 1)
    until(lambda: scene.state() == {"effects": [100], "jobs": 5})
    assert scene.begun() == 2
    # With all threads taken, the worker goes on.
    scene.run("enqueue", "once", 2)
    scene.run("enqueue", "beside", 1)
    scene.worker()
    until(lambda: scene.state() == {"effects": [100, 100], "jobs": 7})
    scene.let_go()
    assert scene.until_done()["effects"] == [0, 0, 1, 1, 2, 3, 4, 100, 100]


def test_it_is_woken_by_a_commit(scene):
    scene.run("enqueue", "posted", 1)
    scene.office(lease=30.0, poll=600.0)
    assert scene.until_done()["jobs"] == 0
    time.sleep(1)
    scene.run("enqueue", "posted", 9)
    assert scene.until_done()["jobs"] == 0


@pytest.mark.postgres
def test_it_is_woken_through_postgresql_from_another_machine(scene, tmp_path_factory):
    scene.run("enqueue", "posted", 1)
    scene.office(lease=30.0, poll=600.0)
    assert scene.until_done()["jobs"] == 0
    time.sleep(1)
    scene.run("enqueue", "posted", 3, elsewhere=tmp_path_factory.mktemp("machine"))
    assert scene.until_done() == {"effects": [0, 0, 1, 2], "jobs": 0}


def test_while_another_writes_for_long_no_attempt_is_lost(scene):
    """Each of these is dead after one failure; on SQLite each finds the writer taken."""
    scene.hold()
    scene.run("enqueue", "once", 8)
    scene.office(lease=30.0, timeout=0.5)
    scene.wait_until_reached()
    time.sleep(0.5)
    blocker = scene.begin("block", 1.2)
    scene.wait_until_reached("blocked")
    scene.let_go()
    assert blocker.wait(20) == 0
    assert scene.until_done() == {"effects": list(range(8)), "jobs": 0}
