"""The process tree: children come back, end in order, and leave nobody behind."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from plenary.management import tree as trees
from plenary.management.tree import Child, ChildDied, Tree

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time, pathlib, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    " pathlib.Path(sys.argv[1]).touch(); time.sleep(60)",
]


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def grow() -> Iterator[Callable[..., Tree]]:
    grown: list[Tree] = []

    def make(*children: Child) -> Tree:
        grown.append(Tree(children, lambda words: None))
        return grown[-1]

    yield make
    for tree in grown:
        tree.finish()


def test_a_child_that_dies_is_started_again(grow):
    child = Child("A child", SLEEPER)
    tree = grow(child)
    tree.start()
    first = child.process
    child.started -= 60
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    def again() -> bool:
        tree.look()
        return child.running()

    until(again)
    assert child.process.pid != first.pid


def test_one_that_keeps_dying_is_started_less_and_less_often(grow):
    child = Child("A child", [sys.executable, "-c", ""], starts=1)
    tree = grow(child)
    pauses = []
    for _ in range(4):
        child.start()
        child.process.wait()
        tree.look()
        pauses.append(round(child.restart_at - time.monotonic()))
    assert pauses == [1, 2, 4, 8]


def test_one_that_cannot_start_at_all_is_said_so(grow):
    child = Child("The web server", [sys.executable, "-c", "raise SystemExit(3)"])
    tree = grow(child)
    tree.start()
    child.process.wait()
    with pytest.raises(ChildDied, match=r"The web server could not start .*code 3"):
        tree.look()


def test_at_the_end_even_the_stubborn_are_gone(grow, monkeypatch, tmp_path):
    monkeypatch.setattr(trees, "_PATIENCE_SECONDS", 0.3)
    child = Child("A child", [*STUBBORN, str(tmp_path / "up")])
    tree = grow(child)
    tree.start()
    until((tmp_path / "up").exists)
    tree.finish()
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_dead_child_started_is_ended_too(grow, tmp_path):
    code = (
        "import subprocess, sys, time, pathlib;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "pathlib.Path(sys.argv[1]).write_text(str(p.pid)); time.sleep(60)"
    )
    note = tmp_path / "grandchild"
    child = Child("A child", [sys.executable, "-c", code, str(note)])
    tree = grow(child)
    tree.start()
    until(lambda: note.exists() and note.read_text() != "")
    child.started -= 60
    child.process.kill()
    child.process.wait()
    tree.look()
    until(lambda: not alive(int(note.read_text())))
