"""Somebody who can sign in, and what open pages are told."""

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.lib import pubsub
from tests.accounts.doors import PASSWORD


@pytest.fixture
def maya() -> Account:
    return actions.create_account(
        email="maya@example.org",
        password=PASSWORD,
        username="maya",
        display_name="Maya",
        email_verified=True,
    )


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """What open pages were told."""
    seen: list[tuple[list[str], str]] = []
    monkeypatch.setattr(
        pubsub, "publish", lambda channels, event, data=None: seen.append((channels, event))
    )
    return seen
