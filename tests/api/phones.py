"""An app on somebody's phone: calls with a token, whose answers are held against their types."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Account, Application
from plenary.api import routes
from plenary.jobs.models import Job
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from tests.factories import make_account

EVERYTHING = "read write follow push plenary"


class Phone:
    """`phone.get("/api/v1/...")` answers the decoded JSON, after checking it against `gives`."""

    def __init__(self, account: Account | None, token: str = "") -> None:
        self.account = account
        self.token = token
        self.client = Client()

    def ask(self, method: str, path: str, status: int = 200, **sent: Any) -> HttpResponse:
        """The raw response; `json=` sends JSON, `data=` a form."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= sent.pop("headers", {})
        if "json" in sent:
            sent["data"] = msgspec.json.encode(sent.pop("json"))
            sent["content_type"] = "application/json"
        answer = getattr(self.client, method.lower())(path, headers=headers, **sent)
        assert answer.status_code == status, answer.content.decode()
        return answer

    def _decoded(self, method: str, path: str, status: int, **sent: Any) -> Any:
        answer = self.ask(method, path, status, **sent)
        if answer["Content-Type"].startswith("text/plain"):
            return answer.content.decode()
        if status < 300:
            check_shape(method, path, answer.content)
        return msgspec.json.decode(answer.content) if answer.content else None

    def get(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._decoded("GET", path, status, **sent)

    def post(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._decoded("POST", path, status, **sent)

    def put(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._decoded("PUT", path, status, **sent)

    def patch(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._decoded("PATCH", path, status, **sent)

    def delete(self, path: str, status: int = 200, **sent: Any) -> Any:
        return self._decoded("DELETE", path, status, **sent)


def check_shape(method: str, path: str, body: bytes) -> None:
    """The answer is what the route says it gives: every field, its type, nothing unknown."""
    found, _ = routes.find(path.split("?")[0])
    gives = found[method].gives
    assert gives is not None, f"{method} {path} does not say what it gives"
    try:
        msgspec.json.decode(body, type=gives, strict=True)
    except msgspec.ValidationError:
        if found[method].or_gives is None:
            raise
        msgspec.json.decode(body, type=found[method].or_gives, strict=True)


def run_all() -> None:
    """Let the worker do what waits for later too: jobs keep to the machine's clock, which a test
    does not hold."""
    Job.objects.update(run_at=clock.machine_now())
    run_until_empty()


@pytest.fixture
def ward_round(db: None) -> Application:
    made, _ = actions.register_application(
        name="Ward Round", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes=EVERYTHING
    )
    return made


@pytest.fixture
def phone(ward_round: Application) -> Callable[..., Phone]:
    """`phone("ana")` or `phone(account, scopes="read")`: an app signed in for somebody."""

    def made(who: Account | str | None = "", scopes: str = EVERYTHING) -> Phone:
        account = make_account(who) if isinstance(who, str) else who
        _, token = actions.grant_token(ward_round, account, scopes)
        return Phone(account, token)

    return made


@pytest.fixture
def nobody(db: None) -> Phone:
    """Without a token."""
    return Phone(None)
