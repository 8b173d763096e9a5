"""A stub, a clock that is put forward, and a desk at work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from plenary.federation import delivery
from plenary.federation.delivery import DeliveryDesk
from plenary.lib import clock
from tests.federation.delivering.stub import Stub


@pytest.fixture
def stub(settings: Any, federating: None) -> Iterator[Stub]:
    settings.LOOPBACK_PEERS = True
    made = Stub()
    yield made
    made.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Put the machine's clock forward."""
    real, shift = clock.machine_now, timedelta()
    monkeypatch.setattr(clock, "machine_now", lambda: real() + shift)

    def forward(by: timedelta) -> None:
        nonlocal shift
        shift += by

    return forward


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], AbstractContextManager[DeliveryDesk]]:
    """`with desk():` while it is open; it leaves by itself when it is told to."""
    monkeypatch.setattr(delivery, "LOOK_SECONDS", 0.05)

    @contextmanager
    def opened() -> Iterator[DeliveryDesk]:
        made = DeliveryDesk()
        thread = threading.Thread(target=made.run)
        thread.start()
        try:
            yield made
        finally:
            made.stop()
            thread.join(15)
            assert not thread.is_alive()

    return opened
