"""Somebody here, and people elsewhere."""

import pytest

from plenary.accounts.models import Account
from tests.factories import follow, make_account
from tests.federation.makers import remote
from tests.federation.told.elsewhere import FAN, NAMED, STRANGER


@pytest.fixture
def ada() -> Account:
    return make_account("ada")


@pytest.fixture
def people(ada: Account) -> dict[str, Account]:
    """A follower, somebody named, and somebody who is neither; each on a server of their own."""
    found = {"fan": remote("fan", FAN), "nia": remote("nia", NAMED), "eve": remote("eve", STRANGER)}
    follow(found["fan"], ada)
    return found
