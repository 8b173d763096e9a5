"""Signing in with an app, from its registration to the end of its token."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from plenary.accounts.models import AccessToken, Account
from tests.factories import make_account

URI = "https://app.example/callback"
VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


@pytest.fixture
def ana(db: None) -> Account:
    return make_account("ana")


@pytest.fixture
def app(nobody) -> dict:
    return nobody.post(
        "/api/v1/apps",
        json={
            "client_name": "Ward Round",
            "redirect_uris": URI + "\nurn:ietf:wg:oauth:2.0:oob",
            "scopes": "read write:statuses offline_access",
            "website": "https://app.example",
        },
    )


def asking(app: dict, **more: str) -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": URI,
        "scope": "read",
        "state": "xyz",
        **more,
    }


def consent(browser: Client, app: dict, **more: str) -> str:
    """The code that an app gets when the person allows it."""
    answer = browser.post("/oauth/authorize", {**asking(app, **more), "answer": "allow"})
    assert answer.status_code == 302, answer.content.decode()
    given = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert answer.headers["Location"].startswith(URI) and given["state"] == ["xyz"]
    return given["code"][0]


def exchange(nobody, app: dict, code: str, status: int = 200, **more: str) -> dict:
    sent = {
        "grant_type": "authorization_code",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": URI,
        "code": code,
        **more,
    }
    return nobody.post(
        "/oauth/token", status, data={key: value for key, value in sent.items() if value}
    )


def test_the_whole_way(ana: Account, client_for, nobody, app: dict) -> None:
    browser = client_for(ana)
    page = browser.get("/oauth/authorize", asking(app))
    assert "Ward Round" in page.content.decode() and "@ana" in page.content.decode()
    assert "form-action 'self' https://app.example" in page.headers["Content-Security-Policy"]
    token = exchange(nobody, app, consent(browser, app))
    assert token["scope"] == "read" and token["token_type"] == "Bearer"
    assert token["access_token"] not in str(AccessToken.objects.values())  # kept as a hash alone
    nobody.token = token["access_token"]
    assert nobody.get("/api/v1/timelines/home") == []
    assert nobody.get("/api/v1/apps/verify_credentials")["name"] == "Ward Round"
    assert nobody.get("/oauth/userinfo")["preferred_username"] == "ana"
    nobody.post("/oauth/revoke", data={**_secret(app), "token": token["access_token"]})
    nobody.get("/api/v1/timelines/home", 401)


def _secret(app: dict) -> dict[str, str]:
    return {"client_id": app["client_id"], "client_secret": app["client_secret"]}


def test_a_signed_out_person_signs_in_first(client: Client, app: dict) -> None:
    answer = client.get("/oauth/authorize", asking(app))
    assert answer.status_code == 302 and "/auth/login/" in answer.headers["Location"]
    assert app["client_id"] in parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def test_force_login_asks_for_the_password_again(ana: Account, client_for, app: dict) -> None:
    browser = client_for(ana)
    answer = browser.get("/oauth/authorize", asking(app, force_login="true"))
    assert answer.status_code == 302 and "force_login" not in answer.headers["Location"]
    assert browser.get("/oauth/authorize", asking(app)).status_code == 302  # signed out


def test_somebody_else(ana: Account, client_for, app: dict) -> None:
    browser = client_for(ana)
    answer = browser.post("/oauth/authorize", {**asking(app), "other": "1"})
    assert answer.status_code == 302 and "/auth/login/" in answer.headers["Location"]
    assert "client_id" in answer.headers["Location"]


def test_a_refusal_is_told_to_the_app(ana: Account, client_for, app: dict) -> None:
    answer = client_for(ana).post("/oauth/authorize", {**asking(app), "answer": "deny"})
    given = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert given["error"] == ["access_denied"] and given["state"] == ["xyz"]


def test_a_code_shown_for_copying(ana: Account, client_for, nobody, app: dict) -> None:
    oob = "urn:ietf:wg:oauth:2.0:oob"
    page = client_for(ana).post(
        "/oauth/authorize", {**asking(app, redirect_uri=oob), "answer": "allow"}
    )
    assert page.status_code == 200
    code = page.content.decode().split('id="code" tabindex="0">')[1].split("<")[0]
    assert exchange(nobody, app, code, redirect_uri=oob)["scope"] == "read"


@pytest.mark.parametrize("uri", [URI + "/", URI + "?x=1", "https://evil.example", "", URI.upper()])
def test_only_the_registered_address(ana: Account, client_for, app: dict, uri: str) -> None:
    answer = client_for(ana).get("/oauth/authorize", asking(app, redirect_uri=uri))
    assert answer.status_code == 400 and "Location" not in answer.headers


@pytest.mark.parametrize("scope", ["write", "admin:read", "nonsense", "read write"])
def test_no_more_than_was_registered(ana: Account, client_for, app: dict, scope: str) -> None:
    answer = client_for(ana).get("/oauth/authorize", asking(app, scope=scope))
    assert "error=invalid_scope" in answer.headers["Location"]


def test_a_part_of_a_registered_scope(ana: Account, client_for, nobody, app: dict) -> None:
    code = consent(client_for(ana), app, scope="read:statuses write:statuses")
    assert exchange(nobody, app, code)["scope"] == "read:statuses write:statuses"


def test_a_code_works_once_and_a_second_try_ends_its_token(
    ana: Account, client_for, nobody, app: dict
) -> None:
    code = consent(client_for(ana), app)
    nobody.token = exchange(nobody, app, code)["access_token"]
    nobody.get("/api/v1/timelines/home")
    assert exchange(nobody, app, code, 400)["error"] == "invalid_grant"
    nobody.get("/api/v1/timelines/home", 401)


def test_a_code_grows_old(ana: Account, client_for, nobody, app: dict, monkeypatch) -> None:
    from datetime import timedelta

    from plenary.accounts.actions import clients

    monkeypatch.setattr(clients, "CODE_LIFE", timedelta(seconds=-1))
    code = consent(client_for(ana), app)
    assert exchange(nobody, app, code, 400)["error"] == "invalid_grant"


def test_without_a_secret_pkce_is_a_must(ana: Account, client_for, nobody, app: dict) -> None:
    browser = client_for(ana)
    bare = consent(browser, app)
    assert exchange(nobody, app, bare, 400, client_secret="")["error"] == "invalid_request"
    s256 = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    code = consent(browser, app, **s256)
    wrong = exchange(nobody, app, code, 400, client_secret="", code_verifier=VERIFIER + "x")
    assert wrong["error"] == "invalid_grant"
    code = consent(browser, app, **s256)
    token = exchange(nobody, app, code, client_secret="", code_verifier=VERIFIER)
    assert token["scope"] == "read"


def test_a_plain_challenge_is_refused(ana: Account, client_for, app: dict) -> None:
    asked = asking(app, code_challenge=VERIFIER, code_challenge_method="plain")
    answer = client_for(ana).get("/oauth/authorize", asked)
    assert "error=invalid_request" in answer.headers["Location"]


def test_the_wrong_secret(ana: Account, client_for, nobody, app: dict) -> None:
    refused = exchange(nobody, app, consent(client_for(ana), app), 401, client_secret="wrong")
    assert refused["error"] == "invalid_client"


def test_an_app_for_itself(nobody, app: dict) -> None:
    sent = {**_secret(app), "grant_type": "client_credentials", "scope": "read"}
    nobody.token = nobody.post("/oauth/token", json=sent)["access_token"]
    assert nobody.get("/api/v1/apps/verify_credentials")["scopes"][0] == "read"
    nobody.get("/api/v1/timelines/home", 422)


def test_renewing(ana: Account, client_for, nobody, app: dict) -> None:
    first = exchange(nobody, app, consent(client_for(ana), app, scope="read offline_access"))
    sent = {**_secret(app), "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = nobody.post("/oauth/token", data=sent)
    assert second["access_token"] != first["access_token"] and second["expires_in"] > 0
    assert nobody.post("/oauth/token", 400, data=sent)["error"] == "invalid_grant"
    nobody.token = first["access_token"]
    nobody.get("/api/v1/timelines/home", 401)


def test_no_password_grant_here(nobody, app: dict, ana: Account) -> None:
    sent = {**_secret(app), "grant_type": "password", "username": "a@b.c", "password": "x"}
    assert nobody.post("/oauth/token", 400, data=sent)["error"] == "unsupported_grant_type"


def test_a_suspended_person_has_no_token(ana: Account, phone) -> None:
    mine = phone(ana)
    mine.get("/api/v1/timelines/home")
    from plenary.lib import clock

    Account.objects.filter(pk=ana.pk).update(suspended_at=clock.now())
    mine.get("/api/v1/timelines/home", 401)


def test_taking_back_what_an_app_may_do(ana: Account, client_for, phone) -> None:
    mine = phone(ana)
    browser = client_for(ana)
    assert "Ward Round" in browser.get("/settings/apps").content.decode()
    pk = AccessToken.objects.get(account=ana).application_id
    assert browser.post(f"/settings/apps/{pk}/revoke").status_code == 302
    mine.get("/api/v1/timelines/home", 401)


def test_metadata(nobody) -> None:
    found = nobody.get("/.well-known/oauth-authorization-server")
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert "password" not in found["grant_types_supported"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_name": ""},
        {"redirect_uris": ""},
        {"redirect_uris": "javascript:alert(1)"},
        {"redirect_uris": "no address"},
        {"scopes": "read everything"},
        {"website": "javascript:alert(1)"},
        {"client_name": "x" * 201},
    ],
)
def test_apps_that_are_not_registered(nobody, wrong: dict) -> None:
    good = {"client_name": "App", "redirect_uris": URI, "scopes": "read"}
    assert "Validation failed" in nobody.post("/api/v1/apps", 422, json=good | wrong)["error"]


def test_preflight(nobody) -> None:
    answer = nobody.client.options(
        "/api/v1/timelines/home", headers={"origin": "https://a.example"}
    )
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "DELETE" in answer.headers["Access-Control-Allow-Methods"]
