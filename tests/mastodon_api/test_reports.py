"""Reporting somebody from an app."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.conduct import actions
from plenary.conduct.models import DomainBlock, Report
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.models import Visibility
from plenary.statuses.rules import Draft
from plenary.timelines.models import Notification
from tests.factories import block, follow, make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude() -> Account:
    return make_account("rude")


@pytest.fixture
def mod() -> Account:
    account = make_account("mod")
    User.objects.filter(account=account).update(is_staff=True)
    return account


def post(account: Account, text: str = "Words", **more: Any) -> int:
    return statuses.publish(account, Draft(text=text, **more)).pk


def test_a_report_reaches_the_moderators(phone: Callable[..., Any], rude: Account, mod: Account):
    other = make_account("other")
    one = post(rude)
    mine = phone("ana")
    sent = {"account_id": str(rude.pk), "status_ids": [str(one)], "comment": "Unkind", "forward": 1}
    made = mine.post("/api/v1/reports", json=sent)
    assert made["target_account"]["username"] == "rude" and made["status_ids"] == [str(one)]
    assert made["category"] == "other" and made["action_taken"] is False
    assert made["forwarded"] is False and made["rule_ids"] is None
    run_until_empty()
    assert {row.account for row in Notification.objects.all()} == {mod}
    told = phone(mod, scopes="read admin:read").get("/api/v1/notifications")
    assert [one["type"] for one in told] == ["admin.report"]
    assert told[0]["report"]["comment"] == "Unkind"
    assert told[0]["report"]["status_ids"] == [str(one)]
    assert phone(rude).get("/api/v1/notifications") == []
    assert phone(other).get("/api/v1/notifications") == []


def test_the_reported_moderator_learns_nothing(phone: Callable[..., Any], mod: Account):
    phone("ana").post("/api/v1/reports", json={"account_id": str(mod.pk)})
    run_until_empty()
    assert not Notification.objects.exists()
    theirs = phone(mod, scopes="admin:read admin:write")
    assert theirs.get("/api/v1/admin/reports") == []
    theirs.get(f"/api/v1/admin/reports/{Report.objects.get().pk}", 404)
    theirs.post(f"/api/v1/admin/reports/{Report.objects.get().pk}/resolve", 404)


def test_who_moderates_no_more_is_shown_no_reports(
    phone: Callable[..., Any], rude: Account, mod: Account
):
    phone("ana").post("/api/v1/reports", json={"account_id": str(rude.pk)})
    run_until_empty()
    User.objects.filter(account=mod).update(is_staff=False)
    assert phone(mod).get("/api/v1/notifications") == []
    actions.appoint(mod, "")
    assert not Notification.objects.filter(account=mod).exists()


def test_naming_a_rule_makes_it_a_violation(phone: Callable[..., Any], rude: Account):
    mine = phone("ana")
    sent = {"account_id": str(rude.pk), "category": "spam", "rule_ids": ["1", "3", "1"]}
    made = mine.post("/api/v1/reports", json=sent)
    assert made["category"] == "violation" and made["rule_ids"] == ["1", "3"]
    for wrong in ({"rule_ids": ["77"]}, {"category": "gossip"}, {"comment": "x" * 1001}):
        refused = mine.post("/api/v1/reports", 422, json={"account_id": str(rude.pk)} | wrong)
        assert refused["error"].startswith("Validation failed")
    assert Report.objects.count() == 1


def test_one_reports_no_posts_one_cannot_see(phone: Callable[..., Any], rude: Account):
    mine = phone("ana")
    other = make_account("other")
    hidden = post(rude, visibility=Visibility.PRIVATE)
    for wrong in (hidden, post(other), 12345):
        sent = {"account_id": str(rude.pk), "status_ids": [str(wrong)]}
        mine.post("/api/v1/reports", 404, json=sent)
    follow(mine.account, rude)
    mine.post("/api/v1/reports", json={"account_id": str(rude.pk), "status_ids": [str(hidden)]})


@pytest.mark.parametrize("by_them", [True, False])
def test_a_block_does_not_keep_one_from_reporting(
    phone: Callable[..., Any], rude: Account, by_them: bool
):
    mine = phone("ana")
    public, sent = post(rude), post(rude, "@ana you", visibility=Visibility.DIRECT)
    follow(mine.account, rude)
    followers_only = post(rude, visibility=Visibility.PRIVATE)
    block(rude, mine.account) if by_them else block(mine.account, rude)
    given = {"account_id": str(rude.pk), "status_ids": [str(public), str(sent)]}
    assert mine.post("/api/v1/reports", json=given)["status_ids"] == [str(public), str(sent)]
    given["status_ids"] = [str(followers_only)]
    mine.post("/api/v1/reports", 404, json=given)


def test_whom_one_cannot_report(phone: Callable[..., Any], nobody: Any, rude: Account):
    mine = phone("ana")
    mine.post("/api/v1/reports", 404, json={"account_id": str(mine.account.pk)})
    accounts.suspend(rude)
    mine.post("/api/v1/reports", 404, json={"account_id": str(rude.pk)})
    mine.post("/api/v1/reports", 422, json={})
    nobody.post("/api/v1/reports", 401, json={"account_id": "1"})
    phone("ben", scopes="read write:statuses").post(
        "/api/v1/reports", 403, json={"account_id": "1"}
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"account_id": "99999999999999999999999"},
        {"account_id": -1},
        {"account_id": {"a": 1}},
        {"account_id": "x"},
        {"status_ids": ["99999999999999999999999"]},
        {"status_ids": [[1]]},
        {"status_ids": list(range(1, 60))},
        {"comment": ["a"], "category": {"b": 1}},
        {"comment": "\x00"},
        {"rule_ids": [{"a": 1}]},
        {"rule_ids": ["1" * 5000]},
    ],
)
def test_odd_reports_are_refused(phone: Callable[..., Any], rude: Account, sent: dict[str, Any]):
    mine = phone("ana")
    answer = mine.client.post(
        "/api/v1/reports",
        {"account_id": str(rude.pk)} | sent,
        content_type="application/json",
        headers={"authorization": f"Bearer {mine.token}"},
    )
    assert answer.status_code in {400, 404, 422}
    assert not Report.objects.exists()


def test_anybody_may_know_which_servers_are_kept_away(nobody: Any):
    DomainBlock.objects.create(domain="spam.example", severity="suspend", public_comment="Spam")
    DomainBlock.objects.create(domain="quiet.example", severity="noop")
    DomainBlock.objects.create(domain="hidden.example", severity="silence", obfuscate=True)
    found = nobody.get("/api/v1/instance/domain_blocks")
    assert [one["domain"] for one in found] == ["hid***.****ple", "spam.example"]
    assert found[1]["comment"] == "Spam" and len(found[1]["digest"]) == 64


def test_rules_are_those_a_report_names(nobody: Any):
    assert [one["id"] for one in nobody.get("/api/v1/instance/rules")] == ["1", "2", "3"]
