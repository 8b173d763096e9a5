"""Registering an app (docs.joinmastodon.org/methods/apps)."""

from typing import Any

import pytest

OOB = "urn:ietf:wg:oauth:2.0:oob"
GOOD = {"client_name": "Ward Round", "redirect_uris": OOB, "scopes": "read"}


def test_what_an_app_is_told(nobody: Any) -> None:
    uris = ["https://app.example/in?x=1", "wardround://in", OOB]
    told = nobody.post("/api/v1/apps", json={**GOOD, "redirect_uris": uris, "scopes": "read push"})
    assert told["redirect_uris"] == uris
    assert told["redirect_uri"] == "\n".join(uris)
    assert told["scopes"] == ["read", "push"]
    assert told["client_secret_expires_at"] == 0
    assert told["website"] is None
    assert len(told["client_id"]) > 40
    assert len(told["client_secret"]) > 40


@pytest.mark.parametrize(
    "uri",
    [
        OOB,
        "http://localhost:8080/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:9000/cb",
        "https://app.example",
        "https://app.example:8443/cb?x=1&y=%20",
        "https://xn--bcher-kva.example/",
        "com.example.app:/oauth",
        "icecubesapp://",
        "org.joinmastodon.android://callback",
    ],
)
def test_addresses_that_apps_have(nobody: Any, uri: str) -> None:
    assert nobody.post("/api/v1/apps", json={**GOOD, "redirect_uris": uri})["redirect_uris"] == [
        uri
    ]


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://a.example/1",
        "about:blank",
        "mailto:a@b.example",
        "https://app.example/cb#part",
        "wardround://in#part",
        "https:app.example",
        "https:/app.example",
        "https://",
        "https:///cb",
        "https://user:secret@app.example/",
        "https://app.example:port/",
        "https://app.example;script-src/",
        "https://app.example,x/",
        "https://*.example/",
        "https://bücher.example/",
        "https://app.example\\cb",
        'https://app.example/"x',
        "https://app.example/\u202ecb",
        "https://[::1/",
        "//app.example/cb",
        "/cb",
        "app.example",
        "1scheme://x",
        "scheme_x://y",
        ":x",
        "x:",
        "https://a.example/" + "x" * 2000,
    ],
)
def test_addresses_that_lead_nowhere_good(nobody: Any, uri: str) -> None:
    for given in (uri, [OOB, uri]):
        refused = nobody.post("/api/v1/apps", 422, json={**GOOD, "redirect_uris": given})
        assert refused["error"].startswith("Validation failed: Redirect URI")


def test_names_have_an_end(nobody: Any) -> None:
    nobody.post("/api/v1/apps", json={**GOOD, "client_name": "x" * 60})
    refused = nobody.post("/api/v1/apps", 422, json={**GOOD, "client_name": "x" * 61})
    assert "too long (maximum is 60 characters)" in refused["error"]
    many = "\n".join(f"https://app.example/{number}" for number in range(200))
    nobody.post("/api/v1/apps", 422, json={**GOOD, "redirect_uris": many})
    nobody.post("/api/v1/apps", 422, json={**GOOD, "website": "https://a.example/" + "x" * 2000})


def test_an_app_by_itself(nobody: Any) -> None:
    app = nobody.post("/api/v1/apps", json=GOOD)
    sent = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
    }
    nobody.post("/oauth/token", 401, data={**sent, "client_secret": ""})
    nobody.post("/oauth/token", 400, data={**sent, "scope": "write"})
    nobody.token = nobody.post("/oauth/token", data=sent)["access_token"]
    told = nobody.get("/api/v1/apps/verify_credentials")
    assert told["name"] == "Ward Round"
    assert "client_secret" not in told
    assert "client_id" not in told
