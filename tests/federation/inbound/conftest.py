"""People here and elsewhere."""

import pytest

from plenary.accounts.models import Account
from tests.factories import make_account
from tests.federation.inbound.elsewhere import elsewhere
from tests.federation.makers import remote

__all__ = ["elsewhere"]


@pytest.fixture
def ada() -> Account:
    return make_account("ada")


@pytest.fixture
def nia() -> Account:
    return remote("nia")
