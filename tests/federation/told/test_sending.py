"""To whom nothing goes, and how much is written for what goes to many."""

from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.conduct.models import DomainBlock
from plenary.config import wiring
from plenary.federation.actions import sending
from plenary.federation.actions.outbound import posts as told_posts
from plenary.federation.models import Activity, Delivery, RemoteActor, Server
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses import actions as statuses
from plenary.statuses.rules import Draft
from tests.factories import follow, make_account
from tests.federation.makers import post, remote
from tests.federation.told.elsewhere import FAN, alone, shared, their_post, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


def test_many_followers_on_one_server_are_one_delivery(ada: Account) -> None:
    for name in ("one", "two", "three"):
        follow(remote(name, FAN), ada)
    old = remote("old", "old.example")
    RemoteActor.objects.filter(account=old).update(shared_inbox="")
    follow(old, ada)
    post(ada)
    [(_, inboxes)] = told()
    assert inboxes == shared(FAN) | alone(old)


def test_nothing_goes_to_who_is_suspended_or_kept_away(
    ada: Account, people: dict[str, Account]
) -> None:
    suspended, blocked, away = (
        remote("sue", "sue.example"),
        remote("bo", "deep.blocked.example"),
        remote("al", "away.example"),
    )
    for one in (suspended, blocked, away):
        follow(one, ada)
    Account.objects.filter(pk=suspended.pk).update(suspended_at=clock.now())
    DomainBlock.objects.create(domain="blocked.example", severity="suspend")
    accounts.block_domain(ada, "away.example")
    run_until_empty(strict=True)
    Activity.objects.all().delete()
    post(ada)
    assert told()[0][1] == shared(FAN)


def test_what_is_of_no_concern_elsewhere_sends_nothing(ada: Account) -> None:
    bo = make_account("bo")
    accounts.follow(bo, ada)
    status = post(ada, "Between us")
    statuses.favourite(bo, status.pk)
    statuses.boost(bo, status.pk)
    statuses.unboost(bo, status.pk)
    statuses.unfavourite(bo, status.pk)
    statuses.pin(ada, status.pk)
    statuses.edit(ada, status.pk, Draft(text="Still between us"))
    statuses.delete(ada, status.pk)
    accounts.block(ada, bo)
    accounts.unblock(ada, bo)
    accounts.edit_profile(ada, {"note": "Here"})
    assert not told()
    assert not Delivery.objects.exists()


def test_without_federation_nothing_is_sent(
    ada: Account, people: dict[str, Account], settings: Any
) -> None:
    settings.FEDERATION = False
    status = post(ada, "@nia@named.example hello @who@nowhere.example")
    theirs = their_post(people["eve"])
    statuses.boost(ada, theirs.pk)
    statuses.favourite(ada, theirs.pk)
    statuses.pin(ada, status.pk)
    accounts.follow(ada, people["eve"])
    accounts.block(ada, people["fan"])
    accounts.edit_profile(ada, {"note": "Here"})
    statuses.unboost(ada, theirs.pk)
    statuses.unfavourite(ada, theirs.pk)
    statuses.delete(ada, status.pk)
    accounts.suspend(ada)
    wiring.conduct_erasing.on_erasure_decided(wiring.conduct.ErasureDecided(ada.pk))
    assert not told()


def test_what_others_do_is_theirs_to_tell(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    follow(people["nia"], people["eve"])
    statuses.boost(people["nia"], theirs.pk)
    statuses.favourite(people["nia"], theirs.pk)
    statuses.unfavourite(people["nia"], theirs.pk)
    statuses.unboost(people["nia"], theirs.pk)
    from plenary.jobs import facts

    facts.record(wiring.statuses.StatusPublished(theirs.pk, theirs.account_id))
    facts.record(wiring.statuses.StatusEdited(theirs.pk))
    assert not told()


def test_a_repeated_reaction_adds_nothing(ada: Account, people: dict[str, Account]) -> None:
    status = post(ada)
    told()
    Delivery.objects.all().delete()
    told_posts.on_status_published(wiring.statuses.StatusPublished(status.pk, ada.pk))
    assert len(told()) == 1
    assert not Delivery.objects.exists()


def test_for_many_the_rest_follows_in_parts(
    ada: Account, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 3)
    for number in range(8):
        follow(remote(f"fan{number}", f"s{number}.example"), ada)
    status = post(ada)
    with django_assert_max_num_queries(25):
        told_posts.on_status_published(wiring.statuses.StatusPublished(status.pk, ada.pk))
    assert Delivery.objects.count() == 3
    run_until_empty(strict=True)
    assert Delivery.objects.values("inbox").distinct().count() == 8
    assert Server.objects.count() == 8


def test_what_is_for_a_server_that_does_not_answer_waits(
    ada: Account, people: dict[str, Account]
) -> None:
    Server.objects.create(domain=FAN, failing_since=clock.machine_now())
    post(ada)
    told()
    assert Delivery.objects.get().run_at == sending.PARKED
