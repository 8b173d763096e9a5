"""A server that federates, at https://plenary.example, and people of other servers."""

from collections.abc import Iterator
from typing import Any

import pytest

from plenary.federation import keys, signatures
from tests.federation.makers import PAIR


@pytest.fixture
def federating(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Federation on. Every actor here has one key: making one takes longer than most tests."""
    settings.FEDERATION = True
    settings.PUBLIC_URL = "https://plenary.example"
    settings.DOMAIN = "plenary.example"
    settings.ALLOWED_HOSTS = ["plenary.example"]
    monkeypatch.setattr(signatures, "make_key_pair", lambda: PAIR)
    keys.forget()
    yield
    keys.forget()
