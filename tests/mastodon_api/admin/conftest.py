"""A moderator's phone, and somebody who is reported."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts.models import Account
from tests.factories import make_account
from tests.mastodon_api.admin.scene import ADMIN, staff


@pytest.fixture
def mod(phone: Callable[..., Any]) -> Any:
    return phone(staff("mod"), scopes=ADMIN)


@pytest.fixture
def rude() -> Account:
    return make_account("rude")
