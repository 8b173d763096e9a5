"""Who the clients' tests are, and waiting for what the worker does."""

import time
from collections.abc import Callable
from typing import Any

from mastodon import Mastodon

SCOPES = ["read", "write", "follow", "push"]


def sign_up(url: str, name: str) -> Mastodon:
    """Somebody new, by API."""
    client_id, secret = Mastodon.create_app("tests", api_base_url=url, scopes=SCOPES)
    app = Mastodon(client_id=client_id, client_secret=secret, api_base_url=url)
    token = app.create_account(
        name, "a long enough secret 9", f"{name}@localhost.example", agreement=True, scopes=SCOPES
    )
    return Mastodon(access_token=token, api_base_url=url)


def soon(what: Callable[[], Any]) -> Any:
    """What follows from a call is done by the worker, a moment later."""
    for _ in range(100):
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")
