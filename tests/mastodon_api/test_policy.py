"""What a policy keeps apart, and what becomes of it."""

from datetime import timedelta

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock, pubsub
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from plenary.timelines import queries
from plenary.timelines.models import NotificationRequest
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, post, reply

V1, V2 = "/api/v1/notifications/policy", "/api/v2/notifications/policy"
LIST, REQUESTS = "/api/v1/notifications", "/api/v1/notifications/requests"


@pytest.fixture
def ana(phone):
    return phone("ana")


@pytest.fixture
def bo(db: None) -> Account:
    """Somebody Ana does not follow, who is here for long."""
    return make_account("bo", created_at=clock.now() - timedelta(days=400))


def kinds(ana, query: str = "") -> list[str]:
    run_until_empty(strict=True)
    return [row["type"] for row in ana.get(f"{LIST}{query}")]


def test_the_policy_as_it_is_and_as_it_is_changed(ana) -> None:
    held = ana.get(V2)
    assert held == {
        "for_not_following": "accept",
        "for_not_followers": "accept",
        "for_new_accounts": "accept",
        "for_private_mentions": "accept",
        "for_limited_accounts": "filter",
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }
    changed = ana.patch(V2, json={"for_not_following": "drop", "for_new_accounts": "filter"})
    assert (changed["for_not_following"], changed["for_not_followers"]) == ("drop", "accept")
    assert ana.put(V2, data={"x": "y"}, content_type="application/x-www-form-urlencoded")
    assert ana.get(V1) == {
        "filter_not_following": True,
        "filter_not_followers": False,
        "filter_new_accounts": True,
        "filter_private_mentions": False,
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }
    ana.put(V1, json={"filter_not_following": False, "filter_private_mentions": True})
    held = ana.get(V2)
    assert (held["for_not_following"], held["for_private_mentions"]) == ("accept", "filter")
    ana.patch(V2, 422, json={"for_not_following": "perhaps"})
    ana.patch(V1, 422, json={"filter_not_following": "perhaps"})


def test_what_is_filtered_waits_apart(ana, bo: Account, monkeypatch) -> None:
    told: list[tuple[str, str]] = []
    ana.patch(V2, json={"for_not_following": "filter"})
    letter = post(bo, "@ana hello")
    accounts.follow(bo, ana.account)
    monkeypatch.setattr(pubsub, "publish", lambda on, event, data=None: told.append((on, event)))
    assert kinds(ana) == []
    assert "notification" not in [event for _, event in told], "no stream hears of it"
    assert kinds(ana, "?include_filtered=true") == ["follow", "mention"]
    assert kinds(ana, f"?include_filtered=true&account_id={bo.pk}") == ["follow", "mention"]
    assert ana.get(f"{LIST}/unread_count")["count"] == 0
    assert ana.get("/api/v2/notifications/unread_count")["count"] == 0
    assert ana.get("/api/v2/notifications")["notification_groups"] == []
    groups = ana.get("/api/v2/notifications?include_filtered=1")["notification_groups"]
    assert [one["type"] for one in groups] == ["follow", "mention"]
    assert queries.unread_count(ana.account) == 0
    assert queries.notifications(ana.account, queries.Page()).rows == [], "nor does the page"
    assert ana.get(V2)["summary"] == {
        "pending_requests_count": 1,
        "pending_notifications_count": 2,
    }
    (asked,) = ana.get(REQUESTS)
    assert asked["account"]["id"] == str(bo.pk) and asked["notifications_count"] == "2"
    assert asked["last_status"]["id"] == str(letter.pk)
    assert ana.get(f"{REQUESTS}/{asked['id']}") == asked


def test_accepting_lets_in_what_was_and_what_comes(ana, bo: Account, monkeypatch) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    post(bo, "@ana hello")
    assert kinds(ana) == []
    told: list[str] = []
    monkeypatch.setattr(pubsub, "publish", lambda on, event, data=None: told.append(event))
    ana.post(f"{REQUESTS}/{ana.get(REQUESTS)[0]['id']}/accept")
    assert told == ["notifications_merged"]
    assert ana.get(f"{REQUESTS}/merged") == {"merged": True}
    assert kinds(ana) == ["mention"] and ana.get(REQUESTS) == []
    post(bo, "@ana hello again")
    assert kinds(ana) == ["mention", "mention"]


def test_dismissing_lets_go_and_the_next_waits_anew(ana, bo: Account) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    post(bo, "@ana hello")
    assert kinds(ana) == []
    ana.post(f"{REQUESTS}/{ana.get(REQUESTS)[0]['id']}/dismiss")
    assert ana.get(REQUESTS) == [] and kinds(ana, "?include_filtered=1") == []
    post(bo, "@ana hello again")
    assert kinds(ana) == [] and len(ana.get(REQUESTS)) == 1


def test_a_request_ends_with_the_posts_it_is_about(ana, bo: Account) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    one, two = post(bo, "@ana one"), post(bo, "@ana two")
    run_until_empty(strict=True)
    statuses.delete(bo, two.pk)
    (asked,) = ana.get(REQUESTS)
    assert asked["notifications_count"] == "1" and "last_status" not in asked
    statuses.delete(bo, one.pk)
    assert ana.get(REQUESTS) == []
    ana.get(f"{REQUESTS}/{asked['id']}", 404)
    assert ana.get(V2)["summary"]["pending_notifications_count"] == 0


def test_several_at_once(ana, phone) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    people = [make_account() for _ in range(5)]
    for one in people:
        post(one, "@ana hello")
    assert kinds(ana) == []
    waiting = ana.get(REQUESTS)
    ids = [row["id"] for row in waiting]
    page = ana.ask("GET", f"{REQUESTS}?limit=2")
    assert [row["id"] for row in page.json()] == ids[:2]
    assert f'max_id={ids[1]}>; rel="next"' in page.headers["Link"]
    phone("other").post(f"{REQUESTS}/accept", 404, json={"id": ids[:2]})
    ana.post(f"{REQUESTS}/accept", data={"id[]": ids[:2]})
    ana.post(f"{REQUESTS}/dismiss", json={"id": ids[2:4]})
    assert [row["id"] for row in ana.get(REQUESTS)] == ids[4:]
    assert {row["account"]["id"] for row in ana.get(LIST)} == {
        row["account"]["id"] for row in waiting[:2]
    }
    ana.post(f"{REQUESTS}/accept", 404, json={"id": []})
    ana.post(f"{REQUESTS}/accept", 422, json={"id": ["x"]})
    ana.post(f"{REQUESTS}/accept", 422, json={"id": ["9" * 40]})


def test_others_requests_do_not_exist(ana, bo: Account, phone) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    post(bo, "@ana hello")
    run_until_empty(strict=True)
    ident, other = ana.get(REQUESTS)[0]["id"], phone("other")
    other.get(f"{REQUESTS}/{ident}", 404)
    other.post(f"{REQUESTS}/{ident}/accept", 404)
    other.post(f"{REQUESTS}/{ident}/dismiss", 404)
    block(bo, ana.account)
    assert ana.get(REQUESTS) == []
    ana.get(f"{REQUESTS}/{ident}", 404)
    assert ana.get(V2)["summary"]["pending_requests_count"] == 0
    accounts.block(ana.account, bo)
    accounts.block(bo, ana.account)
    run_until_empty(strict=True)
    assert not NotificationRequest.objects.exists()


def test_dropped_is_gone(ana, bo: Account) -> None:
    ana.patch(V2, json={"for_not_following": "drop", "for_not_followers": "filter"})
    post(bo, "@ana hello")
    assert kinds(ana, "?include_filtered=1") == [] and ana.get(REQUESTS) == []


@pytest.mark.parametrize(
    ("clause", "passes"),
    [
        ("for_not_following", "followed"),
        ("for_not_followers", "long a follower"),
        ("for_new_accounts", "here for long"),
        ("for_new_accounts", "followed"),
        ("for_private_mentions", "followed"),
        ("for_private_mentions", "answers"),
        ("for_private_mentions", "public"),
    ],
)
def test_each_clause_and_who_passes(ana, clause: str, passes: str) -> None:
    ana.patch(V2, json={clause: "filter"})
    now = clock.now()
    kept = make_account("kept", created_at=now - timedelta(days=29))
    heard = make_account("heard", created_at=now - timedelta(days=29))
    for one, since in ((kept, timedelta(days=2)), (heard, timedelta(days=4))):
        if passes == "long a follower":
            tie = follow(one, ana.account)
            type(tie).objects.filter(pk=tie.pk).update(created_at=now - since)
    if passes == "followed":
        follow(ana.account, heard)
    if passes == "here for long":
        Account.objects.filter(pk=heard.pk).update(created_at=now - timedelta(days=31))
    post(kept, "@ana psst", visibility=DIRECT)
    if passes == "answers":
        first = post(ana.account, "@heard psst", visibility=DIRECT)
        reply(heard, first, "@ana yes?", visibility=DIRECT)
    elif passes == "public":
        post(heard, "@ana hello")
    else:
        post(heard, "@ana psst", visibility=DIRECT)
    run_until_empty(strict=True)
    assert [row["account"]["username"] for row in ana.get(LIST)] == ["heard"]
    assert [row["account"]["username"] for row in ana.get(REQUESTS)] == ["kept"]


def test_what_one_asked_for_is_never_kept_apart(ana, bo: Account) -> None:
    ana.patch(V2, json={"for_not_following": "drop", "for_not_followers": "drop"})
    passed_on = post(bo, "first")
    statuses.boost(ana.account, passed_on.pk)
    statuses.edit(bo, passed_on.pk, Draft(text="second"))
    assert kinds(ana) == ["update"]


def test_a_list_of_requests_costs_the_same_however_long(ana, django_assert_num_queries) -> None:
    ana.patch(V2, json={"for_not_following": "filter"})
    for number in (2, 6):
        for _ in range(number):
            post(make_account(), "@ana hello")
        run_until_empty(strict=True)
        ana.get(REQUESTS)  # whose faces are kept then
        with django_assert_num_queries(4):  # token, ids, rows with people, posts
            ana.get(REQUESTS)


def test_without_the_scope(phone) -> None:
    reader = phone("ana", scopes="read:notifications")
    reader.get(V2)
    reader.patch(V2, 403, json={"for_not_following": "drop"})
    reader.post(f"{REQUESTS}/1/accept", 403)
    phone("bo", scopes="read:statuses").get(REQUESTS, 403)
