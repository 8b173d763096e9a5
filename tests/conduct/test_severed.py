"""Who lost follows by a decision about others is told, and reads whom; nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow, User
from plenary.archive import actions as archive
from plenary.conduct import actions, queries
from plenary.conduct.actions import standing
from plenary.conduct.models import Severance, SeveredFollow
from plenary.jobs.worker import run_until_empty
from plenary.lib.errors import NotFound
from plenary.timelines.models import Notification
from plenary.timelines.queries import push
from tests.api.phones import phone, ward_round
from tests.factories import befriend, follow, make_account, make_remote

__all__ = ["phone", "ward_round"]
pytestmark = pytest.mark.django_db
BAD = "bad.example"


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def suspend(domain: str = BAD) -> Any:
    made = actions.block_domain(None, domain, severity="suspend")
    run_until_empty(strict=True)
    return made


def lost(account: Account) -> list[tuple[str, str, int, int]]:
    return [
        (one.kind, one.target_name, one.following_count, one.followers_count)
        for one in queries.severances(account)
    ]


def test_who_lost_follows_by_a_suspended_server_is_told_once(
    ana: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "_TIES", 1)  # by many jobs, one after the other
    monkeypatch.setattr(standing, "_ACCOUNTS", 1)
    bo, cy, good = make_account("bo"), make_account("cy"), make_remote("good", "good.example")
    one, two = make_remote("one", BAD), make_remote("two", f"sub.{BAD}")
    befriend(ana, one)
    follow(ana, two)
    follow(two, bo)
    befriend(cy, good)
    befriend(ana, bo)
    suspend()
    assert lost(ana) == [("domain_block", BAD, 2, 1)]
    assert lost(bo) == [("domain_block", BAD, 0, 1)]
    assert lost(cy) == []
    told = Notification.objects.filter(kind="severed").order_by("pk")
    assert sorted(one.account.username for one in told) == ["ana", "bo"]
    assert all(BAD in one.text and one.actor_id == one.account_id for one in told)
    assert Follow.objects.count() == 4


def test_an_app_is_told_as_mastodon_tells(ana: Account, phone: Callable[..., Any]) -> None:
    befriend(ana, make_remote("one", BAD))
    suspend()
    app = phone(ana)
    [told] = app.get("/api/v1/notifications?types[]=severed_relationships")
    assert told["type"] == "severed_relationships"
    assert told["account"]["id"] == str(ana.pk)
    event = told["event"]
    assert (event["type"], event["target_name"], event["purged"]) == ("domain_block", BAD, False)
    assert (event["followers_count"], event["following_count"]) == (1, 1)
    grouped = app.get("/api/v2/notifications")["notification_groups"]
    assert grouped[0]["event"] == event
    Account.objects.filter(domain=BAD).delete()
    [told] = app.get("/api/v1/notifications")
    assert (told["event"]["purged"], told["event"]["following_count"]) == (True, 1)
    made = Notification.objects.get(kind="severed")
    held = type("Held", (), {"sealed_token": "", "token_id": 1})
    assert push.payload(push.Errand(held, made))["title"]  # type: ignore[arg-type]


def test_of_somebody_suspended_alone(ana: Account) -> None:
    one, other = make_remote("one", BAD), make_remote("other", BAD)
    follow(ana, one)
    follow(ana, other)
    mod = make_account("mod")
    actions.appoint(mod, "moderator")
    actions.decide(mod, one.pk, "suspend")
    run_until_empty(strict=True)
    assert lost(ana) == [("account_suspension", f"one@{BAD}", 1, 0)]
    assert Notification.objects.filter(account=ana).count() == 1


def test_what_ends_no_follow_is_told_to_nobody(ana: Account) -> None:
    one = make_remote("one", BAD)
    accounts.follow(ana, one)  # asked for, and never answered
    befriend(ana, make_account("bo"))
    suspend()
    actions.block_domain(None, "quiet.example", severity="silence")
    run_until_empty(strict=True)
    accounts.unfollow(ana, Account.objects.get(username="bo"))
    run_until_empty(strict=True)
    assert not Severance.objects.exists()


def test_an_account_that_nobody_reads_with_is_not_told(ana: Account) -> None:
    congress, one = make_account("congress"), make_remote("one", BAD)
    User.objects.filter(account=congress).update(account=None)
    follow(one, congress)
    suspend()
    assert not Severance.objects.exists()


def test_another_decision_later_is_another_loss(ana: Account, freeze: Any) -> None:
    one = make_remote("one", BAD)
    follow(ana, one)
    made = suspend()
    actions.unblock_domain(None, made.pk)
    follow(ana, Account.objects.get(pk=one.pk))
    freeze(queries.severances(ana)[0].created_at + standing.timedelta(days=2))
    suspend()
    assert [one[2] for one in lost(ana)] == [1, 1]
    assert Notification.objects.filter(kind="severed").count() == 2


def test_whom_they_were_is_a_page_and_two_tables(ana: Account, client_for: Any) -> None:
    one, two = make_remote("one", BAD), make_remote("two", BAD)
    Follow.objects.create(source=ana, target=one, reblogs=False, notify=True, languages=["de"])
    follow(two, ana)
    made = suspend()
    browser = client_for(ana)
    [loss] = queries.severances(ana)
    address = f"/severed/{loss.pk}"
    assert address in browser.get("/notifications").content.decode()
    assert address in browser.get("/decisions").content.decode()
    page = browser.get(address).content.decode()
    assert f"@one@{BAD}" in page and f"@two@{BAD}" in page
    answer = browser.get(f"{address}/following.csv")
    table = b"".join(answer.streaming_content).decode()
    assert table.splitlines()[1:] == [f"one@{BAD},false,true,de"]
    answer = browser.get(f"{address}/followers.csv")
    followers = b"".join(answer.streaming_content).decode().splitlines()
    assert followers == ["Account address", f"two@{BAD}"]
    assert browser.get(f"{address}/blocks.csv").status_code == 404
    # Once the decision is taken back, the table is a way to follow them again.
    actions.unblock_domain(None, made.pk)
    brought = archive.bring(ana, "follows", table.encode(), overwrite=False)
    archive.confirm_import(ana, brought.pk)
    run_until_empty(strict=True)
    assert ana.requests_sent.get().target_id == one.pk


def test_nobody_reads_what_another_lost(ana: Account, client_for: Any) -> None:
    follow(ana, make_remote("one", BAD))
    suspend()
    [loss] = queries.severances(ana)
    browser = client_for(make_account("bo"))
    for path in ("", "/following.csv", "/followers.csv"):
        assert browser.get(f"/severed/{loss.pk}{path}").status_code == 404
    bo = Account.objects.get(username="bo")
    assert queries.own_severances(bo, [loss.pk]) == {}
    with pytest.raises(NotFound):
        queries.severed(bo, loss.pk, outgoing=True)


def test_of_those_who_are_erased_the_figures_stay(ana: Account, client_for: Any) -> None:
    befriend(ana, make_remote("one", BAD))
    suspend()
    Account.objects.filter(domain=BAD).delete()
    assert not SeveredFollow.objects.exists()
    [loss] = queries.severances(ana)
    page = client_for(ana).get(f"/severed/{loss.pk}").content.decode()
    assert "1 you followed" in page
