"""Somebody with a password, and an app that may ask for much."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts import actions
from plenary.accounts.models import Account
from tests.accounts.doors import PASSWORD
from tests.mastodon_api.test_oauth import URI

OOB = "urn:ietf:wg:oauth:2.0:oob"
HOME = "/api/v1/timelines/home"
_WIDE = "read write:statuses offline_access admin:read admin:write:reports"


@pytest.fixture
def ana(db: None) -> Account:
    return actions.create_account(email="ana@example.org", password=PASSWORD, username="ana")


@pytest.fixture
def registered(nobody: Any) -> Callable[[], Any]:
    """One more app, as it is told of itself."""
    given = {"client_name": "Ward Round", "redirect_uris": [URI, OOB], "scopes": _WIDE}
    return lambda: nobody.post("/api/v1/apps", json=given)


@pytest.fixture
def app(registered: Callable[[], Any]) -> Any:
    return registered()


def secret(app: Any) -> dict[str, str]:
    """How an app says who it is."""
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}
