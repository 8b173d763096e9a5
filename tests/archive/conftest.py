"""Archives in a folder of their own, and people elsewhere."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plenary.accounts.models import Account
from plenary.lib import questions
from tests.factories import make_account


@pytest.fixture(autouse=True)
def own_archives(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.ARCHIVE_ROOT = tmp_path / "archives"
    before = dict(questions._answerers)
    questions._answerers.clear()
    yield
    questions._answerers.clear()
    questions._answerers.update(before)


@pytest.fixture
def answer() -> Callable[..., None]:
    """`answer(question, function)`: as if a room above did."""
    return questions.register


@pytest.fixture
def maya() -> Account:
    return make_account("maya", display_name="Maya Okafor")


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def stranger(username: str, domain: str = "hospital.example", **columns: Any) -> Account:
    """An account of another server that is known here."""
    uri = f"https://{domain}/users/{username}"
    return Account.objects.create(username=username, domain=domain, uri=uri, **columns)
