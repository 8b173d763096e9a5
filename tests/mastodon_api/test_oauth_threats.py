"""What somebody might try with apps, codes and tokens (threats 41 to 48, 58, 73 to 75)."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from plenary.accounts import actions
from plenary.accounts.actions.tidying import tidy_sign_ins
from plenary.accounts.models import (
    AccessToken,
    Account,
    Application,
    AuthorizationCode,
    SpentRefresh,
)
from plenary.lib import clock
from plenary.lib.errors import NotFound
from tests.accounts.doors import NEW, PASSWORD, sign_in
from tests.factories import make_account
from tests.mastodon_api.admin.scene import staff
from tests.mastodon_api.test_oauth import CHALLENGE, URI, VERIFIER, asking, consent, exchange

OOB = "urn:ietf:wg:oauth:2.0:oob"
HOME = "/api/v1/timelines/home"
_WIDE = "read write:statuses offline_access admin:read admin:write:reports"


@pytest.fixture
def ana(db: None) -> Account:
    return actions.create_account(email="ana@example.org", password=PASSWORD, username="ana")


@pytest.fixture
def app(nobody: Any) -> Any:
    return _registered(nobody)


def _registered(nobody: Any) -> Any:
    given = {"client_name": "Ward Round", "redirect_uris": [URI, OOB], "scopes": _WIDE}
    return nobody.post("/api/v1/apps", json=given)


def _secret(app: Any) -> dict[str, str]:
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}


# --- 41: where it leads -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example",
        "https://app.example/",
        URI + "/",
        URI + "/../callback",
        URI + "/..",
        URI + "?",
        URI + "#",
        URI + "%00",
        URI + "%2f",
        URI + " ",
        URI[:-1],
        URI.replace("https", "http"),
        URI.replace("https", "HTTPS"),
        URI.replace("app", "App"),
        URI.replace("app.example", "app.example:443"),
        URI.replace("app.example", "app.example."),
        URI.replace("app.example", "app.example@evil.example"),
        URI.replace("app.example", "evil.example#app.example"),
        URI.replace("app.example", "evil.example\\app.example"),
        URI.replace("app.example", "app.example.evil.example"),
        URI.replace("/callback", "//callback"),
        URI.replace("/callback", ";/callback"),
        f"{URI} {OOB}",
        f"{URI}\n{OOB}",
        OOB.upper(),
        OOB + ":auto",
        "javascript:alert(1)",
    ],
)
def test_41_no_variant_of_an_address(ana: Account, client_for: Any, app: Any, uri: str) -> None:
    browser = client_for(ana)
    for answer in (
        browser.get("/oauth/authorize", asking(app, redirect_uri=uri)),
        browser.post("/oauth/authorize", {**asking(app, redirect_uri=uri), "answer": "allow"}),
    ):
        assert answer.status_code == 400
        assert "Location" not in answer.headers
    assert not AuthorizationCode.objects.exists()


def test_41_the_address_is_said_again_for_the_token(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    for wrong in (OOB, "", URI + "/"):
        code = consent(client_for(ana), app)
        assert exchange(nobody, app, code, 400, redirect_uri=wrong)["error"] == "invalid_grant"


@pytest.mark.parametrize("name", ["redirect_uri", "client_id", "scope", "state"])
def test_41_nothing_is_said_twice(ana: Account, client_for: Any, app: Any, name: str) -> None:
    asked: dict[str, Any] = asking(app)
    asked[name] = [asked[name], asked[name]]
    answer = client_for(ana).get("/oauth/authorize", asked)
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("name", ["response_type", "redirect_uri", "client_id", "scope"])
def test_41_signs_that_no_address_has(ana: Account, client_for: Any, app: Any, name: str) -> None:
    for odd in ('a"b', "a\\b", "\u202eé", "a\nb"):
        answer = client_for(ana).get("/oauth/authorize", asking(app, **{name: odd}))
        led = answer.headers.get("Location", "")
        assert (answer.status_code, "error=" in led) in {(400, False), (302, True)}, (odd, led)


@pytest.mark.parametrize("name", ["grant_type", "client_id", "redirect_uri", "code", "scope"])
def test_41_signs_that_no_token_request_has(
    ana: Account, client_for: Any, nobody: Any, app: Any, name: str
) -> None:
    for odd in ('a"b', "a\\b", "\u202eé", "a\nb"):
        code = consent(client_for(ana), app)
        answer = nobody.client.post(
            "/oauth/token",
            {
                "grant_type": "authorization_code",
                "redirect_uri": URI,
                "code": code,
                **_secret(app),
                name: odd,
            },
        )
        assert answer.status_code == {"scope": 200, "client_id": 401}.get(name, 400), (
            odd,
            answer.content,
        )


# --- 42: PKCE -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("challenge", "error"),
    [
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "s256"}, "invalid_request"),
    ],
)
def test_42_a_weak_challenge(
    ana: Account, client_for: Any, app: Any, challenge: dict[str, str], error: str
) -> None:
    answer = client_for(ana).get("/oauth/authorize", asking(app, **challenge))
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["error"] == [error]


@pytest.mark.parametrize(
    ("challenge", "verifier"),
    [
        ("", ""),
        ("", VERIFIER),
        (CHALLENGE, ""),
        (CHALLENGE, CHALLENGE),
        (CHALLENGE, VERIFIER + "x"),
        (CHALLENGE, "short"),
        # Without a method the standard means `plain`; here it is S256 all the same.
        (VERIFIER, VERIFIER),
    ],
)
def test_42_a_wrong_verifier(
    ana: Account, client_for: Any, nobody: Any, app: Any, challenge: str, verifier: str
) -> None:
    more = {"code_challenge": challenge} if challenge else {}
    code = consent(client_for(ana), app, **more)
    sent = {"client_secret": "", "code_verifier": verifier}
    assert exchange(nobody, app, code, 400, **sent)["error"] in {"invalid_request", "invalid_grant"}
    assert not AccessToken.objects.filter(account=ana).exists()


def test_42_a_secret_does_not_replace_a_verifier_that_was_promised(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    code = consent(client_for(ana), app, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert exchange(nobody, app, code, 400)["error"] == "invalid_request"


def test_42_a_code_is_of_its_app(ana: Account, client_for: Any, nobody: Any, app: Any) -> None:
    other = _registered(nobody)
    code = consent(client_for(ana), app)
    assert exchange(nobody, other, code, 400)["error"] == "invalid_grant"
    exchange(nobody, app, code)


# --- 43: what comes twice -----------------------------------------------------------------------


def test_43_a_code_that_comes_twice_at_once_gives_nothing(
    ana: Account, client_for: Any, app: Any
) -> None:
    """The second comes after the first was looked up, before its token is written."""
    code = consent(client_for(ana), app)
    application = Application.objects.get(client_id=app["client_id"])
    first = actions.redeem_code(application, code)
    assert actions.redeem_code(application, code) is None
    with pytest.raises(NotFound):
        actions.grant_token(application, ana, "read", code=first)
    assert not AccessToken.objects.filter(account=ana).exists()


def test_43_what_renewed_twice_ends_the_grant(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    first = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    sent = {"grant_type": "refresh_token", "client_id": app["client_id"]}
    renewed = nobody.post("/oauth/token", data={**sent, "refresh_token": first["refresh_token"]})
    nobody.token = first["access_token"]
    nobody.get(HOME, 401)
    nobody.token = renewed["access_token"]
    nobody.get(HOME)
    nobody.token = ""
    other = _registered(nobody)  # somebody else's app ends nothing
    strange = {**sent, "client_id": other["client_id"], "refresh_token": first["refresh_token"]}
    nobody.post("/oauth/token", 400, data=strange)
    nobody.token = renewed["access_token"]
    nobody.get(HOME)
    nobody.token = ""
    again = {**sent, "refresh_token": first["refresh_token"]}
    assert nobody.post("/oauth/token", 400, data=again)["error"] == "invalid_grant"
    nobody.token = renewed["access_token"]
    nobody.get(HOME, 401)
    nobody.token = ""
    nobody.post("/oauth/token", 400, data={**sent, "refresh_token": renewed["refresh_token"]})


def test_43_renewing_keeps_the_grant_and_widens_nothing(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    first = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    kept = AccessToken.objects.get(account=ana)
    sent = {**_secret(app), "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    refused = nobody.post("/oauth/token", 400, data={**sent, "scope": "read write:statuses"})
    assert refused["error"] == "invalid_scope"
    nobody.post("/oauth/token", data=sent)
    assert AccessToken.objects.get(account=ana).pk == kept.pk
    assert first["refresh_token"] not in str(SpentRefresh.objects.values())


# --- 45: what ends with what --------------------------------------------------------------------


def _let_in(ana: Account, client_for: Any, nobody: Any, app: Any) -> tuple[str, str]:
    """A token, and a code not redeemed yet."""
    browser = client_for(ana)
    token = exchange(nobody, app, consent(browser, app))["access_token"]
    return token, consent(browser, app)


def test_45_a_reset_takes_every_app_back(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    token, code = _let_in(ana, client_for, nobody, app)
    visitor = Client()
    visitor.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = re.search(r"https?://[^/]+(/auth/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = visitor.get(link.group(1), follow=True)
    visitor.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert exchange(nobody, app, code, 400)["error"] == "invalid_grant"
    nobody.token = token
    nobody.get(HOME, 401)


def test_45_a_password_changed_by_its_owner_keeps_the_apps(ana: Account, phone: Any) -> None:
    mine, browser = phone(ana), Client()
    sign_in(browser, "ana@example.org")
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    browser.post(reverse("account_change_password"), sent)
    assert Account.objects.get(pk=ana.pk).user.check_password(NEW)
    mine.get(HOME)


@pytest.mark.parametrize("end", ["revoked", "suspended", "disabled", "app"])
def test_45_neither_token_nor_code_outlives_its_right(
    ana: Account, client_for: Any, nobody: Any, app: Any, end: str
) -> None:
    token, code = _let_in(ana, client_for, nobody, app)
    if end == "revoked":
        pk = Application.objects.get(client_id=app["client_id"]).pk
        client_for(ana).post(f"/settings/apps/{pk}/revoke")
    elif end == "suspended":
        actions.suspend(ana)
        actions.unsuspend(ana)  # what was given before does not come back
    elif end == "disabled":
        actions.disable(ana)
    else:
        Application.objects.get(client_id=app["client_id"]).delete()
    exchange(nobody, app, code, 400)
    nobody.token = token
    nobody.get(HOME, 401)


# --- 47: consent --------------------------------------------------------------------------------


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


# --- 48: scopes ---------------------------------------------------------------------------------


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


# --- 58, 73, 75 ---------------------------------------------------------------------------------


def test_58_no_answer_is_kept_for_somebody_else(phone: Any) -> None:
    answer = phone("ana").ask("GET", HOME)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]


def test_73_an_app_learns_nothing_of_tokens_that_are_not_its_own(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    held = exchange(nobody, app, consent(client_for(ana), app))
    mine = {**_secret(app), "token": held["access_token"]}
    told = nobody.post("/oauth/introspect", data=mine)
    assert (told["active"], told["scope"], told["username"]) == (True, "read", "ana")
    assert told["client_id"] == app["client_id"]
    other = _registered(nobody)
    for token in (held["access_token"], "nosuch", held["access_token"].upper()):
        asked = {**_secret(other), "token": token}
        assert nobody.post("/oauth/introspect", data=asked) == {"active": False}
    refused = nobody.post("/oauth/revoke", 403, data={**_secret(other), "token": mine["token"]})
    assert refused["error"] == "unauthorized_client"
    nobody.post("/oauth/introspect", 401, data={**mine, "client_secret": "wrong"})
    nobody.post("/oauth/introspect", 401, data={**mine, "client_secret": ""})
    actions.suspend(ana)
    assert nobody.post("/oauth/introspect", data=mine) == {"active": False}


def test_73_what_ran_out_does_not_hold(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    held = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    asked = {**_secret(app), "token": held["access_token"]}
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


# --- tidying ------------------------------------------------------------------------------------


def test_apps_that_nobody_used_go_after_a_day(
    ana: Account, client_for: Any, nobody: Any, app: Any
) -> None:
    used, waiting, young = app, _registered(nobody), _registered(nobody)
    exchange(nobody, used, consent(client_for(ana), used))
    about = _registered(nobody)
    consent(client_for(ana), about)
    old = Application.objects.exclude(client_id=young["client_id"])
    old.update(created_at=clock.now() - timedelta(days=2))
    tidy_sign_ins.func()
    kept = set(Application.objects.values_list("client_id", flat=True))
    assert kept == {one["client_id"] for one in (used, about, young)}
    assert waiting["client_id"] not in kept
