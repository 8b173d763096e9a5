"""Where a code leads and what proves who asked for it (threats 41 and 42)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from plenary.accounts.models import (
    AccessToken,
    Account,
    AuthorizationCode,
)
from tests.mastodon_api.oauth.conftest import OOB, secret
from tests.mastodon_api.test_oauth import CHALLENGE, URI, VERIFIER, asking, consent, exchange


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
                **secret(app),
                name: odd,
            },
        )
        assert answer.status_code == {"scope": 200, "client_id": 401}.get(name, 400), (
            odd,
            answer.content,
        )


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


def test_42_a_code_is_of_its_app(
    ana: Account, client_for: Any, nobody: Any, app: Any, registered: Any
) -> None:
    other = registered()
    code = consent(client_for(ana), app)
    assert exchange(nobody, other, code, 400)["error"] == "invalid_grant"
    exchange(nobody, app, code)
