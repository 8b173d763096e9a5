"""The API for moderators: what it lists and keeps."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from allauth.usersessions.models import UserSession

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.conduct import actions
from plenary.conduct.models import Deed, DomainBlock
from plenary.statuses import actions as statuses
from plenary.statuses.models import Visibility
from plenary.timelines.actions.trends import reckon_trends
from tests.factories import make_account
from tests.mastodon_api.admin.scene import post, reported, staff

pytestmark = pytest.mark.django_db


def test_an_account_as_moderators_know_it(mod: Any, rude: Account) -> None:
    user = User.objects.get(account=rude)
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key="k", user_agent="")
    found = mod.get(f"/api/v1/admin/accounts/{rude.pk}")
    assert found["email"] == "rude@example.org" and found["domain"] is None
    assert found["ip"] == "192.0.2.1" and len(found["ips"]) == 1
    assert found["role"]["permissions"] == "65536" and found["approved"] is True
    assert not (found["disabled"] or found["silenced"] or found["suspended"])
    mod.get("/api/v1/admin/accounts/12345", 404)
    assert mod.get(f"/api/v1/admin/accounts/{mod.account.pk}")["role"]["name"] == "Moderator"


def test_accounts_are_found_by_what_moderators_know(mod: Any, rude: Account) -> None:
    chief, quiet, gone = staff("chief", admin=True), make_account("quiet"), make_account("gone")
    elsewhere = Account.objects.create(username="far", domain="far.example")
    accounts.silence(quiet)
    accounts.suspend(gone)
    accounts.disable(rude)
    User.objects.filter(account=quiet).update(email="hush@example.org")
    session = {"session_key": "k", "user_agent": ""}
    UserSession.objects.create(user=User.objects.get(account=gone), ip="192.0.2.7", **session)
    everybody = {"mod", "chief", "quiet", "gone", "rude", "far"}
    asked = {
        "v1/admin/accounts": everybody,
        "v2/admin/accounts": everybody,
        "v2/admin/accounts?origin=remote": {"far"},
        "v2/admin/accounts?origin=local&status=active": {"mod", "chief", "quiet"},
        "v2/admin/accounts?status=disabled": {"rude"},
        "v2/admin/accounts?status=silenced": {"quiet"},
        "v2/admin/accounts?status=suspended": {"gone"},
        "v2/admin/accounts?status=pending": set(),
        "v2/admin/accounts?permissions=staff": {"mod", "chief"},
        "v2/admin/accounts?role_ids[]=2": {"chief"},
        "v2/admin/accounts?role_ids[]=99": set(),
        "v2/admin/accounts?invited_by=1": set(),
        "v2/admin/accounts?username=QUI": {"quiet"},
        "v2/admin/accounts?display_name=dr%20qui": {"quiet"},
        "v2/admin/accounts?email=hush": {"quiet"},
        "v2/admin/accounts?ip=192.0.2.7": {"gone"},
        "v2/admin/accounts?by_domain=far.example": {"far"},
        "v1/admin/accounts?remote=true": {"far"},
        "v1/admin/accounts?suspended=1": {"gone"},
        "v1/admin/accounts?staff=1": {"mod", "chief"},
        "v1/admin/accounts?local=1&silenced=1": {"quiet"},
    }
    for path, names in asked.items():
        assert {one["username"] for one in mod.get(f"/api/{path}")} == names, path
    assert chief.pk and elsewhere.pk


def test_lists_are_paged(mod: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(9):
        make_account(f"person{number}")
    answer = mod.ask("GET", "/api/v2/admin/accounts?limit=4")
    rows = msgspec.json.decode(answer.content)
    assert len(rows) == 4 and f"max_id={rows[-1]['id']}" in answer.headers["Link"]
    older = mod.get(f"/api/v2/admin/accounts?limit=4&max_id={rows[-1]['id']}")
    assert int(older[0]["id"]) < int(rows[-1]["id"])
    with django_assert_max_num_queries(10):
        assert len(mod.get("/api/v2/admin/accounts")) == 10


def test_a_list_of_reports_costs_the_same_however_long(
    mod: Any, rude: Account, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    reported(rude, post(rude))
    mod.get("/api/v1/admin/reports")  # from now on the token was used lately
    with django_assert_max_num_queries(14) as few:
        assert len(mod.get("/api/v1/admin/reports")) == 1
    for number in range(5):
        other = make_account(f"other{number}")
        reported(other, post(other), post(other), by=f"by{number}")
    with django_assert_num_queries(len(few)):
        assert len(mod.get("/api/v1/admin/reports")) == 6


def test_a_report_is_looked_after_and_closed(mod: Any, rude: Account) -> None:
    made = reported(rude, post(rude, visibility=Visibility.PUBLIC))
    path = f"/api/v1/admin/reports/{made.pk}"
    found = mod.get(path)
    assert found["account"]["username"] == "ana" and found["target_account"]["username"] == "rude"
    assert found["statuses"][0]["content"] == "<p>Words</p>" and found["assigned_account"] is None
    assert mod.post(f"{path}/assign_to_self")["assigned_account"]["username"] == "mod"
    assert mod.post(f"{path}/unassign")["assigned_account"] is None
    changed = mod.put(path, json={"rule_ids": ["2"]})
    assert changed["category"] == "violation" and changed["rules"][0]["id"] == "2"
    assert mod.put(path, json={"category": "spam"})["rules"] == []
    mod.put(path, 422, json={"category": "gossip"})
    closed = mod.post(f"{path}/resolve")
    assert closed["action_taken"] and closed["action_taken_by_account"]["username"] == "mod"
    assert mod.get("/api/v1/admin/reports") == []
    assert len(mod.get(f"/api/v1/admin/reports?resolved=1&target_account_id={rude.pk}")) == 1
    assert mod.get(f"/api/v1/admin/reports?resolved=1&account_id={rude.pk}") == []
    assert mod.post(f"{path}/reopen")["action_taken"] is False
    assert Deed.objects.filter(actor=mod.account, action="resolve report").exists()
    mod.get("/api/v1/admin/reports/12345", 404)


def test_reported_private_posts_show_without_the_rest(
    mod: Any, phone: Callable[..., Any], rude: Account
) -> None:
    """What was handed on is shown; what was not stays private, for moderators too."""
    sent = post(rude, "@ana only you", visibility=Visibility.DIRECT)
    ana = make_account("ana")
    kept = post(rude, "@ana and this", visibility=Visibility.DIRECT)
    sent = post(rude, "@ana only you", visibility=Visibility.DIRECT)
    made = actions.make_report(ana, rude.pk, status_ids=[sent])
    shown = mod.get(f"/api/v1/admin/reports/{made.pk}")["statuses"]
    assert [one["id"] for one in shown] == [str(sent)]
    for pk in (sent, kept):
        phone(mod.account).get(f"/api/v1/statuses/{pk}", 404)


def test_servers_are_kept_away(mod: Any) -> None:
    path = "/api/v1/admin/domain_blocks"
    sent = {"domain": "SPAM.Example.", "severity": "suspend", "private_comment": "Why"}
    made = mod.post(path, json=sent)
    assert made["domain"] == "spam.example" and made["public_comment"] is None
    again = mod.post(path, 422, json={"domain": "spam.example"})
    assert again["existing_domain_block"]["id"] == made["id"]
    for wrong in ({}, {"domain": "no dots"}, {"domain": "a.example", "severity": "maim"}):
        mod.post(path, 422, json=wrong)
    one = f"{path}/{made['id']}"
    changed = mod.put(one, json={"severity": "noop", "obfuscate": True, "public_comment": "Spam"})
    assert changed["severity"] == "noop" and changed["private_comment"] == "Why"
    assert [row["id"] for row in mod.get(path)] == [made["id"]]
    assert mod.get(one)["public_comment"] == "Spam"
    assert mod.delete(one) == {}
    mod.get(one, 404)
    mod.delete(one, 404)
    assert not DomainBlock.objects.exists()
    assert Deed.objects.count() == 3
    assert mod.post(path, json={"domain": "münchen.example"})["domain"] == "xn--mnchen-3ya.example"
    assert mod.post(path, json={"domain": "b.example"})["severity"] == "silence"


def test_a_decision_holds_when_it_is_answered(mod: Any) -> None:
    far = Account.objects.create(username="far", domain="sub.spam.example", uri="https://x/far")
    path = "/api/v1/admin/domain_blocks"
    made = mod.post(path, json={"domain": "spam.example", "severity": "suspend"})
    assert mod.get(f"/api/v1/admin/accounts/{far.pk}")["suspended"]
    mod.put(f"{path}/{made['id']}", json={"severity": "silence"})
    found = mod.get(f"/api/v1/admin/accounts/{far.pk}")
    assert found["silenced"] and not found["suspended"]
    mod.delete(f"{path}/{made['id']}")
    assert not mod.get(f"/api/v1/admin/accounts/{far.pk}")["silenced"]


def test_servers_are_allowed_one_by_one(mod: Any) -> None:
    path = "/api/v1/admin/domain_allows"
    assert mod.get(path) == []
    made = mod.post(path, json={"domain": "GOOD.example."})
    assert made["domain"] == "good.example"
    assert mod.post(path, json={"domain": "good.example"}) == made
    for wrong in ({}, {"domain": "no dots"}):
        mod.post(path, 422, json=wrong)
    other = mod.post(path, json={"domain": "other.example"})
    assert mod.get(path) == [other, made] and mod.get(f"{path}?limit=1") == [other]
    one = f"{path}/{made['id']}"
    assert mod.get(one) == made and mod.delete(one) == made
    mod.get(one, 404)
    mod.delete(one, 404)
    assert mod.get(path) == [other] and Deed.objects.count() == 3


def test_peers_are_told_to_whom_they_may_be(mod: Any, nobody: Any, settings: Any) -> None:
    for domain in ("good.example", "spam.example", "goal.example"):
        Account.objects.create(username="far", domain=domain, uri=f"https://{domain}/far")
    actions.block_domain(None, "spam.example", severity="silence", obfuscate=True)
    assert nobody.get("/api/v1/instance/peers") == ["goal.example", "good.example"]
    assert nobody.get("/api/v1/peers/search?q=GOO") == ["good.example"]
    assert nobody.get("/api/v1/peers/search?q=spam") == []
    [told] = nobody.get("/api/v1/instance/domain_blocks")
    assert "*" in told["domain"] and len(told["digest"]) == 64
    settings.ALLOW_LIST = True
    actions.allow_domain(None, "good.example")
    assert nobody.get("/api/v1/instance/peers") == []
    assert mod.get("/api/v1/instance/peers") == ["good.example"]


@pytest.mark.parametrize("noun", ["email_domain_blocks", "ip_blocks", "canonical_email_blocks"])
def test_what_is_not_kept_is_empty(mod: Any, noun: str) -> None:
    assert mod.get(f"/api/v1/admin/{noun}") == []
    mod.get(f"/api/v1/admin/{noun}/1", 404)
    mod.delete(f"/api/v1/admin/{noun}/1", 404)
    mod.post(f"/api/v1/admin/{noun}", 422, json={"domain": "a.example"})


def test_figures_are_not_kept_and_trends_wait_for_nobody(mod: Any) -> None:
    for noun in ("measures", "dimensions", "retention"):
        asked = {"keys": ["active_users"], "start_at": "2026-01-01", "end_at": "2026-02-01"}
        assert mod.post(f"/api/v1/admin/{noun}", json=asked) == []
    assert mod.post("/api/v1/admin/canonical_email_blocks/test", json={"email": "a@b.c"}) == []
    for one in (make_account("bo"), make_account("cy")):
        pk = post(one, "#Sepsis")
    for one in (make_account("dee"), make_account("eve")):
        statuses.favourite(one, pk)
    reckon_trends.call()
    [tag] = mod.get("/api/v1/admin/trends/tags")
    assert (tag["name"], tag["trendable"], tag["requires_review"]) == ("Sepsis", True, False)
    [trending] = mod.get("/api/v1/admin/trends/statuses?limit=1")
    assert trending["id"] == str(pk)
    assert mod.get("/api/v1/admin/trends/links") == []
