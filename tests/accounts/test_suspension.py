"""Suspending somebody, and what has run out."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from plenary.accounts import actions
from plenary.accounts.actions.tidying import tidy_sign_ins
from plenary.accounts.models import AccessToken, Account, AuthorizationCode
from plenary.accounts.queries.clients import bearer, digest, holding
from plenary.lib import clock, pubsub
from tests.factories import PASSWORD, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def suspend(*arguments: str) -> str:
    out = StringIO()
    call_command("suspend", *arguments, stdout=out)
    return out.getvalue()


def test_a_suspended_person_is_out_at_once(
    ana: Account, client_for, client: Client, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    sent: list[bytes] = []
    monkeypatch.setattr(pubsub, "_send", sent.extend)
    app, _ = actions.register_application(name="app", redirect_uris="urn:x", scopes="read")
    actions.grant_token(app, ana, "read", token="of-ana")
    browser = client_for(ana)
    assert browser.get("/settings/profile").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert "@ana is suspended" in suspend("@Ana")
    assert browser.get("/settings/profile").status_code == 302
    assert client.get("/@ana").status_code == 404
    assert bearer("of-ana") is None
    assert any(b"session-ended" in one and str(ana.pk).encode() in one for one in sent)
    said = client.post("/auth/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert said.status_code in {200, 302}
    assert client.get("/settings/profile").status_code == 302


def test_it_is_taken_back(ana: Account, client: Client) -> None:
    suspend("ana")
    assert "can sign in again" in suspend("ana", "--undo")
    assert client.get("/@ana").status_code == 200


def test_their_apps_must_be_let_in_anew_once_it_is_taken_back(ana: Account) -> None:
    app, _ = actions.register_application(name="app", redirect_uris="urn:x", scopes="read")
    made, _ = actions.grant_token(app, ana, "read", token="of-ana")
    suspend("ana")
    assert bearer("of-ana") is None and holding([made.pk]) == set()
    suspend("ana", "--undo")
    assert bearer("of-ana") is None
    actions.grant_token(app, ana, "read", token="anew")
    assert bearer("anew") is not None


def test_nobody_of_that_name() -> None:
    with pytest.raises(CommandError, match="no account"):
        suspend("nobody")


def test_what_has_run_out_is_removed(ana: Account, client_for) -> None:
    browser = client_for(ana)
    Session.objects.create(
        session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1)
    )
    app, _ = actions.register_application(name="app", redirect_uris="urn:x", scopes="read")
    for code, age in (("old", 2), ("new", 0)):
        actions.issue_code(ana, app, code=code, redirect_uri="urn:x", scopes="read")
        AuthorizationCode.objects.filter(code_hash=digest(code)).update(
            expires_at=clock.machine_now() - timedelta(days=age)
        )
    actions.grant_token(app, ana, "read", token="lasts")
    gone, _ = actions.grant_token(app, ana, "read", token="gone", seconds=1)
    AccessToken.objects.filter(pk=gone.pk).update(
        expires_at=clock.machine_now() - timedelta(days=100)
    )
    tidy_sign_ins.call()
    assert not Session.objects.filter(session_key="old").exists()
    assert browser.get("/settings/profile").status_code == 200
    assert AuthorizationCode.objects.count() == 1 and AccessToken.objects.count() == 1
