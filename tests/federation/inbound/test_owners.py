"""Whose word counts for what: the attacks on ownership, by their numbers in the list of threats."""

from typing import Any

import pytest

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account, Follow, FollowRequest
from plenary.federation.actions import asking, deliveries, fetching, resolve
from plenary.federation.models import RemoteActor
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.lib import objects
from plenary.lib.fetch import FetchRefused
from plenary.lib.questions import Unreachable
from plenary.statuses import actions as statuses
from plenary.statuses.models import Favourite, QuoteState, Status, Visibility
from plenary.statuses.rules import Draft, Question
from tests.factories import block, follow, make_account
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import PUBLIC, activity, at, note, send, take
from tests.federation.makers import post, remote

DOCUMENT, IS_GONE = asking.document, asking.is_gone  # as they are outside of these tests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]


@pytest.fixture
def eve() -> Account:
    """On a server of her own."""
    return remote("eve", "evil.example")


@pytest.fixture
def neighbour() -> Account:
    """On nia's server."""
    return remote("mallory")


def test_12_an_id_on_another_host(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    wrong = {**activity(nia, "Create", note(nia)), "id": "https://evil.example/1"}
    assert send(wrong, nia).status_code == 400
    stolen = note(nia, id="https://evil.example/statuses/1")
    take(activity(nia, "Create", stolen), nia)
    assert not Status.objects.exists()


@pytest.mark.parametrize("wrong", ["#1", "", 5, None, {"a": 1}, "x" * 501, "ftp://peer.example/1"])
def test_12_an_id_that_is_none(nia: Account, wrong: Any) -> None:
    assert send({**activity(nia, "Like", "x"), "id": wrong}, nia).status_code == 400


def test_13_what_is_fetched_is_asked_for_as_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another media type is refused by `lib.objects`: then there is nothing."""

    def refuse(url: str, **_: Any) -> dict[str, Any]:
        raise FetchRefused("peer.example sent something else.", status=200)

    monkeypatch.setattr(objects, "fetch_object", refuse)
    assert DOCUMENT("https://peer.example/uploads/1") is None


def test_14_where_it_was_found_is_who_said_it(ada: Account, nia: Account, eve: Account) -> None:
    """A post that eve's server gives as nia's is neither's."""
    assert resolve.keep_post(note(nia, id=f"{eve.uri}/statuses/1"), wanted=True) is None
    assert not Status.objects.exists()


def test_15_what_is_kept_is_not_sent_anew_by_another(
    ada: Account, nia: Account, eve: Account
) -> None:
    follow(ada, nia)
    follow(ada, eve)
    secret = note(nia, to=[f"{nia.uri}/followers"], cc=[])
    take(activity(nia, "Create", secret), nia)
    take(activity(eve, "Create", {**secret, "to": [PUBLIC], "attributedTo": eve.uri}), eve)
    take(activity(nia, "Create", {**secret, "to": [PUBLIC]}), nia)
    kept = at(secret["id"])
    assert kept is not None
    assert (kept.account, kept.visibility) == (nia, Visibility.PRIVATE)


@pytest.mark.parametrize("verb", ["Update", "Delete"])
def test_16_by_who_does_not_own_it(
    ada: Account, nia: Account, neighbour: Account, verb: str
) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    lie = note(nia, content="<p>False</p>", updated="2026-01-03T10:00:00Z")
    take(activity(neighbour, verb, lie), neighbour)
    take(activity(neighbour, verb, {**lie, "attributedTo": neighbour.uri}), neighbour)
    kept = at(note(nia)["id"])
    assert kept is not None
    assert (kept.text, kept.account) == ("Good morning", nia)
    take(activity(nia, "Delete", note(nia)["id"]), nia)
    assert at(note(nia)["id"]) is None


def test_16_a_deletion_by_another_leaves_no_tombstone(
    ada: Account, nia: Account, neighbour: Account
) -> None:
    follow(ada, nia)
    take(activity(neighbour, "Delete", note(nia)["id"]), neighbour)
    take(activity(nia, "Create", note(nia)), nia)
    assert at(note(nia)["id"]) is not None


@pytest.mark.parametrize("way", ["Delete", "Announce"])
@pytest.mark.parametrize("why", ["for a few", "not shown", "gone"])
def test_16_a_deletion_that_another_passes_on(
    ada: Account, nia: Account, eve: Account, elsewhere: Elsewhere, why: str, way: str
) -> None:
    """Only that its server has it no more counts: not that it is shown to nobody, or not to us."""
    follow(ada, nia)
    kept = note(nia, to=[f"{nia.uri}/followers"], cc=[]) if why == "for a few" else note(nia)
    take(activity(nia, "Create", kept), nia)
    if why == "not shown":
        elsewhere.hidden.add(kept["id"])
    gone = activity(nia, "Delete", kept["id"])
    take(gone if way == "Delete" else activity(eve, "Announce", gone, to=[PUBLIC]), eve)
    assert (at(kept["id"]) is None) == (why == "gone")


@pytest.mark.parametrize("status", [200, 401, 403, 404, 406, 410])
def test_16_what_is_gone(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    def refuse(url: str, **_: Any) -> dict[str, Any]:
        raise FetchRefused("No.", status=status)

    monkeypatch.setattr(objects, "fetch_object", refuse)
    assert IS_GONE("https://peer.example/1") == (status in (404, 410))


def test_16_an_undo_by_another(ada: Account, nia: Account, neighbour: Account) -> None:
    begun = activity(nia, "Follow", ada.actor_uri)
    take(begun, nia)
    take(activity(neighbour, "Undo", begun), neighbour)
    take(activity(neighbour, "Undo", begun["id"]), neighbour)
    assert Follow.objects.filter(source=nia).exists()
    other = activity(nia, "Like", post(ada).object_uri)
    take(activity(neighbour, "Undo", other["id"]), neighbour)
    take(other, nia)
    assert Favourite.objects.filter(account=nia).exists()


@pytest.mark.parametrize("verb", ["Like", "Announce"])
def test_17_of_what_one_cannot_see(ada: Account, nia: Account, verb: str) -> None:
    for hidden in (post(ada, visibility=Visibility.PRIVATE), post(ada, "@bo", Visibility.DIRECT)):
        take(activity(nia, verb, hidden.object_uri, to=[PUBLIC]), nia)
        hidden.refresh_from_db()
        assert (hidden.favourites_count, hidden.reblogs_count) == (0, 0)


def test_17_of_who_shut_one_out(ada: Account, nia: Account) -> None:
    open_one = post(ada)
    block(ada, nia)
    take(activity(nia, "Like", open_one.object_uri), nia)
    take(activity(nia, "Announce", open_one.object_uri, to=[PUBLIC]), nia)
    open_one.refresh_from_db()
    assert (open_one.favourites_count, open_one.reblogs_count) == (0, 0)


def test_17_a_quote_of_what_one_cannot_see(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    hidden = post(ada, visibility=Visibility.PRIVATE)
    take(activity(nia, "Create", note(nia, quote=hidden.object_uri)), nia)
    kept = Status.objects.get(account=nia)
    assert (kept.quote_of, kept.quote_state) == (None, QuoteState.NONE)


def test_17_an_answer_to_what_one_cannot_see(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    hidden = post(ada, visibility=Visibility.PRIVATE)
    take(activity(nia, "Create", note(nia, inReplyTo=hidden.object_uri)), nia)
    kept = Status.objects.get(account=nia)
    assert (kept.in_reply_to, kept.in_reply_to_uri) == (None, "")


def test_18_waiting_until_they_accept(ada: Account, nia: Account, neighbour: Account) -> None:
    accounts.follow(ada, nia)
    asked = f"{ada.actor_uri}#follows/{FollowRequest.objects.get().pk}"
    take(activity(neighbour, "Accept", asked), neighbour)
    whole = {"id": asked, "type": "Follow", "actor": ada.actor_uri, "object": nia.uri}
    take(activity(neighbour, "Accept", whole), neighbour)
    assert not Follow.objects.exists()
    take(activity(nia, "Accept", whole), nia)
    assert Follow.objects.filter(source=ada, target=nia).exists()


def test_18_who_never_asked_is_made_to_follow_nobody(ada: Account, nia: Account) -> None:
    whole = {"id": f"{ada.actor_uri}#follows/1", "type": "Follow", "actor": ada.actor_uri}
    take(activity(nia, "Accept", {**whole, "object": nia.uri}), nia)
    assert not Follow.objects.exists()


def test_19_an_id_of_ours(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    mine = post(ada)
    theirs = note(nia, id=mine.object_uri, content="<p>False</p>")
    take(activity(nia, "Create", theirs), nia)
    take(activity(nia, "Update", {**theirs, "updated": "2026-01-03T10:00:00Z"}), nia)
    take(activity(nia, "Delete", mine.object_uri), nia)
    mine.refresh_from_db()
    assert mine.text == "Good morning"
    in_our_name = {**activity(nia, "Follow", nia.uri), "actor": ada.actor_uri}
    in_our_name["id"] = f"{ada.actor_uri}/x"
    assert send(in_our_name, nia).status_code == 400


def test_20_one_server_by_whatever_spelling(ada: Account, elsewhere: Elsewhere) -> None:
    uri = "https://NEW.example/users/bo"
    elsewhere.person(uri, "bo")
    elsewhere.finger("bo", "new.example", uri)
    found = resolve.actor(uri)
    assert found is not None
    assert found.domain == "new.example"


def test_21_a_handle_that_its_server_gives_to_another(elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, "bo")
    elsewhere.finger("bo", "new.example", "https://new.example/users/other")
    assert resolve.actor(uri) is None
    assert not Account.objects.filter(uri=uri).exists()


def test_21_a_handle_on_a_server_that_knows_nothing_of_it(elsewhere: Elsewhere) -> None:
    uri = "https://evil.example/users/president"
    elsewhere.person(uri, "president")
    elsewhere.finger("president", "evil.example", uri, subject="president@state.example")
    assert resolve.actor(uri) is None
    assert resolve.account_by_handle("president@evil.example") is None
    elsewhere.finger("president", "state.example", uri)
    found = resolve.actor(uri)
    assert found is not None
    assert found.acct == "president@state.example"


def test_21_two_with_one_handle(elsewhere: Elsewhere) -> None:
    """Who takes a handle over is not who had it."""
    first, second = "https://new.example/users/1", "https://new.example/users/2"
    elsewhere.person(first, "bo")
    one = resolve.actor(first)
    elsewhere.person(second, "bo")
    other = resolve.actor(second)
    assert one is not None
    assert other is not None
    one.refresh_from_db()
    assert (one.acct != other.acct, other.acct) == (True, "bo@new.example")


def test_a_move_needs_the_word_of_both(
    ada: Account, nia: Account, eve: Account, elsewhere: Elsewhere
) -> None:
    follow(ada, nia)
    elsewhere.person(eve.uri, "eve")
    take(activity(nia, "Move", nia.uri, target=eve.uri), nia)
    nia.refresh_from_db()
    assert nia.moved_to is None
    elsewhere.documents[eve.uri]["alsoKnownAs"] = [nia.uri]
    take(activity(nia, "Move", nia.uri, target=eve.uri), nia)
    nia.refresh_from_db()
    assert nia.moved_to == eve
    assert FollowRequest.objects.filter(source=ada, target=eve).exists()


def test_a_move_in_the_name_of_another(
    ada: Account, nia: Account, eve: Account, elsewhere: Elsewhere
) -> None:
    elsewhere.person(eve.uri, "eve", alsoKnownAs=[nia.uri])
    take(activity(eve, "Move", nia.uri, target=eve.uri), eve)
    nia.refresh_from_db()
    assert nia.moved_to is None


def test_a_farewell_removes_everything(ada: Account, nia: Account) -> None:
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    take(activity(nia, "Follow", ada.actor_uri), nia)
    take(activity(nia, "Delete", nia.uri), nia)
    assert not Account.objects.filter(uri=nia.uri).exists()
    assert not RemoteActor.objects.exists()
    assert not Status.objects.exists()
    ada.refresh_from_db()
    assert (ada.followers_count, ada.following_count) == (0, 0)


@pytest.mark.parametrize("still", ["there", "hidden", "gone"])
def test_whose_inbox_is_gone_is_looked_for(
    ada: Account, nia: Account, elsewhere: Elsewhere, still: str
) -> None:
    if still == "there":
        elsewhere.person(nia.uri, "nia")
    elif still == "hidden":
        elsewhere.hidden.add(nia.uri)
    deliveries.look_again.enqueue(RemoteActor.objects.get(account=nia).inbox)
    worker.run_until_empty(strict=True)
    assert Account.objects.filter(uri=nia.uri).exists() == (still != "gone")


def test_who_does_not_answer_is_asked_again(
    nia: Account, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.away.add(nia.uri)
    fetching.refresh_actor.enqueue(nia.uri)
    assert worker.run_until_empty(strict=True) == 1
    with pytest.raises(Unreachable):
        resolve.actor(nia.uri)


def test_what_changes_while_it_is_asked_for_is_asked_for_again(
    nia: Account, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere.person(nia.uri, "nia", name="One")

    def document(uri: str) -> dict[str, Any]:
        told = dict(elsewhere.documents.get(uri, {}))
        if told.get("name") == "One":
            elsewhere.documents[uri]["name"] = "Two"
            for _ in range(2):
                assert send(activity(nia, "Update", told), nia).status_code == 202
            for job in Job.objects.filter(task__endswith=".process"):
                worker.run(job)
        return told or None

    monkeypatch.setattr(asking, "document", document)
    take(activity(nia, "Update", elsewhere.documents[nia.uri]), nia)
    nia.refresh_from_db()
    assert nia.display_name == "Two"


def test_30_a_thread_without_an_end(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    follow(ada, nia)
    for number in range(60):
        answers = note(nia, number, inReplyTo=f"{nia.uri}/statuses/{number + 1}")
        elsewhere.documents[answers["id"]] = answers
    take(activity(nia, "Create", elsewhere.documents[f"{nia.uri}/statuses/0"]), nia)
    assert Status.objects.count() == fetching.MOST_STEPS + 1


def test_30_a_thread_in_a_ring(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    follow(ada, nia)
    for number in range(3):
        answers = note(nia, number, inReplyTo=f"{nia.uri}/statuses/{(number + 1) % 3}")
        elsewhere.documents[answers["id"]] = answers
    take(activity(nia, "Create", elsewhere.documents[f"{nia.uri}/statuses/0"]), nia)
    assert Status.objects.count() == 3


def test_30_people_without_an_end(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    """A post that names many whom nobody here knows has a few of them looked up."""
    follow(ada, nia)
    people = [f"https://host{number}.example/users/bo" for number in range(40)]
    for uri in people:
        elsewhere.person(uri, "bo")
    tags = [{"type": "Mention", "href": uri} for uri in people]
    take(activity(nia, "Create", note(nia, tag=tags)), nia)
    assert Status.objects.filter(account=nia).exists()
    assert Account.objects.filter(domain__startswith="host").count() <= 8


def test_a_vote_counts_once(ada: Account, nia: Account) -> None:
    asked = statuses.publish(
        ada,
        Draft(text="Which?", poll=Question(("Yes", "No"))),
    )
    for _ in range(2):
        answer = {
            "id": f"{nia.uri}/votes/1",
            "type": "Note",
            "name": "No",
            "attributedTo": nia.uri,
            "inReplyTo": asked.object_uri,
            "to": [ada.actor_uri],
        }
        take(activity(nia, "Create", answer), nia)
    assert [one.votes_count for one in asked.poll.options.order_by("position")] == [0, 1]
    assert not Status.objects.filter(account=nia).exists()


def test_nobody_outside_is_led_by_a_stranger(ada: Account, eve: Account) -> None:
    """Somebody nobody follows cannot have posts of others fetched by boosting them."""
    make_account("bo")
    take(activity(eve, "Announce", "https://other.example/1", to=[PUBLIC]), eve)
    assert not Status.objects.exists()
