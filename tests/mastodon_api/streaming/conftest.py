"""A hub of a test's own, and two people: Maya follows Tom."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from plenary.accounts.models import Account
from plenary.mastodon_api.streaming import hub as hubs
from tests.factories import follow, make_account
from tests.mastodon_api.streaming.listening import Scene

Play = Callable[[Scene], None]


@pytest.fixture
def play(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Run a scene with a hub of its own."""
    settings.DATA = tmp_path
    settings.REDIS_URL = ""

    def run(scene: Scene) -> None:
        async def whole() -> None:
            monkeypatch.setattr(hubs, "hub", hubs.Hub())
            hubs.hub.start()
            await asyncio.sleep(0.3)  # until the ears are open
            try:
                await asyncio.wait_for(scene(), 30)
            finally:
                await asyncio.gather(*(hubs.hub.in_thread(connections.close_all) for _ in range(8)))
                await hubs.hub.stop()

        asyncio.run(whole())

    return run


@pytest.fixture
def maya() -> Account:
    return make_account("maya")


@pytest.fixture
def tom(maya: Account) -> Account:
    """Whom Maya follows."""
    made = make_account("tom")
    follow(maya, made)
    return made
