"""The page where somebody consents, and what an app is told (threats 47, 48, 58, 73, 75)."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse

from plenary.accounts import actions
from plenary.accounts.models import (
    AccessToken,
    Account,
    AuthorizationCode,
)
from plenary.lib import clock
from tests.accounts.doors import PASSWORD
from tests.factories import make_account
from tests.mastodon_api.admin.scene import staff
from tests.mastodon_api.oauth.conftest import HOME, OOB, secret
from tests.mastodon_api.test_oauth import asking, consent, exchange


def test_47_no_other_page_consents(ana: Account, app: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana.user, backend="plenary.accounts.backend.AccountBackend")
    answer = browser.post("/oauth/authorize", {**asking(app), "answer": "allow"})
    assert answer.status_code == 403
    assert not AuthorizationCode.objects.exists()
    assert browser.post("/settings/apps/1/revoke").status_code == 403


def test_47_looking_consents_to_nothing(ana: Account, client_for: Any, app: Any) -> None:
    answer = client_for(ana).get("/oauth/authorize", {**asking(app), "answer": "allow"})
    assert answer.status_code == 200
    assert not AuthorizationCode.objects.exists()
    answer = client_for(ana).post("/oauth/authorize", asking(app))  # neither yes nor no is no
    assert "error=access_denied" in answer.headers["Location"]


def test_47_the_page_cannot_be_framed_or_kept(ana: Account, client_for: Any, app: Any) -> None:
    browser = client_for(ana)
    shown = browser.post("/oauth/authorize", {**asking(app, redirect_uri=OOB), "answer": "allow"})
    for page in (browser.get("/oauth/authorize", asking(app)), shown):
        assert page.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["Referrer-Policy"] == "same-origin"


def test_47_nobody_else_is_signed_in_where_one_comes_back(ana: Account, app: Any) -> None:
    """Signing in from within leads back to the very question, under another session."""
    browser = Client()
    first = browser.get("/oauth/authorize", asking(app))
    session = browser.session
    session["planted"] = "x"
    session.save()
    browser.cookies["sessionid"] = planted = str(session.session_key)
    back = parse_qs(urlsplit(first.headers["Location"]).query)["next"][0]
    sent = {"login": "ana@example.org", "password": PASSWORD, "next": back}
    answer = browser.post(reverse("account_login"), sent)
    assert answer.headers["Location"] == back
    assert "Ward Round" in browser.get(back).content.decode()
    assert browser.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(back).status_code == 302


def test_48_moderators_scopes_are_dropped_for_others(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    asked = {"scope": "read admin:read admin:write:reports"}
    page = client_for(ana).get("/oauth/authorize", asking(app, **asked)).content.decode()
    assert "as a moderator" not in page
    token = exchange(nobody, app, consent(client_for(ana), app, **asked))
    assert token["scope"] == "read"
    answer = client_for(ana).get("/oauth/authorize", asking(app, scope="admin:read"))
    assert "error=invalid_scope" in answer.headers["Location"]


def test_48_a_moderator_is_asked_and_gives_them(client_for: Any, nobody: Any, app: Any) -> None:
    mod, asked = staff("mod"), {"scope": "read admin:read"}
    page = client_for(mod).get("/oauth/authorize", asking(app, **asked)).content.decode()
    assert "as a moderator" in page
    assert exchange(nobody, app, consent(client_for(mod), app, **asked))["scope"] == asked["scope"]


def test_58_no_answer_is_kept_for_somebody_else(phone: Any) -> None:
    answer = phone("ana").ask("GET", HOME)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]


def test_73_an_app_learns_nothing_of_tokens_that_are_not_its_own(
    ana: Account, client_for: Any, nobody: Any, app: Any, registered: Any
) -> None:
    held = exchange(nobody, app, consent(client_for(ana), app))
    mine = {**secret(app), "token": held["access_token"]}
    told = nobody.post("/oauth/introspect", data=mine)
    assert (told["active"], told["scope"], told["username"]) == (True, "read", "ana")
    assert told["client_id"] == app["client_id"]
    other = registered()
    for token in (held["access_token"], "nosuch", held["access_token"].upper()):
        asked = {**secret(other), "token": token}
        assert nobody.post("/oauth/introspect", data=asked) == {"active": False}
    refused = nobody.post("/oauth/revoke", 403, data={**secret(other), "token": mine["token"]})
    assert refused["error"] == "unauthorized_client"
    nobody.post("/oauth/introspect", 401, data={**mine, "client_secret": "wrong"})
    nobody.post("/oauth/introspect", 401, data={**mine, "client_secret": ""})
    actions.suspend(ana)
    assert nobody.post("/oauth/introspect", data=mine) == {"active": False}


def test_73_what_ran_out_does_not_hold(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    held = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    asked = {**secret(app), "token": held["access_token"]}
    assert nobody.post("/oauth/introspect", data=asked)["exp"] > 0
    AccessToken.objects.update(expires_at=clock.machine_now() - timedelta(seconds=1))
    assert nobody.post("/oauth/introspect", data=asked) == {"active": False}
    nobody.token = held["access_token"]
    nobody.get(HOME, 401)


def test_75_what_a_body_says_of_rights_is_not_heard(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    code = consent(client_for(ana), app)
    token = exchange(nobody, app, code, scope="read write admin:read", user_id="1", account="1")
    assert token["scope"] == "read"
    assert AccessToken.objects.get(account__isnull=False).account_id == ana.pk


def test_nobody_takes_back_what_is_anothers(ana: Account, client_for: Any, phone: Any) -> None:
    mine = phone(ana)
    pk = AccessToken.objects.get(account=ana).application_id
    client_for(make_account("bo")).post(f"/settings/apps/{pk}/revoke")
    mine.get(HOME)
