"""The API for moderators: who may, what it lists, what it decides."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from allauth.usersessions.models import UserSession
from django.core import mail

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.api.routes import ROUTES
from plenary.conduct import actions
from plenary.conduct.models import Deed, DomainBlock, Report, Strike
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.models import Attachment, Status, Visibility
from plenary.statuses.rules import Draft
from tests.factories import follow, make_account

pytestmark = pytest.mark.django_db
ADMIN = "read admin:read admin:write"
_ROUTES = sorted((one.method, one.path) for one in ROUTES if "/admin/" in one.path)


def staff(username: str, *, admin: bool = False) -> Account:
    account = make_account(username)
    User.objects.filter(account=account).update(is_staff=True, is_superuser=admin)
    return account


@pytest.fixture
def mod(phone: Callable[..., Any]) -> Any:
    return phone(staff("mod"), scopes=ADMIN)


@pytest.fixture
def rude() -> Account:
    return make_account("rude")


def post(account: Account, text: str = "Words", **more: Any) -> int:
    return statuses.publish(account, Draft(text=text, **more)).pk


def reported(target: Account, *status_ids: int, by: str = "ana") -> Report:
    reporter = Account.objects.filter(username=by).first() or make_account(by)
    return actions.make_report(reporter, target.pk, status_ids=status_ids, comment="Unkind")


def test_there_are_routes() -> None:
    assert len(_ROUTES) > 35


@pytest.mark.parametrize(("method", "path"), _ROUTES)
def test_who_may_not_is_refused(
    phone: Callable[..., Any], nobody: Any, mod: Any, rude: Account, method: str, path: str
) -> None:
    """Without a token, with one of somebody else, and of a moderator's without the scope."""
    path = path.replace("{id}", str(rude.pk))
    nobody.ask(method, path, 401)
    answer = phone("ana", scopes=ADMIN).ask(method, path, 403)
    assert b"This action is not allowed" in answer.content
    phone(mod.account, scopes="read write follow").ask(method, path, 403)
    if method != "GET":
        phone(mod.account, scopes="admin:read").ask(method, path, 403)


@pytest.mark.parametrize(("method", "path"), _ROUTES)
@pytest.mark.parametrize(
    "sent",
    [
        {"limit": "x", "max_id": "99999999999999999999", "min_id": "-1", "type": {"a": 1}},
        {"ip": "not an address", "username": "%", "role_ids": [["a"]], "domain": ["x"]},
        {"report_id": "99999999999999999999999", "type": "none", "account_id": 10**30},
        {"domain": "a" * 400 + ".example", "text": "x" * 9000, "severity": "maim", "category": 1},
    ],
)
def test_odd_parameters_are_never_an_error_of_ours(
    mod: Any, rude: Account, method: str, path: str, sent: dict[str, Any]
) -> None:
    for ident in (str(rude.pk), "999999999999999999999", "0"):
        address = path.replace("{id}", ident)
        headers = {"authorization": f"Bearer {mod.token}"}
        body = msgspec.json.encode(sent)
        answer = mod.client.generic(
            method, address, body, content_type="application/json", headers=headers
        )
        assert answer.status_code < 500, answer.content


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


def test_ones_own_role(phone: Callable[..., Any], mod: Any) -> None:
    path = "/api/v1/accounts/verify_credentials"
    assert int(mod.get(path)["role"]["permissions"]) & (1 << 4)
    assert not int(mod.get(path)["role"]["permissions"]) & 1
    assert int(phone(staff("chief", admin=True)).get(path)["role"]["permissions"]) & 1
    assert phone("ana").get(path)["role"]["permissions"] == "65536"


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


@pytest.mark.parametrize(
    ("action", "shown", "back"),
    [
        ("sensitive", "sensitized", "unsensitive"),
        ("disable", "disabled", "enable"),
        ("silence", "silenced", "unsilence"),
        ("suspend", "suspended", "unsuspend"),
    ],
)
def test_a_decision_holds_and_is_taken_back(
    mod: Any, rude: Account, action: str, shown: str, back: str
) -> None:
    made, other = reported(rude), reported(rude, by="ben")
    path = f"/api/v1/admin/accounts/{rude.pk}"
    sent = {"type": action, "report_id": str(made.pk), "text": "Be kind."}
    assert mod.post(f"{path}/action", json=sent) == {}
    assert mod.get(path)[shown] is True
    for one in (made, other):
        one.refresh_from_db()
        assert one.action_taken_by == mod.account
    strike = Strike.objects.get()
    assert (strike.action, strike.report, strike.text) == (action, made, "Be kind.")
    run_until_empty()
    assert mail.outbox[-1].to == ["rude@example.org"] and "Be kind." in mail.outbox[-1].body
    assert "mod" not in mail.outbox[-1].body.replace("moderators", "")
    assert mod.post(f"{path}/{back}")[shown] is False
    assert Deed.objects.filter(target=rude).latest("pk").action == back


def test_a_warning_is_told_without_a_name(
    mod: Any, phone: Callable[..., Any], rude: Account
) -> None:
    made, other = reported(rude, post(rude)), reported(rude, by="ben")
    sent = {"type": "none", "text": "Please", "report_id": str(made.pk)}
    sent["send_email_notification"] = "false"
    mod.post(f"/api/v1/admin/accounts/{rude.pk}/action", json=sent)
    run_until_empty()
    assert not mail.outbox
    told = phone(rude).get("/api/v1/notifications")
    assert [one["type"] for one in told] == ["moderation_warning"]
    assert told[0]["moderation_warning"]["text"] == "Please"
    assert told[0]["account"]["username"] == "rude"
    other.refresh_from_db()
    assert other.action_taken_at is None


def test_nobody_acts_on_themselves_or_above(mod: Any, phone: Callable[..., Any]) -> None:
    chief, peer = staff("chief", admin=True), staff("peer")
    for target in (mod.account, chief, peer):
        path = f"/api/v1/admin/accounts/{target.pk}"
        for action in ("none", "suspend", "disable"):
            mod.post(f"{path}/action", 403, json={"type": action})
        for back in ("enable", "unsilence", "unsuspend", "unsensitive"):
            mod.post(f"{path}/{back}", 403)
    assert not Strike.objects.exists() and not Deed.objects.exists()
    theirs = phone(chief, scopes=ADMIN)
    theirs.post(f"/api/v1/admin/accounts/{chief.pk}/action", 403, json={"type": "suspend"})
    theirs.post(f"/api/v1/admin/accounts/{mod.account.pk}/action", json={"type": "suspend"})
    mod.get("/api/v1/admin/accounts", 401)


def test_a_disabled_admin_is_still_above(mod: Any) -> None:
    chief = staff("chief", admin=True)
    accounts.disable(chief)
    mod.post(f"/api/v1/admin/accounts/{chief.pk}/enable", 403)


def test_refused_decisions(mod: Any, rude: Account) -> None:
    path = f"/api/v1/admin/accounts/{rude.pk}/action"
    other = reported(make_account("other"))
    for wrong in ({}, {"type": "maim"}, {"type": "delete_statuses"}):
        mod.post(path, 422, json=wrong)
    mod.post(path, 404, json={"type": "none", "report_id": str(other.pk)})
    mod.post("/api/v1/admin/accounts/12345/action", 404, json={"type": "none"})
    for deed in ("approve", "reject"):
        mod.post(f"/api/v1/admin/accounts/{rude.pk}/{deed}", 403)
    far = Account.objects.create(username="far", domain="far.example")
    mod.post(f"/api/v1/admin/accounts/{far.pk}/action", 422, json={"type": "disable"})
    assert not Strike.objects.exists()


def test_who_is_disabled_is_out_at_once(
    mod: Any, phone: Callable[..., Any], rude: Account, client_for: Any
) -> None:
    theirs, browser = phone(rude), client_for(rude)
    mod.post(f"/api/v1/admin/accounts/{rude.pk}/action", json={"type": "disable"})
    theirs.get("/api/v1/accounts/verify_credentials", 401)
    assert browser.get("/settings/profile").status_code == 302


def test_the_limited_are_met_by_followers_alone(
    mod: Any, phone: Callable[..., Any], nobody: Any, rude: Account
) -> None:
    ana, ben = phone("ana"), phone("ben")
    follow(ben.account, rude)
    mod.post(f"/api/v1/admin/accounts/{rude.pk}/action", json={"type": "silence"})
    one = post(rude, "@ana @ben #sepsis")
    run_until_empty()
    for path in ("/api/v1/timelines/public", "/api/v1/timelines/tag/sepsis"):
        assert nobody.get(path) == [] and ana.get(path) == [], path
        assert [row["id"] for row in ben.get(path)] == [str(one)]
        assert [row["id"] for row in phone(rude).get(path)] == [str(one)]
    assert ana.get("/api/v1/notifications") == []
    assert [row["type"] for row in ben.get("/api/v1/notifications")] == ["mention"]
    assert ana.get("/api/v1/accounts/search?q=rude%20dr") == []
    assert ana.get(f"/api/v1/accounts/{rude.pk}")["limited"] is True
    ana.get(f"/api/v1/statuses/{one}")
    mod.post(f"/api/v1/admin/accounts/{rude.pk}/unsilence")
    assert len(ana.get("/api/v1/timelines/public")) == 1
    assert "limited" not in ana.get(f"/api/v1/accounts/{rude.pk}")


def picture(account: Account) -> int:
    return Attachment.objects.create(account=account, file="a.jpg", small="b.jpg").pk


def test_pictures_go_behind_a_warning_and_come_back(
    mod: Any, phone: Callable[..., Any], rude: Account
) -> None:
    before, plain = post(rude, attachments=(picture(rude),)), post(rude)
    ana = phone("ana")
    assert ana.get(f"/api/v1/statuses/{before}")["sensitive"] is False
    path = f"/api/v1/admin/accounts/{rude.pk}"
    mod.post(f"{path}/action", json={"type": "sensitive"})
    rude.refresh_from_db()
    after = post(rude, attachments=(picture(rude),))
    for pk in (before, after):
        assert ana.get(f"/api/v1/statuses/{pk}")["sensitive"] is True
    assert ana.get(f"/api/v1/statuses/{plain}")["sensitive"] is False
    assert Status.objects.get(pk=after).sensitive
    mod.post(f"{path}/unsensitive")
    assert ana.get(f"/api/v1/statuses/{before}")["sensitive"] is False


def test_only_administrators_erase_and_only_the_suspended(
    mod: Any, phone: Callable[..., Any], rude: Account
) -> None:
    chief = phone(staff("chief", admin=True), scopes=ADMIN)
    path = f"/api/v1/admin/accounts/{rude.pk}"
    ana = make_account("ana")
    follow(ana, rude)
    follow(rude, ana)
    theirs = post(ana)
    statuses.favourite(rude, theirs)
    statuses.boost(rude, theirs)
    post(rude)
    chief.delete(path, 403)
    mod.post(f"{path}/action", json={"type": "suspend"})
    mod.delete(path, 403)
    assert chief.delete(path)["suspended"] is True
    run_until_empty()
    chief.get(path, 404)
    ana.refresh_from_db()
    assert (ana.followers_count, ana.following_count) == (0, 0)
    left = Status.objects.get()
    assert (left.favourites_count, left.reblogs_count) == (0, 0)
    assert not User.objects.filter(email="rude@example.org").exists()
    assert Deed.objects.get(action="delete").target_name == "rude"


def test_who_was_let_in_again_is_not_erased(phone: Callable[..., Any], rude: Account) -> None:
    chief = phone(staff("chief", admin=True), scopes=ADMIN)
    accounts.suspend(rude)
    chief.delete(f"/api/v1/admin/accounts/{rude.pk}")
    accounts.unsuspend(rude)
    run_until_empty()
    assert chief.get(f"/api/v1/admin/accounts/{rude.pk}")["suspended"] is False


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


@pytest.mark.parametrize(
    "noun", ["domain_allows", "email_domain_blocks", "ip_blocks", "canonical_email_blocks"]
)
def test_what_is_not_kept_is_empty(mod: Any, noun: str) -> None:
    assert mod.get(f"/api/v1/admin/{noun}") == []
    mod.get(f"/api/v1/admin/{noun}/1", 404)
    mod.delete(f"/api/v1/admin/{noun}/1", 404)
    mod.post(f"/api/v1/admin/{noun}", 422, json={"domain": "a.example"})
