"""What is told of one thing by two workers at once: its beginning first."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from plenary.accounts import actions as accounts
from plenary.accounts import facts as ties
from plenary.accounts.models import Account, Block, FollowRequest
from plenary.federation.actions.outbound import posts as told_posts
from plenary.federation.actions.outbound import ties as told_ties
from plenary.federation.models import Delivery
from plenary.federation.render import activities
from plenary.jobs.models import Job
from plenary.statuses import actions as statuses
from plenary.statuses import facts
from plenary.statuses.models import Favourite, Status
from plenary.statuses.rules import Draft
from tests.federation.makers import post
from tests.federation.told.elsewhere import their_post

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("federating")]
Told = tuple[Callable[[Any], None], Any]
Pair = tuple[str, Told, Callable[[], Told]]


def _edited(ada: Account, eve: Account) -> Pair:
    status = post(ada)

    def then() -> Told:
        statuses.edit(ada, status.pk, Draft(text="Better"))
        return told_posts.on_status_edited, facts.StatusEdited(status.pk)

    published = facts.StatusPublished(status.pk, ada.pk)
    return "create_post", (told_posts.on_status_published, published), then


def _deleted(ada: Account, eve: Account) -> Pair:
    status = post(ada)
    pk, uri = status.pk, status.object_uri

    def then() -> Told:
        statuses.delete(ada, pk)
        return told_posts.on_status_deleted, facts.StatusDeleted(pk, ada.pk, 0, uri)

    return "create_post", (told_posts.on_status_published, facts.StatusPublished(pk, ada.pk)), then


def _unboosted(ada: Account, eve: Account) -> Pair:
    theirs = their_post(eve)
    boost = statuses.boost(ada, theirs.pk)
    pk = boost.pk

    def then() -> Told:
        statuses.unboost(ada, theirs.pk)
        return told_posts.on_status_unboosted, facts.StatusUnboosted(pk, theirs.pk, ada.pk)

    boosted = facts.StatusBoosted(pk, theirs.pk, ada.pk)
    return "announce", (told_posts.on_status_boosted, boosted), then


def _unliked(ada: Account, eve: Account) -> Pair:
    theirs = their_post(eve)
    statuses.favourite(ada, theirs.pk)
    what = (Favourite.objects.get().pk, theirs.pk, ada.pk)

    def then() -> Told:
        statuses.unfavourite(ada, theirs.pk)
        return told_posts.on_status_unfavourited, facts.StatusUnfavourited(*what)

    return "like", (told_posts.on_status_favourited, facts.StatusFavourited(*what)), then


def _unfollowed(ada: Account, eve: Account) -> Pair:
    accounts.follow(ada, eve)
    what = (FollowRequest.objects.get().pk, ada.pk, eve.pk)

    def then() -> Told:
        accounts.unfollow(ada, eve)
        return told_ties.on_follow_request_ended, ties.FollowRequestEnded(*what, ada.pk)

    return "follow", (told_ties.on_follow_requested, ties.FollowRequested(*what)), then


def _unblocked(ada: Account, eve: Account) -> Pair:
    accounts.block(ada, eve)
    what = (ada.pk, eve.pk, Block.objects.get().pk)

    def then() -> Told:
        accounts.unblock(ada, eve)
        return told_ties.on_account_unblocked, ties.AccountUnblocked(*what)

    return "block", (told_ties.on_account_blocked, ties.AccountBlocked(*what)), then


@pytest.mark.parametrize(
    ("make", "end"),
    [
        (_edited, "Update"),
        (_deleted, "Delete"),
        (_unboosted, "Undo"),
        (_unliked, "Undo"),
        (_unfollowed, "Undo"),
        (_unblocked, "Undo"),
    ],
)
def test_the_end_is_told_after_the_beginning(
    ada: Account,
    people: dict[str, Account],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Account, Account], Pair],
    end: str,
) -> None:
    name, begun, then = make(ada, people["eve"])
    Job.objects.all().delete()
    real, half_done = getattr(activities, name), threading.Event()

    def late(*args: Any) -> Any:
        made = real(*args)
        if not half_done.is_set():
            half_done.set()
            time.sleep(0.3)
        return made

    monkeypatch.setattr(activities, name, late)

    def tell(what: Callable[[Any], None], fact: Any) -> None:
        try:
            with transaction.atomic():
                what(fact)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(tell, *begun)
        assert half_done.wait(10)
        second = pool.submit(tell, *then())
        first.result(20)
        second.result(20)
    told = Delivery.objects.order_by("pk").values_list("activity__body", flat=True)
    ends = [f'"type":"{end}"' in one for one in told]
    assert ends == sorted(ends) and set(ends) == {False, True}


def test_what_is_gone_before_it_was_told_is_not_told(
    ada: Account, people: dict[str, Account]
) -> None:
    status: Status = post(ada)
    Job.objects.all().delete()
    statuses.delete(ada, status.pk)
    told_posts.on_status_published(facts.StatusPublished(status.pk or 1, ada.pk))
    assert not Delivery.objects.exists()
