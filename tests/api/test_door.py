"""Limits and what pages of other origins may read."""

import re
from typing import Any

import pytest

from plenary.api import limits
from plenary.api.limits import Limit, neighbourhood
from plenary.api.routes import ROUTES
from tests.api.phones import nobody, phone, ward_round

__all__ = ["nobody", "phone", "ward_round"]
HOME = "/api/v1/timelines/home"


@pytest.fixture
def few(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Any:
    """Limits that are reached soon: `few(token=2)`. The others are as they are."""
    settings.RATE_LIMITS = True
    table = limits.Table(str(tmp_path / "limits"))
    monkeypatch.setattr(limits, "_table", lambda: table)

    def made(**counts: int) -> None:
        for kind, count in counts.items():
            monkeypatch.setitem(limits.LIMITS, kind, Limit(count, limits.LIMITS[kind].seconds))

    return made


def test_limits_are_mastodons() -> None:
    minutes = {kind: (one.count, one.seconds // 60) for kind, one in limits.LIMITS.items()}
    assert minutes == {
        "account": (1500, 5),
        "token": (300, 5),
        "address": (300, 5),
        "media": (30, 30),
        "delete": (30, 30),
        "signup": (5, 30),
        "apps": (25, 10),
        "confirmation": (5, 30),
        "sign-in elsewhere": (60, 10),  # of pages, and ours
        "home server": (300, 10),
        "look up": (60, 10),
    }
    limited = {f"{one.method} {one.path}": one.limit for one in ROUTES if one.limit}
    assert limited == {
        "POST /api/v1/media": "media",
        "POST /api/v2/media": "media",
        "DELETE /api/v1/statuses/{id}": "delete",
        "POST /api/v1/statuses/{id}/unreblog": "delete",
        "POST /api/v1/accounts": "signup",
        "POST /api/v1/apps": "apps",
        "POST /api/v1/emails/confirmations": "confirmation",
        "GET /health": "never",
    }


def test_whoever_watches_over_the_server_is_not_counted(few: Any, nobody: Any) -> None:
    few(address=1)
    for _ in range(3):
        assert "X-RateLimit-Limit" not in nobody.ask("GET", "/health").headers
    nobody.ask("GET", "/api/v1/instance")
    nobody.ask("GET", "/api/v1/instance", 429)


def test_every_answer_has_a_name(nobody: Any) -> None:
    first, second = (nobody.ask("GET", "/api/v2/instance").headers["X-Request-Id"] for _ in "12")
    assert first != second and len(first) == 16
    given = nobody.ask("GET", "/health", headers={"x-request-id": "from-the-proxy-1"})
    assert given.headers["X-Request-Id"] == "from-the-proxy-1"
    odd = nobody.ask("GET", "/api/nothing", 404, headers={"x-request-id": "a b\r\nc: d"})
    assert len(odd.headers["X-Request-Id"]) == 16


def test_what_is_told_of_the_closest_limit(few: Any, phone: Any) -> None:
    few(delete=2)
    ana = phone("ana")
    told = ana.ask("GET", HOME).headers
    assert (told["X-RateLimit-Limit"], told["X-RateLimit-Remaining"]) == ("300", "299")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", told["X-RateLimit-Reset"])
    assert "Retry-After" not in told
    for remaining in ("1", "0"):
        told = ana.ask("DELETE", "/api/v1/statuses/1", 404).headers
        assert (told["X-RateLimit-Limit"], told["X-RateLimit-Remaining"]) == ("2", remaining)
    refused = ana.ask("DELETE", "/api/v1/statuses/1", 429)
    assert refused.json() == {"error": "Too many requests"}
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert 0 < int(refused.headers["Retry-After"]) <= 1800
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    ana.get(HOME)


def test_a_person_is_counted_over_all_their_apps(few: Any, phone: Any) -> None:
    few(account=2)
    first = phone("ana")
    second = phone(first.account)
    first.get(HOME)
    second.get(HOME)
    first.get(HOME, 429)
    phone("bo").get(HOME)


def test_guesses_count(few: Any, nobody: Any) -> None:
    """74: wrong tokens as well as none, and whatever is refused."""
    few(address=3)
    nobody.token = "wrong"
    nobody.get(HOME, 401)
    nobody.get("/api/v2/instance", 401)
    nobody.token = ""
    nobody.get(HOME, 401)
    nobody.get("/api/v2/instance", 429)
    nobody.post("/oauth/token", 429, data={"grant_type": "authorization_code"})


def test_a_forged_hop_does_not_make_another_address(few: Any, nobody: Any, settings: Any) -> None:
    few(address=1)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for forged, status in (("1.1.1.1", 200), ("2.2.2.2", 429)):
        headers = {"x-forwarded-for": f"{forged}, 192.0.2.7"}
        nobody.ask("GET", "/api/v2/instance", status, headers=headers)


def test_addresses_next_to_each_other_are_one() -> None:
    """74: with IPv6 somebody has 2^64 of them."""
    assert neighbourhood("2001:db8::1") == neighbourhood("2001:db8::ffff:1")
    assert neighbourhood("2001:db8::1") != neighbourhood("2001:db8:0:1::1")
    assert neighbourhood("::ffff:192.0.2.7") == neighbourhood("192.0.2.7") == "192.0.2.7"
    assert neighbourhood("192.0.2.7") != neighbourhood("192.0.2.8")
    assert neighbourhood("nowhere") == "nowhere"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", HOME, 401),
        ("GET", "/api/v1/nothing", 404),
        ("PUT", HOME, 405),
        ("POST", "/oauth/token", 400),
        ("POST", "/oauth/revoke", 401),
        ("GET", "/.well-known/oauth-authorization-server", 200),
        ("GET", "/.well-known/nodeinfo", 200),
        ("GET", "/nodeinfo/2.0", 200),
    ],
)
def test_pages_of_any_origin_may_read_it(nobody: Any, method: str, path: str, status: int) -> None:
    origin = {"origin": "https://elk.example"}
    answer = nobody.ask(method, path, status, headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {
        "Link",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "X-Request-Id",
        "Mastodon-Async-Refresh",
    } <= set(exposed)
    asking = {
        **origin,
        "access-control-request-method": method,
        "access-control-request-headers": "authorization,idempotency-key",
    }
    before = nobody.ask("OPTIONS", path, headers=asking)
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert method in before.headers["Access-Control-Allow-Methods"].split(", ")
    assert "idempotency-key" in before.headers["Access-Control-Allow-Headers"]


def test_the_consent_page_is_no_api(client: Any) -> None:
    """A page of another origin must not read it, or press its buttons."""
    answer = client.get("/oauth/authorize", headers={"origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
