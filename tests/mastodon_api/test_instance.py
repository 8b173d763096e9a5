"""The server itself, notices, and every route's manners."""

import pytest

from plenary.accounts import actions
from plenary.api import routes
from plenary.conduct import actions as conduct
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from plenary.timelines.actions import notify
from tests.factories import block, make_account

OURS = [one for one in routes.ROUTES if not one.path.startswith("/api/v1/streaming")]
EMPTY = [one for one in OURS if one.method == "GET" and "{" not in one.path and not one.takes]

NOTHING_YET = {"/api/v1/push/subscription", "/api/v1/instance/terms_of_service"}


def test_the_server(nobody) -> None:
    found = nobody.get("/api/v2/instance")
    assert found["configuration"]["statuses"]["max_characters"] == 500
    assert found["version"].startswith("4.5")
    assert found["configuration"]["urls"]["streaming"].startswith("ws")
    assert nobody.get("/api/v1/instance")["stats"]["user_count"] == 0
    assert nobody.get("/api/v1/instance/rules")[0]["id"] == "1"


@pytest.mark.parametrize("route", EMPTY, ids=lambda one: one.path)
def test_whatever_needs_no_parameters_is_answered_as_it_says(phone, route) -> None:
    everything = "read write follow push profile plenary admin:read admin:write"
    ana = phone("ana", scopes=everything)
    conduct.appoint(ana.account, "moderator")
    ana.get(route.path, 404 if route.path in NOTHING_YET else 200)


@pytest.mark.parametrize("route", OURS, ids=lambda one: f"{one.method} {one.path}")
def test_every_route_asks_for_its_token_and_scope(phone, nobody, route) -> None:
    if not route.path.startswith("/api/"):
        return
    path = route.path.replace("{hashtag}", "x").replace("{name}", "x")
    path = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
    if route.who != "anybody":
        assert nobody.ask(route.method, path, 401).json()["error"]
    if route.scopes:
        other = phone("cy", scopes="push" if "push" not in route.scopes else "profile")
        assert other.ask(route.method, path, 403).json()["error"] == (
            "This action is outside the authorized scopes"
        )


def test_every_route_is_described() -> None:
    assert [one.path for one in OURS if not (one.handler.__doc__ or "").strip()] == []
    assert [one.path for one in OURS if one.gives is None] == []


def test_notices(phone) -> None:
    ana = phone("ana")
    bo = make_account("bo")
    mine = statuses.publish(ana.account, Draft(text="mine")).pk
    statuses.favourite(bo, mine)
    statuses.publish(bo, Draft(text="@ana hello"))
    actions.follow(bo, ana.account)
    run_until_empty(strict=True)
    notify(account=ana.account, actor=bo, kind="wave", key="w", text="waves at you")
    found = ana.get("/api/v1/notifications")
    assert [one["type"] for one in found] == ["follow", "mention", "favourite"]
    assert found[2]["status"]["id"] == str(mine)
    only = ana.get("/api/v1/notifications?types[]=mention")
    assert [one["type"] for one in only] == ["mention"]
    rest = ana.get("/api/v1/notifications?exclude_types[]=mention&exclude_types[]=follow")
    assert [one["type"] for one in rest] == ["favourite"]
    waves = ana.get("/api/v1/notifications?types[]=wave")
    assert [one["type"] for one in waves] == ["wave"]
    assert ana.get("/api/v1/notifications/unread_count")["count"] == 3
    assert ana.get("/api/v1/notifications/unread_count?types[]=wave")["count"] == 1
    assert ana.get("/api/v1/notifications/unread_count?limit=2")["count"] == 2
    assert ana.get(f"/api/v1/notifications/{found[0]['id']}")["type"] == "follow"
    ana.post(f"/api/v1/notifications/{found[0]['id']}/dismiss")
    ana.get(f"/api/v1/notifications/{found[0]['id']}", 404)
    phone("cy").post(f"/api/v1/notifications/{found[1]['id']}/dismiss", 404)
    block(bo, ana.account)
    assert ana.get("/api/v1/notifications") == []
    ana.post("/api/v1/notifications/clear")


def test_the_answer_to_what_is_not_there(nobody) -> None:
    assert nobody.get("/api/v1/nothing", 404) == {"error": "Record not found"}
    assert nobody.ask("PUT", "/api/v1/timelines/home", 405).headers["Allow"] == "GET"
    assert nobody.ask("HEAD", "/api/v2/instance").content == b""


def test_limits_are_told_and_kept(phone, settings, monkeypatch) -> None:
    from plenary.api import limits

    settings.RATE_LIMITS = True
    limits._table.cache_clear()
    monkeypatch.setitem(limits.LIMITS, "token", limits.Limit(2, 300))
    ana = phone("ana")
    first = ana.ask("GET", "/api/v1/timelines/home")
    assert first.headers["X-RateLimit-Limit"] == "2"
    assert first.headers["X-RateLimit-Remaining"] == "1"
    assert first.headers["X-RateLimit-Reset"].endswith("Z")
    ana.ask("GET", "/api/v1/timelines/home")
    assert ana.get("/api/v1/timelines/home", 429)["error"] == "Too many requests"
    phone("bo").get("/api/v1/timelines/home")
