"""The API for moderators: what is decided, and what follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, User
from plenary.conduct.models import Deed, Strike
from plenary.jobs.worker import run_until_empty
from plenary.statuses import actions as statuses
from plenary.statuses.models import Attachment, Status
from tests.factories import follow, make_account
from tests.mastodon_api.admin.scene import ADMIN, post, reported, staff

pytestmark = pytest.mark.django_db


def picture(account: Account) -> int:
    return Attachment.objects.create(account=account, file="a.jpg", small="b.jpg").pk


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
