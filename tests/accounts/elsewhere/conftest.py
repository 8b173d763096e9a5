"""A server elsewhere, and a moderator here."""

from collections.abc import Iterator
from typing import Any

import pytest

from plenary.accounts.models import Account, User
from tests.accounts.elsewhere.home import Home, home
from tests.factories import make_account


@pytest.fixture
def there(settings: Any) -> Iterator[Home]:
    settings.LOOPBACK_PEERS = settings.SIGN_IN_ELSEWHERE = True
    settings.PUBLIC_URL, settings.DOMAIN = "http://testserver", "testserver"
    with home() as found:
        yield found


@pytest.fixture
def moderator() -> Account:
    account = make_account("mod")
    User.objects.filter(account=account).update(is_staff=True, is_superuser=True)
    return Account.objects.get(pk=account.pk)
