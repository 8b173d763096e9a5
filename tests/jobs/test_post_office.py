"""Desks open and close together."""

import signal
import threading
from collections.abc import Callable

import pytest

from plenary.jobs import post_office
from plenary.jobs.post_office import DeskFailed, PostOffice


class Clerk:
    """A desk that works until it is told to stop."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told = threading.Event()
        self.left = False
        self.begun: Callable[[], object] = lambda: None

    def run(self) -> None:
        self.begun()
        self.told.wait(30)
        self.left = True

    def stop(self) -> None:
        self.told.set()


class Deaf(Clerk):
    """It does not leave when it is told to."""

    def stop(self) -> None:
        pass


class Bad(Clerk):
    def run(self) -> None:
        raise RuntimeError("the ink is dry")


class Lazy(Clerk):
    def run(self) -> None:
        pass


@pytest.fixture(autouse=True)
def signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_at_sigterm_all_desks_close():
    clerks = [Clerk("one"), Clerk("two")]
    office = PostOffice(clerks)
    clerks[0].begun = lambda: signal.raise_signal(signal.SIGTERM)
    office.loop()
    assert [clerk.left for clerk in clerks] == [True, True]


@pytest.mark.parametrize("kind", [Bad, Lazy])
def test_a_desk_that_leaves_its_work_closes_the_others_and_is_named(kind, caplog):
    other = Clerk("delivery")
    with pytest.raises(DeskFailed, match="slow jobs stopped"):
        PostOffice([other, kind("slow jobs")]).loop()
    assert other.left
    assert ("the ink is dry" in caplog.text) is (kind is Bad)


def test_a_desk_that_cannot_leave_is_not_waited_for_without_end(monkeypatch):
    monkeypatch.setattr(post_office, "PATIENCE_SECONDS", 0.1)
    deaf, other = Deaf("deaf"), Clerk("other")
    office = PostOffice([deaf, other])
    office.stop()
    office.loop()
    assert (deaf.left, other.left) == (False, True)
    deaf.told.set()
