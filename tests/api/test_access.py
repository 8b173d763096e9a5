"""Every route, for every kind of caller, by the list in `access.txt`: what is not listed fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Application
from plenary.api import scopes
from plenary.api.door import INVALID_TOKEN, NO_PERSON, OUT_OF_SCOPE, UNCONFIRMED
from plenary.api.routes import ROUTES
from plenary.conduct.rules import NOT_ALLOWED
from tests.api.phones import ward_round
from tests.factories import make_account

__all__ = ["ward_round"]
pytestmark = pytest.mark.django_db
EVERY = " ".join(scopes.SCOPES)
# What the door itself answers; a handler may answer the same status for reasons of its own.
DOORS = {INVALID_TOKEN, NO_PERSON, OUT_OF_SCOPE, UNCONFIRMED, NOT_ALLOWED}
# Nobody waits for approval here: refused to the highest too.
# They are how an address is confirmed.
BEFORE_CONFIRMING = {"/api/v1/emails/confirmations", "/api/v1/emails/check_confirmation"}
NEVER = {"/api/v1/admin/accounts/{id}/approve", "/api/v1/admin/accounts/{id}/reject"}


@dataclass(frozen=True)
class Listed:
    """One line of the list."""

    method: str
    path: str
    who: str
    scopes: tuple[str, ...]

    @property
    def moderating(self) -> bool:
        return "/admin/" in self.path


def _listed() -> list[Listed]:
    lines = (Path(__file__).parent / "access.txt").read_text().splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    return [Listed(method, path, who, tuple(rest)) for method, path, who, *rest in rows]


LISTED = _listed()
Asked = Iterator[tuple[Listed, int, str]]


@pytest.fixture
def asked(ward_round: Application) -> Callable[..., Asked]:
    """Every route asked with a token: its status, and the door's word if it said one."""
    browser = Client()

    def ask(token: str | Callable[[Listed], str], method: str = "") -> Asked:
        for one in LISTED:
            path = re.sub(r"\{(\w+)\}", "1", one.path)
            held = token if isinstance(token, str) else token(one)
            headers = {"authorization": f"Bearer {held}"} if held else {}
            answer = browser.generic(method or one.method, path, headers=headers)
            yield one, answer.status_code, _word(answer)

    return ask


def _word(answer: HttpResponse) -> str:
    if answer.status_code < 400 or answer.streaming or not answer.content:
        return ""
    said = str(answer.json().get("error", ""))
    return said if said in DOORS else ""


@pytest.fixture
def granted(ward_round: Application) -> Callable[..., Callable[[Listed], str]]:
    """Tokens of a person, one for each set of scopes; `which(route)` says the scopes."""

    def made(account: Any, which: Callable[[Listed], str]) -> Callable[[Listed], str]:
        kept: dict[str, str] = {}

        def token(one: Listed) -> str:
            wanted = which(one)
            if wanted not in kept:
                kept[wanted] = actions.grant_token(ward_round, account, wanted)[1]
            return kept[wanted]

        return token

    return made


def test_every_route_is_listed_as_it_is() -> None:
    there = {Listed(one.method, one.path, one.who, one.scopes) for one in ROUTES}
    assert there == set(LISTED)
    assert len(LISTED) == len(ROUTES)


def test_scopes_fit_what_is_done() -> None:
    """Reading needs no right to write, and no writing is done on the right to read."""
    reading = {"POST /api/v1/statuses/{id}/translate", "POST /oauth/userinfo"}
    reading |= {f"POST /api/v1/admin/{one}" for one in ("measures", "dimensions", "retention")}
    reading.add("POST /api/v1/admin/canonical_email_blocks/test")
    for one in LISTED:
        reads = one.method == "GET" or f"{one.method} {one.path}" in reading
        for scope in one.scopes:
            assert scope in scopes.SCOPES
            assert scopes.moderates([scope]) == one.moderating
            if scope not in {"push", "write:media"}:  # one looks whether an upload is ready
                assert scopes.changes(scope) != reads, one
        if one.who == "user" and one.path != "/api/v1/announcements":
            assert one.scopes, one


def test_without_a_token(asked: Any) -> None:
    for one, status, word in asked(""):
        refused = (401, INVALID_TOKEN) if one.who != "anybody" else (status, "")
        assert (status, word) == refused, one


def test_with_a_token_that_does_not_hold(asked: Any) -> None:
    for one, status, word in asked("nosuch"):
        assert (status, word) == (401, INVALID_TOKEN), one


def test_with_an_apps_own_token(asked: Any, granted: Any) -> None:
    for one, status, word in asked(granted(None, lambda one: EVERY)):
        refused = (422, NO_PERSON) if one.who == "user" else (status, "")
        assert (status, word) == refused, one


def test_with_every_scope_but_the_one(asked: Any, granted: Any) -> None:
    def others(one: Listed) -> str:
        kept = [scope for scope in scopes.SCOPES if not scopes.allows([scope], one.scopes)]
        return " ".join(kept)

    for one, status, word in asked(granted(make_account("ana"), others)):
        refused = (403, OUT_OF_SCOPE) if one.scopes else (status, "")
        assert (status, word) == refused, one


def test_with_a_scope_that_only_looks_like_it(asked: Any, granted: Any) -> None:
    """`read:status` is not `read:statuses`, nor is what begins with it."""

    def odd(one: Listed) -> str:
        more = [f"{scope}{end}" for scope in one.scopes for end in (":x", "x")]
        return " ".join([*more, *(scope[:-1] for scope in one.scopes)])

    for one, status, word in asked(granted(make_account("ana"), odd)):
        refused = (403, OUT_OF_SCOPE) if one.scopes else (status, "")
        assert (status, word) == refused, one


def test_with_just_the_scope(asked: Any, granted: Any) -> None:
    for one, status, word in asked(
        granted(make_account("ana"), lambda one: one.scopes[0] if one.scopes else "profile")
    ):
        refused = (403, NOT_ALLOWED) if one.moderating else (status, "")
        assert (status, word) == refused, one
        assert status in {200, 202, 307, 400, 401, 403, 404, 410, 422, 426, 503}, one


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_for_those_who_moderate(asked: Any, granted: Any, role: Any) -> None:
    account = make_account("mod")
    actions.set_role(account, role)
    for one, status, word in asked(granted(account, lambda one: " ".join(one.scopes) or "read")):
        if one.moderating and one.path not in NEVER:
            assert (status in {200, 404, 422}, word) == (True, ""), (one, status)


def test_before_the_address_is_confirmed(asked: Any, granted: Any, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    for one, status, word in asked(granted(make_account("ana"), lambda one: EVERY)):
        refused = (status, "") if one.path in BEFORE_CONFIRMING else (403, UNCONFIRMED)
        assert (status, word) == refused, one


def test_asking_for_the_head_alone_opens_nothing(asked: Any) -> None:
    for one, status, _ in asked("", method="HEAD"):
        if one.method == "GET" and one.who != "anybody":
            assert status == 401, one


def test_a_preflight_is_answered_everywhere(asked: Any) -> None:
    for one, status, _ in asked("", method="OPTIONS"):
        assert status == 200, one
