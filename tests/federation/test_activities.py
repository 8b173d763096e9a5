"""What people here do, as it is told: each with an id that stays, and to whom it is for alone."""

import pytest

from plenary.accounts.models import Account
from plenary.federation import queries
from plenary.federation.render import activities, actors
from plenary.federation.render.context import PUBLIC
from plenary.lib import clock
from plenary.statuses import actions
from plenary.statuses.models import Status, Visibility
from tests.factories import follow, make_account
from tests.federation.makers import HERE, PAIR, ask, post, remote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating")]
ADA = f"{HERE}/users/ada"
NIA = "https://peer.example/users/nia"


@pytest.fixture
def ada() -> Account:
    return make_account("ada")


def whole(status: Status) -> Status:
    return queries.with_all(Status.objects.filter(pk=status.pk)).get()


def test_ties_are_named_by_their_rows(ada: Account) -> None:
    for made, kind, uri in (
        (activities.follow(ADA, 5, NIA), "Follow", f"{ADA}#follows/5"),
        (activities.block(ADA, 6, NIA), "Block", f"{ADA}#blocks/6"),
        (activities.like(ADA, 7, f"{NIA}/1"), "Like", f"{ADA}#likes/7"),
    ):
        assert (made["type"], made["id"], made["actor"]) == (kind, uri, ADA)
        undo = activities.undo(made)
        assert (undo["type"], undo["id"], undo["actor"]) == ("Undo", f"{uri}/undo", ADA)
        assert undo["object"] == made


@pytest.mark.parametrize(
    ("visibility", "first"),
    [(Visibility.PUBLIC, PUBLIC), (Visibility.PRIVATE, f"{ADA}/followers")],
)
def test_a_boost_and_its_end(ada: Account, visibility: Visibility, first: str) -> None:
    boosted = post(make_account("bo"), "Hear me")
    boost = whole(actions.boost(ada, boosted.pk, visibility))
    made = activities.announce(boost)
    assert made["id"] == f"{ADA}/statuses/{boost.pk}/activity"
    assert made["object"] == boosted.object_uri
    assert made["to"] == [first]
    assert f"{HERE}/users/bo" in made["cc"]
    undo = activities.undo_announce(ADA, made["id"], made["object"], made["to"])
    assert (undo["id"], undo["object"]["id"]) == (f"{made['id']}#undo", made["id"])
    assert undo["to"] == [first]


def test_a_boost_of_elsewhere_names_what_it_is_of(ada: Account) -> None:
    nia = remote("nia")
    theirs = Status.objects.create(account=nia, local=False, uri=f"{NIA}/9")
    made = activities.announce(whole(actions.boost(ada, theirs.pk)))
    assert (made["object"], NIA in made["cc"]) == (f"{NIA}/9", True)


def test_a_deleted_post_leaves_its_name(ada: Account) -> None:
    uri = post(ada).object_uri
    made = activities.delete_post(ADA, uri)
    assert (made["id"], made["to"]) == (f"{uri}#delete", [PUBLIC])
    assert made["object"] == {"id": uri, "type": "Tombstone"}
    assert activities.delete_post(ADA, uri, [NIA])["to"] == [NIA]


def test_an_account_says_goodbye_and_moves(ada: Account) -> None:
    made = activities.delete_actor(ADA)
    assert (made["id"], made["object"], made["to"]) == (f"{ADA}#delete", ADA, [PUBLIC])
    moved = activities.move(ada, NIA, 3)
    assert (moved["object"], moved["target"]) == (ADA, NIA)
    assert moved["to"] == [f"{ADA}/followers"]
    update = activities.update_actor(actors.actor(ada, PAIR[1]), clock.now())
    assert update["object"]["preferredUsername"] == "ada"


def test_a_report_is_the_servers_own_and_tells_of_nobody(ada: Account) -> None:
    made = activities.flag(4, NIA, [f"{NIA}/1"], "Spam")
    assert made["actor"] == f"{HERE}/actor"
    assert made["object"] == [NIA, f"{NIA}/1"]
    assert "ada" not in str(made)


def test_requests_are_answered_with_themselves(ada: Account) -> None:
    asked = activities.received_follow(NIA, f"{NIA}#follows/1", ADA)
    accept, reject = activities.accept(ADA, 8, asked), activities.reject(ADA, 8, asked)
    assert (accept["type"], accept["id"]) == ("Accept", f"{ADA}#accepts/follows/8")
    assert (reject["type"], reject["id"]) == ("Reject", f"{ADA}#rejects/follows/8")
    for one in (accept, reject):
        assert (one["object"], one["to"]) == (asked, [NIA])


def test_pins(ada: Account) -> None:
    status = post(ada)
    add, remove = activities.add_featured(status, 1), activities.remove_featured(status, 2)
    assert (add["type"], remove["type"]) == ("Add", "Remove")
    assert add["target"] == remove["target"] == f"{ADA}/collections/featured"
    assert add["object"] == status.object_uri
    assert add["id"] != remove["id"] != activities.remove_featured(status, 3)["id"]


def test_a_vote_is_for_who_asked_alone() -> None:
    made = activities.vote(ADA, 2, "Yes", f"{NIA}/poll", NIA)
    answer = made["object"]
    assert (answer["name"], answer["inReplyTo"]) == ("Yes", f"{NIA}/poll")
    assert made["to"] == answer["to"] == [NIA]
    assert "content" not in answer
    assert PUBLIC not in str(made)


def test_asking_for_leave_to_quote(ada: Account) -> None:
    quoting = whole(post(ada, "Listen"))
    made = activities.quote_request(quoting, f"{NIA}/1", NIA)
    assert (made["type"], made["object"], made["to"]) == ("QuoteRequest", f"{NIA}/1", [NIA])
    assert made["instrument"]["id"] == quoting.object_uri


def test_giving_and_taking_back_leave_to_quote(ada: Account) -> None:
    quoted = post(ada, "Quote me")
    quoting = Status.objects.create(
        account=remote("nia"), local=False, uri=f"{NIA}/2", quote_of=quoted
    )
    asked = activities.received_quote_request(NIA, f"{NIA}#q/1", quoted.object_uri, quoting.uri)
    accept = activities.accept_quote(quoting, asked)
    leave = f"{ADA}/quote_authorizations/{quoting.pk}"
    assert (accept["type"], accept["object"], accept["result"]) == ("Accept", asked, leave)
    assert activities.reject(ADA, 1, asked)["id"] == f"{ADA}#rejects/quote_requests/1"
    taken = activities.revoke_quote(quoted, quoting.pk, [NIA])
    assert (taken["type"], taken["object"], taken["to"]) == ("Delete", leave, [NIA])


@pytest.mark.parametrize("hide", [False, True])
def test_whom_somebody_knows(ada: Account, hide: bool) -> None:
    nia = remote("nia")
    follow(nia, ada)
    Account.objects.filter(pk=ada.pk).update(hide_collections=hide)
    found = ask("/users/ada/followers").json()
    assert found["totalItems"] == 1
    assert ("first" in found) is not hide
    page = ask("/users/ada/followers?page=true")
    assert page.status_code == (404 if hide else 200)
    if not hide:
        assert page.json()["orderedItems"] == [NIA]
