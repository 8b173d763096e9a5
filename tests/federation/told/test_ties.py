"""Follows, blocks and whole accounts: told to those they concern."""

import json

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.facts import AccountFollowed
from plenary.accounts.models import Account, Follow, FollowRequest
from plenary.conduct import actions as conduct
from plenary.federation.actions.outbound import people as told_people
from plenary.federation.models import Delivery, Received
from plenary.jobs.facts import record
from plenary.statuses import actions as statuses
from tests.factories import follow, make_account
from tests.federation.makers import HERE, post, remote
from tests.federation.told.elsewhere import (
    ADA,
    FAN,
    NAMED,
    STRANGER,
    alone,
    shared,
    their_post,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]


def test_asking_to_follow_and_taking_it_back(ada: Account, people: dict[str, Account]) -> None:
    eve = people["eve"]
    accounts.follow(ada, eve)
    request = FollowRequest.objects.get()
    [(asked, inboxes)] = told()
    assert (asked["type"], asked["object"], inboxes) == ("Follow", eve.uri, alone(eve))
    assert asked["id"] == f"{ADA}#follows/{request.pk}"
    accounts.unfollow(ada, eve)
    [(undo, inboxes)] = told("Undo")
    assert (undo["object"]["id"], inboxes) == (asked["id"], alone(eve))
    accounts.follow(ada, eve)
    assert len(told("Follow")) == 2
    accounts.reject_request(eve, ada)  # they know
    assert len(told("Undo")) == 1
    accounts.follow(ada, eve)
    assert len(told("Follow")) == 3
    accounts.accept_request(eve, ada)
    accounts.unfollow(ada, eve)
    _, (undo, _) = told("Undo")
    assert undo["object"]["id"] == told("Follow")[-1][0]["id"]
    assert not told("Accept")


@pytest.mark.parametrize("locked", [False, True])
def test_who_asks_is_answered_with_their_own_follow(
    ada: Account, people: dict[str, Account], locked: bool
) -> None:
    Account.objects.filter(pk=ada.pk).update(locked=locked)
    eve = people["eve"]
    Received.objects.create(
        digest="1", uri=f"{eve.uri}#f/1", kind="Follow", account=eve, object_uri=ADA
    )
    accounts.follow(eve, ada)
    if locked:
        assert not told()
        accounts.accept_request(ada, eve)
    [(accept, inboxes)] = told()
    assert (accept["type"], accept["object"]["id"]) == ("Accept", f"{eve.uri}#f/1")
    assert (accept["actor"], inboxes) == (ADA, alone(eve))
    accounts.remove_follower(ada, eve)
    [(reject, inboxes)] = told("Reject")
    assert (reject["object"]["id"], inboxes) == (f"{eve.uri}#f/1", alone(eve))
    accounts.follow(eve, ada)
    accounts.unfollow(eve, ada)  # or took the request back
    assert len(told("Reject")) == 1
    assert not told("Undo")


def test_a_locked_person_refuses(ada: Account, people: dict[str, Account]) -> None:
    Account.objects.filter(pk=ada.pk).update(locked=True)
    accounts.follow(people["eve"], ada)
    accounts.reject_request(ada, people["eve"])
    [(reject, inboxes)] = told()
    assert (reject["type"], inboxes) == ("Reject", alone(people["eve"]))


def test_a_block_ends_what_was_and_is_told(ada: Account, people: dict[str, Account]) -> None:
    fan = people["fan"]
    Follow.objects.create(source=ada, target=fan)
    accounts.block(ada, fan)
    sent = {body["type"]: inboxes for body, inboxes in told()}
    assert sent == {"Reject": alone(fan), "Undo": alone(fan), "Block": alone(fan)}
    accounts.unblock(ada, fan)
    (undo, inboxes) = told("Undo")[-1]
    assert (undo["object"]["type"], inboxes) == ("Block", alone(fan))
    accounts.block(people["eve"], ada)  # theirs to tell
    assert len(told("Block")) == 1


def test_a_changed_profile_is_told_to_followers_once(
    ada: Account, people: dict[str, Account]
) -> None:
    accounts.edit_profile(ada, {"note": "One"})
    accounts.edit_profile(ada, {"note": "Two"})
    assert not told()  # in a little while
    told_people.tell_profile.call(ada.pk)
    [(update, inboxes)] = told()
    assert (update["type"], inboxes) == ("Update", shared(FAN))
    assert "Two" in update["object"]["summary"]


def test_an_erased_account_says_goodbye_before_it_goes(
    ada: Account, people: dict[str, Account]
) -> None:
    post(ada, "@nia@named.example hello")
    congress, far = make_account("congress"), remote("far", "far.example")
    follow(far, congress)
    statuses.boost(congress, post(ada, "Room 4 #congress").pk)
    told()
    Delivery.objects.all().delete()
    accounts.suspend(ada)
    admin = make_account("root")
    admin.user.is_staff = admin.user.is_superuser = True
    admin.user.save()
    conduct.erase(admin, ada.pk)
    [(delete, inboxes)] = told("Delete")
    assert (delete["object"], delete["id"]) == (ADA, f"{ADA}#delete")
    assert inboxes == shared(FAN, NAMED, "far.example")
    assert not Account.objects.filter(pk=ada.pk).exists()


def test_a_report_is_passed_on_only_where_wished(ada: Account, people: dict[str, Account]) -> None:
    theirs = their_post(people["eve"])
    conduct.make_report(ada, people["eve"].pk, comment="Not this one")
    assert not told()
    conduct.make_report(ada, people["eve"].pk, status_ids=[theirs.pk], comment="Spam", forward=True)
    [(flag, inboxes)] = told()
    assert (flag["type"], flag["actor"], flag["content"]) == ("Flag", f"{HERE}/actor", "Spam")
    assert flag["object"] == [people["eve"].uri, theirs.uri]
    assert inboxes == alone(people["eve"])
    assert "ada" not in json.dumps(flag)


def test_a_move_is_told_to_followers(ada: Account, people: dict[str, Account]) -> None:
    from plenary.archive.facts import AccountMoved

    Account.objects.filter(pk=ada.pk).update(moved_to=people["nia"])
    told_people.on_account_moved(AccountMoved(ada.pk, people["nia"].pk, 7))
    [(move, inboxes)] = told()
    assert (move["type"], move["target"], inboxes) == ("Move", people["nia"].uri, shared(FAN))


def test_an_accept_is_no_effect_of_a_rolled_back_follow(ada: Account) -> None:
    eve = remote("eve", STRANGER)
    record(AccountFollowed(1, eve.pk, ada.pk))
    [(accept, _)] = told()
    assert accept["object"]["actor"] == eve.uri
